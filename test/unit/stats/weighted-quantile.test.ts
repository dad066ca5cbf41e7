import { describe, expect, test } from 'vitest';
import { quantileInterval, sortWeighted, weightedQuantile, wilson } from '../../../src/engine/stats/intervals';
import { sampleQuantile } from '../../../src/engine/stats/quantile';
import { Random } from '../../../src/engine/stats/random';

describe('quantiles of numbers that carry weights', () => {
  test('with equal weights are those without', () => {
    const random = new Random(3);
    for (const n of [1, 2, 7, 40]) {
      const values = Array.from({ length: n }, () => random.below(10));
      const sorted = sortWeighted(values, values.map(() => 2.5));
      for (const p of [0, 0.1, 0.25, 0.5, 0.77, 1]) expect(weightedQuantile(sorted, p)).toBeCloseTo(sampleQuantile(sorted.values, p), 9);
    }
  });

  test('leave out what weighs nothing or is missing, and are not there for no numbers', () => {
    expect(sortWeighted([3, 1, NaN, 2], [1, 0, 1, 2])).toEqual({ values: Float64Array.of(2, 3), weights: Float64Array.of(2, 1) });
    expect(weightedQuantile(sortWeighted([]), 0.5)).toBeNaN();
    expect(quantileInterval(sortWeighted([]), 0.5)).toBeNull();
  });

  test('by hand: each number stands in the middle of its weight', () => {
    const sorted = sortWeighted([10, 20, 30], [1, 2, 1]);
    // Middles at 0.5, 2 and 3.5 of 4.
    expect(weightedQuantile(sorted, 0.5)).toBe(20);
    expect(weightedQuantile(sorted, 0.25)).toBeCloseTo(10 + 10 / 3, 12);
    expect(weightedQuantile(sorted, 0.01)).toBe(10);
    expect(weightedQuantile(sorted, 0.99)).toBe(30);
  });

  test('a number without end stands where its weight is', () => {
    expect(weightedQuantile(sortWeighted([1, Infinity, Infinity]), 0.9)).toBe(Infinity);
    expect(weightedQuantile(sortWeighted([1, 2, Infinity]), 0.3)).toBeCloseTo(1.4, 12);
  });

  test('limits are the numbers at Wilson’s limits of the share, with the effective number of people', () => {
    const sorted = sortWeighted([5, 1, 4, 2, 3, 9], [1, 3, 1, 1, 2, 1]);
    const effective = 9 ** 2 / 17;
    const limits = wilson(0.5 * effective, effective)!;
    expect(quantileInterval(sorted, 0.5)).toEqual({ lower: weightedQuantile(sorted, limits.lower), upper: weightedQuantile(sorted, limits.upper) });
  });
});
