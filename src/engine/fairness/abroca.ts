/** A point of a ROC curve: share of those without, and of those with, the favourable outcome who score at least as high. */
interface Roc {
  readonly false: Float64Array;
  readonly true: Float64Array;
}

/** The corners of the curve from (0, 0) to (1, 1); people of equal score make one slanted step. */
function rocCurve(positive: Float64Array, negative: Float64Array): Roc {
  const [x, y]: [number[], number[]] = [[0], [0]];
  let [i, j] = [positive.length, negative.length];
  while (i > 0 || j > 0) {
    const score = Math.max(positive[i - 1] ?? -Infinity, negative[j - 1] ?? -Infinity);
    while (i > 0 && positive[i - 1] === score) i--;
    while (j > 0 && negative[j - 1] === score) j--;
    x.push((negative.length - j) / negative.length);
    y.push((positive.length - i) / positive.length);
  }
  return { false: Float64Array.from(x), true: Float64Array.from(y) };
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

/**
 * Area between the ROC curves of two groups (absolute between-ROC area): 0 when the scores rank both groups' outcomes equally well at every false
 * positive rate. Exact: the curves are straight between corners, ties included. null when a side is empty.
 * @param a, b rising scores of those with and without the favourable outcome
 * Source: Gardner, Brooks and Baker (2019), "Evaluating the fairness of predictive student models through slicing analysis".
 */
export function abroca(
  a: { readonly positive: Float64Array; readonly negative: Float64Array },
  b: { readonly positive: Float64Array; readonly negative: Float64Array },
): number | null {
  if ([a.positive, a.negative, b.positive, b.negative].some(({ length }) => length === 0)) return null;
  const [first, second] = [rocCurve(a.positive, a.negative), rocCurve(b.positive, b.negative)];
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
