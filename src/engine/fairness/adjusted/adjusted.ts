import { factorCholesky, solveFactored } from '../../learn/cholesky';
import { AssayError } from '../../errors';
import { fitLogistic } from '../../learn/logistic';
import { fitRidge } from '../../learn/ridge';
import { sigmoid } from '../../models/links';
import { normalCdf, studentTwoSided } from '../../stats/distributions';
import { meanEstimate, studentEstimate, welchOf } from '../../stats/intervals';
import type { Interval } from '../../stats/intervals';
import { adjustColumns, type AdjustFactor } from './columns';

/** How far do two groups' decisions, or numbers, lie apart among people who are alike in some factors? */
export interface AdjustedQuestion {
  /** Decisions (1, 0) or numbers; rows that are NaN are left out. */
  readonly outcome: Float64Array;
  readonly kind: 'decision' | 'number';
  /** 1 for people of the group, 0 for those it is compared with, anything else for neither. */
  readonly side: ArrayLike<number>;
  readonly factors: readonly AdjustFactor[];
  /** Sample weights ≥ 0; every row counts once when left out. */
  readonly weights?: Float64Array | undefined;
  readonly level?: number;
}

/** A value with its interval and the two-sided p-value that it is 0. */
export interface AdjustedValue {
  readonly value: number;
  readonly interval: Interval | null;
  readonly p: number | null;
}

export interface AdjustedGap {
  /** Rows with a weight above 0 on each side. */
  readonly here: number;
  readonly there: number;
  /** Difference of the means, here minus there, as it stands. */
  readonly raw: AdjustedValue;
  /**
   * Mean over everybody of both sides of what the regression expects of them as one of the group, less as one of the others: the gap if both sides had the
   * same factors (G-computation). For numbers it is the group's coefficient.
   */
  readonly adjusted: AdjustedValue;
  /** The group's coefficient: log odds for decisions, else in the unit of the numbers. */
  readonly coefficient: AdjustedValue;
  /** Regression columns beside the group's and the intercept, and those left out because others say the same. */
  readonly columns: number;
  readonly repeated: number;
  /** A side has fewer than ten of one of the two decisions: the intervals are rough. */
  readonly rough: boolean;
}

/** Penalty per unit of weight on standardised columns: moves nothing that shows, and keeps a level in which nobody is selected from having no end. */
const PENALTY = 1e-9;
const FEW = 10;

function valueOf(value: number, error: number, freedom: number, level: number): AdjustedValue {
  const limits = studentEstimate(value, error, freedom, level);
  const p = limits === null || !(error > 0) ? null : Number.isFinite(freedom) ? studentTwoSided(value / error, freedom) : 2 * normalCdf(-Math.abs(value / error));
  return { value, interval: limits && { lower: limits.lower, upper: limits.upper }, p };
}

/**
 * The gap between two groups adjusted by regression: logistic for decisions, least squares for numbers, with main effects of the factors. Errors are those of
 * the estimating equations (robust to a wrong model of the spread, and with weights those of a sample drawn with unequal chances); the standardised difference
 * also varies with who is in the table.
 * @returns null when a side has nobody, one side has all the same decisions, or no regression column is left
 * Sources: Robins, "A new approach to causal inference in mortality studies with a sustained exposure period" (1986) for standardisation by regression;
 * Lane and Nelder, "Analysis of covariance and standardization as instances of prediction" (1982); Huber (1967) and Binder (1983) for the errors;
 * MacKinnon and White (1985) for the factor n/(n − p).
 */
