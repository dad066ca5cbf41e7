import { betaLower, binomialTerm } from './beta';
import { normalQuantile } from './normal';
import { solveRising } from './solve';

/** Chance that Student's t with `freedom` degrees (real, > 0) is at most t. */
export function studentCdf(t: number, freedom: number): number {
  const square = t * t;
  if (square === Infinity) return t < 0 ? 0 : 1;
  const x = freedom / (freedom + square);
  const tail = 0.5 * betaLower(x, freedom / 2, 0.5, square / (freedom + square));
  return t < 0 ? tail : 1 - tail;
}

/** Chance that |t| is exceeded: the two-sided p-value, without cancellation. */
export function studentTwoSided(t: number, freedom: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  return betaLower(freedom / (freedom + square), freedom / 2, 0.5, square / (freedom + square));
}

function studentDensity(t: number, freedom: number): number {
  const square = t * t;
  const x = freedom / (freedom + square);
  const y = square / (freedom + square);
  const half = freedom / 2;
  if (y === 0) return studentDensity(1e-9, freedom);
  return (binomialTerm(half, half + 0.5, x, y) * half * 0.5) / ((half + 0.5) * Math.sqrt(y) * Math.sqrt(freedom + square));
}

/** The t at which the cdf with `freedom` degrees reaches p. */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, freedom);
  let low = Math.min(-1, 2 * normalQuantile(p));
  while (studentCdf(low, freedom) > p) low *= 2;
  return solveRising(
    (t) => studentCdf(t, freedom) - p,
    (t) => studentDensity(t, freedom),
    low,
    0,
    normalQuantile(p),
  );
}
