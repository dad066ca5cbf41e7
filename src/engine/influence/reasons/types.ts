import type { MixtureInput } from '../hybrids/mixture';
import type { ValuePiece } from '../hybrids/pieces';
import type { Quantity } from '../quantities';
import type { Precision } from '../sampled/schedule';
import type { UnitBlock } from '../sampled/blocks';
import type { KnownScores } from '../sampled/units';
import type { UnitSums } from '../sampled/sums';

export interface ReasonsSettings extends Precision {
  /** Most distinct hybrid rows for the exact computation; 0 never computes exactly. */
  readonly maxExactRows: number;
  readonly seed: number;
}

export const REASONS_SETTINGS: ReasonsSettings = { maxExactRows: 300_000, ratio: 0.01, absolute: 0, maxRows: 400_000, delta: 0.05, seed: 1 };

/** Which inputs carry the difference between a person's quantity and its mean over background rows? */
export interface ReasonsQuestion extends MixtureInput {
  readonly quantity: Quantity;
  /** Group number per player: asks for two-level Owen values, shared out between groups first and then within each. Shapley values when absent. */
  readonly groups?: Int32Array<ArrayBuffer>;
  /** How many rows the background rows were drawn from. */
  readonly backgroundOf: number;
  readonly settings: ReasonsSettings;
}

export type ReasonsShard =
  /** Counts the distinct hybrid rows; answers at once when they are few, else makes the first block of the first look. */
  | { readonly kind: 'survey'; readonly question: ReasonsQuestion }
  /** The quantity of some of the distinct hybrid rows. */
  | { readonly kind: 'evaluate'; readonly question: ReasonsQuestion; readonly from: number; readonly to: number }
  | { readonly kind: 'assemble'; readonly question: ReasonsQuestion; readonly values: Float64Array<ArrayBuffer> }
  | { readonly kind: 'sample'; readonly question: ReasonsQuestion; readonly look: number; readonly block: UnitBlock; readonly known?: KnownScores };

/** Values per background row, rows × players, all exact. */
export interface ExactRows {
  readonly byRow: Float64Array<ArrayBuffer>;
  readonly base: Float64Array<ArrayBuffer>;
  readonly end: number;
}

export interface ReasonsPartial {
  /** Distinct hybrid rows of the exact computation; −1 when too many. Absent until counted. */
  readonly distinct?: number;
  readonly pieces: readonly ValuePiece[];
  readonly exact?: ExactRows;
  readonly sums?: UnitSums;
  readonly end?: number;
  /** Highest look any part belongs to; 0 for the block made by the survey. */
  readonly look: number;
  readonly rowsEvaluated: number;
  /** Margins held back at the edge. */
  readonly held: number;
}

export interface ReasonsWarning {
  readonly code: 'budget' | 'preliminary' | 'one-unit' | 'held-margins' | 'one-row' | 'small-background' | 'same-as-background' | 'improbable-rows';
  readonly text: string;
}

/** Shapley or Owen values of a person against a background, with everything that has to be said about them. Players in the order of the question. */
export interface Reasons {
  readonly players: readonly string[];
  readonly phi: Float64Array<ArrayBuffer>;
  /** Standard error and half-width of the computation for this background: 0 when exact, NaN when not estimable. */
  readonly se: Float64Array<ArrayBuffer>;
  readonly halfWidth: Float64Array<ArrayBuffer>;
  /** Wider half-widths that hold at all looks together; the stopping rule goes by these. */
  readonly anytimeHalfWidth: Float64Array<ArrayBuffer>;
  /** Covariance of the computation errors, players × players; empty above 64 players or when exact. */
  readonly covariance: Float64Array<ArrayBuffer>;
  readonly freedom: Float64Array<ArrayBuffer>;
  /** Standard error from having drawn these background rows and no others; null when all rows, or one chosen row, are the background. */
  readonly backgroundSe: Float64Array<ArrayBuffer> | null;
  readonly backgroundHalfWidth: Float64Array<ArrayBuffer> | null;
  /** Covariance of these errors, players × players; empty above 64 players, by regression, or when there is no such error. */
  readonly backgroundCovariance: Float64Array<ArrayBuffer>;
  /** Mean quantity of the background rows, and the quantity of the person. */
  readonly start: number;
  readonly end: number;
  readonly method: 'exact' | 'sampled' | 'regression';
  /** How the difference is shared out among the players. */
  readonly value: 'shapley' | 'owen';
  readonly converged: boolean;
  /** Model rows scored so far, each distinct row of a shard counted once. */
  readonly rowsEvaluated: number;
  /** Model rows still needed for the precision asked for; 0 when reached, Infinity when it cannot be told. */
  readonly forecastRows: number;
  /** Units in all; 0 when exact. */
  readonly units: number;
  readonly seed: number;
  readonly background: { readonly rows: number; readonly covered: number; readonly of: number };
  /** end − start − the sum of phi: what rounding left. */
  readonly efficiencyResidual: number;
  /** 1 − the confidence of the intervals. */
  readonly delta: number;
  readonly warnings: readonly ReasonsWarning[];
}
