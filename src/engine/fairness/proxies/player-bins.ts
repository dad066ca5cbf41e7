import { binColumns, MISSING_BIN } from '../../learn/bins';
import type { Player } from '../../influence/players';
import { playerValues } from '../../influence/values';

/** A player's values as bins, made without looking at the group. */
export interface PlayerBins {
  /** Bin of each row from 0. */
  readonly codes: Int32Array<ArrayBuffer>;
  readonly bins: number;
}

/** Ranges of a number at most, and levels that are told apart; rarer ones are one bin together. */
const MOST_RANGES = 32;
const MOST_LEVELS = 256;
/** Rows a range holds on average at least, so that small tables are not cut into single rows. */
const RANGE_ROWS = 20;
/** Combinations of several features are levels while each has so many rows on average. */
const COMBINATION_ROWS = 5;

/**
 * Numbers in ranges of about equally many rows, levels and combinations of a block as they are, a missing value as a bin of its own.
 * @param rows feature rows, row-major, `features.length` a row
 * @returns undefined for several features that have nearly as many combinations as there are rows: a learner has to look at those
 */
export function playerBins(player: Player, features: readonly { readonly kind: 'number' | 'level' }[], rows: Float64Array): PlayerBins | undefined {
  const { ordered, values, combinations } = playerValues(player, features, rows);
  if (combinations.length > Math.max(2, Math.min(MOST_LEVELS, values.length / COMBINATION_ROWS))) return undefined;
  return ordered ? ranges(values) : levels(values);
}

/** Numbers in ranges of about equally many rows. */
export function ranges(values: Float64Array<ArrayBuffer>): PlayerBins {
  const most = Math.max(2, Math.min(MOST_RANGES, Math.floor(values.length / RANGE_ROWS)));
  const { codes, edges } = binColumns(values, values.length, 1, most);
  const count = edges[0]!.length + 1;
  return { codes: Int32Array.from(codes, (code) => (code === MISSING_BIN ? count : code)), bins: count + 1 };
}

function levels(values: Float64Array): PlayerBins {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const kept = [...counts].sort(([a, times], [b, others]) => others - times || a - b).slice(0, MOST_LEVELS);
  const codeOf = new Map(kept.map(([value], code) => [value, code]));
  return { codes: Int32Array.from(values, (value) => codeOf.get(value) ?? MOST_LEVELS), bins: kept.length + (counts.size > MOST_LEVELS ? 1 : 0) };
}
