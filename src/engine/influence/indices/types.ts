import type { Interval } from '../../stats/intervals';
import type { MixtureInput } from '../hybrids/mixture';
import type { ValuePiece } from '../hybrids/pieces';
import type { Quantity } from '../quantities';

export interface IndicesSettings {
  /** Most distinct mixed rows for the indices that need every coalition; 0 leaves them out. */
  readonly maxExactRows: number;
  /** 1 − the confidence of the intervals. */
  readonly delta: number;
}

export const INDICES_SETTINGS: IndicesSettings = { maxExactRows: 100_000, delta: 0.05 };

/** How do other ways of sharing out a person's difference from a background compare? */
export interface IndicesQuestion extends MixtureInput {
  readonly quantity: Quantity;
  /** How many rows the background rows were drawn from. */
  readonly backgroundOf: number;
  /** Sets of players to be replaced together. */
  readonly sets: readonly (readonly number[])[];
  /** Group number per player, for Owen values. */
  readonly groups?: Int32Array<ArrayBuffer>;
  readonly settings: IndicesSettings;
}

export type IndicesShard =
  /** Replaces one player, all but one, and each set, for some background rows; the first also counts the distinct mixed rows of all coalitions. */
  | { readonly kind: 'direct'; readonly question: IndicesQuestion; readonly firstRow: number; readonly rows: number }
  | { readonly kind: 'evaluate'; readonly question: IndicesQuestion; readonly from: number; readonly to: number }
  | { readonly kind: 'assemble'; readonly question: IndicesQuestion; readonly values: Float64Array<ArrayBuffer> };

/** What replacing some players does, per background row from `firstRow` on. */
export interface DirectRows {
  readonly firstRow: number;
  /** Rows × players. */
  readonly unary: Float64Array<ArrayBuffer>;
  readonly firstIn: Float64Array<ArrayBuffer>;
  /** Rows × sets. */
  readonly sets: Float64Array<ArrayBuffer>;
  /** Quantity of each background row. */
  readonly base: Float64Array<ArrayBuffer>;
  /** Quantity of the person. */
  readonly end: number;
}

/** Indices over all coalitions: per background row, rows × players; pairs as means over the rows, players × players. */
export interface CoalitionRows {
  readonly shapley: Float64Array<ArrayBuffer>;
  readonly banzhaf: Float64Array<ArrayBuffer>;
  readonly owen?: Float64Array<ArrayBuffer>;
  readonly shapleyPairs: Float64Array<ArrayBuffer>;
  readonly banzhafPairs: Float64Array<ArrayBuffer>;
}

export interface IndicesPartial {
  readonly direct: readonly DirectRows[];
  /** Distinct mixed rows of all coalitions; −1 when too many. Absent until counted. */
  readonly distinct?: number;
  readonly pieces: readonly ValuePiece[];
  readonly coalitions?: CoalitionRows;
  readonly rowsEvaluated: number;
  /** Margins held back at the edge. */
  readonly held: number;
}

/** Means over the background rows: exact for these rows, with the error from having drawn them; null when all rows are the background. */
export interface RowMeans {
  readonly mean: Float64Array<ArrayBuffer>;
  readonly backgroundSe: Float64Array<ArrayBuffer> | null;
  readonly backgroundHalfWidth: Float64Array<ArrayBuffer> | null;
}

/** A share of the background rows, with the interval for all rows they were drawn from; null when they are all rows. */
export interface RowShare {
  readonly share: number;
  readonly interval: Interval | null;
}

/** Values that need every coalition, exact for these background rows. */
export interface CoalitionIndices {
  readonly shapley: RowMeans;
  readonly banzhaf: RowMeans;
  /** Present where groups were given. */
  readonly owen?: RowMeans;
  /** Players × players, zeros on the diagonal, not halved: positive where two players do more together than one by one. */
  readonly shapleyPairs: Float64Array<ArrayBuffer>;
  readonly banzhafPairs: Float64Array<ArrayBuffer>;
}

/** Other indices of the game of {@link Reasons}, players and sets in the order of the question. */
export interface Indices {
  readonly players: readonly string[];
  /** What replacing the player alone takes away from the person's quantity: unary influence, also known as occlusion or leaving it out. */
  readonly unary: RowMeans;
  /** Share of background rows for which replacing the player changes the quantity at all. */
  readonly unaryChanged: readonly RowShare[];
  /** What the player's value alone adds to the background rows. */
  readonly firstIn: RowMeans;
  /** The same as unary for the sets asked for. */
  readonly sets: RowMeans;
  readonly setsChanged: readonly RowShare[];
  /** Null where the mixed rows are too many, or while they are still being scored. */
  readonly coalitions: CoalitionIndices | null;
  /** Distinct mixed rows of all coalitions; null when there are more than allowed. */
  readonly coalitionRows: number | null;
  readonly start: number;
  readonly end: number;
  readonly rowsEvaluated: number;
  readonly held: number;
  readonly background: { readonly rows: number; readonly covered: number; readonly of: number };
  readonly delta: number;
}
