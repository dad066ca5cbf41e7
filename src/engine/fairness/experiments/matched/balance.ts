import { moments } from '../../../stats/intervals';
import type { Balance, MatchColumn, MatchedQuestion, Matching } from './types';

/** Balance of one number between two sets of rows, in standard deviations of the two groups before matching. */
function difference(value: (row: number) => number, first: ArrayLike<number>, second: ArrayLike<number>, spread: number): number {
  const mean = (rows: ArrayLike<number>): number => moments(Float64Array.from(rows, value)).mean;
  const gap = mean(first) - mean(second);
  return gap === 0 ? 0 : gap / spread;
}

function spreadOf(value: (row: number) => number, first: ArrayLike<number>, second: ArrayLike<number>): number {
  const variance = (rows: ArrayLike<number>): number => {
    const own = moments(Float64Array.from(rows, value));
    return own.n > 1 ? own.variance : 0;
  };
  return Math.sqrt((variance(first) + variance(second)) / 2);
}

/** Values whose balance is told: the number itself, or for levels an indicator for each (missing is no level). */
function measures({ kind, values }: MatchColumn): { readonly level: number; readonly of: (row: number) => number }[] {
  if (kind === 'number') return [{ level: -1, of: (row) => values[row]! }];
  const levels = [...new Set(values)].filter((code) => !Number.isNaN(code)).sort((a, b) => a - b);
  return levels.map((level) => ({ level, of: (row) => (Number.isNaN(values[row]!) ? NaN : values[row] === level ? 1 : 0) }));
}

/**
 * Standardised mean differences of each column before and after matching, (mean₁ − mean₂)/√((s₁² + s₂²)/2) with the spread before matching; of a column
 * with levels that of the level with the largest before. Source: Rosenbaum and Rubin (1985); Austin (2009) calls 0.1 the line under which it is small.
 */
export function balanceOf(question: Pick<MatchedQuestion, 'columns' | 'group' | 'decisions'>, { pairs }: Pick<Matching, 'pairs'>): Balance[] {
  const rows = ([0, 1] as const).map((side) => Array.from(question.group.keys()).filter((row) => question.group[row] === side && question.decisions[row]! >= 0));
  const [first, second] = [rows[0]!, rows[1]!];
  const [left, right] = [pairs.map(([row]) => row), pairs.map(([, row]) => row)];
  return question.columns.map((column): Balance => {
    const told = measures(column).map(({ level, of }) => {
      const spread = spreadOf(of, first, second);
      return { level, before: difference(of, first, second, spread), after: difference(of, left, right, spread) };
    });
    const size = (value: number): number => (Number.isNaN(value) ? -1 : Math.abs(value));
    const worst = told.reduce((most, entry) => (size(entry.before) > size(most.before) ? entry : most), told[0] ?? { level: -1, before: NaN, after: NaN });
    return { name: column.name, matched: column.matched, ...worst };
  });
}
