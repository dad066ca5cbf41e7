import type { Player } from '../players';
import type { Quantity } from '../quantities';

export interface GradientSettings {
  /** Steps from each background row to the person, an even number; each costs two model rows per player that differs. */
  readonly steps: number;
  readonly seed: number;
  readonly delta: number;
}

export const GRADIENT_SETTINGS: GradientSettings = { steps: 24, seed: 1, delta: 0.05 };

/**
 * How does the quantity change along the straight way from each background row to the person, and through which inputs? One background row gives
 * integrated gradients, several give expected gradients. Levels, and inputs missing at either end, have no way between: they change halfway.
 */
export interface GradientQuestion {
  readonly person: Float64Array<ArrayBuffer>;
  readonly background: Float64Array<ArrayBuffer>;
  readonly backgroundOf: number;
  readonly players: readonly Player[];
  /** 1 for inputs that are levels. */
  readonly levels: Uint8Array<ArrayBuffer>;
  readonly quantity: Quantity;
  readonly settings: GradientSettings;
}

export interface GradientShard {
  readonly question: GradientQuestion;
  /** Background rows. */
  readonly from: number;
  readonly to: number;
}

export interface GradientPiece {
  readonly from: number;
  /** Background rows × players. */
  readonly shares: Float64Array<ArrayBuffer>;
  /** The same with half as many steps. */
  readonly coarse: Float64Array<ArrayBuffer>;
  /** Quantity of each background row. */
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: number;
}

export interface GradientPartial {
  readonly pieces: readonly GradientPiece[];
  readonly rowsEvaluated: number;
}

export interface Gradients {
  readonly players: readonly string[];
  /** They add up to `end` − `start`, whatever the steps. */
  readonly shares: Float64Array<ArrayBuffer>;
  /** How far the values move when the steps are halved: what finer steps can be expected to change is less. */
  readonly stepError: Float64Array<ArrayBuffer>;
  /** Half-widths of t intervals for another draw of the background rows; null when these were all rows there are, NaN for a single drawn row. */
  readonly backgroundHalfWidth: Float64Array<ArrayBuffer> | null;
  /** Both together: the root of the sum of their squares. NaN for a single drawn row. */
  readonly halfWidth: Float64Array<ArrayBuffer>;
  readonly start: number;
  readonly end: number;
  readonly background: { readonly rows: number; readonly covered: number; readonly of: number };
  readonly rowsEvaluated: number;
  readonly seed: number;
}
