import { describe, expect, test } from 'vitest';
import { rankDistance, rankGroups, rankShares } from '../../../src/engine/fairness/ranking';

test('people are ranked by falling score, equal scores in the order of rows, missing scores left out', () => {
  expect([...rankGroups(Float64Array.of(0.2, 0.9, NaN, 0.9, 0.5), Int32Array.of(0, 1, 2, 3, -1))]).toEqual([1, 3, -1, 0]);
});

describe('of the ranking A B B A', () => {
  const ranked = Int32Array.of(0, 1, 1, 0);
  const d = (place: number): number => 1 / Math.log2(place + 1);
  test('exposure is the mean attention of the places, skew the log ratio of shares', () => {
    const [a, b] = rankShares(ranked, 3, 3);
    expect(a!.exposure).toBeCloseTo((d(1) + d(4)) / 2, 12);
    expect(b!.exposure).toBeCloseTo((d(2) + d(3)) / 2, 12);
    expect(a!.skew).toBeCloseTo(Math.log(1 / 3 / 0.5), 12);
    expect(b!.skew).toBeCloseTo(Math.log(2 / 3 / 0.5), 12);
    expect(rankShares(ranked, 3, 3)[2]).toBeNull();
  });
  test('the discounted divergence and the infeasible prefixes are those counted by hand', () => {
    const kl = (p: number): number => [p, 1 - p].reduce((sum, x) => sum + (x > 0 ? x * Math.log(2 * x) : 0), 0);
    const weights = [d(1), d(2), d(3), d(4)];
    const expected = [kl(1), kl(0.5), kl(1 / 3), kl(0.5)].reduce((sum, value, i) => sum + value * weights[i]!, 0) / weights.reduce((x, y) => x + y);
    const result = rankDistance(ranked, 2)!;
    expect(result.ndkl).toBeCloseTo(expected, 12);
    expect([result.infeasible, result.infeasibleRate]).toEqual([0, 0]);
    expect(rankDistance(Int32Array.of(0, 0, 1, 1), 2)!.infeasible).toBe(1);
  });
});

test('nobody of the group among the first has a skew of −∞; nobody at all is null', () => {
  expect(rankShares(Int32Array.of(0, 0, 1), 2, 2)[1]!.skew).toBe(-Infinity);
  expect(rankDistance(Int32Array.of(-1, -1), 2)).toBeNull();
});
