import type { Precision } from '../sampled/schedule';
import type { ReasonsQuestion } from '../reasons/types';

export interface RegressionSettings extends Omit<Precision, 'units'> {
  readonly seed: number;
}

/** The background is not sampled: every coalition is scored on every background row, so keep it small or a single row. */
export const REGRESSION_SETTINGS: RegressionSettings = { ratio: 0.01, absolute: 0, maxRows: 100_000, delta: 0.05, seed: 1 };

/** The question of reasons, to be answered by the second method. Groups are not looked at. */
export interface RegressionQuestion extends Omit<ReasonsQuestion, 'settings' | 'groups'> {
  readonly settings: RegressionSettings;
}

/** Some pairs of a coalition and its complement, each given by its smaller side. */
export interface Coalitions {
  /** Place of the first pair among all of its look. */
  readonly first: number;
  /** Sides end to end, as positions among the players that differ, and the number of players of each. */
  readonly members: Int32Array<ArrayBuffer>;
  readonly sizes: Int32Array<ArrayBuffer>;
}

export type RegressionShard =
  /** Scores pairs; with `ends` also the person and the background rows. */
  | { readonly kind: 'score'; readonly question: RegressionQuestion; readonly look: number; readonly coalitions: Coalitions; readonly ends: boolean }
  | {
      readonly kind: 'fit';
      readonly question: RegressionQuestion;
      readonly look: number;
      readonly pieces: readonly PairValues[];
      readonly ends: Ends;
    };

/** What the pairs came to. */
export interface PairValues extends Coalitions {
  readonly look: number;
  /** Pairs × background rows: quantity with the given side kept minus quantity with its complement kept. */
  readonly differences: Float64Array<ArrayBuffer>;
}

/** Quantity of the person and of each background row. */
export interface Ends {
  readonly end: number;
  readonly base: Float64Array<ArrayBuffer>;
}

/** Values of all players from the pairs of one look. */
export interface RegressionFit {
  readonly look: number;
  readonly pairs: number;
  /** All pairs there are were taken. */
  readonly complete: boolean;
  readonly phi: Float64Array<ArrayBuffer>;
  readonly se: Float64Array<ArrayBuffer>;
  readonly freedom: Float64Array<ArrayBuffer>;
  /** players × players; empty above 64 players. */
  readonly covariance: Float64Array<ArrayBuffer>;
  /** Variance of the values between background rows. */
  readonly between: Float64Array<ArrayBuffer>;
}

export interface RegressionPartial {
  readonly look: number;
  readonly pieces: readonly PairValues[];
  readonly ends?: Ends;
  readonly fit?: RegressionFit;
  readonly rowsEvaluated: number;
  /** Margins held back at the edge. */
  readonly held: number;
}
