import { describe, expect, test } from 'vitest';
import { demographicDisparity } from '../../../src/engine/fairness/conditional';
import { CELLS } from '../../../src/engine/fairness/counts';
import type { CountTable } from '../../../src/engine/fairness/counts';
import { generalisedEntropy, inequality } from '../../../src/engine/fairness/inequality';
import { averageOdds, differentialFairness, equalizedOdds, spread } from '../../../src/engine/fairness/spread';

/** One row of TP, FP, selected unknown, FN, TN, rejected unknown per group; the last row has no group. */
function table(...rows: number[][]): CountTable {
  const people = Float64Array.from(rows.flat());
  expect(people.length).toBe(rows.length * CELLS);
  return { groupCount: rows.length - 1, labelled: true, weighted: false, people, weight: people, square: people };
}
const two = table([30, 10, 0, 10, 50, 0], [10, 20, 0, 30, 40, 0], [0, 0, 0, 0, 0, 0]);

describe('spread between groups', () => {
  test('by hand for two groups', () => {
    expect(spread(two, 'tpr')).toEqual({ difference: 0.5, ratio: 0.25 / 0.75, differenceToOverall: 0.25, ratioToOverall: 0.5 });
    expect(equalizedOdds(two)!.worst).toBe(0.5);
    expect(equalizedOdds(two)!.mean).toBeCloseTo((0.5 + (20 / 60 - 10 / 60)) / 2, 14);
    expect(averageOdds(two, 0, 1)!.signed).toBeCloseTo((0.5 - 1 / 6) / 2, 14);
    expect(averageOdds(two, 0, 1)!.absolute).toBeCloseTo((0.5 + 1 / 6) / 2, 14);
  });
  test('groups without a denominator are left out, and nothing left is not estimable', () => {
    const sparse = table([30, 10, 0, 10, 50, 0], [0, 20, 0, 0, 40, 0], [0, 0, 0, 0, 0, 0]);
    expect(spread(sparse, 'tpr')!.difference).toBe(0);
    expect(averageOdds(sparse, 0, 1)).toBeNull();
    const unlabelled = table([0, 0, 5, 0, 0, 5], [0, 0, 0, 0, 0, 0]);
    expect(spread(unlabelled, 'tpr')).toBeNull();
    expect(equalizedOdds(unlabelled)).toBeNull();
  });
  test('differential fairness is infinite where a group gets one decision only, unless smoothed', () => {
    const one = table([0, 0, 10, 0, 0, 0], [0, 0, 5, 0, 0, 5], [0, 0, 0, 0, 0, 0]);
    expect(differentialFairness(one, 0)).toBe(Infinity);
    expect(differentialFairness(one)).toBeCloseTo(Math.log((5.5 / 11) / (0.5 / 11)), 12);
    expect(differentialFairness(table([0, 0, 10, 0, 0, 0], [0, 0, 0, 0, 0, 0]))).toBeNull();
  });
});

describe('inequality of benefits', () => {
  test('equal benefits have none; alpha 2 is half the squared coefficient of variation', () => {
    expect(generalisedEntropy([3, 3], [5, 9], 1)).toBeCloseTo(0, 15);
    const values = [1, 2, 2, 5];
    const mean = 2.5;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4;
    expect(generalisedEntropy(values, [1, 1, 1, 1], 2)).toBeCloseTo(variance / (2 * mean * mean), 14);
  });
  test('is continuous in alpha at 0 and 1', () => {
    const [values, weights] = [[1, 2, 5], [3, 4, 2]];
    for (const alpha of [0, 1]) {
      const at = generalisedEntropy(values, weights, alpha)!;
      expect(Math.abs(generalisedEntropy(values, weights, alpha + 1e-6)! - at)).toBeLessThan(1e-5);
    }
  });
  test.each([0.5, 1, 2])('between and within add up, and between is 0 for equal group means: alpha %d', (alpha) => {
    const split = inequality(two, alpha)!;
    expect(split.between + split.within).toBeCloseTo(split.total, 15);
    const twins = table([10, 5, 0, 5, 20, 0], [20, 10, 0, 10, 40, 0], [9, 9, 0, 9, 9, 0]);
    expect(inequality(twins, alpha)!.between).toBeCloseTo(0, 14);
  });
  test('is not estimable without people, without benefit, or where it is infinite', () => {
    expect(inequality(table([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]), 1)).toBeNull();
    expect(generalisedEntropy([0, 0], [1, 1], 2)).toBeNull();
    expect(generalisedEntropy([0, 1], [1, 1], 0)).toBeNull();
  });
});

test('a disparity that strata explain vanishes within them, whichever way it points overall', () => {
  // Berkeley's pattern: both departments treat alike, but group 0 applies to the harder one.
  const strata = [
    [{ k: 10, n: 100 }, { k: 1, n: 10 }],
    [{ k: 8, n: 10 }, { k: 80, n: 100 }],
  ];
  const result = demographicDisparity(strata, 0);
  expect(result.overall).toBeGreaterThan(0.4);
  expect(result.conditional).toBeCloseTo(0, 14);
  expect(result.byStratum.length).toBe(2);
  const nobody = demographicDisparity([[{ k: 0, n: 5 }, { k: 0, n: 5 }], strata[1]!], 0);
  expect(nobody.byStratum[0]).toBeNull();
  expect(nobody.conditional).toBeCloseTo(0, 14);
  expect(demographicDisparity([], 0)).toEqual({ overall: null, byStratum: [], conditional: null });
});
