import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf } from './oracle';
import type { RowFunction } from './oracle';

const random = new Random(7);
const normals = (rows: number, width: number): number[][] => Array.from({ length: rows }, () => Array.from({ length: width }, () => random.normal()));
const levels = (rows: number, width: number, most: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: width }, () => random.below(most)));
const weights = Array.from({ length: 8 }, () => random.normal());
const table = Array.from({ length: 4 ** 5 }, () => random.normal());
const atLeast = (row: Float64Array, index: number, level: number): number => (row[index]! >= level ? 1 : 0);

interface Case {
  readonly name: string;
  readonly score: RowFunction;
  readonly person: number[];
  readonly background: number[][];
  readonly players?: number[][];
}

const CASES: Case[] = [
  { name: 'linear', score: (row) => row.reduce((sum, x, j) => sum + x * weights[j]!, 1), person: normals(1, 8)[0]!, background: normals(12, 8) },
  {
    name: 'exclusive or of thresholds',
    score: (row) => atLeast(row, 0, 0) ^ atLeast(row, 1, 0) ^ atLeast(row, 2, 0),
    person: [1, -1, 1, 0],
    background: normals(20, 4),
  },
  { name: 'product', score: (row) => row.reduce((product, x) => product * x, 1), person: [2, -1, 0.5, 3, 1], background: normals(9, 5) },
  { name: 'unanimity', score: (row) => Math.min(row[0]!, row[2]!, row[3]!), person: [1, 1, 1, 1, 1], background: levels(15, 5, 2) },
  {
    name: 'a table of categories',
    score: (row) => table[row.reduce((code, x) => code * 4 + x, 0)]!,
    person: levels(1, 5, 4)[0]!,
    background: levels(40, 5, 4),
  },
  {
    name: 'missing values on both sides',
    score: (row) =>
      row.reduce(
        (sum, x, j) => sum + (Number.isNaN(x) ? 0.3 * weights[j]! : Math.tanh(x * weights[j]!) * (1 + (Number.isNaN(row[0]!) ? 1 : row[0]!))),
        0,
      ),
    person: [NaN, 1, NaN, 0.5],
    background: [
      [NaN, 1, 2, NaN],
      [1, NaN, NaN, 0.5],
      [0, 1, NaN, NaN],
      [NaN, 2, NaN, 0.5],
      [1, 1, 1, 1],
    ],
  },
  {
    name: 'features merged into players',
    score: (row) => row[0]! * row[1]! + Math.sin(row[2]! * row[3]! + row[4]!) + row[5]! ** 2,
    person: normals(1, 6)[0]!,
    background: normals(11, 6),
    players: [[0, 3], [1], [2, 4, 5]],
  },
  {
    name: 'one-hot blocks swapped as one',
    score: (row) => row[0]! + 2 * row[1]! - 3 * row[2]! + row[3]! * (row[0]! - row[2]!),
    person: [1, 0, 0, 2],
    background: [
      [0, 1, 0, 1],
      [0, 0, 1, 2],
      [1, 0, 0, 0],
      [0, 1, 0, 2],
      [0, 1, 0, 1],
    ],
    players: [[0, 1, 2], [3]],
  },
  { name: 'a single background row', score: (row) => Math.exp(row[0]! * row[1]! - row[2]!), person: [1, 2, 3], background: [[0, 1, 3]] },
];

describe('exact Shapley values agree with the definition', () => {
  test.each(CASES)('$name', async ({ score, person, background, players }) => {
    const asked = question(person, background, players === undefined ? {} : { players: players.map((features, i) => ({ name: `p${i}`, features })) });
    const values = coalitionValues(asked, score);
    const found = await runInline(reasonsJob, asked, scorerOf(score));
    expect(found.method).toBe('exact');
    expect(found.converged).toBe(true);
    expect(distance(found.phi, bruteShapley(values, asked.players.length))).toBeLessThan(1e-9);
    expect(found.start).toBeCloseTo(values[0]!, 10);
    expect(found.end).toBeCloseTo(values[values.length - 1]!, 10);
    expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-9);
    expect(Math.max(...found.se, ...found.halfWidth, found.forecastRows)).toBe(0);
  });
});

