import { describe, expect, test } from 'vitest';
import { LIME_SETTINGS, limeJob } from '../../../../src/engine/influence/lime/job';
import type { Lime, LimeSettings } from '../../../../src/engine/influence/lime/job';
import { chooseColumns, fitRidge, weightedGram } from '../../../../src/engine/influence/lime/ridge';
import { limeShares } from '../../../../src/engine/influence/lime/players';
import { drawLocal, localSpace } from '../../../../src/engine/influence/lime/space';
import type { LocalFeature } from '../../../../src/engine/influence/lime/space';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { distance, scorerOf, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

const numbers = (width: number): LocalFeature[] => Array.from({ length: width }, (_, j) => ({ name: `x${j}`, kind: 'number' }));
const random = new Random(3);
const background = Float64Array.from({ length: 400 * 4 }, (_, at) => 3 + (1 + (at % 4)) * random.normal());
const person = Float64Array.of(1, 5, 2, -4);

const explain = (score: RowFunction, settings: Partial<LimeSettings>, features = numbers(4), own = person, rows = background): Promise<Lime> =>
  runInline(limeJob, { person: own, features, background: rows, quantity: VALUE, settings: { ...LIME_SETTINGS, ...settings } }, scorerOf(score));

describe('without cells, a linear model comes back', () => {
  const weights = [2, -1, 0.5, 0];
  const score: RowFunction = (row) => row.reduce((sum, x, j) => sum + weights[j]! * x, 7);
  const scales = [0, 1, 2, 3].map((j) => {
    const column = Array.from({ length: 400 }, (_, row) => background[row * 4 + j]!);
    const mean = column.reduce((sum, x) => sum + x / 400, 0);
    return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2 / 400, 0));
  });
  const truth = weights.map((weight, j) => weight * scales[j]!);

  test.each([false, true])('exactly without a penalty, whatever the seed, drawn around the person: %s', async (aroundPerson) => {
    const found = await explain(score, { discretise: false, aroundPerson, penalty: 0 });
    expect(distance(found.mean, truth)).toBeLessThan(1e-9);
    expect(Math.max(...found.deviation)).toBeLessThan(1e-9);
    expect(Math.abs(found.rSquared! - 1)).toBeLessThan(1e-12);
    found.fits.forEach(({ local, model }) => {
      expect(Math.abs(local - score(person))).toBeLessThan(1e-9);
      expect(model).toBe(score(person));
    });
    expect(found.rowsEvaluated).toBe(25_000);
  });

  test('within a hundredth with the usual penalty of 1', async () => {
    const found = await explain(score, { discretise: false });
    found.mean.forEach((value, j) => expect(Math.abs(value - truth[j]!)).toBeLessThan(0.01 * Math.abs(truth[j]!) + 1e-3));
    expect(found.rSquared).toBeGreaterThan(0.999);
  });

  test('and the inputs with the largest weights are kept', async () => {
    const found = await explain(score, { discretise: false, penalty: 0, inputs: 2 });
    expect([...found.mean].map((value) => value !== 0)).toEqual([true, true, false, false]);
  });
});

test('a model that is not linear has a low share explained and a spread over seeds', async () => {
  const found = await explain((row) => Math.sin(9 * row[0]!) * Math.sin(7 * row[1]!), { samples: 500 });
  expect(found.rSquared).toBeLessThan(0.2);
  found.mean.forEach((mean, j) => {
    const own = found.fits.map(({ coefficients }) => coefficients[j]!);
    expect(mean).toBeCloseTo(own.reduce((sum, value) => sum + value / 5, 0), 12);
    expect([found.low[j], found.high[j]]).toEqual([Math.min(...own), Math.max(...own)]);
    expect(found.deviation[j]).toBeGreaterThan(0);
  });
});

test('a constant model leaves nothing to explain', async () => {
  const found = await explain(() => 0.3, {});
  expect(found.rSquared).toBeNull();
  expect(distance(found.mean, [0, 0, 0, 0])).toBeLessThan(1e-12);
});

describe('cells', () => {
  test('a step at a quartile is found whole: 1 inside the cell, 0 outside', async () => {
    const values = Float64Array.from({ length: 101 }, (_, row) => row);
    const found = await explain((row) => (row[0]! > 50 && row[0]! <= 75 ? 3 : 1), { penalty: 0 }, numbers(1), Float64Array.of(60), values);
    expect(found.mean[0]).toBeCloseTo(2, 9);
    expect(found.rSquared).toBeCloseTo(1, 9);
  });

  test('are drawn by frequency, stay within what occurs, and hold missing values and levels apart', () => {
    const rows = Float64Array.from(Array.from({ length: 100 }, (_, row) => [row < 20 ? NaN : row, row % 10 < 3 ? 2 : 5]).flat());
    const features: LocalFeature[] = [numbers(1)[0]!, { name: 'job', kind: 'level' }];
    const inputs = localSpace(features, Float64Array.of(NaN, 5), rows, { discretise: true, aroundPerson: false });
    const draw = new Random(1);
    const [missing, own, levels] = [0, 1, 2].map(() => ({ count: 0 }));
    for (let i = 0; i < 5000; i++) {
      const [value, code] = drawLocal(inputs[0]!, () => draw.uniform(), () => draw.normal());
      expect(code === 1).toBe(Number.isNaN(value));
      if (Number.isNaN(value)) missing!.count++;
      else expect(value >= 20 && value <= 99).toBe(true);
      const [level, same] = drawLocal(inputs[1]!, () => draw.uniform(), () => draw.normal());
      expect(same).toBe(level === 5 ? 1 : 0);
      expect([2, 5]).toContain(level);
      own!.count += same;
      levels!.count++;
    }
    expect(Math.abs(missing!.count / 5000 - 0.2)).toBeLessThan(0.025);
    expect(Math.abs(own!.count / levels!.count - 0.7)).toBeLessThan(0.025);
  });
});

