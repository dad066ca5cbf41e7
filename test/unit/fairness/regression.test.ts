import { describe, expect, test } from 'vitest';
import { type ValueMetric, type ValueRows, fromScaled, scaledMean, valueRows } from '../../../src/engine/fairness/regression';
import { meanInterval, moments } from '../../../src/engine/stats/intervals';
import { Random } from '../../../src/engine/stats/random';

const valueEstimate = (metric: ValueMetric, rows: ValueRows) => {
  const scaled = scaledMean(metric, rows);
  return scaled && { ...scaled, ...fromScaled(metric, scaled)! };
};
const rows = { predicted: Float64Array.of(1, 2, 3, NaN, 5), actual: Float64Array.of(2, 2, 1, 4, NaN) };
const all = valueRows(rows, () => true);

describe('measures of predicted values', () => {
  test.each<[ValueMetric, number, number]>([
    ['prediction', 11 / 4, 4],
    ['residual', -1 / 3, 3],
    ['mae', 1, 3],
    ['rmse', Math.sqrt(5 / 3), 3],
    ['r2', 1 - 5 / 3 / (2 / 9), 3],
    ['coverage', 2 / 3, 3],
  ])('%s by hand, missing values left out', (metric, value, people) => {
    const estimate = valueEstimate(metric, all)!;
    expect(estimate.value).toBeCloseTo(value, 12);
    expect(estimate.people).toBe(people);
  });

  test('a weight of 2 counts as two rows, a weight of 0 as none', () => {
    const twice = { predicted: Float64Array.of(1, 1, 2), actual: Float64Array.of(2, 2, 5) };
    const weighted = { predicted: Float64Array.of(1, 2, 9), actual: Float64Array.of(2, 5, 0), weights: Float64Array.of(2, 1, 0) };
    for (const metric of ['prediction', 'residual', 'mae', 'rmse', 'r2', 'coverage'] as const) {
      expect(valueEstimate(metric, weighted)!.value).toBeCloseTo(valueEstimate(metric, twice)!.value, 12);
    }
    expect(valueEstimate('mae', weighted)!.effective).toBeCloseTo(9 / 5, 12);
  });

  test('the mean residual has Student’s interval', () => {
    const random = new Random(2);
    const predicted = Float64Array.from({ length: 40 }, () => random.normal());
    const actual = predicted.map((x) => x + random.normal());
    const { lower, upper } = meanInterval(moments(actual.map((y, i) => y - predicted[i]!)))!;
    const estimate = valueEstimate('residual', { predicted, actual })!;
    expect(estimate.lower).toBeCloseTo(lower, 12);
    expect(estimate.upper).toBeCloseTo(upper, 12);
  });

  test('what cannot be estimated is null: nobody, no error, outcomes that do not vary', () => {
    const none = { predicted: Float64Array.of(1), actual: Float64Array.of(NaN) };
    expect(valueEstimate('mae', none)).toBeNull();
    expect(valueEstimate('rmse', { predicted: Float64Array.of(1, 2), actual: Float64Array.of(1, 2) })).toBeNull();
    expect(valueEstimate('r2', { predicted: Float64Array.of(1, 2), actual: Float64Array.of(3, 3) })).toBeNull();
  });
});

test.each<[ValueMetric, number, number]>([
  ['residual', 0.5, 40],
  ['mae', 0, 100],
  ['rmse', Math.sqrt(1.25), 100],
  ['r2', 1 - 1.25 / 5, 150],
  ['coverage', 0, 60],
])('the interval of %s covers the truth about 95 times in 100', (metric, given, n) => {
  const random = new Random(11);
  // actual − predicted ~ N(0.5, 1), predicted ~ N(0, 4), so actual ~ N(0.5, 5).
  const phi = 0.3085375387259869;
  const truth = metric === 'mae' ? 2 * 0.3520653267642995 + 0.5 * (1 - 2 * phi) : metric === 'coverage' ? phi : given;
  let hits = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const predicted = Float64Array.from({ length: n }, () => 2 * random.normal());
    const actual = predicted.map((x) => x + 0.5 + random.normal());
    const { lower, upper } = valueEstimate(metric, { predicted, actual })!;
    if (lower <= truth && truth <= upper) hits++;
  }
  expect(hits / runs).toBeGreaterThan(0.93);
  expect(hits / runs).toBeLessThan(0.97);
});
