import type { Player } from './players';

/** What each of some people has for one player. */
export interface PlayerValues {
  /** True for a number; false for levels and blocks, whose order means nothing. */
  readonly ordered: boolean;
  /** The number, the level's number, or for a block the number of its combination; NaN where missing. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Combinations of a block by their number, one value per feature of the player; empty for a single feature. */
  readonly combinations: readonly (readonly number[])[];
}

/**
 * The values of a player, one for each row.
 * @param rows feature rows, row-major, `features.length` a row
 */
export function playerValues({ features: own }: Player, features: readonly { readonly kind: 'number' | 'level' }[], rows: Float64Array): PlayerValues {
  const width = features.length;
  const count = width === 0 ? 0 : rows.length / width;
  const [feature] = own;
  if (own.length === 1) {
    const values = Float64Array.from({ length: count }, (_, row) => rows[row * width + feature!]!);
    return { ordered: features[feature!]?.kind === 'number', values, combinations: [] };
  }
  const numbers = new Map<string, number>();
  const combinations: number[][] = [];
  const values = Float64Array.from({ length: count }, (_, row) => {
    const cells = own.map((each) => rows[row * width + each]!);
    const key = cells.join();
    let known = numbers.get(key);
    if (known === undefined) {
      numbers.set(key, (known = combinations.length));
      combinations.push(cells);
    }
    return known;
  });
  return { ordered: false, values, combinations };
}
