import { placements } from '../auc';
import { foldedVariance, heldOutAuc, type HeldOutAuc } from './held-out';
import { criticalValue } from '../../stats/distributions';
import type { Interval } from '../../stats/intervals';

/** A cross-validated AUC that knows what each row adds to its error. */
export interface RowAuc {
  readonly value: number;
  /** What each row adds to the error; 0 for rows without a part in it. The sum of squares is the variance. Null with fewer than two rows on a side. */
  readonly error: Float64Array<ArrayBuffer> | null;
}

/**
 * AUC of held-out scores, pairs of rows compared within their fold only.
 * @param target 1 or 0 per row, −1 where unknown
 * @param fold of each row from 0, −1 for rows that take no part
 * @returns null where no fold holds both kinds
 */
export function rowAuc(scores: Float64Array, target: ArrayLike<number>, fold: Int32Array, folds: number): RowAuc | null {
  const sides = Array.from({ length: folds }, () => [[], []] as [number[], number[]]);
  for (let row = 0; row < scores.length; row++) {
    if (fold[row]! >= 0 && target[row]! >= 0 && !Number.isNaN(scores[row]!)) sides[fold[row]!]![target[row] === 1 ? 1 : 0].push(row);
  }
  const usable = sides.filter(([others, members]) => others.length > 0 && members.length > 0);
  const pairs = usable.reduce((sum, [others, members]) => sum + others.length * members.length, 0);
  if (pairs === 0) return null;
  const error = new Float64Array(scores.length);
  let won = 0;
  let [m, n] = [0, 0];
  const rising = (rows: number[]): Float64Array<ArrayBuffer> => {
    rows.sort((a, b) => scores[a]! - scores[b]!);
    return Float64Array.from(rows, (row) => scores[row]!);
  };
  for (const [others, members] of usable) {
    const [low, high] = [rising(others), rising(members)];
    m += members.length;
    n += others.length;
    placements(high, low).forEach((share, at) => {
      error[members[at]!] = share * others.length;
      won += share * others.length;
    });
    placements(low, high).forEach((share, at) => (error[others[at]!] = (1 - share) * members.length));
  }
  const value = won / pairs;
  if (m < 2 || n < 2) return { value, error: null };
  const [up, down] = [Math.sqrt(m / (m - 1)), Math.sqrt(n / (n - 1))];
  for (const [others, members] of usable) {
    for (const row of members) error[row] = (up * (error[row]! - value * others.length)) / pairs;
    for (const row of others) error[row] = (down * (error[row]! - value * members.length)) / pairs;
  }
  return { value, error };
}

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

/** The AUC with its interval; of several (one group against the rest each) their mean. Null where none is known. */
export function meanAuc(each: readonly (RowAuc | null)[], level = 0.95): HeldOutAuc | null {
  const known = each.filter((auc) => auc !== null);
  if (known.length === 0) return null;
  const usable = known.flatMap(({ error }) => error ?? []);
  const value = known.reduce((sum, auc) => sum + auc.value / known.length, 0);
  return heldOutAuc(value, usable.length < known.length ? null : squares(meanError(usable)), level);
}

/** A difference between two held-out AUCs of the same rows. */
export interface AucGain {
  readonly gain: number;
  readonly interval: Interval | null;
}

/** Mean AUC of `more` less that of `fewer`, both over the same rows in the same folds, so that what moves both does not count. */
export function aucGain(more: readonly (RowAuc | null)[], fewer: readonly (RowAuc | null)[], level = 0.95): AucGain | null {
  const both = more.flatMap((auc, at) => (auc && fewer[at] ? [{ more: auc, fewer: fewer[at] }] : []));
  if (both.length === 0) return null;
  const gain = both.reduce((sum, pair) => sum + (pair.more.value - pair.fewer.value) / both.length, 0);
  const errors = both.flatMap((pair) => (pair.more.error && pair.fewer.error ? [pair.more.error.map((own, row) => own - pair.fewer.error![row]!)] : []));
  if (errors.length < both.length) return { gain, interval: null };
  // What is learned from the other folds is settled for both where it is for the larger of the two.
  const value = both.reduce((sum, pair) => sum + pair.more.value / both.length, 0);
  const settled = squares(meanError(both.map((pair) => pair.more.error!)));
  const unsettled = settled > 0 ? foldedVariance(value - 0.5, settled) / settled : 1;
  const half = criticalValue(level) * Math.sqrt(unsettled * squares(meanError(errors)));
  return { gain, interval: { lower: gain - half, upper: gain + half } };
}

function meanError(errors: readonly Float64Array[]): Float64Array {
  return errors[0]!.map((_, row) => errors.reduce((sum, error) => sum + error[row]! / errors.length, 0));
}
