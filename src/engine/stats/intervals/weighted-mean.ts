import { criticalValue, normalCdf, studentQuantile, studentTwoSided } from '../distributions';
import { pooledFreedom } from '../freedom';
import type { Estimate } from './types';

/** A mean with its standard error, of numbers that may carry weights. */
export interface MeanEstimate {
  /** Numbers with a weight above 0. */
  readonly people: number;
  /** (Σw)² / Σw² (Kish 1965); equals `people` without weights. */
  readonly effective: number;
  readonly mean: number;
  /** Standard error; NaN for an effective number of 1 or less. */
  readonly error: number;
  /** Degrees of freedom: effective − 1. */
  readonly freedom: number;
}

/**
 * The weighted mean Σwx/Σw with its linearised standard error √(Σw²(x − m)²)/Σw · √(e/(e − 1)), e the effective number; without weights these are the plain
 * mean and s/√n. NaN is left out. The mean of nothing is NaN.
 * Source: Cochran (1977), Sampling Techniques, §6.3 (the mean as a ratio), with Kish's effective number in place of n.
 */
export function meanEstimate(values: ArrayLike<number>, weights?: ArrayLike<number>): MeanEstimate {
  let [people, sum, squares, total] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (Number.isNaN(values[i]!) || w === 0) continue;
    people++;
    sum += w;
    squares += w * w;
    total += w * values[i]!;
  }
  const mean = sum > 0 ? total / sum : NaN;
  const effective = squares > 0 ? (sum * sum) / squares : 0;
  let spread = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (Number.isNaN(values[i]!) || w === 0) continue;
    spread += (w * (values[i]! - mean)) ** 2;
  }
  const error = effective > 1 ? (Math.sqrt(spread) / sum) * Math.sqrt(effective / (effective - 1)) : NaN;
  return { people, effective, mean, error, freedom: effective - 1 };
}

/** A value, its standard error and degrees of freedom as Student's limits; NaN limits are left as the value's absence: null. */
export function studentEstimate(value: number, error: number, freedom: number, level = 0.95): Estimate | null {
  if (!(error >= 0) || !(freedom > 0)) return null;
  const half = (Number.isFinite(freedom) ? -studentQuantile((1 - level) / 2, freedom) : criticalValue(level)) * error;
  return { value, lower: value - half, upper: value + half };
}

/** Welch's comparison of two means by their standard errors; null when either has none or neither varies. */
export function welchOf(a: MeanEstimate, b: MeanEstimate, level = 0.95): (Estimate & { readonly p: number; readonly freedom: number }) | null {
  const error = Math.hypot(a.error, b.error);
  if (!(error > 0)) return null;
  const freedom = pooledFreedom(a.error ** 2, a.freedom, b.error ** 2, b.freedom);
  const limits = studentEstimate(a.mean - b.mean, error, freedom, level);
  const t = (a.mean - b.mean) / error;
  return limits && { ...limits, freedom, p: Number.isFinite(freedom) ? studentTwoSided(t, freedom) : 2 * normalCdf(-Math.abs(t)) };
}
