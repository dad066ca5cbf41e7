import { criticalValue } from '../distributions';
import { wilsonEstimate } from './proportion';
import type { Estimate, Interval } from './types';

/**
 * Interval for a − b of two independent estimates from their own limits (square-and-add, MOVER).
 * Source: Newcombe (1998), method 10; Zou and Donner (2008).
 */
export function moverDifference(a: Estimate, b: Estimate): Interval {
  const difference = a.value - b.value;
  return {
    lower: difference - Math.hypot(a.value - a.lower, b.upper - b.value),
    upper: difference + Math.hypot(a.upper - a.value, b.value - b.lower),
  };
}

/** Interval for a + b of two independent estimates. Source as {@link moverDifference}. */
export function moverSum(a: Estimate, b: Estimate): Interval {
  const sum = a.value + b.value;
  return {
    lower: sum - Math.hypot(a.value - a.lower, b.value - b.lower),
    upper: sum + Math.hypot(a.upper - a.value, b.upper - b.value),
  };
}

/** Newcombe's interval for k1/n1 − k2/n2 on Wilson limits, without continuity correction; null when a denominator is 0. */
export function newcombe(k1: number, n1: number, k2: number, n2: number, level = 0.95): Interval | null {
  const a = wilsonEstimate(k1, n1, level);
  const b = wilsonEstimate(k2, n2, level);
  return a && b && moverDifference(a, b);
}

/** The textbook normal interval for a difference of shares. Undercovers for small or uneven groups: for comparison with other software only. */
export function waldDifference(k1: number, n1: number, k2: number, n2: number, level = 0.95): Interval | null {
  if (!(n1 > 0) || !(n2 > 0)) return null;
  const [p1, p2] = [k1 / n1, k2 / n2];
  const half = criticalValue(level) * Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
  return { lower: p1 - p2 - half, upper: p1 - p2 + half };
}