describe('weighted ridge regression', () => {
  const columns = Float64Array.from({ length: 60 * 3 }, () => random.normal());
  const target = Float64Array.from({ length: 60 }, () => random.normal());
  const weights = Float64Array.from({ length: 60 }, () => random.uniform());

  test('meets its own normal equations and tells the weighted share explained', async () => {
    const fit = fitRidge(await weightedGram(columns, 3, target, weights), [0, 1, 2], 2);
    const rest = target.map((y, row) => y - fit.intercept - fit.coefficients.reduce((sum, c, j) => sum + c * columns[row * 3 + j]!, 0));
    expect(Math.abs(rest.reduce((sum, r, row) => sum + weights[row]! * r, 0))).toBeLessThan(1e-10);
    for (let j = 0; j < 3; j++)
      expect(rest.reduce((sum, r, row) => sum + weights[row]! * r * columns[row * 3 + j]!, 0)).toBeCloseTo(2 * fit.coefficients[j]!, 10);
    const total = weights.reduce((sum, w) => sum + w, 0);
    const mean = target.reduce((sum, y, row) => sum + (weights[row]! * y) / total, 0);
    const unexplained = rest.reduce((sum, r, row) => sum + weights[row]! * r * r, 0);
    const whole = target.reduce((sum, y, row) => sum + weights[row]! * (y - mean) ** 2, 0);
    expect(fit.rSquared).toBeCloseTo(1 - unexplained / whole, 10);
  });

  test('columns that repeat each other share one weight, and a constant one gets none', async () => {
    const twice = Float64Array.from(Array.from({ length: 60 }, (_, row) => [columns[row * 3]!, columns[row * 3]!, 4]).flat());
    const y = Float64Array.from({ length: 60 }, (_, row) => 6 * columns[row * 3]!);
    const fit = fitRidge(await weightedGram(twice, 3, y, weights), [0, 1, 2], 0);
    expect(distance(fit.coefficients, [3, 3, 0])).toBeLessThan(1e-4);
  });

  test.each([2, 7])('the %i best columns are those that matter', async (wanted) => {
    const wide = Float64Array.from({ length: 200 * 10 }, () => random.normal());
    const weights = Array.from({ length: wanted }, (_, j) => j + 1);
    const y = Float64Array.from({ length: 200 }, (_, row) => weights.reduce((sum, weight, j) => sum + weight * wide[row * 10 + j]!, 0));
    const gram = await weightedGram(wide, 10, y, new Float64Array(200).fill(1));
    expect(chooseColumns(gram, new Float64Array(10).fill(1), wanted).sort()).toEqual(Array.from({ length: wanted }, (_, j) => j));
  });
});

describe('what a local model says each player adds', () => {
  const score: RowFunction = (row) => 2 * row[0]! - row[1]!;

  test('is the coefficient times the own code, summed over the inputs of a player, with its spread over the seeds', async () => {
    const found = await explain(score, { discretise: false, penalty: 0 });
    const mean = (j: number): number => background.reduce((sum, value, at) => (at % 4 === j ? sum + value / 400 : sum), 0);
    const { mean: shares, low, high } = limeShares(found, person, [
      { name: 'a', features: [0] },
      { name: 'b and c', features: [1, 2] },
      { name: 'd', features: [3] },
    ]);
    expect(shares[0]).toBeCloseTo(2 * (person[0]! - mean(0)), 8);
    expect(shares[1]).toBeCloseTo(-(person[1]! - mean(1)), 8);
    expect(shares[2]).toBeCloseTo(0, 8);
    shares.forEach((share, at) => {
      expect(low[at]).toBeLessThanOrEqual(share + 1e-12);
      expect(high[at]).toBeGreaterThanOrEqual(share - 1e-12);
    });
  });

  test('in cells is the coefficient of the own cell', async () => {
    const found = await explain(score, {});
    const shares = limeShares(found, person, [0, 1, 2, 3].map((feature) => ({ name: `x${feature}`, features: [feature] })));
    expect(distance(shares.mean, found.mean)).toBeLessThan(1e-12);
    expect(shares.low.every((low, at) => low <= shares.high[at]!)).toBe(true);
  });
});
