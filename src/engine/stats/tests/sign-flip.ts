import { Random } from '../random';
import { permutationP } from './permutation';

/** Up to this many differences that are not 0 every choice of signs is tried. */
export const EVERY_SIGN = 20;

export interface SignFlipCount {
  readonly asLarge: number;
  readonly draws: number;
}

const known = (differences: ArrayLike<number>): Float64Array<ArrayBuffer> => Float64Array.from(differences).filter((d) => d !== 0 && !Number.isNaN(d));

/** What the sum of signed differences must reach, ties within rounding counted as reached. */
function bar(values: Float64Array): number {
  let [sum, size] = [0, 0];
  for (const d of values) {
    sum += d;
    size += Math.abs(d);
  }
  return Math.abs(sum) - 1e-12 * size;
}

/** Sums of all choices of signs of some values. */
function signedSums(values: Float64Array): Float64Array<ArrayBuffer> {
  let sums = Float64Array.of(0);
  for (const d of values) {
    const next = new Float64Array(sums.length * 2);
    sums.forEach((sum, i) => {
      next[2 * i] = sum + d;
      next[2 * i + 1] = sum - d;
    });
    sums = next;
  }
  return sums;
}

/** True where {@link everySign} is affordable. */
export function isEnumerable(differences: ArrayLike<number>): boolean {
  return known(differences).length <= EVERY_SIGN;
}

/** Share of all 2^n choices of signs whose sum is at least as large either way: the exact p-value. Zeros and NaN play no part. */
export function everySign(differences: ArrayLike<number>): number {
  const values = known(differences);
  const need = bar(values);
  const half = values.length >> 1;
  const [first, second] = [signedSums(values.subarray(0, half)), signedSums(values.subarray(half))];
  let asLarge = 0;
  for (const a of first) for (const b of second) if (Math.abs(a + b) >= need) asLarge++;
  return asLarge / (first.length * second.length);
}

/** Random choices of signs number `from` to `from + count` of a seed; draw i depends on (seed, i) only, so that draws may be spread and added up. */
export function drawSigns(differences: ArrayLike<number>, seed: number, from: number, count: number): SignFlipCount {
  const values = known(differences);
  const need = bar(values);
  let asLarge = 0;
  for (let draw = 0; draw < count; draw++) {
    const random = Random.stream(seed, from + draw);
    let [sum, bits] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      if (i % 32 === 0) bits = random.uint32();
      sum += bits & 1 ? values[i]! : -values[i]!;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= need) asLarge++;
  }
  return { asLarge, draws: count };
}

/**
 * Tests that paired differences are as likely to fall one way as the other, by the size of their sum: all choices of signs for up to
 * {@link EVERY_SIGN} differences, else `draws` seeded ones with p = (b + 1)/(m + 1). Source: Fisher, The Design of Experiments (1935), § 21;
 * Phipson and Smyth (2010).
 */
export function signFlipTest(differences: ArrayLike<number>, seed: number, draws = 100_000): number {
  return isEnumerable(differences) ? everySign(differences) : permutationP(drawSigns(differences, seed, 0, draws).asLarge, draws);
}
