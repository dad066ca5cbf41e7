import { criticalValue } from '../distributions';
import type { Interval } from './types';

/** How often a person's own effect took a value between −1 and 1. */
export interface EffectCount {
  readonly value: number;
  readonly count: number;
}

/** f falls from above 0 at `low` to below 0 at `high`. */
function fallingRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let i = 0; i < 200; i++) {
    const middle = (a + b) / 2;
    if (middle <= a || middle >= b) break;
    if (f(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** Variance of the effect under the most likely law with mean `mean` on the observed values and the ends −1 and 1. */
function restrictedVariance(effects: readonly EffectCount[], n: number, mean: number): number {
  const tilt = (lambda: number): number => effects.reduce((sum, { value, count }) => sum + (count * (value - mean)) / (1 + lambda * (value - mean)), 0);
  const [low, high] = [-1 / (1 - mean), 1 / (1 + mean)];
  const atLow = effects.some(({ value }) => value === 1) ? Infinity : tilt(low);
  const atHigh = effects.some(({ value }) => value === -1) ? -Infinity : tilt(high);
  const [lambda, end] = atLow <= 0 ? [low, 1] : atHigh >= 0 ? [high, -1] : [fallingRoot(tilt, low, high), 0];
  let [variance, mass] = [0, 0];
  for (const { value, count } of effects) {
    const p = count / (n * (1 + lambda * (value - mean)));
    mass += p;
    variance += p * (value - mean) ** 2;
  }
  return end === 0 ? variance : variance + Math.max(0, 1 - mass) * (end - mean) ** 2;
}

/**
 * Interval for the mean of personal effects between −1 and 1, from the score test turned around: the means m at which n(mean − m)² is at most z² times the
 * variance of the most likely law with mean m. For effects of −1, 0 and 1 it is Tango's interval for a difference of paired shares. It has a width also
 * where nobody's decision changed. null for nobody. Source: Tango (1998); Owen (1988) for the law with a given mean.
 */
export function netRateInterval(effects: readonly EffectCount[], level = 0.95): Interval | null {
  const used = effects.filter(({ count }) => count > 0);
  const n = used.reduce((sum, { count }) => sum + count, 0);
  if (n === 0) return null;
  const seen = used.reduce((sum, { value, count }) => sum + value * count, 0) / n;
  const square = criticalValue(level) ** 2;
  const inside = (mean: number): number => square * restrictedVariance(used, n, mean) - n * (seen - mean) ** 2;
  const limit = (end: 1 | -1): number => {
    if (seen === end) return end;
    const mirrored = fallingRoot((step) => inside(seen + step * (end - seen)), 0, 1);
    return seen + mirrored * (end - seen);
  };
  return { lower: limit(-1), upper: limit(1) };
}

/** Tango's interval for the net share of n pairs that changed: `up` one way, `down` the other. null for no pairs. */
export function tango(up: number, down: number, n: number, level = 0.95): Interval | null {
  return netRateInterval([{ value: 1, count: up }, { value: 0, count: n - up - down }, { value: -1, count: down }], level);
}
