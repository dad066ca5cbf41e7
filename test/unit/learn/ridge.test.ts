import { describe, expect, test } from 'vitest';
import { fitRidge, predictRidge } from '../../../src/engine/learn/ridge';
import { Random } from '../../../src/engine/stats/random';

function sample(seed: number, rows: number, columns: number) {
  const random = new Random(seed);
  const values = Float64Array.from({ length: rows * columns }, (_, at) => 3 * random.normal() + (at % columns));
  const labels = Float64Array.from({ length: rows }, (_, row) => 100 + values[row * columns]! - 2 * values[row * columns + 1]! + random.normal());
  return { values, rows, columns, labels, weights: Float64Array.from({ length: rows }, () => random.below(4)) };
}

describe('ridge regression', () => {
  test.each([0, 1, 50])('stands where its objective has no slope (penalty %d)', (penalty) => {
    const data = sample(1, 200, 4);
    const fit = fitRidge(data, penalty);
    const residuals = predictRidge(fit, data.values, data.rows).map((value, row) => data.weights[row]! * (value - data.labels[row]!));
    expect(Math.abs(residuals.reduce((sum, own) => sum + own, 0))).toBeLessThan(1e-8);
    for (let j = 0; j < 4; j++) {
      const slope = residuals.reduce((sum, own, row) => sum + own * data.values[row * 4 + j]!, 0) + penalty * fit.coefficients[j]!;
      expect(Math.abs(slope)).toBeLessThan(1e-7);
    }
  });

  test('of one column is the weighted slope, shrunk by the penalty', () => {
    const data = sample(2, 60, 2);
    const one = { ...data, columns: 1, values: Float64Array.from({ length: 60 }, (_, row) => data.values[2 * row]!) };
    const total = one.weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (of: ArrayLike<number>): number => one.weights.reduce((sum, weight, row) => sum + weight * of[row]!, 0) / total;
    const [x, y] = [mean(one.values), mean(one.labels)];
    const [sxy, sxx] = [one.labels, one.values].map((other, k) => one.weights.reduce((sum, weight, row) => sum + weight * (one.values[row]! - x) * (other[row]! - (k === 0 ? y : x)), 0));
    const fit = fitRidge(one, 7);
    expect(fit.coefficients[0]).toBeCloseTo(sxy! / (sxx! + 7), 12);
    expect(fit.intercept).toBeCloseTo(y - fit.coefficients[0]! * x, 11);
  });

  test('takes a weight of k as k equal rows', () => {
    const data = sample(3, 80, 3);
    const rows = [...data.weights.keys()].flatMap((row) => new Array<number>(data.weights[row]!).fill(row));
    const many = { rows: rows.length, columns: 3, values: Float64Array.from(rows.flatMap((row) => [...data.values.subarray(3 * row, 3 * row + 3)])), labels: rows.map((row) => data.labels[row]!) };
    const [a, b] = [fitRidge(data, 2), fitRidge(many, 2)];
    a.coefficients.forEach((weight, j) => expect(b.coefficients[j]).toBeCloseTo(weight, 11));
    expect(b.intercept).toBeCloseTo(a.intercept, 10);
  });

  test.each([
    ['learn-no-optimum', { values: Float64Array.of(1, 1, 2, 2, 3, 3), columns: 2 }, 0],
    ['learn-labels', { labels: [1, NaN, 2] }, 1],
    ['learn-missing', { values: Float64Array.of(1, NaN, 2) }, 1],
    ['learn-one-class', { weights: [0, 0, 0] }, 1],
  ])('refuses %s', (code, change, penalty) => {
    const data = { values: Float64Array.of(1, 2, 3), rows: 3, columns: 1, labels: [1, 2, 4], ...change };
    expect(() => fitRidge(data, penalty)).toThrow(expect.objectContaining({ code }));
  });
});
