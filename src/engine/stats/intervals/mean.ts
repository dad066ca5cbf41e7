import { studentQuantile, studentTwoSided } from '../distributions';
import { pooledFreedom } from '../freedom';
import type { Interval } from './types';

/** Size, mean and sample variance (divisor n − 1) of one group's numbers. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** One pass, numerically stable (Welford 1962); NaN is left out. The variance of fewer than two numbers is NaN. */
export function moments(values: ArrayLike<number>): Moments {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (Number.isNaN(x)) continue;
    n++;
    const step = x - mean;
    mean += step / n;
    squares += step * (x - mean);
  }
  return { n, mean: n > 0 ? mean : NaN, variance: n > 1 ? squares / (n - 1) : NaN };
}

/** A difference of means with what Welch's test says about it. */
export interface WelchResult {
  readonly difference: number;
  readonly interval: Interval;
  readonly t: number;
  readonly freedom: number;
  readonly p: number;
}

/**
 * Welch's interval and test for mean(a) − mean(b) with unequal variances; null when a group has fewer than two numbers or neither varies.
 * Source: Welch (1947), degrees of freedom by Satterthwaite.
 */
export function welch(a: Moments, b: Moments, level = 0.95): WelchResult | null {
  if (a.n < 2 || b.n < 2) return null;
  const [va, vb] = [a.variance / a.n, b.variance / b.n];
  const spread = va + vb;
  if (!(spread > 0)) return null;
  const error = Math.sqrt(spread);
  const freedom = pooledFreedom(va, a.n - 1, vb, b.n - 1);
  const difference = a.mean - b.mean;
  const t = difference / error;
  const half = -studentQuantile((1 - level) / 2, freedom) * error;
  return { difference, interval: { lower: difference - half, upper: difference + half }, t, freedom, p: studentTwoSided(t, freedom) };
}

/** Student's interval for one mean; null for fewer than two numbers. */
export function meanInterval(a: Moments, level = 0.95): Interval | null {
  if (a.n < 2) return null;
  const half = -studentQuantile((1 - level) / 2, a.n - 1) * Math.sqrt(a.variance / a.n);
  return { lower: a.mean - half, upper: a.mean + half };
}
