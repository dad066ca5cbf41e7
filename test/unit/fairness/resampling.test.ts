import { describe, expect, test } from 'vitest';
import { percentileInterval, resampleCounts } from '../../../src/engine/fairness/bootstrap';
import { compare } from '../../../src/engine/fairness/compare';
import { groupCounts, otherCounts } from '../../../src/engine/fairness/counts';
import { estimate } from '../../../src/engine/fairness/rates';
import { sweepDifference, sweepRate } from '../../../src/engine/fairness/sweep';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { moments } from '../../../src/engine/stats/intervals';
import { Random } from '../../../src/engine/stats/random';
import { people } from './people';

const input = people(6000, 3, 12);
const index = buildThresholdIndex({ ...input, weights: undefined });
const table = countsAt(index, 0.5);

describe('resampled count tables', () => {
  test('keep every group’s size, repeat by seed and number', () => {
    const five = [...resampleCounts(table, 9, 5)];
    for (const resample of five) {
      for (let g = 0; g <= 3; g++) {
        const size = (t: typeof table): number => groupCounts(t, g).people.reduce((a, b) => a + b, 0);
        expect(size(resample)).toBe(size(table));
      }
    }
    expect([...resampleCounts(table, 9, 3)]).toEqual(five.slice(0, 3));
  });

  test('their spread agrees with the closed interval where there is one', () => {
    const values = Float64Array.from(resampleCounts(table, 4, 2000), (t) => compare(t, 'tpr', 0, 'others', { margin: 0 }).difference!);
    const bootstrap = percentileInterval(values)!;
    const closed = compare(table, 'tpr', 0, 'others', { margin: 0 }).interval!;
    const width = closed.upper - closed.lower;
    expect(Math.abs(bootstrap.lower - closed.lower)).toBeLessThan(0.08 * width);
    expect(Math.abs(bootstrap.upper - closed.upper)).toBeLessThan(0.08 * width);
  });

  test('with weights spread as resampling the rows themselves does', () => {
    const weighted = countsAt(buildThresholdIndex(input), 0.5);
    const share = (t: typeof weighted): number => estimate('selection', groupCounts(t, 1))!.value;
    const quick = moments(Float64Array.from(resampleCounts(weighted, 5, 3000), share));
    const rows = [...input.groups.keys()].filter((i) => input.groups[i] === 1 && !Number.isNaN(input.scores[i]));
    const random = new Random(6);
    const slow = moments(
      Float64Array.from({ length: 3000 }, () => {
        let [selected, all] = [0, 0];
        for (let j = 0; j < rows.length; j++) {
          const row = rows[random.below(rows.length)]!;
          all += input.weights[row]!;
          if (input.scores[row]! >= 0.5) selected += input.weights[row]!;
        }
        return selected / all;
      }),
    );
    expect(Math.abs(quick.mean - slow.mean)).toBeLessThan(4 * Math.sqrt((quick.variance + slow.variance) / 3000));
    expect(Math.sqrt(quick.variance / slow.variance)).toBeGreaterThan(0.95);
    expect(Math.sqrt(quick.variance / slow.variance)).toBeLessThan(1.05);
  });

  test('percentiles interpolate, leave NaN out and are null for nothing', () => {
    expect(percentileInterval(Float64Array.of(3, NaN, 1, 2, 5, 4), 0.5)).toEqual({ lower: 2, upper: 4 });
    expect(percentileInterval(Float64Array.of(NaN))).toBeNull();
  });
});

describe('moving the line', () => {
  const thresholds = Array.from({ length: 41 }, (_, i) => i / 20 - 0.5);
  test('gives at each threshold what a comparison there gives', () => {
    sweepDifference(index, 'fpr', 1, 'others', thresholds).forEach(({ threshold, difference, interval }) => {
      const direct = compare(countsAt(index, threshold), 'fpr', 1, 'others', { margin: 0.02 });
      expect(difference).toBe(direct.difference);
      expect(interval).toEqual(direct.interval);
    });
  });
  test('rates fall as the line rises, and are NaN where nobody is left in the denominator', () => {
    const { here, others } = sweepRate(index, 'selection', 1, thresholds);
    for (let i = 1; i < here.length; i++) {
      expect(here[i]).toBeLessThanOrEqual(here[i - 1]!);
      expect(others[i]).toBeLessThanOrEqual(others[i - 1]!);
    }
    expect(here[0]).toBe(1);
    expect(here[40]).toBe(0);
    const ppv = sweepRate(index, 'ppv', 1, [0.5, 9]);
    expect(ppv.here[0]).toBe(estimate('ppv', groupCounts(table, 1))!.value);
    expect(ppv.others[0]).toBe(estimate('ppv', otherCounts(table, 1))!.value);
    expect(ppv.here[1]).toBeNaN();
  });
});
