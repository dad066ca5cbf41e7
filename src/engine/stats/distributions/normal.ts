/** 1/√(2π) */
const PEAK = 0.39894228040143267794;

/** Density of the standard normal; the square is split so that the tails keep their digits. */
export function normalDensity(x: number): number {
  const high = Math.round(x * 16) / 16;
  return PEAK * Math.exp(-0.5 * high * high) * Math.exp(-0.5 * (x - high) * (x + high));
}

/** Mills ratio (1 − Φ(x)) / φ(x) for x ≥ 1.5 by its continued fraction x + 1/(x + 2/(x + 3/…)) (Abramowitz and Stegun 26.2.14). */
function millsRatio(x: number): number {
  const depth = Math.ceil(20 + 500 / (x * x));
  let tail = x;
  for (let k = depth; k >= 1; k--) tail = x + k / tail;
  return 1 / tail;
}

/** Φ(x), to nearly full double accuracy, relative in both tails. */
export function normalCdf(x: number): number {
  if (x < -38.6) return 0;
  if (x <= -1.5) return normalDensity(x) * millsRatio(-x);
  if (x >= 1.5) return x > 9 ? 1 : 1 - normalDensity(x) * millsRatio(x);
  if (Number.isNaN(x)) return NaN;
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + normalDensity(x) * sum;
}

const CENTRAL = [
  [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
    33430.575583588128105, 2509.0809287301226727],
  [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674,
    5226.495278852545925],
] as const;
const MIDDLE = [
  [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258, 0.24178072517745061177,
    0.0227238449892691845833, 7.7454501427834140764e-4],
  [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
    5.475938084995344946e-4, 1.05075007164441684324e-9],
] as const;
const FAR = [
  [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386,
    2.71155556874348757815e-5, 2.01033439929228813265e-7],
  [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
    1.4215117583164458887e-7, 2.04426310338993978564e-15],
] as const;

function rational([top, bottom]: readonly [readonly number[], readonly number[]], x: number): number {
  let numerator = 0;
  let denominator = 0;
  for (let k = top.length - 1; k >= 0; k--) {
    numerator = numerator * x + top[k]!;
    denominator = denominator * x + bottom[k]!;
  }
  return numerator / denominator;
}

/** The x at which Φ(x) = p; ±Infinity at 0 and 1, NaN outside. Source: Wichura (1988), algorithm AS 241 (PPND16). */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRAL, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const x = r <= 5 ? rational(MIDDLE, r - 1.6) : rational(FAR, r - 5);
  return q < 0 ? -x : x;
}

/** The two-sided normal critical value: 1.959963984540054 for level 0.95. */
export function criticalValue(level: number): number {
  return -normalQuantile((1 - level) / 2);
}
