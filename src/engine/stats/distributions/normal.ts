/** 1/√(2π) */
const PEAK = 0.3989422804014327;

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
  [3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227],
  [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
    5226.495278852546],
] as const;
const MIDDLE = [
  [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 0.0007745450142783414],
  [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9],
] as const;
const FAR = [
  [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
    2.7115555687434876e-5, 2.0103343992922881e-7],
  [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15],
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
