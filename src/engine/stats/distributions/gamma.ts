/** ln √(2π) */
export const LOG_ROOT_TAU = 0.9189385332046728;

/** Coefficients B(2k) / (2k (2k−1)) of Stirling's series (Abramowitz and Stegun 6.1.41). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400, 43867 / 244188];

function stirlingTail(x: number): number {
  const inverse = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverse + STIRLING[k]!;
  return sum / x;
}

/**
 * ln Γ(x) for x > 0, to about 1e-15 relative (absolute near its zeros at 1 and 2). Stirling's series above 13, upward recurrence below.
 * NaN for x ≤ 0.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  if (x === 1 || x === 2) return 0;
  if (x === Infinity) return Infinity;
  let product = 1;
  let y = x;
  while (y < 13) product *= y++;
  return (y - 0.5) * Math.log(y) - y + LOG_ROOT_TAU + stirlingTail(y) - Math.log(product);
}

const FACTORIALS = new Float64Array(4096);
for (let n = 2; n < FACTORIALS.length; n++) FACTORIALS[n] = FACTORIALS[n - 1]! + Math.log(n);

/** ln n! for whole n ≥ 0, to about 1e-13 relative: fast, for draws by rejection that ask for it in every round. */
export function logFactorial(n: number): number {
  if (n < FACTORIALS.length) return FACTORIALS[n]!;
  return (n + 0.5) * Math.log(n) - n + LOG_ROOT_TAU + (1 / 12 - 1 / (360 * n * n)) / n;
}

/** ln B(a, b) for a, b > 0. */
export function logBeta(a: number, b: number): number {
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  if (large < 13) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const sum = large + small;
  const difference = stirlingTail(large) - stirlingTail(sum);
  return logGamma(small) + difference - small * Math.log(sum) + small + (large - 0.5) * Math.log1p(-small / sum);
}

/** ln(n!) minus its Stirling approximation, for real n ≥ 0 (Loader 2000, "Fast and accurate computation of binomial probabilities"). */
export function stirlingError(n: number): number {
  if (n >= 13) return stirlingTail(n);
  if (n === 0) return 0;
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - LOG_ROOT_TAU;
}

/** x ln(x/mean) + mean − x without cancellation (Loader's deviance part, `bd0`). */
export function devianceTerm(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) < 0.1 * (x + mean)) {
    const v = difference / (x + mean);
    let sum = difference * v;
    let term = 2 * x * v;
    const square = v * v;
    for (let j = 1; j < 1000; j++) {
      term *= square;
      const next = sum + term / (2 * j + 1);
      if (next === sum) return next;
      sum = next;
    }
  }
  return (x === 0 ? 0 : x * Math.log(x / mean)) + mean - x;
}

/** e^−x x^a / Γ(a+1), the Poisson probability for real a ≥ 0. */
export function poissonMass(a: number, x: number): number {
  if (x === 0) return a === 0 ? 1 : 0;
  if (a === 0) return Math.exp(-x);
  return Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** Lower and upper regularised incomplete gamma functions. */
function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (!(a > 0) || !(x >= 0)) return { lower: NaN, upper: NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const mass = poissonMass(a, x);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = mass * sum;
    return { lower, upper: 1 - lower };
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1e6; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = c * d;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  const upper = mass * a * fraction;
  return { lower: 1 - upper, upper };
}

/** P(a, x): the chance that a Gamma(a) variable is at most x. */
export function gammaLower(a: number, x: number): number {
  return incompleteGamma(a, x).lower;
}

/** Q(a, x) = 1 − P(a, x), without cancellation in the upper tail. */
export function gammaUpper(a: number, x: number): number {
  return incompleteGamma(a, x).upper;
}

/** Chance that χ² with `freedom` degrees is at most x. */
export function chiSquareCdf(x: number, freedom: number): number {
  return x <= 0 ? 0 : gammaLower(freedom / 2, x / 2);
}

/** Chance that χ² with `freedom` degrees exceeds x: the p-value of a χ² statistic. */
export function chiSquareUpper(x: number, freedom: number): number {
  return x <= 0 ? 1 : gammaUpper(freedom / 2, x / 2);
}
