import type { Random } from '../random';

/** A permutation test's count and p-value. */
export interface PermutationResult {
  readonly observed: number;
  /** Shuffles with a statistic at least as large. */
  readonly asLarge: number;
  readonly shuffles: number;
  /** (asLarge + 1) / (shuffles + 1): never 0, valid at any number of shuffles (Phipson and Smyth 2010). */
  readonly p: number;
}

/** The p-value of `asLarge` out of `shuffles`. */
export function permutationP(asLarge: number, shuffles: number): number {
  return (asLarge + 1) / (shuffles + 1);
}

/**
 * Tests `statistic` (larger = more surprising) against shuffles of `labels`. The statistic is called with a shuffled copy, which it must not keep.
 * Values within 1e-12 relative of the observed one count as equal to it.
 */
export function permutationTest<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  labels: T,
  statistic: (labels: T) => number,
  shuffles: number,
  random: Random,
): PermutationResult {
  const observed = statistic(labels);
  const bar = observed - 1e-12 * Math.abs(observed);
  const shuffled = labels.slice() as T;
  let asLarge = 0;
  for (let i = 0; i < shuffles; i++) if (statistic(random.shuffle(shuffled)) >= bar) asLarge++;
  return { observed, asLarge, shuffles, p: permutationP(asLarge, shuffles) };
}
