import { twoSidedStudent } from '../sampled/estimate';

/** Number of the bin a value lies in: bin k holds edge[k] < x ≤ edge[k + 1], bin 0 its lower edge too; beyond the ends the end bins. −1 for NaN. */
export function binOf(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return -1;
  let low = 1;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** A first-order curve. NaN stands for not estimable. */
export interface AccumulatedEffect {
  readonly edges: Float64Array<ArrayBuffer>;
  /** Rows in each bin; rows whose value is missing are in none. */
  readonly counts: Int32Array<ArrayBuffer>;
  /** Effect at each edge; over the rows it is 0 on average. */
  readonly effect: Float64Array<ArrayBuffer>;
  /** Half-width of the t interval for people like these rows, for the bins as they are. */
  readonly halfWidth: Float64Array<ArrayBuffer>;
}

/**
 * Accumulated local effects of one number: mean difference across each bin over the rows in it, added up, and moved so that the mean over rows is 0
 * (a row stands for the middle of its bin). The variance adds what the bins' means and what the rows' places contribute.
 * Source: Apley and Zhu, "Visualizing the effects of predictor variables in black box supervised learning models" (2020).
 * @param values the input, per row
 * @param differences quantity with the upper edge put in minus quantity with the lower edge, per row
 */
export function accumulatedEffect(
  edges: Float64Array<ArrayBuffer>,
  values: Float64Array,
  differences: Float64Array,
  delta = 0.05,
): AccumulatedEffect {
  const bins = edges.length - 1;
  const counts = new Int32Array(bins);
  const mean = new Float64Array(bins);
  const squares = new Float64Array(bins);
  values.forEach((value, row) => {
    const bin = binOf(edges, value);
    if (bin < 0) return;
    const count = ++counts[bin]!;
    const step = differences[row]! - mean[bin]!;
    mean[bin] = mean[bin]! + step / count;
    squares[bin] = squares[bin]! + step * (differences[row]! - mean[bin]!);
  });
  const effect = new Float64Array(bins + 1);
  for (let k = 0; k < bins; k++) effect[k + 1] = effect[k]! + (counts[k]! === 0 ? NaN : mean[k]!);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const middle = Float64Array.from(counts, (_, k) => (effect[k]! + effect[k + 1]!) / 2);
  const centre = counts.reduce((sum, count, k) => sum + count * middle[k]!, 0) / rows;
  const places = counts.reduce((sum, count, k) => sum + count * (middle[k]! - centre) ** 2, 0) / rows / Math.max(1, rows - 1);
  const beyond = new Float64Array(bins + 1);
  for (let k = bins - 1; k >= 0; k--) beyond[k] = beyond[k + 1]! + counts[k]! / rows;
  const halfWidth = Float64Array.from(effect, (_, edge) => {
    let variance = places;
    for (let k = 0; k < bins; k++) {
      const weight = (k < edge ? 1 : 0) - beyond[k + 1]! - counts[k]! / rows / 2;
      variance += counts[k]! < 2 ? NaN : (weight * weight * squares[k]!) / (counts[k]! - 1) / counts[k]!;
    }
    return twoSidedStudent(Math.max(1, rows - bins), delta) * Math.sqrt(variance);
  });
  return { edges, counts, effect: effect.map((value) => value - centre), halfWidth };
}
