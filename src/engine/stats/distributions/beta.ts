import { devianceTerm, stirlingError } from './gamma';
import { solveRising } from './solve';

/**
 * C(n, x) p^x q^(n−x) for real 0 ≤ x ≤ n and q = 1 − p given apart so that neither tail loses digits.
 * Source: Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function binomialTerm(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 1 : 0;
  if (q === 0) return x === n ? 1 : 0;
  if (x === 0) return n === 0 ? 1 : Math.exp(p < 0.1 ? -devianceTerm(n, n * q) - n * p : n * Math.log(q));
  if (x === n) return Math.exp(q < 0.1 ? -devianceTerm(n, n * p) - n * q : n * Math.log(p));
  if (x < 0 || x > n) return 0;
  const exponent = stirlingError(n) - stirlingError(x) - stirlingError(n - x) - devianceTerm(x, n * p) - devianceTerm(n - x, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * (n - x)));
}

/** Density of Beta(a, b) at x, y = 1 − x. */
export function betaDensity(x: number, a: number, b: number, y = 1 - x): number {
  if (x < 0 || y < 0) return 0;
  if (x === 0 || y === 0) {
    const shape = x === 0 ? a : b;
    return shape < 1 ? Infinity : shape > 1 ? 0 : x === 0 ? b : a;
  }
  return (binomialTerm(a, a + b, x, y) * a * b) / ((a + b) * x * y);
}

/** Lentz's evaluation of the continued fraction for x below the mean (Abramowitz and Stegun 26.5.8). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let h = d;
  for (let m = 1; m < 1e6; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 2e-16) break;
  }
  return h;
}

/** I_x(a, b) and 1 − I_x(a, b), each without cancellation; y = 1 − x. */
function incompleteBeta(x: number, a: number, b: number, y: number): { lower: number; upper: number } {
  if (!(a > 0) || !(b > 0) || Number.isNaN(x)) return { lower: NaN, upper: NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const front = (binomialTerm(a, a + b, x, y) * a * b) / (a + b);
  if (x * (a + b + 2) < a + 1) {
    const lower = (front * betaFraction(x, a, b)) / a;
    return { lower, upper: 1 - lower };
  }
  const upper = (front * betaFraction(y, b, a)) / b;
  return { lower: 1 - upper, upper };
}

/** I_x(a, b): the chance that a Beta(a, b) variable is at most x. Pass y = 1 − x where it is known more exactly. */
export function betaLower(x: number, a: number, b: number, y = 1 - x): number {
  return incompleteBeta(x, a, b, y).lower;
}

/** 1 − I_x(a, b), without cancellation. */
export function betaUpper(x: number, a: number, b: number, y = 1 - x): number {
  return incompleteBeta(x, a, b, y).upper;
}

/** The x at which I_x(a, b) = p. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p;
  return solveRising(
    (x) => betaLower(x, a, b) - p,
    (x) => betaDensity(x, a, b),
    0,
    1,
    a / (a + b),
  );
}
