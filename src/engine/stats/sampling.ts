import { binomialMass, hypergeometricMass, hypergeometricRange } from './distributions';
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

/** A binomial number: successes in n trials of chance p. */
export function drawBinomial(n: number, p: number, random: Random): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
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

/** A hypergeometric number: marked items among those drawn without replacement. */
export function drawHypergeometric(law: Hypergeometric, random: Random): number {
  const { low, high } = hypergeometricRange(law);
  if (low === high) return low;
  const { total, marked, drawn } = law;
  const rest = total - marked - drawn;
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
