import { describe, expect, test } from 'vitest';
import { median, middleRange, orderStatistic, robustSpan, sampleQuantile } from '../../../src/engine/stats/quantile';

test.each([
  [[1, 2, 4], 0, 1],
  [[1, 2, 4], 1.25, 2.5],
  [[1, 2, 4], 2, 4],
  [[1, 2, 4], -1, 1],
  [[1, 2, 4], 9, 4],
  [[1, Infinity], 1, Infinity],
  [[7, 7], 0.95, 7],
  [[], 0, NaN],
])('in %j at place %d stands %d', (sorted, place, expected) => expect(orderStatistic(sorted, place)).toBe(expected));

describe('quantiles of a sample', () => {
  test('stand at (i − ½)/n', () => {
    expect([1, 2, 3, 4].map((_, i) => sampleQuantile([1, 2, 3, 4], (i + 0.5) / 4))).toEqual([1, 2, 3, 4]);
    expect(sampleQuantile([0, 10], 0.5)).toBe(5);
    expect([0, 0.5, 1].map((p) => sampleQuantile([7], p))).toEqual([7, 7, 7]);
    const sample = Array.from({ length: 2000 }, (_, i) => i / 1999);
    for (const p of [0.01, 0.3, 0.5, 0.99]) expect(sampleQuantile(sample, p)).toBeCloseTo(p, 3);
  });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[-1], -1],
  [[], NaN],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

test.each([
  [Array.from({ length: 101 }, (_, i) => i), [5, 95]],
  [[0, 10], [0.5, 9.5]],
  [[7], [7, 7]],
  [[], [NaN, NaN]],
])('nine of ten of %j lie in %j', (sorted, expected) => {
  middleRange(sorted).forEach((end, at) => (Number.isNaN(expected[at]) ? expect(end).toBeNaN() : expect(end).toBeCloseTo(expected[at]!, 12)));
});

test.each([
  [Array.from({ length: 101 }, (_, i) => i), 90],
  [[...new Array<number>(99).fill(0), 50], 50],
  [[7, 7], 0],
  [[], 0],
])('the robust span of %j is %d', (sorted, expected) => expect(robustSpan(sorted)).toBeCloseTo(expected, 12));
