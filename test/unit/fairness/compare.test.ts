import { describe, expect, test } from 'vitest';
import { compare, extremes, impactRatio, oddsRatio, pooledZ } from '../../../src/engine/fairness/compare';
import { CELLS } from '../../../src/engine/fairness/counts';
import type { CountTable } from '../../../src/engine/fairness/counts';
import { moverR, newcombe } from '../../../src/engine/stats/intervals';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';

/** Selected and rejected people per group, without labels; the last pair has no group. */
function selection(...pairs: [number, number][]): CountTable {
  const people = new Float64Array(pairs.length * CELLS);
  pairs.forEach(([k, n], g) => {
    people[g * CELLS + 2] = k;
    people[g * CELLS + 5] = n - k;
  });
  return { groupCount: pairs.length - 1, labelled: false, weighted: false, people, weight: people, square: people };
}
const table = selection([15, 50], [41, 68], [300, 400], [1, 2]);
const margin = 0.02;

describe('one group against', () => {
  test('everyone else: the other groups together, without the people whose group is missing', () => {
    const result = compare(table, 'selection', 0, 'others', { margin });
    const expected = newcombe(15, 50, 341, 468)!;
    expect(result.there).toMatchObject({ numerator: 341, denominator: 468 });
    expect(result.difference).toBeCloseTo(15 / 50 - 341 / 468, 15);
    expect(result.interval!.lower).toBeCloseTo(expected.lower, 14);
    expect(result.interval!.upper).toBeCloseTo(expected.upper, 14);
    expect(result.judgement.verdict).toBe('gap');
    expect(result.inner!.upper - result.inner!.lower).toBeLessThan(expected.upper - expected.lower);
  });

  test('a chosen group: difference and ratio turn round with the sides', () => {
    const here = compare(table, 'selection', 0, 1, { margin });
    const there = compare(table, 'selection', 1, 0, { margin });
    const ratio = moverR(15, 50, 41, 68)!;
    expect(here.difference).toBeCloseTo(-there.difference!, 15);
    expect(here.interval!.lower).toBeCloseTo(-there.interval!.upper, 14);
    expect(here.ratio! * there.ratio!).toBeCloseTo(1, 14);
    expect(here.ratioInterval!.lower).toBeCloseTo(ratio.lower, 14);
    expect(here.ratioInterval!.upper).toBeCloseTo(ratio.upper, 14);
    expect(here.minimumDetectable).toBe(there.minimumDetectable);
  });

  test('itself only, or without labels, is not estimable and too few to say', () => {
    const alone = compare(selection([5, 50], [0, 0]), 'selection', 0, 'others', { margin });
    expect(alone).toMatchObject({ difference: null, interval: null, ratio: null, ratioInterval: null, minimumDetectable: null, rowsNeeded: null });
    expect(alone.judgement.verdict).toBe('few');
    expect(compare(table, 'tpr', 0, 1, { margin }).difference).toBeNull();
    expect(compare(selection([5, 50], [0, 40], [0, 0]), 'selection', 0, 1, { margin })).toMatchObject({ ratio: null, ratioInterval: null });
  });
});

describe('extremes', () => {
  test('with two groups it is their plain comparison', () => {
    const two = selection([15, 50], [41, 68], [0, 0]);
    const expected = newcombe(41, 68, 15, 50)!;
    const result = extremes(two, 'selection', { margin })!;
    expect(result).toMatchObject({ highest: 1, lowest: 0, groups: 2 });
    expect(result.interval.lower).toBeCloseTo(expected.lower, 14);
    expect(result.interval.upper).toBeCloseTo(expected.upper, 14);
    expect(result.ratio).toBeCloseTo(15 / 50 / (41 / 68), 15);
  });

  test('groups under 10 people are left out, and one group is not enough', () => {
    const result = extremes(selection([0, 9], [15, 50], [41, 68], [0, 0]), 'selection', { margin })!;
    expect(result).toMatchObject({ lowest: 1, highest: 2, groups: 2 });
    expect(extremes(selection([0, 9], [15, 50], [0, 0]), 'selection', { margin })).toBeNull();
  });

  test.each([
    ['equal rates', [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]],
    ['one group behind', [0.3, 0.3, 0.15, 0.3, 0.3, 0.3]],
  ])('the interval holds the true largest difference at least 95% of the time: %s', (_, rates) => {
    const random = new Random(43);
    const sizes = [1000, 500, 200, 80, 60, 300];
    const truth = Math.max(...rates) - Math.min(...rates);
    let covered = 0;
    for (let run = 0; run < 1000; run++) {
      const drawn = selection(...rates.map((p, g): [number, number] => [drawBinomial(sizes[g]!, p, random), sizes[g]!]), [0, 0]);
      const { interval } = extremes(drawn, 'selection', { margin })!;
      if (interval.lower <= truth && truth <= interval.upper) covered++;
    }
    expect(covered / 1000).toBeGreaterThan(0.95);
  });
});

describe('law’s measures', () => {
  test('impact ratio and shortfall are counts of people', () => {
    const result = impactRatio(15, 50, 41, 68)!;
    expect(result.ratio).toBeCloseTo(0.4975609756097561, 15);
    expect(result.shortfall80).toBe(Math.ceil(0.8 * (41 / 68) * 50 - 15));
    expect((15 + result.shortfall80) / 50 / (41 / 68)).toBeGreaterThanOrEqual(0.8);
    expect((14 + result.shortfall80) / 50 / (41 / 68)).toBeLessThan(0.8);
    expect(impactRatio(41, 68, 15, 50)!.ratio).toBe(result.ratio);
    expect(impactRatio(5, 10, 5, 10)).toEqual({ ratio: 1, shortfall80: 0, shortfallParity: 0 });
    expect(impactRatio(0, 10, 0, 10)).toBeNull();
  });
  test('z and odds are null where a cell makes them undefined', () => {
    expect(pooledZ(0, 10, 0, 20)).toBeNull();
    expect(pooledZ(1, 0, 0, 20)).toBeNull();
    expect(oddsRatio(0, 10, 5, 20)).toBeNull();
    expect(oddsRatio(5, 10, 5, 10)!.value).toBe(1);
  });
});
