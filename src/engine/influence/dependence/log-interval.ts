import type { Interval } from '../../stats/intervals/types';
import { twoSidedStudent } from '../sampled/estimate';

/** Share of a sum of squares that is rounding. */
export const NOTHING = 1e-24;

/**
 * Half-width of a t interval for the mean of values. Its degrees of freedom are those of a variance that varies as much as the variance of these values
 * does, 2n/(kurtosis − 1): about n for normal values, few where a few values carry the spread. NaN below three values.
 * Source: Satterthwaite, "An approximate distribution of estimates of variance components" (1946).
 */
export function heavyHalfWidth(values: Float64Array, delta: number): number {
  const n = values.length;
  if (n < 3) return NaN;
  const middle = values.reduce((sum, value) => sum + value, 0) / n;
  const [second, fourth] = values.reduce(([a, b], value) => [a + (value - middle) ** 2, b + (value - middle) ** 4], [0, 0] as [number, number]);
  if (second === 0) return 0;
  const kurtosis = (n * fourth) / second ** 2;
  const freedom = Math.max(1, Math.min(n - 1, (2 * n) / (kurtosis - 1)));
  return twoSidedStudent(freedom, delta) * Math.sqrt(second / (n - 1) / n);
}

/** Interval of a value above 0 whose logarithm varies as the mean of parts does; null where not estimable. */
export function logInterval(value: number, parts: Float64Array, delta: number): Interval | null {
  const half = heavyHalfWidth(parts, delta);
  return Number.isFinite(half) && Number.isFinite(value) ? { lower: value * Math.exp(-half), upper: value * Math.exp(half) } : null;
}
