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

/** All people per equal bin of [low, high), by the same rule; rows without a score are in no bin. */
export function everyoneBins(scores: Float64Array, bins: number, [low, high]: readonly [number, number]): Float64Array<ArrayBuffer> {
  const counts = new Float64Array(bins);
  for (const score of scores) {
    if (Number.isNaN(score)) continue;
    const bin = Math.floor(((score - low) / (high - low)) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))]!++;
  }
  return counts;
}

/** Share of the scored rows with a higher score; null when nobody has a score. */
export function shareAbove(scores: Float64Array, score: number): number | null {
  let [above, scored] = [0, 0];
  for (const other of scores) {
    if (Number.isNaN(other)) continue;
    scored++;
    if (other > score) above++;
  }
  return scored === 0 ? null : above / scored;
}
