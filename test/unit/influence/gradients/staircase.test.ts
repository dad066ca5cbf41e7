import { describe, expect, test } from 'vitest';
import { gradientsJob } from '../../../../src/engine/influence/gradients/job';
import { GRADIENT_SETTINGS } from '../../../../src/engine/influence/gradients/types';
import type { Gradients, GradientQuestion } from '../../../../src/engine/influence/gradients/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { distance, scorerOf, single, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

function ask(person: number[], background: number[][], more: Partial<GradientQuestion> & { steps?: number; seed?: number } = {}): GradientQuestion {
  const { steps, seed, ...rest } = more;
  return {
    person: Float64Array.from(person),
    background: Float64Array.from(background.flat()),
    backgroundOf: background.length,
    players: single(person.length),
    levels: new Uint8Array(person.length),
    quantity: VALUE,
    settings: { ...GRADIENT_SETTINGS, steps: steps ?? GRADIENT_SETTINGS.steps, seed: seed ?? 1 },
    ...rest,
  };
}
const find = (question: GradientQuestion, score: RowFunction): Promise<Gradients> => runInline(gradientsJob, question, scorerOf(score));
const random = new Random(8);
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());

describe('integrated gradients by staircase', () => {
  test('of a linear model are weight times way', async () => {
    const found = await find(ask([1, 2, 3], [[0, -1, 3]]), (row) => 2 * row[0]! - row[1]! + 9 * row[2]!);
    expect(distance(found.shares, [2, -3, 0])).toBeLessThan(1e-12);
    expect(Math.max(...found.stepError)).toBeLessThan(1e-12);
  });

  test.each([2, 3, 24])('of a product from 0 are one half each, with %i steps', async (steps) => {
    const found = await find(ask([3, 2], [[0, 0]], { steps }), (row) => row[0]! * row[1]!);
    expect(distance(found.shares, [3, 3])).toBeLessThan(1e-12);
  });

  test('of a function of a weighted sum share by the terms of the sum; halving the steps tells the error', async () => {
    const weights = [1.5, -0.7, 0.4, 2];
    const [person, baseline] = [normals(4), normals(4)];
    const score: RowFunction = (row) => 1 / (1 + Math.exp(-row.reduce((sum, x, j) => sum + weights[j]! * x, 0)));
    const ways = weights.map((weight, j) => weight * (person[j]! - baseline[j]!));
    const change = score(Float64Array.from(person)) - score(Float64Array.from(baseline));
    const truth = ways.map((way) => (way / ways.reduce((a, b) => a + b)) * change);
    const [rough, fine] = await Promise.all([8, 64].map((steps) => find(ask(person, [baseline], { steps }), score)));
    expect(distance(fine!.shares, truth)).toBeLessThan(2e-4);
    expect(distance(rough!.shares, truth)).toBeLessThan(distance(rough!.stepError, [0, 0, 0, 0]) + 1e-3);
  });

  test('are complete for any model, with players, levels, missing values and equal inputs', async () => {
    const score: RowFunction = (row) =>
      Math.floor(3 * Math.sin(row[0]! * row[1]!)) + (Number.isNaN(row[2]!) ? 5 : row[2]! > 0 ? 1 : 0) * row[3]! + (row[4] === 7 ? row[0]! : 0);
    const background = [
      [0, 1, NaN, 2, 4],
      [1, 1, 0.5, 2, 7],
      [NaN, 3, 1, -0, 4],
    ];
    const players = [
      { name: 'a', features: [0, 3] },
      { name: 'b', features: [1] },
      { name: 'c', features: [2] },
      { name: 'd', features: [4] },
    ];
    const levels = Uint8Array.of(0, 0, 0, 0, 1);
    const seen = new Set<number>();
    const safe: RowFunction = (row) => {
      seen.add(row[4]!);
      return Number.isNaN(row[0]!) ? 2 : score(row);
    };
    const found = await find(ask([2, 1, -1, 0, 7], background, { players, levels, steps: 5 }), safe);
    expect(Math.abs(found.shares.reduce((sum, value) => sum + value, 0) - (found.end - found.start))).toBeLessThan(1e-12);
    expect([...seen].sort()).toEqual([4, 7]);
  });

  test('an input that agrees with the baseline gets exactly 0', async () => {
    const found = await find(ask([1, 4, NaN], [[0, 4, NaN]]), (row) => Math.exp(row[0]! * row[1]!) + (Number.isNaN(row[2]!) ? 1 : 0));
    expect([found.shares[1], found.shares[2]]).toEqual([0, 0]);
  });
});

describe('expected gradients', () => {
  test('are the mean over the background, in any order of pieces', async () => {
    const background = Array.from({ length: 30 }, () => normals(3));
    const score: RowFunction = (row) => Math.sin(row[0]! + row[1]!) * row[2]!;
    const question = ask(normals(3), background);
    const singles = await Promise.all(background.map((row) => find(ask([...question.person], [row], { steps: 200 }), score)));
    const found = await find({ ...question, settings: { ...question.settings, steps: 200 } }, score);
    singles[0]!.shares.forEach((_, j) => {
      const mean = singles.reduce((sum, { shares }) => sum + shares[j]! / 30, 0);
      expect(Math.abs(found.shares[j]! - mean)).toBeLessThan(1e-3);
    });
    const context = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
    const [a, b, c] = await Promise.all([0, 10, 20].map((from) => gradientsJob.run({ question, from, to: from + 10 }, context)));
    const one = gradientsJob.result(question, gradientsJob.merge(gradientsJob.merge(a!, b!), c!));
    expect(gradientsJob.result(question, gradientsJob.merge(c!, gradientsJob.merge(b!, a!)))).toEqual(one);
    expect(one.backgroundHalfWidth).toBeNull();
    expect(one.halfWidth).toEqual(one.stepError);
    const drawn = gradientsJob.result({ ...question, backgroundOf: 90 }, gradientsJob.merge(gradientsJob.merge(a!, b!), c!));
    for (let j = 0; j < 3; j++) {
      const mean = singles.reduce((sum, { shares }) => sum + shares[j]! / 30, 0);
      const variance = singles.reduce((sum, { shares }) => sum + (shares[j]! - mean) ** 2 / 29, 0);
      // t of 29 degrees of freedom, kept to two digits; 30 of 90 rows drawn.
      expect(drawn.backgroundHalfWidth![j]! / (2.0452 * Math.sqrt((variance / 30) * (2 / 3)))).toBeCloseTo(1, 2);
      expect(drawn.halfWidth[j]).toBeCloseTo(Math.sqrt(drawn.stepError[j]! ** 2 + drawn.backgroundHalfWidth![j]! ** 2), 12);
    }
  });

  test('their 95% intervals for another draw of rows hold the whole background in .93 to .97 of 600 runs', async () => {
    const RUNS = 600;
    const pool = Array.from({ length: 300 }, () => normals(3));
    const score: RowFunction = (row) => Math.sin(row[0]! + row[1]!) * row[2]! + row[0]!;
    const person = normals(3);
    const whole = await find(ask(person, pool, { steps: 24 }), score);
    let inside = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const rows = Array.from(new Random(seed).sample(300, 60), (row) => pool[row]!);
      const found = await find(ask(person, rows, { steps: 8, seed, backgroundOf: 300 }), score);
      whole.shares.forEach((value, j) => (inside += Math.abs(value - found.shares[j]!) <= found.backgroundHalfWidth![j]! ? 1 : 0));
    }
    expect(inside / RUNS / 3).toBeGreaterThan(0.93);
    expect(inside / RUNS / 3).toBeLessThan(0.97);
  }, 60_000);
});
