import type { Player } from '../../influence/players';
import type { Quantity } from '../../influence/quantities';

/** One of the two groups held against each other: people of it, and what the whole table says of it. */
export interface GapSide {
  /** Feature rows of people of the group, row-major: all of them, or a random draw. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Of each row, how often it is to come relative to the others: its weight, or how often it was drawn. All alike when left out. */
  readonly weights?: Float64Array<ArrayBuffer> | undefined;
  /** How many people of the table are in the group; for a gap in an error rate, those with the outcome it is about; with weights those above 0. */
  readonly of: number;
  /** Per quantity: its mean over all of them, and the variance between them (divisor n − 1); with weights `of` times the squared error of the weighted mean. */
  readonly known: readonly { readonly mean: number; readonly variance: number }[];
}

export interface GapSettings {
  /** Pairs of people taken apart, one of each group. */
  readonly units: number;
  /** For `unary`: how often an input is replaced for each person. */
  readonly shuffles: number;
  readonly seed: number;
  /** 1 − the confidence of the intervals. */
  readonly delta: number;
}

export const GAP_SETTINGS: GapSettings = { units: 2500, shuffles: 5, seed: 1, delta: 0.05 };

/**
 * How the gap is taken apart. `shared`: everybody is explained against the same comparison rows, and the gap is the difference of the two groups' mean
 * reasons. `unary`: what is left of the gap when one input (or a set) is replaced for everybody by draws from the comparison rows. `swap`: people of
 * one group get the inputs of people of the other one by one; `swap-ranks` gives each the value of the same rank in the other group.
 */
export type GapLens = 'shared' | 'unary' | 'swap' | 'swap-ranks';

/** Which inputs carry the difference of the mean of a quantity between two groups, `a` less `b`? The two have nobody in common. */
export interface GapQuestion {
  readonly lens: GapLens;
  readonly a: GapSide;
  readonly b: GapSide;
  readonly width: number;
  /** Comparison rows for `shared` and `unary`, the same for both groups; not read for the swaps. */
  readonly background: Float64Array<ArrayBuffer>;
  /** As those of the people. */
  readonly backgroundWeights?: Float64Array<ArrayBuffer> | undefined;
  readonly players: readonly Player[];
  /** Quantities read off the same scores, e.g. score and decision; all of one width. No losses: an error rate is the decision among one outcome. */
  readonly quantities: readonly Quantity[];
  /** `unary` only: sets of players replaced together, after the single players. */
  readonly sets?: readonly (readonly number[])[];
  /** `swap-ranks` only: 1 for features that are numbers, 0 for levels; all are numbers when left out. */
  readonly ordered?: Uint8Array<ArrayBuffer>;
  readonly settings: GapSettings;
}

/** Some units, with their rows. */
export interface GapShard {
  readonly lens: GapLens;
  readonly from: number;
  readonly count: number;
  readonly width: number;
  readonly players: readonly Player[];
  readonly quantities: readonly Quantity[];
  readonly sets: readonly (readonly number[])[];
  readonly shuffles: number;
  readonly seed: number;
  /** Feature rows per unit: one of each group, and to compare with one (`shared`), one per shuffle (`unary`), the counterpart (`swap-ranks`) or none. */
  readonly a: Float64Array<ArrayBuffer>;
  readonly b: Float64Array<ArrayBuffer>;
  readonly compared: Float64Array<ArrayBuffer>;
}

/** What some units say. */
export interface GapPiece {
  readonly from: number;
  /** Units × quantities × targets: reasons of the person of `a` less those of the person of `b`; for `swap-ranks` one more, what swapping leaves. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Units × quantities × 2: the quantity of the two people. */
  readonly ends: Float64Array<ArrayBuffer>;
}

export interface GapPartial {
  readonly pieces: readonly GapPiece[];
  readonly rowsEvaluated: number;
}

/**
 * A gap shared out among inputs. Intervals are for other people and other comparison rows drawn the same way, as those of the gap itself are; NaN
 * stands for not estimable.
 */
export interface GapShares {
  /** Mean of all people of the table in `a`, and in `b`; `total` is the first less the second. */
  readonly a: number;
  readonly b: number;
  readonly total: number;
  /** Per target: the part of the gap it accounts for, signed. */
  readonly phi: Float64Array<ArrayBuffer>;
  readonly se: Float64Array<ArrayBuffer>;
  readonly halfWidth: Float64Array<ArrayBuffer>;
  /** Half-width that holds for all of them at once (max-T). */
  readonly bandHalfWidth: Float64Array<ArrayBuffer>;
  /** Targets × targets: covariance of the errors. */
  readonly covariance: Float64Array<ArrayBuffer>;
  readonly freedom: number;
  /**
   * `total` less the sum of `phi`: rounding only for `shared` and `swap`; for `swap-ranks` what the ways inputs go together in each
   * group account for; NaN for `unary`, whose parts are not meant to add up.
   */
  readonly remainder: number;
  readonly remainderHalfWidth: number;
}

export interface GapWarning {
  readonly code: 'preliminary' | 'few-people' | 'few-rows';
  readonly text: string;
}

/** Gaps of several quantities shared out among the same inputs. */
export interface GapDecomposition {
  /** `leaves`: log odds (or value) read off the leaves of a forest for everybody, no row scored. */
  readonly lens: GapLens | 'leaves';
  /** Names of the targets: players, then for `unary` the sets. */
  readonly players: readonly string[];
  /** One per quantity of the question, in its order. */
  readonly shares: readonly GapShares[];
  readonly units: number;
  readonly of: number;
  readonly people: { readonly a: number; readonly ofA: number; readonly b: number; readonly ofB: number };
  /** Comparison rows used; 0 for the swaps. */
  readonly background: number;
  readonly rowsEvaluated: number;
  readonly seed: number;
  readonly delta: number;
  readonly warnings: readonly GapWarning[];
}
