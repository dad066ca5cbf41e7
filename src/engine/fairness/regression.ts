import { meanEstimate, studentEstimate, wilsonEstimate } from '../stats/intervals';
import type { Estimate, MeanEstimate } from '../stats/intervals';

/** Values a model predicted and what came to be, one entry per row; NaN missing. */
export interface ValueRows {
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
  /** Ends of what was said to hold the outcome, where the table has them; a row without both, or with the lower above the upper, is left out of `within`. */
  readonly bounds?: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  readonly weights?: Float64Array | undefined;
}

/** Measures of predicted values: what was predicted on average, the mean of actual − predicted, sizes of the errors, share of spread told, coverage of the prediction, and share within given bounds. */
export const VALUE_METRICS = ['prediction', 'residual', 'mae', 'rmse', 'r2', 'coverage', 'within'] as const;
export type ValueMetric = (typeof VALUE_METRICS)[number];

const SAME = (x: number): number => x;

/**
 * The way back from the scale on which a measure is nearly normal and its limits are drawn: the logarithm of the mean square for RMSE, that of 1 − R² for R²;
 * the others stand on their own scale.
 */
export const FROM_SCALE: Readonly<Record<ValueMetric, (x: number) => number>> = {
  prediction: SAME,
  residual: SAME,
  mae: SAME,
  rmse: (x) => Math.exp(x / 2),
  r2: (x) => 1 - Math.exp(x),
  coverage: SAME,
  within: SAME,
};

/** The rows of one set of people that can be used: predicted for `prediction`, both known for the others. */
export function valueRows(rows: ValueRows, keep: (row: number) => boolean): ValueRows {
  const chosen: number[] = [];
  for (let row = 0; row < rows.predicted.length; row++) if (keep(row) && !Number.isNaN(rows.predicted[row]!)) chosen.push(row);
  const take = (values: Float64Array): Float64Array => Float64Array.from(chosen, (row) => values[row]!);
  return { predicted: take(rows.predicted), actual: take(rows.actual), ...(rows.bounds ? { bounds: { lower: take(rows.bounds.lower), upper: take(rows.bounds.upper) } } : {}), ...(rows.weights ? { weights: take(rows.weights) } : {}) };
}

/** The measure on its own scale; null where not estimable: no usable row, no error at all (RMSE), or outcomes that do not vary (R²). */
export function scaledMean(metric: ValueMetric, rows: ValueRows): MeanEstimate | null {
  const { predicted, actual, weights } = rows;
  const mean = (value: (row: number) => number): MeanEstimate => meanEstimate(Float64Array.from(predicted, (_, row) => value(row)), weights);
  const error = (row: number): number => actual[row]! - predicted[row]!;
  const plain = (estimate: MeanEstimate): MeanEstimate | null => (estimate.people === 0 ? null : estimate);
  if (metric === 'prediction') return plain(mean((row) => predicted[row]!));
  if (metric === 'residual') return plain(mean(error));
  if (metric === 'mae') return plain(mean((row) => Math.abs(error(row))));
  if (metric === 'coverage') return plain(mean((row) => (Number.isNaN(error(row)) ? NaN : error(row) <= 0 ? 1 : 0)));
  if (metric === 'within') {
    const { lower, upper } = rows.bounds ?? {};
    return lower && upper ? plain(mean((row) => (Number.isNaN(actual[row]!) || !(lower[row]! <= upper[row]!) ? NaN : actual[row]! >= lower[row]! && actual[row]! <= upper[row]! ? 1 : 0))) : null;
  }
  const squares = mean((row) => error(row) ** 2);
  if (!(squares.mean > 0)) return null;
  if (metric === 'rmse') return { ...squares, mean: Math.log(squares.mean), error: squares.error / squares.mean };
  const known = (row: number): number => (Number.isNaN(error(row)) ? NaN : actual[row]!);
  const centre = mean(known).mean;
  const spread = mean((row) => (known(row) - centre) ** 2);
  if (!(spread.mean > 0)) return null;
  // The influence of a row on log(mean square error / variance).
  const influence = mean((row) => error(row) ** 2 / squares.mean - (known(row) - centre) ** 2 / spread.mean);
  return { ...influence, mean: Math.log(squares.mean / spread.mean) };
}

/**
 * A measure with its limits from its {@link scaledMean}: Student's on the measure's scale, Wilson's (with the effective number) for the two shares. Coverage is the
 * share whose outcome is at or below the prediction: of a model of the q-quantile it should be q in every group; bounds meant to hold a share
 * q of the outcomes should hold it in every group. null with fewer than two people.
 */
export function fromScaled(metric: ValueMetric, scaled: MeanEstimate, level = 0.95): Estimate | null {
  if (metric === 'coverage' || metric === 'within') return { ...wilsonEstimate(scaled.mean * scaled.effective, scaled.effective, level)!, value: scaled.mean };
  const limits = studentEstimate(scaled.mean, scaled.error, scaled.freedom, level);
  if (!limits) return null;
  const back = FROM_SCALE[metric];
  const [a, b] = [back(limits.lower), back(limits.upper)];
  return { value: back(scaled.mean), lower: Math.min(a, b), upper: Math.max(a, b) };
}
