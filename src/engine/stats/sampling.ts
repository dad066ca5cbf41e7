import { binomialMass, hypergeometricMass, hypergeometricRange, logFactorial } from './distributions';
import type { Hypergeometric } from './distributions';
import type { Random } from './random';

/**
 * Inversion outward from the mode: walks down and up by turns until the draw is used up, so the time grows with the standard deviation only.
 * `up(x)` is mass(x+1)/mass(x), `down(x)` is mass(x−1)/mass(x).
 */
function invert(u: number, mode: number, peak: number, low: number, high: number, up: (x: number) => number, down: (x: number) => number): number {
  let left = u - peak;
  let [right, rightMass] = [mode, peak];
  let [below, belowMass] = [mode, peak];
  while (left > 0) {
    const [canRise, canFall] = [right < high && rightMass > 0, below > low && belowMass > 0];
    if (!canRise && !canFall) return mode;
    if (canRise) {
      rightMass *= up(right++);
      left -= rightMass;
      if (left <= 0) return right;
    }
    if (canFall) {
      belowMass *= down(below--);
      left -= belowMass;
      if (left <= 0) return below;
    }
  }
  return mode;
}

/** Standard deviation from which on rejection is faster than inversion (measured). */
const WIDE = 4;

/** Transformed rejection for wide laws, in a time that does not grow with them. Source: Hörmann, "The generation of binomial random variates" (1993), BTRS. */
function rejectBinomial(n: number, p: number, random: Random): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const quick = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const odds = Math.log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const peak = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + centre);
    if (edge >= 0.07 && v <= quick) return k;
    if (k < 0 || k > n) continue;
    const height = peak - logFactorial(k) - logFactorial(n - k) + (k - mode) * odds;
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= height) return k;
  }
}

/** A binomial number: successes in n trials of chance p. */
export function drawBinomial(n: number, p: number, random: Random): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (n * p * (1 - p) > WIDE * WIDE) return p > 0.5 ? n - rejectBinomial(n, 1 - p, random) : rejectBinomial(n, p, random);
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  return invert(
    random.uniform(),
    mode,
    binomialMass(mode, n, p),
    0,
    n,
    (x) => ((n - x) / (x + 1)) * odds,
    (x) => x / ((n - x + 1) * odds),
  );
}

/**
 * Ratio of uniforms for wide hypergeometric laws. Source: Stadlober, "The ratio of uniforms approach for generating discrete random variates" (1990), HRUA.
 * @param few, many items of the rarer and of the other kind; of them `drawn` are drawn, at most half
 * @returns how many of the rarer kind are drawn
 */
function rejectHypergeometric(few: number, many: number, drawn: number, random: Random): number {
  const total = few + many;
  const share = few / total;
  const centre = drawn * share + 0.5;
  const width = Math.sqrt((((total - drawn) * drawn * share * (1 - share)) / (total - 1)) + 0.5);
  const scale = 1.7155277699214135 * width + 0.8989161620588988;
  const mode = Math.floor(((drawn + 1) * (few + 1)) / (total + 2));
  const log = (k: number): number => logFactorial(k) + logFactorial(few - k) + logFactorial(drawn - k) + logFactorial(many - drawn + k);
  const peak = log(mode);
  const most = Math.min(Math.min(drawn, few) + 1, Math.floor(centre + 16 * width));
  for (;;) {
    const u = random.uniform();
    const at = centre + (scale * (random.uniform() - 0.5)) / u;
    if (!(at >= 0 && at < most)) continue;
    const k = Math.floor(at);
    const height = peak - log(k);
    if (u * (4 - u) - 3 <= height) return k;
    if (u * (u - height) < 1 && 2 * Math.log(u) <= height) return k;
  }
}

/** A hypergeometric number: marked items among those drawn without replacement. */
export function drawHypergeometric(law: Hypergeometric, random: Random): number {
  const { low, high } = hypergeometricRange(law);
  if (low === high) return low;
  const { total, marked, drawn } = law;
  const rest = total - marked - drawn;
  if ((drawn * (marked / total) * (1 - marked / total) * (total - drawn)) / (total - 1) > WIDE * WIDE) {
    const [few, less] = [Math.min(marked, total - marked), Math.min(drawn, total - drawn)];
    const found = rejectHypergeometric(few, total - few, less, random);
    const ofMarked = few === marked ? found : less - found;
    return less === drawn ? ofMarked : marked - ofMarked;
  }
  const mode = Math.min(high, Math.max(low, Math.floor(((drawn + 1) * (marked + 1)) / (total + 2))));
  return invert(
    random.uniform(),
    mode,
    hypergeometricMass(mode, law),
    low,
    high,
    (x) => ((marked - x) * (drawn - x)) / ((x + 1) * (rest + x + 1)),
    (x) => (x * (rest + x)) / ((marked - x + 1) * (drawn - x + 1)),
  );
}

/** How `marked` marked items fall on groups of the given sizes when all orders are equally likely: what shuffling group labels gives. Fills `out`. */
export function drawShuffledCounts(sizes: ArrayLike<number>, marked: number, random: Random, out: Float64Array): void {
  let total = 0;
  for (let g = 0; g < sizes.length; g++) total += sizes[g]!;
  let left = marked;
  for (let g = 0; g < sizes.length; g++) {
    const drawn = g === sizes.length - 1 ? left : drawHypergeometric({ total, marked: left, drawn: sizes[g]! }, random);
    out[g] = drawn;
    total -= sizes[g]!;
    left -= drawn;
  }
}

/** A multinomial draw of n over cells with the given chances (any positive scale). Fills `out`. */
export function drawMultinomial(n: number, chances: ArrayLike<number>, random: Random, out: Float64Array): void {
  let scale = 0;
  for (let i = 0; i < chances.length; i++) scale += chances[i]!;
  let left = n;
  for (let i = 0; i < chances.length; i++) {
    const draw = scale > 0 ? drawBinomial(left, Math.min(1, chances[i]! / scale), random) : 0;
    out[i] = draw;
    left -= draw;
    scale = Math.max(0, scale - chances[i]!);
  }
}

/**
 * A total of n positive numbers drawn at random from some with the given mean and variance: lognormal with the mean and the variance of the sum, so that it
 * is never below 0.
 */
export function drawTotal(n: number, mean: number, variance: number, random: Random): number {
  if (!(variance > 1e-12 * mean * mean)) return n * mean;
  const spread = Math.log1p(variance / (n * mean * mean));
  return n * mean * Math.exp(Math.sqrt(spread) * random.normal() - spread / 2);
}
