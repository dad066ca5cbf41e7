import { sortOrder } from './sort';

/** Ranks from 1; equal values share the mean of their ranks. NaN must have been left out. */
export function midranks(values: Float64Array): Float64Array<ArrayBuffer> {
  const order = sortOrder(values);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Product-moment correlation; null for fewer than two pairs and where either does not vary. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const n = x.length;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += x[i]! / n;
    meanY += y[i]! / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return n > 1 && xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : null;
}

/**
 * Rank correlation of pairs of numbers: the product-moment correlation of their midranks. Pairs with a NaN are left out; null for fewer than two pairs
 * and where either does not vary.
 * Source: Spearman, "The proof and measurement of association between two things" (1904).
 */
export function spearman(x: Float64Array, y: Float64Array): number | null {
  const kept = Int32Array.from(x.keys()).filter((i) => !Number.isNaN(x[i]!) && !Number.isNaN(y[i]!));
  const take = (from: Float64Array): Float64Array => midranks(Float64Array.from(kept, (i) => from[i]!));
  return pearson(take(x), take(y));
}
