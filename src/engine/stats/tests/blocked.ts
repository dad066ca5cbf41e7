import { hypergeometricMasses } from '../distributions';
import { conditionalOdds } from './conditional-odds';
import { type CountLaw, type CountTest, countTest } from './count-law';
import type { Stratum } from './fourfold';

/** The law of a sum of two independent counts. */
export function convolve(a: CountLaw, b: CountLaw): CountLaw {
  const [long, short] = a.mass.length >= b.mass.length ? [a.mass, b.mass] : [b.mass, a.mass];
  const mass = new Float64Array(long.length + short.length - 1);
  for (let j = 0; j < short.length; j++) {
    const weight = short[j]!;
    if (weight === 0) continue;
    for (let i = 0; i < long.length; i++) mass[i + j]! += weight * long[i]!;
  }
  return within(a.low + b.low, mass);
}

/** Drops outcomes at both ends whose chance is too small for a double. */
function within(low: number, mass: Float64Array<ArrayBuffer>): CountLaw {
  let [from, to] = [0, mass.length];
  while (from < to - 1 && mass[from] === 0) from++;
  while (to > from + 1 && mass[to - 1] === 0) to--;
  return to - from === mass.length ? { low, mass } : { low: low + from, mass: mass.slice(from, to) };
}

/** The law of the sum of `times` independent counts of one law, by repeated doubling. */
export function convolveTimes(law: CountLaw, times: number): CountLaw {
  let power = law;
  let sum: CountLaw = { low: 0, mass: Float64Array.of(1) };
  for (let left = times; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) sum = convolve(sum, power);
    if (left > 1) power = convolve(power, power);
  }
  return sum;
}

/**
 * How many of all successes fall on the first group when, within each block, they fall on its members regardless of group: the convolution of the blocks'
 * hypergeometric laws.
 */
export function blockedLaw(blocks: readonly Stratum[]): CountLaw {
  const kinds = new Map<string, { readonly block: Stratum; times: number }>();
  for (const block of blocks) {
    const key = `${block.n1},${block.n2},${block.k1 + block.k2}`;
    const kind = kinds.get(key);
    if (kind) kind.times++;
    else kinds.set(key, { block, times: 1 });
  }
  const laws = [...kinds.values()].map(({ block: { k1, n1, k2, n2 }, times }) =>
    convolveTimes(hypergeometricMasses({ total: n1 + n2, marked: k1 + k2, drawn: n1 }), times),
  );
  while (laws.length > 1) laws.splice(0, 2, convolve(laws[0]!, laws[1]!));
  return laws[0] ?? { low: 0, mass: Float64Array.of(1) };
}

/**
 * Exact test that group and success have nothing to do with each other within blocks: Fisher's exact test for one block, the exact conditional
 * Cochran–Mantel–Haenszel test for several (R's mantelhaen.test with exact = TRUE), McNemar's exact test for pairs. Blocks in which a group is absent, or
 * in which all have one outcome, carry no information and change no p-value. null where no block has both groups.
 */
export function blockedTest(blocks: readonly Stratum[]): CountTest | null {
  const used = blocks.filter(({ n1, n2 }) => n1 > 0 && n2 > 0);
  if (used.length === 0) return null;
  return countTest(
    blockedLaw(used),
    used.reduce((sum, { k1 }) => sum + k1, 0),
  );
}

/** Successes of one member, or set of copies, presented each way. */
export interface Swap {
  readonly first: number;
  readonly second: number;
}

/**
 * Exact test that each pair of counts is as likely to stand the other way round: the sum of the first ones when every pair is swapped by the toss of a coin.
 * McNemar's exact test where the counts are 0 and 1. The p-value is twice the smaller tail, as the law is symmetric. null for no pairs.
 */
export function swapTest(pairs: readonly Swap[]): CountTest | null {
  if (pairs.length === 0) return null;
  const kinds = new Map<string, { readonly low: number; readonly step: number; times: number }>();
  for (const { first, second } of pairs) {
    const [low, step] = [Math.min(first, second), Math.abs(first - second)];
    const kind = kinds.get(`${low},${step}`);
    if (kind) kind.times++;
    else kinds.set(`${low},${step}`, { low, step, times: 1 });
  }
  let law: CountLaw = { low: 0, mass: Float64Array.of(1) };
  for (const { low, step, times } of kinds.values()) {
    const mass = new Float64Array(step + 1);
    mass[0] = mass[0]! + 0.5;
    mass[step] = mass[step]! + 0.5;
    law = convolve(law, convolveTimes({ low, mass }, times));
  }
  const test = countTest(
    law,
    pairs.reduce((sum, { first }) => sum + first, 0),
  );
  const own = law.mass[test.observed - law.low] ?? 0;
  const twoSided = Math.min(1, 2 * Math.min(test.less, test.greater));
  return { ...test, twoSided, midP: twoSided === 1 ? 1 - own / 2 : twoSided - own };
}

/** Common odds ratio of the blocks by conditional maximum likelihood with its exact interval; null where the margins leave one outcome only. */
export function blockedOdds(test: CountTest, level = 0.95): ReturnType<typeof conditionalOdds> {
  return conditionalOdds(test.law, test.observed, level);
}
