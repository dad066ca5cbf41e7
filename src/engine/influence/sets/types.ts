import type { ImportanceSettings } from '../importance/job';
import type { Player } from '../players';
import type { Quantity } from '../quantities';

/** People whose mean is explained: all of a set, or a random draw from it. */
export interface PeopleSet {
  /** Feature rows, row-major. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** How many rows of the table are in the set; with a number far above the rows given, intervals are for people beyond the table. */
  readonly of: number;
  /** What really happened to each, where the quantity is a loss: class number, or value. */
  readonly labels?: Float64Array<ArrayBuffer>;
}

/**
 * Which inputs carry the mean of a quantity over a set, or the difference of two sets' means? Every person is explained against one common background.
 * The two sets have no row in common. A gap in an error rate is the gap in the decision between those of the sets whose label is the same.
 */
export interface SetsQuestion {
  readonly a: PeopleSet;
  /** The set that is taken away; the mean of `a` alone is shared out without it. */
  readonly b?: PeopleSet;
  readonly width: number;
  readonly background: Float64Array<ArrayBuffer>;
  /** How many rows the background rows were drawn from. */
  readonly backgroundOf: number;
  readonly players: readonly Player[];
  readonly quantity: Quantity;
  readonly settings: ImportanceSettings;
}

/** A number shared out among players, each with its error. NaN stands for not estimable. */
export interface SharedOut {
  /** They add up to `total`. */
  readonly phi: Float64Array<ArrayBuffer>;
  /**
   * Standard error and half-width of the t interval for the people drawn and the computation, given these background rows; 0 when nothing is left to
   * chance.
   */
  readonly se: Float64Array<ArrayBuffer>;
  readonly halfWidth: Float64Array<ArrayBuffer>;
  /** Standard error from having drawn these background rows; null when all rows are the background, NaN above 64 players. */
  readonly backgroundSe: Float64Array<ArrayBuffer> | null;
  /** Half-width for both. */
  readonly wholeHalfWidth: Float64Array<ArrayBuffer>;
  readonly total: number;
  /** Half-width for the people drawn. */
  readonly totalHalfWidth: number;
  /** total − the sum of phi: what rounding left. */
  readonly efficiencyResidual: number;
}

/** One set's mean quantity, shared out from the background's mean. */
export interface SetMean extends SharedOut {
  /** Mean quantity of the set's rows explained so far: the background's mean and `total` together. */
  readonly end: number;
  readonly rows: number;
  readonly of: number;
}

export interface SetsWarning {
  readonly code: 'preliminary' | 'few-people' | 'held-margins' | 'small-background';
  readonly text: string;
}

export interface Sets {
  readonly players: readonly string[];
  /** Mean quantity of the background rows. */
  readonly start: number;
  /** Null until somebody of the set is explained; `b` also where it was not asked about. */
  readonly a: SetMean | null;
  readonly b: SetMean | null;
  /** Mean of `a` less mean of `b`, with phi the difference of the two sets' phi; null where there is no `b`. */
  readonly difference: SharedOut | null;
  /** True when every person's values are exact for these background rows. */
  readonly exact: boolean;
  readonly rowsEvaluated: number;
  readonly background: { readonly rows: number; readonly of: number };
  readonly seed: number;
  /** 1 − the confidence of the intervals. */
  readonly delta: number;
  readonly warnings: readonly SetsWarning[];
}
