import { describe, expect, test } from 'vitest';
import { type ValueMetric, type ValueRows, fromScaled, scaledMean, valueRows } from '../../../src/engine/fairness/regression';
import { meanInterval, moments } from '../../../src/engine/stats/intervals';
import { Random } from '../../../src/engine/stats/random';

const valueEstimate = (metric: ValueMetric, rows: ValueRows) => {
  const scaled = scaledMean(metric, rows);
  return scaled && { ...scaled, ...fromScaled(metric, scaled)! };
};
const bounds = { lower: Float64Array.of(1, 2.5, 0, 3, 4), upper: Float64Array.of(2, 3, 4, 5, 6) };
const rows = { predicted: Float64Array.of(1, 2, 3, NaN, 5), actual: Float64Array.of(2, 2, 1, 4, NaN), bounds };
const all = valueRows(rows, () => true);

describe('measures of predicted values', () => {
  test.each<[ValueMetric, number, number]>([
    ['prediction', 11 / 4, 4],
    ['residual', -1 / 3, 3],
    ['mae', 1, 3],
    ['rmse', Math.sqrt(5 / 3), 3],
    ['r2', 1 - 5 / 3 / (2 / 9), 3],
    ['coverage', 2 / 3, 3],
    ['within', 2 / 3, 3],
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

describe('bounds', () => {
  test('rows without both bounds, or with the lower above the upper, are left out; without bounds nothing is estimable', () => {
    const four = { predicted: Float64Array.of(1, 1, 1, 1), actual: Float64Array.of(1, 1, 1, 1), bounds: { lower: Float64Array.of(0, NaN, 2, 1), upper: Float64Array.of(1, 5, 0, 1) } };
    expect(valueEstimate('within', four)).toMatchObject({ value: 1, people: 2 });
    expect(scaledMean('within', { predicted: four.predicted, actual: four.actual })).toBeNull();
  });

  test('the share within them has limits that hold the true one in .93 to .97 of 2,000 runs, weighted or not', () => {
    for (const weighted of [false, true]) {
      let held = 0;
      for (let run = 0; run < 2000; run++) {
        const random = new Random(run, 8);
        const [actual, weights]: [number[], number[]] = [[], []];
        while (actual.length < 150) {
          const value = random.normal();
          // Outcomes far out come into the table more often.
          const chance = weighted ? Math.min(1, 0.4 + 0.3 * Math.abs(value)) : 1;
          if (random.uniform() >= chance) continue;
          actual.push(value);
          weights.push(1 / chance);
        }
        const zeros = new Float64Array(150);
        const own = scaledMean('within', { predicted: zeros, actual: Float64Array.from(actual), bounds: { lower: zeros.map(() => -1.2), upper: zeros.map(() => 1.2) }, ...(weighted ? { weights: Float64Array.from(weights) } : {}) })!;
        const { lower, upper } = fromScaled('within', own)!;
        held += lower <= 0.7698607 && 0.7698607 <= upper ? 1 : 0;
      }
      expect(held / 2000).toBeGreaterThanOrEqual(0.93);
      expect(held / 2000).toBeLessThanOrEqual(0.97);
    }
  });
});
