import type { Player } from '../players';
import type { Loss } from './losses';

export interface SageSettings {
  /** Stop when the widest half-width is at most this times the distance between the largest and smallest value. */
  readonly ratio: number;
  /** Most model rows to spend; the first look is always made. */
  readonly maxRows: number;
  /**
   * `mean-score`: unknown players are averaged over the whole background before the loss is taken (SAGE). `one-row`: they come from one background
   * row per unit, so the values are means of the Shapley values of each person's loss; a small part of the cost, and another question.
   */
  readonly unknown: 'mean-score' | 'one-row';
  readonly seed: number;
  readonly delta: number;
}

export const SAGE_SETTINGS: SageSettings = { ratio: 0.05, maxRows: 400_000, unknown: 'mean-score', seed: 1, delta: 0.05 };

/** Which inputs does the model's accuracy come from? Shares out the loss that knowing all inputs saves. Rows need their true labels. */
export interface SageQuestion {
  /** Feature rows in random order, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly width: number;
  readonly labels: Float64Array<ArrayBuffer>;
  readonly background: Float64Array<ArrayBuffer>;
  readonly players: readonly Player[];
  readonly loss: Loss;
  readonly settings: SageSettings;
}

/** Units `from` … `to` − 1. Unit u is row u mod n with an order of its own, walked forwards and backwards. */
export interface SageShard {
  readonly question: SageQuestion;
  readonly look: number;
  readonly from: number;
  readonly to: number;
}

export interface SagePartial {
  /** Loss saved by each player, units × players. */
  readonly pieces: readonly { readonly from: number; readonly saved: Float64Array<ArrayBuffer> }[];
  readonly look: number;
  readonly rowsEvaluated: number;
}

export interface Sage {
  readonly players: readonly string[];
  /** Loss saved by knowing each player; they add up to `total`. */
  readonly saved: Float64Array<ArrayBuffer>;
  /** Half-widths for people like these rows, with this background: row sampling and computation together. NaN when not estimable. */
  readonly halfWidth: Float64Array<ArrayBuffer>;
  /** Wider half-widths that hold at all looks together. */
  readonly anytimeHalfWidth: Float64Array<ArrayBuffer>;
  readonly total: number;
  /** Different rows explained so far, and units. */
  readonly rows: number;
  readonly units: number;
  readonly converged: boolean;
  readonly rowsEvaluated: number;
  readonly seed: number;
}
