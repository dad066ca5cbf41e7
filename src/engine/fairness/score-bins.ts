import { type ThresholdIndex, firstAtLeast } from './threshold-index';

/**
 * People of one group per equal bin of [low, high): the last bin includes its upper edge, and the outer bins all scores beyond, so nobody is lost.
 * @param group 0 to groupCount; groupCount for people whose group is missing
 */
export function scoreBins(index: ThresholdIndex, group: number, bins: number, [low, high]: readonly [number, number]): Float64Array<ArrayBuffer> {
  const counts = new Float64Array(bins);
  for (let stratum = 3 * group; stratum < 3 * group + 3; stratum++) {
    let from = index.offsets[stratum]!;
    for (let bin = 0; bin < bins; bin++) {
      const to = bin === bins - 1 ? index.offsets[stratum + 1]! : firstAtLeast(index, stratum, low + ((high - low) * (bin + 1)) / bins);
      counts[bin]! += Math.max(0, to - from);
      from = Math.max(from, to);
    }
  }
  return counts;
}