export function adjustedGap({ outcome, kind, side, factors, weights, level = 0.95 }: AdjustedQuestion): AdjustedGap | null {
  const rows = Int32Array.from(outcome.keys()).filter((row) => !Number.isNaN(outcome[row]!) && (side[row] === 0 || side[row] === 1) && !(weights && !(weights[row]! > 0)));
  const n = rows.length;
  const group = Float64Array.from(rows, (row) => side[row]!);
  const y = Float64Array.from(rows, (row) => outcome[row]!);
  const w = weights && Float64Array.from(rows, (row) => weights[row]!);
  const weightOf = (i: number): number => (w ? w[i]! : 1);
  const here = group.reduce((sum, own) => sum + own, 0);
  const there = n - here;
  if (here === 0 || there === 0) return null;
  const tally = (of: number, value: number): number => y.reduce((sum, own, i) => sum + (group[i] === of && own === value ? 1 : 0), 0);
  const fewest = kind === 'decision' ? Math.min(tally(0, 0), tally(0, 1), tally(1, 0), tally(1, 1)) : Infinity;
  if (fewest === 0) return null;
  const { values, count, repeated } = adjustColumns(group, factors, rows, w);
  const total = w ? w.reduce((sum, own) => sum + own, 0) : n;
  const squares = w ? w.reduce((sum, own) => sum + own * own, 0) : n;
  const effective = (total * total) / squares;
  const size = count + 1;
  if (count === 0 || effective <= size) return null;

  const theta = kind === 'decision' ? logistic(values, y, w, count, total) : leastSquares(values, y, w, count);
  if (!theta) return null;
  const margin = (i: number): number => {
    let sum = theta[count]!;
    for (let k = 0; k < count; k++) sum += theta[k]! * values[i * count + k]!;
    return sum;
  };
  const [expected, slope] = kind === 'decision' ? [sigmoid, (x: number): number => sigmoid(x) * sigmoid(-x)] : [(x: number): number => x, () => 1];

  // Curvature of the estimating equations, and what each unit of the regression moves the standardised difference by.
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const differences = new Float64Array(n);
  let adjusted = 0;
  const at = (i: number, k: number): number => (k === count ? 1 : values[i * count + k]!);
  for (let i = 0; i < n; i++) {
    const own = margin(i);
    const curve = weightOf(i) * slope(own);
    for (let j = 0; j < size; j++) for (let k = 0; k <= j; k++) hessian[j * size + k]! += curve * at(i, j) * at(i, k);
    const without = own - theta[0]! * group[i]!;
    const withGroup = without + theta[0]!;
    differences[i] = expected(withGroup) - expected(without);
    adjusted += (weightOf(i) * differences[i]!) / total;
    const [up, down] = [(weightOf(i) * slope(withGroup)) / total, (weightOf(i) * slope(without)) / total];
    gradient[0]! += up;
    for (let k = 1; k < size; k++) gradient[k]! += (up - down) * at(i, k);
  }
  for (let k = 0; k < count; k++) hessian[k * size + k]! += kind === 'decision' ? PENALTY * total : 0;
  if (!factorCholesky(hessian, size)) return null;
  const [toAdjusted, toGroup] = [gradient, Float64Array.from({ length: size }, (_, k) => (k === 0 ? 1 : 0))];
  solveFactored(hessian, toAdjusted);
  solveFactored(hessian, toGroup);
  let [adjustedVariance, groupVariance] = [0, 0];
  for (let i = 0; i < n; i++) {
    const residual = weightOf(i) * (y[i]! - expected(margin(i)));
    let [one, other] = [(weightOf(i) * (differences[i]! - adjusted)) / total, 0];
    for (let k = 0; k < size; k++) {
      one += residual * at(i, k) * toAdjusted[k]!;
      other += residual * at(i, k) * toGroup[k]!;
    }
    adjustedVariance += one * one;
    groupVariance += other * other;
  }
  const freedom = effective - size;
  const correction = effective / freedom;
  return {
    here,
    there,
    raw: rawGap(group, y, w, level),
    adjusted: valueOf(adjusted, Math.sqrt(adjustedVariance * correction), freedom, level),
    coefficient: valueOf(theta[0]!, Math.sqrt(groupVariance * correction), freedom, level),
    columns: count - 1,
    repeated,
    rough: fewest < FEW,
  };
}

/** Coefficients and, last, the intercept. */
function logistic(values: Float64Array<ArrayBuffer>, y: Float64Array, weights: Float64Array | undefined, columns: number, total: number): Float64Array | undefined {
  const { coefficients, intercept } = fitLogistic({ values, rows: y.length, columns, labels: y, ...(weights ? { weights } : {}) }, { penalty: PENALTY * total });
  return Float64Array.of(...coefficients, intercept);
}

function leastSquares(values: Float64Array<ArrayBuffer>, y: Float64Array, weights: Float64Array | undefined, columns: number): Float64Array | undefined {
  try {
    const { coefficients, intercept } = fitRidge({ values, rows: y.length, columns, labels: y, ...(weights ? { weights } : {}) }, 0);
    return Float64Array.of(...coefficients, intercept);
  } catch (error) {
    if (error instanceof AssayError && error.record.code === 'learn-no-optimum') return undefined;
    throw error;
  }
}

function rawGap(group: Float64Array, y: Float64Array, weights: Float64Array | undefined, level: number): AdjustedValue {
  const of = (wanted: number) => {
    const keep = (values: Float64Array): Float64Array => values.filter((_, i) => group[i] === wanted);
    return meanEstimate(keep(y), weights && keep(weights));
  };
  const [a, b] = [of(1), of(0)];
  const test = welchOf(a, b, level);
  return { value: a.mean - b.mean, interval: test && { lower: test.lower, upper: test.upper }, p: test && test.p };
}
