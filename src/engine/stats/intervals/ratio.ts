import { criticalValue } from '../distributions';
import { wilsonEstimate } from './proportion';
import type { Estimate, Interval } from './types';

/**
 * Interval for a / b of two independent non-negative estimates from their own limits. The upper limit is Infinity when b may be 0; null when
 * b.value is 0.
 * Source: Donner and Zou (2012), "Closed-form confidence intervals for functions of the normal mean and standard deviation" (MOVER-R).
 */
export function moverRatio(a: Estimate, b: Estimate): Interval | null {
  if (!(b.value > 0)) return null;
  const product = a.value * b.value;
  const lowerTop = a.lower * (2 * a.value - a.lower);
  const lowerRoot = Math.sqrt(Math.max(0, product * product - lowerTop * b.upper * (2 * b.value - b.upper)));
  const upperBottom = b.lower * (2 * b.value - b.lower);
  const upperRoot = Math.sqrt(Math.max(0, product * product - upperBottom * a.upper * (2 * a.value - a.upper)));
  return {
    lower: lowerTop > 0 ? lowerTop / (product + lowerRoot) : 0,
    upper: upperBottom > 0 ? (product + upperRoot) / upperBottom : Infinity,
  };
}

/** MOVER-R on Wilson limits for (k1/n1) / (k2/n2); null when a denominator or k2 is 0. */
export function moverR(k1: number, n1: number, k2: number, n2: number, level = 0.95): Interval | null {
  const a = wilsonEstimate(k1, n1, level);
  const b = wilsonEstimate(k2, n2, level);
  return a && b && moverRatio(a, b);
}

/** Log interval of Katz et al. (1978); null when any count is 0. A check on {@link moverR}. */
export function katzRatio(k1: number, n1: number, k2: number, n2: number, level = 0.95): Interval | null {
  if (!(k1 > 0 && k2 > 0 && n1 > 0 && n2 > 0)) return null;
  const centre = Math.log((k1 * n2) / (n1 * k2));
  const half = criticalValue(level) * Math.sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2);
  return { lower: Math.exp(centre - half), upper: Math.exp(centre + half) };
}
