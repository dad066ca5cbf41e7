import { wilsonEstimate } from '../../stats/intervals';
import type { Estimate } from '../../stats/intervals';
import { twoSidedStudent } from '../sampled/estimate';

/** How well a simple model stands for another on rows it was not fitted to. */
export interface Fidelity {
  readonly rows: number;
  /** Share of rows with the same decision. Null without rows. */
  readonly agreement: Estimate | null;
  /** Share of rows that one and the same decision for all would get right: what agreement is worth is what it has beyond this. */
  readonly withoutTree: number | null;
  /** Share of the variance that is explained. Null without variance. */
  readonly rSquared: Estimate | null;
}

/** Compares values and decisions row by row. */
export function fidelity(model: Float64Array, simple: Float64Array, decisions: Uint8Array, simpleDecisions: Uint8Array, level = 0.95): Fidelity {
  const rows = model.length;
  let [same, favourable] = [0, 0];
  decisions.forEach((own, row) => {
    same += own === simpleDecisions[row] ? 1 : 0;
    favourable += own;
  });
  return {
    rows,
    agreement: wilsonEstimate(same, rows, level),
    withoutTree: rows === 0 ? null : Math.max(favourable, rows - favourable) / rows,
    rSquared: shareExplained(model, simple, level),
  };
}

/**
 * 1 − Σ(y − ŷ)²/Σ(y − ȳ)² with a t interval by linearisation: a ratio of means has the variance of (e² − ratio·d²)/mean d² over the rows.
 * Null for fewer than two rows and where y does not vary.
 */
export function shareExplained(y: Float64Array, fitted: Float64Array, level = 0.95): Estimate | null {
  const rows = y.length;
  if (rows < 2) return null;
  const mean = y.reduce((sum, value) => sum + value / rows, 0);
  const spread = y.reduce((sum, value) => sum + (value - mean) ** 2 / rows, 0);
  if (!(spread > 1e-24 * mean * mean)) return null;
  const error = y.reduce((sum, value, row) => sum + (value - fitted[row]!) ** 2 / rows, 0);
  const ratio = error / spread;
  const variance = y.reduce((sum, value, row) => sum + ((value - fitted[row]!) ** 2 - ratio * (value - mean) ** 2) ** 2, 0) / (rows - 1) / rows;
  const half = (twoSidedStudent(rows - 1, 1 - level) * Math.sqrt(variance)) / spread;
  return { value: 1 - ratio, lower: 1 - ratio - half, upper: Math.min(1, 1 - ratio + half) };
}
