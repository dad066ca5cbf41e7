import type { CartNode } from '../../learn/cart';
import type { Quantity } from '../quantities';
import type { SurrogateColumn } from './columns';
import type { Fidelity } from './fidelity';

export interface SurrogateSettings {
  readonly depth: number;
  /** Fewest rows in a leaf. */
  readonly leafRows: number;
  /** Share of the rows kept out of the fit. */
  readonly heldOut: number;
  readonly seed: number;
}

export const SURROGATE_SETTINGS: SurrogateSettings = { depth: 4, leafRows: 20, heldOut: 1 / 3, seed: 1 };

/** A tree that says less well than this what the model says is not shown. */
export const FAITHFUL = 0.85;

/** Can the model be told as a small tree? */
export interface SurrogateQuestion {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly features: readonly { readonly name: string; readonly kind: 'number' | 'level' }[];
  /** Group of each row from 0, −1 where unknown, and how many groups there are. */
  readonly group: Int32Array<ArrayBuffer>;
  readonly groups: number;
  /** What the tree is to tell. A decision gives a tree of decisions, anything else a tree of means. */
  readonly quantity: Quantity;
  readonly settings: SurrogateSettings;
}

export type SurrogateShard =
  | { readonly kind: 'score'; readonly question: SurrogateQuestion; readonly from: number; readonly to: number }
  | { readonly kind: 'fit'; readonly question: SurrogateQuestion; readonly scored: Float64Array<ArrayBuffer> };

export interface SurrogatePartial {
  /** The quantity of rows `from` and on. */
  readonly pieces: readonly { readonly from: number; readonly values: Float64Array<ArrayBuffer> }[];
  readonly surrogate?: Surrogate;
}

export interface Surrogate {
  readonly tree: CartNode;
  /** What the tree's splits ask about, by `split.feature`. */
  readonly columns: readonly SurrogateColumn[];
  readonly fittedRows: number;
  /** Rows the model gave no score for. */
  readonly unscored: number;
  /** On rows kept out of the fit. */
  readonly overall: Fidelity;
  readonly byGroup: readonly Fidelity[];
  /** Agreement for a tree of decisions, share explained for a tree of means; null where not estimable. */
  readonly faithfulness: number | null;
  /** Whether it may be shown: {@link FAITHFUL} or more. */
  readonly shown: boolean;
  /** Groups with rows for which it falls short, though it may be shown for all together. */
  readonly weakGroups: readonly number[];
}
