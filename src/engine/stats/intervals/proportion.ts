import { betaQuantile, criticalValue } from '../distributions';
import type { Estimate, Interval } from './types';

/**
 * Wilson's score interval for k of n (real numbers allowed, so that weighted shares can use an effective n); null when n = 0.
 * Source: Wilson (1927).
 */
export function wilson(k: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null;
  const z = criticalValue(level);
  const square = z * z;
  const centre = (k + square / 2) / (n + square);
  const half = (z / (n + square)) * Math.sqrt((k * (n - k)) / n + square / 4);
  return { lower: k === 0 ? 0 : Math.max(0, centre - half), upper: k === n ? 1 : Math.min(1, centre + half) };
}

/** The share k/n with its Wilson limits; null when n = 0. */
export function wilsonEstimate(k: number, n: number, level = 0.95): Estimate | null {
  const limits = wilson(k, n, level);
  return limits && { value: k / n, ...limits };
}

/** The exact interval of Clopper and Pearson (1934), which never covers less than its level; null when n = 0. */
export function clopperPearson(k: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null;
  const tail = (1 - level) / 2;
  return {
    lower: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    upper: k === n ? 1 : 1 - betaQuantile(tail, n - k, k + 1),
  };
}

/** Equal-tailed interval of the Beta(k + ½, n − k + ½) posterior, with limits 0 at k = 0 and 1 at k = n (Brown, Cai and DasGupta 2001); null when n = 0. */
export function jeffreys(k: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null;
  const tail = (1 - level) / 2;
  return {
    lower: k === 0 ? 0 : betaQuantile(tail, k + 0.5, n - k + 0.5),
    upper: k === n ? 1 : 1 - betaQuantile(tail, n - k + 0.5, k + 0.5),
  };
}
