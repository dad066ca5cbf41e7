import { binOf } from './accumulated';

/** A second-order surface: what two inputs do together beyond what each does alone. */
export interface AccumulatedPair {
  readonly edges: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  /** Rows in each cell, bins of the first × bins of the second. */
  readonly counts: Int32Array<ArrayBuffer>;
  /** Effect at each corner, edges of the first × edges of the second. */
  readonly effect: Float64Array<ArrayBuffer>;
}

/**
 * Second-order accumulated local effects: mean second difference over each cell's rows, added up both ways, less the main effects it holds, and moved
 * so that the mean over rows is 0. An empty cell takes the mean of the nearest cell that has rows (in bins), so look at `counts` before reading it.
 * Source: Apley and Zhu (2020).
 * @param values the two inputs, per row
 * @param differences f(high, high) − f(low, high) − f(high, low) + f(low, low) across each row's cell
 */
export function accumulatedPair(
  edges: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>],
  values: readonly [Float64Array, Float64Array],
  differences: Float64Array,
): AccumulatedPair {
  const first = edges[0].length - 1;
  const second = edges[1].length - 1;
  const counts = new Int32Array(first * second);
  const sums = new Float64Array(first * second);
  differences.forEach((difference, row) => {
    const k = binOf(edges[0], values[0][row]!);
    const m = binOf(edges[1], values[1][row]!);
    if (k < 0 || m < 0) return;
    counts[k * second + m] = counts[k * second + m]! + 1;
    sums[k * second + m] = sums[k * second + m]! + difference;
  });
  const wide = second + 1;
  const effect = new Float64Array((first + 1) * wide);
  for (let k = 0; k < first; k++) {
    for (let m = 0; m < second; m++) {
      const cell = nearestCell(counts, first, second, k, m);
      const mean = cell < 0 ? NaN : sums[cell]! / counts[cell]!;
      const at = (k + 1) * wide + m + 1;
      effect[at] = mean + effect[at - wide]! + effect[at - 1]! - effect[at - wide - 1]!;
    }
  }
  const main = [mainEffect(effect, counts, first, second, false), mainEffect(effect, counts, first, second, true)] as const;
  for (let k = 0; k <= first; k++) for (let m = 0; m <= second; m++) effect[k * wide + m] = effect[k * wide + m]! - main[0][k]! - main[1][m]!;
  let rows = 0;
  let sum = 0;
  for (let k = 0; k < first; k++) {
    for (let m = 0; m < second; m++) {
      const at = k * wide + m;
      rows += counts[k * second + m]!;
      sum += (counts[k * second + m]! * (effect[at]! + effect[at + 1]! + effect[at + wide]! + effect[at + wide + 1]!)) / 4;
    }
  }
  return { edges, counts, effect: effect.map((value) => value - sum / rows) };
}

/** The first-order effect of an accumulated surface along its first input, or along its second. */
function mainEffect(effect: Float64Array, counts: Int32Array, first: number, second: number, along: boolean): Float64Array<ArrayBuffer> {
  const wide = second + 1;
  const [bins, others] = along ? [second, first] : [first, second];
  const out = new Float64Array(bins + 1);
  const step = along ? 1 : wide;
  const side = along ? wide : 1;
  for (let k = 0; k < bins; k++) {
    let rows = 0;
    let sum = 0;
    for (let m = 0; m < others; m++) {
      const count = counts[along ? m * second + k : k * second + m]!;
      const at = k * step + m * side;
      rows += count;
      sum += (count * (effect[at + step]! - effect[at]! + effect[at + step + side]! - effect[at + side]!)) / 2;
    }
    out[k + 1] = out[k]! + (rows > 0 ? sum / rows : 0);
  }
  return out;
}

/** The cell itself where it has rows, else the nearest that has; the first of equals. −1 when all are empty. */
function nearestCell(counts: Int32Array, first: number, second: number, k: number, m: number): number {
  if (counts[k * second + m]! > 0) return k * second + m;
  let best = -1;
  let nearest = Infinity;
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const distance = ((Math.floor(cell / second) - k) / first) ** 2 + (((cell % second) - m) / second) ** 2;
    if (distance < nearest) [best, nearest] = [cell, distance];
  }
  return best;
}

/** The surface in each cell: the mean of its four corners, bins of the first × bins of the second. */
export function cellEffects({ edges, effect }: AccumulatedPair): Float64Array<ArrayBuffer> {
  const second = edges[1].length - 1;
  const wide = second + 1;
  return Float64Array.from({ length: (edges[0].length - 1) * second }, (_, cell) => {
    const at = Math.floor(cell / second) * wide + (cell % second);
    return (effect[at]! + effect[at + 1]! + effect[at + wide]! + effect[at + wide + 1]!) / 4;
  });
}