describe('exact computation', () => {
  test('scores every distinct mixed row once', async () => {
    const background = levels(60, 7, 2);
    const person = [0, 0, 0, 0, 0, 0, 0];
    const scorer = scorerOf((row) => row[0]! + row[1]! * row[2]!);
    const found = await runInline(reasonsJob, question(person, background), scorer);
    const seen = new Set<string>();
    for (const row of background) for (let mask = 0; mask < 2 ** 7; mask++) seen.add(row.map((value, j) => ((mask >>> j) & 1 ? value : 0)).join());
    expect(scorer.rows).toBe(seen.size);
    expect(found.rowsEvaluated).toBe(seen.size);
  });

  test('gives exactly 0 to an input nobody differs on and to one the model does not read', async () => {
    const background = normals(10, 4).map((row) => [row[0]!, 5, row[2]!, row[3]!]);
    const found = await runInline(
      reasonsJob,
      question([1, 5, 2, 3], background),
      scorerOf((row) => row[0]! * row[2]!),
    );
    expect(found.phi[1]).toBe(0);
    expect(Math.abs(found.phi[3]!)).toBeLessThan(1e-15);
  });

  test.each([1, 2, 5])('with more rows than one worker takes alone, %i workers give the same numbers', async (workers) => {
    const background = normals(20, 12);
    const person = normals(1, 12)[0]!;
    const score: RowFunction = (row) => row.reduce((sum, x, j) => sum + Math.sin(x + j) * (row[(j + 1) % 12] ?? 0), 0);
    const asked = question(person, background);
    const scorer = scorerOf(score);
    const context = { scorer, breathe: () => Promise.resolve() };
    let known = await reasonsJob.run(reasonsJob.plan(asked, undefined, workers)[0]!, context);
    const preview = reasonsJob.result(asked, known);
    expect(preview.method).toBe('sampled');
    let waves = 1;
    for (let shards = reasonsJob.plan(asked, known, workers); shards.length > 0; shards = reasonsJob.plan(asked, known, workers)) {
      if (waves === 1) expect(shards.length).toBe(workers);
      const partials = await Promise.all(shards.map((shard) => reasonsJob.run(shard, context)));
      for (const partial of partials.reverse()) {
        known = reasonsJob.merge(partial, known);
        reasonsJob.result(asked, known);
      }
      waves++;
    }
    const found = reasonsJob.result(asked, known);
    expect(waves).toBe(3);
    expect(found.method).toBe('exact');
    expect(scorer.smallest).toBeGreaterThanOrEqual(1000);
    expect(distance(found.phi, bruteShapley(coalitionValues(asked, score), 12))).toBeLessThan(1e-9);
    // Per-row sums of pairwise products are exact up to order 2, so even the preview knows them.
    expect(distance(preview.phi, found.phi)).toBeLessThan(1e-9);
  });

  test('a background equal to the person shares out nothing, and says so', async () => {
    const found = await runInline(
      reasonsJob,
      question(
        [1, NaN],
        [
          [1, NaN],
          [1, NaN],
        ],
      ),
      scorerOf((row) => row[0]!),
    );
    expect([...found.phi]).toEqual([0, 0]);
    expect(found.warnings.map(({ code }) => code)).toContain('same-as-background');
  });

  test('refuses mixed rows without a score', async () => {
    const asked = question([1, 2], [[3, 4]]);
    await expect(
      runInline(
        reasonsJob,
        asked,
        scorerOf((row) => (row[0] === 3 && row[1] === 2 ? NaN : 1)),
      ),
    ).rejects.toMatchObject({ code: 'no-score' });
  });

  test.each([
    [[[0], [0, 1]], 'held by another'],
    [[[0]], 'belongs to no player'],
    [[[0], [1, 2]], 'not there'],
  ])('refuses players %j', async (players, why) => {
    const asked = question([1, 2], [[3, 4]], { players: players.map((features, i) => ({ name: `p${i}`, features })) });
    await expect(
      runInline(
        reasonsJob,
        asked,
        scorerOf(() => 0),
      ),
    ).rejects.toThrow(why);
  });
});

test('background error is that of a mean of rows drawn without replacement', async () => {
  const background = normals(50, 2);
  const found = await runInline(
    reasonsJob,
    question([1, 1], background, { of: 200 }),
    scorerOf((row) => 2 * row[0]! - row[1]!),
  );
  for (const [player, weight] of [2, -1].entries()) {
    const shares = background.map((row) => weight * (1 - row[player]!));
    const mean = shares.reduce((sum, share) => sum + share, 0) / 50;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 49;
    expect(found.backgroundSe![player]).toBeCloseTo(Math.sqrt((variance / 50) * (1 - 50 / 200)), 12);
  }
  const whole = await runInline(
    reasonsJob,
    question([1, 1], background),
    scorerOf((row) => row[0]!),
  );
  expect(whole.backgroundSe).toBeNull();
});
