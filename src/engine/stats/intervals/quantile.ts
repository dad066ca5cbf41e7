import { wilson } from './proportion';
import type { Estimate, Interval } from './types';

/** Numbers ascending with the weight each carries. */
export interface WeightedSorted {
  readonly values: Float64Array<ArrayBuffer>;
  readonly weights: Float64Array<ArrayBuffer>;
}

/** Sorts numbers with their weights; each weighs 1 where none are given. NaN, and what weighs nothing, is left out. */
export function sortWeighted(values: ArrayLike<number>, weights?: ArrayLike<number>): WeightedSorted {
  const order = Array.from({ length: values.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(values[i]!) && (weights === undefined || weights[i]! > 0))
    .sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  return { values: Float64Array.from(order, (i) => values[i]!), weights: Float64Array.from(order, (i) => weights?.[i] ?? 1) };
}

/**
 * The value below which a share `p` of the weight lies: each number stands in the middle of its own weight, with straight lines between. With equal weights
 * this is Hazen's rule (type 5 of Hyndman and Fan 1996). NaN for no numbers.
 */
export function weightedQuantile({ values, weights }: WeightedSorted, p: number): number {
  const last = values.length - 1;
  if (last < 0) return NaN;
  const wanted = p * weights.reduce((sum, w) => sum + w, 0);
  let [before, upTo] = [0, 0];
  for (let i = 0; i <= last; i++) {
    const middle = upTo + weights[i]! / 2;
    if (middle >= wanted) {
      if (i === 0 || values[i] === values[i - 1]) return values[i]!;
      const part = (wanted - before) / (middle - before);
      return values[i - 1]! * (1 - part) + values[i]! * part;
    }
    before = middle;
    upTo += weights[i]!;
  }
  return values[last]!;
}

/**
 * Limits of a quantile: the numbers at Wilson's limits of the share `p`, with the effective number of people. They need nothing of the numbers but their
 * order. null for no numbers.
 * Source: Woodruff (1952), "Confidence intervals for medians and other position measures"; Wilson's limits in place of the normal ones.
 */
export function quantileInterval(sorted: WeightedSorted, p: number, level = 0.95): Interval | null {
  const { weights } = sorted;
  const sum = weights.reduce((total, w) => total + w, 0);
  const effective = sum > 0 ? sum ** 2 / weights.reduce((total, w) => total + w * w, 0) : 0;
  const limits = wilson(p * effective, effective, level);
  return limits && { lower: weightedQuantile(sorted, limits.lower), upper: weightedQuantile(sorted, limits.upper) };
}

/** A quantile with its limits; null for no numbers. */
export function quantileEstimate(sorted: WeightedSorted, p: number, level = 0.95): Estimate | null {
  const limits = quantileInterval(sorted, p, level);
  return limits && { value: weightedQuantile(sorted, p), ...limits };
}
