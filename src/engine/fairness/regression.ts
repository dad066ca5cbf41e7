import { meanEstimate, studentEstimate, wilsonEstimate } from '../stats/intervals';
import type { Estimate, MeanEstimate } from '../stats/intervals';

/** Values a model predicted and what came to be, one entry per row; NaN missing. */
export interface ValueRows {
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
  readonly weights?: Float64Array | undefined;
}

/** Measures of predicted values: what was predicted on average, the mean of actual − predicted, sizes of the errors, share of spread told, and coverage. */
export const VALUE_METRICS = ['prediction', 'residual', 'mae', 'rmse', 'r2', 'coverage'] as const;
export type ValueMetric = (typeof VALUE_METRICS)[number];

/**
 * One measure as something that is nearly normal on a scale of its own: limits are drawn there and carried back. RMSE by the logarithm of the mean square, R²
 * by that of 1 − R²; the others on their own scale.
 */
export interface ScaledMean extends MeanEstimate {
  readonly back: (x: number) => number;
}

const SAME = (x: number): number => x;

/** The rows of one set of people that can be used: predicted for `prediction`, both known for the others. */
export function valueRows(rows: ValueRows, keep: (row: number) => boolean): ValueRows {
  const chosen: number[] = [];
  for (let row = 0; row < rows.predicted.length; row++) if (keep(row) && !Number.isNaN(rows.predicted[row]!)) chosen.push(row);
  const take = (values: Float64Array): Float64Array => Float64Array.from(chosen, (row) => values[row]!);
  return { predicted: take(rows.predicted), actual: take(rows.actual), ...(rows.weights ? { weights: take(rows.weights) } : {}) };
}

/** The measure on its own scale; null where not estimable: no usable row, no error at all (RMSE), or outcomes that do not vary (R²). */
export function scaledMean(metric: ValueMetric, rows: ValueRows): ScaledMean | null {
  const { predicted, actual, weights } = rows;
  const mean = (value: (row: number) => number): MeanEstimate => meanEstimate(Float64Array.from(predicted, (_, row) => value(row)), weights);
  const error = (row: number): number => actual[row]! - predicted[row]!;
  const plain = (estimate: MeanEstimate): ScaledMean | null => (estimate.people === 0 ? null : { ...estimate, back: SAME });
  if (metric === 'prediction') return plain(mean((row) => predicted[row]!));
  if (metric === 'residual') return plain(mean(error));
  if (metric === 'mae') return plain(mean((row) => Math.abs(error(row))));
  if (metric === 'coverage') return plain(mean((row) => (Number.isNaN(error(row)) ? NaN : error(row) <= 0 ? 1 : 0)));
  const squares = mean((row) => error(row) ** 2);
  if (!(squares.mean > 0)) return null;
  if (metric === 'rmse') return { ...squares, mean: Math.log(squares.mean), error: squares.error / squares.mean, back: (x) => Math.exp(x / 2) };
  const known = (row: number): number => (Number.isNaN(error(row)) ? NaN : actual[row]!);
  const centre = mean(known).mean;
  const spread = mean((row) => (known(row) - centre) ** 2);
  if (!(spread.mean > 0)) return null;
  // The influence of a row on log(mean square error / variance).
  const influence = mean((row) => error(row) ** 2 / squares.mean - (known(row) - centre) ** 2 / spread.mean);
  return { ...influence, mean: Math.log(squares.mean / spread.mean), back: (x) => 1 - Math.exp(x) };
}

/**
 * A measure with its limits: Student's on the measure's scale, Wilson's (with the effective number) for coverage. Coverage is the share whose outcome is at or
 * below the prediction: of a model of the q-quantile it should be q in every group. null where not estimable.
 */
export function valueEstimate(metric: ValueMetric, rows: ValueRows, level = 0.95): (Estimate & { readonly people: number; readonly effective: number }) | null {
  const scaled = scaledMean(metric, rows);
  if (!scaled) return null;
  const { people, effective } = scaled;
  if (metric === 'coverage') return { ...wilsonEstimate(scaled.mean * effective, effective, level)!, value: scaled.mean, people, effective };
  const limits = studentEstimate(scaled.mean, scaled.error, scaled.freedom, level);
  const value = scaled.back(scaled.mean);
  if (!limits) return { value, lower: NaN, upper: NaN, people, effective };
  const [a, b] = [scaled.back(limits.lower), scaled.back(limits.upper)];
  return { value, lower: Math.min(a, b), upper: Math.max(a, b), people, effective };
}
