import { describe, expect, test } from 'vitest';
import { solveCholesky } from '../../../src/engine/learn/cholesky';
import { fitLogistic, predictLogistic } from '../../../src/engine/learn/logistic';
import type { Training } from '../../../src/engine/learn/training';
import { sigmoid } from '../../../src/engine/models/links';
import { Random } from '../../../src/engine/stats/random';

function sample(seed: number, rows: number, columns: number): Training & { labels: number[]; weights: number[] } {
  const random = new Random(seed);
  const values = Float64Array.from({ length: rows * columns }, (_, at) => random.normal() * (1 + (at % columns)) + (at % columns));
  const labels = Array.from({ length: rows }, (_, i) => (random.uniform() < sigmoid(values[i * columns]! - 0.3) ? 1 : 0));
  return { values, rows, columns, labels, weights: Array.from({ length: rows }, () => 0.2 + random.uniform()) };
}

describe('logistic regression', () => {
  test('without inputs beyond one 0/1 column gives the log odds of the two-by-two table', () => {
    const counts = [
      { x: 0, y: 0, n: 30 },
      { x: 0, y: 1, n: 10 },
      { x: 1, y: 0, n: 5 },
      { x: 1, y: 1, n: 45 },
    ];
    const rows = counts.flatMap(({ x, y, n }) => new Array<{ x: number; y: number }>(n).fill({ x, y }));
    const data = { values: Float64Array.from(rows, (row) => row.x), rows: rows.length, columns: 1, labels: rows.map((row) => row.y) };
    const fit = fitLogistic(data, { penalty: 0 });
    expect(fit.intercept).toBeCloseTo(Math.log(10 / 30), 12);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(45 / 5) - Math.log(10 / 30), 12);
    const weighted = { values: Float64Array.of(0, 0, 1, 1), rows: 4, columns: 1, labels: [0, 1, 0, 1], weights: [30, 10, 5, 45] };
    expect(fitLogistic(weighted, { penalty: 0 }).coefficients[0]).toBeCloseTo(fit.coefficients[0]!, 12);
  });

  test.each([0, 0.01, 1, 100])('stands at the minimum: the gradient vanishes and every small step is uphill (penalty %d)', (penalty) => {
    const data = sample(1, 300, 3);
    const fit = fitLogistic(data, { penalty });
    const objective = (coefficients: ArrayLike<number>, intercept: number): number => {
      let sum = 0;
      for (let j = 0; j < 3; j++) sum += 0.5 * penalty * coefficients[j]! ** 2;
      for (let i = 0; i < data.rows; i++) {
        const margin = intercept + [0, 1, 2].reduce((s, j) => s + coefficients[j]! * data.values[i * 3 + j]!, 0);
        sum -= data.weights[i]! * Math.log(sigmoid(data.labels[i] === 1 ? margin : -margin));
      }
      return sum;
    };
    expect(objective(fit.coefficients, fit.intercept)).toBeCloseTo(fit.objective, 9);
    const p = predictLogistic(fit, data.values, data.rows);
    for (let j = 0; j <= 3; j++) {
      let gradient = j < 3 ? penalty * fit.coefficients[j]! : 0;
      for (let i = 0; i < data.rows; i++) gradient += data.weights[i]! * (p[i]! - data.labels[i]!) * (j < 3 ? data.values[i * 3 + j]! : 1);
      expect(Math.abs(gradient)).toBeLessThan(1e-9);
      for (const step of [-1e-3, 1e-3]) {
        const moved = fit.coefficients.map((value, k) => (k === j ? value + step : value));
        expect(objective(moved, fit.intercept + (j === 3 ? step : 0))).toBeGreaterThan(fit.objective);
      }
    }
  });

  test('does not mind inputs of very different size', () => {
    const data = sample(2, 400, 2);
    const stretched = { ...data, values: data.values.map((value, at) => (at % 2 === 0 ? value * 1e6 + 1e9 : value)) };
    const plain = fitLogistic(data, { penalty: 0 });
    const large = fitLogistic(stretched, { penalty: 0 });
    expect(large.coefficients[0]! * 1e6).toBeCloseTo(plain.coefficients[0]!, 6);
    expect(large.coefficients[1]).toBeCloseTo(plain.coefficients[1]!, 6);
  });

  test('a constant input gets no weight under a penalty', () => {
    const data = { values: Float64Array.of(7, 7, 7, 7), rows: 4, columns: 1, labels: [0, 1, 1, 1] };
    const fit = fitLogistic(data);
    expect(fit.coefficients[0]).toBe(0);
    expect(sigmoid(fit.intercept)).toBeCloseTo(0.75, 12);
  });

  test.each([
    { what: 'classes that can be told apart', values: [1, 2, 3, 4], columns: 1, labels: [0, 0, 1, 1] },
    { what: 'classes apart but for a tie', values: [1, 2, 2, 3], columns: 1, labels: [0, 0, 1, 1] },
    { what: 'a repeated input', values: [1, 1, 2, 2, 3, 3, 4, 4], columns: 2, labels: [0, 1, 0, 1] },
  ])('has no optimum without a penalty for $what', ({ values, columns, labels }) => {
    const data = { values: Float64Array.from(values), rows: labels.length, columns, labels };
    expect(() => fitLogistic(data, { penalty: 0 })).toThrow(expect.objectContaining({ code: 'learn-no-optimum' }));
    expect(fitLogistic(data, { penalty: 1 }).coefficients.every(Number.isFinite)).toBe(true);
  });

  test('refuses missing values by row and input', () => {
    const data = { values: Float64Array.of(1, 2, 3, NaN), rows: 2, columns: 2, labels: [0, 1] };
    expect(() => fitLogistic(data)).toThrow(/Row 2, input 2 is NaN/);
  });
});

describe('Cholesky', () => {
  test('solves a random positive definite system', () => {
    const random = new Random(4);
    const size = 12;
    const root = Float64Array.from({ length: size * size }, () => random.normal());
    const row = (i: number): Float64Array => root.subarray(i * size, (i + 1) * size);
    const a = Float64Array.from({ length: size * size }, (_, at) => {
      const other = row(at % size);
      return row(Math.floor(at / size)).reduce((sum, value, k) => sum + value * other[k]!, 0);
    });
    const x = Array.from({ length: size }, () => random.normal());
    const b = Float64Array.from({ length: size }, (_, i) => x.reduce((sum, value, j) => sum + a[i * size + j]! * value, 0));
    expect(solveCholesky(a, b)).toBe(true);
    x.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 8));
  });

  test.each([
    [[0]],
    [[-1]],
    [[NaN]],
    [[1, 1, 1, 1]],
  ])('says no to %j', (a) => {
    expect(solveCholesky(Float64Array.from(a), new Float64Array(Math.sqrt(a.length)))).toBe(false);
  });
});
