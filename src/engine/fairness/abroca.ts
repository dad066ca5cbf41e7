import type { GroupScores } from './scores';

/** A point of a ROC curve: share of those without, and of those with, the favourable outcome who score at least as high. */
interface Roc {
  readonly false: Float64Array;
  readonly true: Float64Array;
}

/** The corners of the curve from (0, 0) to (1, 1); people of equal score make one slanted step. Entries are people by rising score; null when a side is empty. */
function rocCurve(positive: ArrayLike<number>, negative: ArrayLike<number>): Roc | null {
  let [up, along] = [0, 0];
  for (let i = 0; i < positive.length; i++) {
    up += positive[i]!;
    along += negative[i]!;
  }
  if (!(up > 0) || !(along > 0)) return null;
  const [x, y] = [new Float64Array(positive.length + 1), new Float64Array(positive.length + 1)];
  let [p, n, at] = [0, 0, 0];
  for (let i = positive.length - 1; i >= 0; i--) {
    if (positive[i] === 0 && negative[i] === 0) continue;
    p += positive[i]!;
    n += negative[i]!;
    at++;
    [x[at], y[at]] = [n / along, p / up];
  }
  [x[at], y[at]] = [1, 1];
  return { false: x.subarray(0, at + 1), true: y.subarray(0, at + 1) };
}

/** People (or their weight) with and without the favourable outcome at every score that occurs, rising. */
function byScore({ positive, negative, weights }: Pick<GroupScores, 'positive' | 'negative' | 'weights'>): readonly [Float64Array, Float64Array] {
  const [p, n] = [new Float64Array(positive.length + negative.length), new Float64Array(positive.length + negative.length)];
  let [i, j, at] = [0, 0, 0];
  while (i < positive.length || j < negative.length) {
    const score = Math.min(positive[i] ?? Infinity, negative[j] ?? Infinity);
    for (; i < positive.length && positive[i] === score; i++) p[at]! += weights ? weights.positive[i]! : 1;
    for (; j < negative.length && negative[j] === score; j++) n[at]! += weights ? weights.negative[j]! : 1;
    at++;
  }
  return [p.subarray(0, at), n.subarray(0, at)];
}

/** ∫ |a + (b − a)·t| dt over [0, 1]. */
function absoluteMean(a: number, b: number): number {
  if (a * b >= 0) return (Math.abs(a) + Math.abs(b)) / 2;
  return (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
}

/** Height of a curve just after (`right`) or just before a false positive rate; `at` is the corner to start looking from. */
function height(curve: Roc, x: number, at: number, right: boolean): number {
  const [xs, ys] = [curve.false, curve.true];
  let k = at;
  if (right) while (k + 1 < xs.length && xs[k + 1]! <= x) k++;
  else while (k + 1 < xs.length && xs[k + 1]! < x) k++;
  if (k + 1 >= xs.length) return ys[k]!;
  const [from, to] = [xs[k]!, xs[k + 1]!];
  return ys[k]! + ((ys[k + 1]! - ys[k]!) * (x - from)) / (to - from);
}

/** Area between two curves. */
function between(first: Roc, second: Roc): number {
  let [i, j, x, area] = [0, 0, 0, 0];
  while (x < 1) {
    while (i + 1 < first.false.length && first.false[i + 1]! <= x) i++;
    while (j + 1 < second.false.length && second.false[j + 1]! <= x) j++;
    const next = Math.min(first.false[i + 1] ?? 1, second.false[j + 1] ?? 1);
    const left = height(first, x, i, true) - height(second, x, j, true);
    const right = height(first, next, i, false) - height(second, next, j, false);
    area += (next - x) * absoluteMean(left, right);
    x = next;
  }
  return area;
}

/** The same from people per score, rising: `positive` and `negative` of both groups. */
export function abrocaOfCounts(a: readonly [ArrayLike<number>, ArrayLike<number>], b: readonly [ArrayLike<number>, ArrayLike<number>]): number | null {
  const [first, second] = [rocCurve(...a), rocCurve(...b)];
  return first && second && between(first, second);
}

/**
 * Area between the ROC curves of two groups (absolute between-ROC area): 0 when the scores rank both groups' outcomes equally well at every false
 * positive rate. Exact: the curves are straight between corners, ties included. null when a side is empty.
 * @param a, b rising scores of those with and without the favourable outcome
 * Source: Gardner, Brooks and Baker (2019), "Evaluating the fairness of predictive student models through slicing analysis".
 */
export function abroca(a: Pick<GroupScores, 'positive' | 'negative' | 'weights'>, b: Pick<GroupScores, 'positive' | 'negative' | 'weights'>): number | null {
  return abrocaOfCounts(byScore(a), byScore(b));
}
