import { ZERO_BAND, type Forest } from './types';

/** Row-major rows with the zeros of inputs marked by `zeroIsMissing` replaced by NaN; the rows themselves when there are none such. */
export function zerosToMissing(forest: Pick<Forest, 'features' | 'zeroIsMissing'>, values: Float64Array, count: number): Float64Array {
  const { zeroIsMissing, features } = forest;
  if (zeroIsMissing === undefined) return values;
  const replaced = values.slice(0, count * features);
  for (let feature = 0; feature < features; feature++) {
    if (zeroIsMissing[feature] !== 1) continue;
    for (let at = feature; at < replaced.length; at += features) if (Math.abs(replaced[at]!) <= ZERO_BAND) replaced[at] = NaN;
  }
  return replaced;
}
