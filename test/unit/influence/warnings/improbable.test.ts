import { describe, expect, test } from 'vitest';
import { gowerDistance, gowerScale } from '../../../../src/engine/influence/nearest/gower';
import { improbableHybrids, improbableWarning, type ImprobableQuestion } from '../../../../src/engine/influence/warnings/improbable';
import { singlePlayers } from '../../../../src/engine/influence/players';
import { sampleQuantile } from '../../../../src/engine/stats/quantile';
import { Random } from '../../../../src/engine/stats/random';

const numbers = (width: number): { name: string; kind: 'number' }[] => Array.from({ length: width }, (_, k) => ({ name: `x${k}`, kind: 'number' }));

/** Rows from a draw of each, of which the first is the person and the next 50 are compared with. */
function questionOf(width: number, rows: number, draw: (row: Float64Array) => void, seed = 1): ImprobableQuestion {
  const real = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) draw(real.subarray(row * width, (row + 1) * width));
  const features = numbers(width);
  return { person: real.slice(0, width), background: real.slice(width, 51 * width), players: singlePlayers(features), features, real, seed };
}

describe('mixed rows unlike every real one', () => {
  test('are about 1 in 100 where inputs are independent', () => {
    const shares = Array.from({ length: 30 }, (_, run) => {
      const random = new Random(100 + run);
      return improbableHybrids({ ...questionOf(3, 400, (row) => row.forEach((__, k) => (row[k] = random.uniform()))), draws: 300 }).share;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.004);
    expect(mean).toBeLessThan(0.02);
  });

  test('are most where inputs are tied, save where the tied ones are swapped as one player', () => {
    const random = new Random(5);
    const question = questionOf(3, 1500, (row) => {
      const base = random.uniform();
      row.forEach((_, k) => (row[k] = base + 0.05 * random.uniform()));
    });
    const found = improbableHybrids(question);
    expect(found.share).toBeGreaterThan(0.7);
    expect(improbableWarning(found)).toMatchObject({ code: 'improbable-rows', text: expect.stringMatching(/^Of the mixed rows behind these values, [7-9]\d of 100/) as string });
    const joined = improbableHybrids({ ...question, players: [{ name: 'all', features: [0, 1, 2] }] });
    expect([joined.share, joined.lower, joined.upper, joined.draws]).toEqual([NaN, NaN, NaN, 0]);
    expect(improbableWarning(joined)).toBeUndefined();
  });

  /** 60 rows of three tied numbers and a level: every mixed row by its chance, and its distance by comparing all. */
  const random = new Random(9);
  const width = 4;
  const features = [...numbers(3), { name: 'level', kind: 'level' as const }];
  const real = new Float64Array(60 * width);
  for (let row = 0; row < 60; row++) {
    const base = random.uniform();
    const near = (): number => base + 0.15 * random.normal();
    real.set([base, near(), random.uniform() < 0.05 ? NaN : near(), Math.floor(3 * base)], row * width);
  }
  const rowOf = (row: number): Float64Array => real.subarray(row * width, (row + 1) * width);
  const players = singlePlayers(features);
  const question: ImprobableQuestion = { person: real.slice(0, width), background: real.slice(width, 9 * width), players, features, real, seed: 1, draws: 200 };
  const scale = gowerScale(features, players, real);
  const nearest = (values: Float64Array, without: readonly number[]): number =>
    Math.min(...Array.from({ length: 60 }, (_, row) => (without.includes(row) ? Infinity : gowerDistance(scale, values, rowOf(row)))));
  const limit = sampleQuantile(Float64Array.from({ length: 60 }, (_, row) => nearest(rowOf(row), [row])).sort(), 0.99);
  const choose = [0, 0, 2, 3, 6];
  const truth = Array.from({ length: 8 }, (_, k) => k + 1).reduce((sum, row) => {
    const differing = [0, 1, 2, 3].filter((k) => !Object.is(rowOf(row)[k], rowOf(0)[k]));
    const d = differing.length;
    let far = 0;
    for (let set = 1; set < 2 ** d - 1; set++) {
      const swapped = differing.filter((_, k) => ((set >>> k) & 1) === 1);
      const hybrid = rowOf(0).slice();
      for (const k of swapped) hybrid[k] = rowOf(row)[k]!;
      const ways = d === 4 && swapped.length === 2 ? choose[4]! : d;
      if (nearest(hybrid, [0, row]) > limit + 1e-9) far += 1 / ways / (d - 1);
    }
    return sum + far / 8;
  }, 0);

  test('a small case has the limit and the share that comparing everything gives', () => {
    const found = improbableHybrids({ ...question, draws: 20_000 });
    expect(found).toMatchObject({ rows: 60, draws: 20_000, seed: 1 });
    expect(found.limit).toBeCloseTo(limit, 12);
    expect(Math.abs(found.share - truth)).toBeLessThan(4 * Math.sqrt((truth * (1 - truth)) / 20_000));
  });

  test('the interval holds the share of all mixed rows in about 95 of 100 draws', () => {
    let held = 0;
    for (let seed = 1; seed <= 600; seed++) {
      const { lower, upper } = improbableHybrids({ ...question, seed });
      held += +(lower <= truth && truth <= upper);
    }
    expect(truth).toBeGreaterThan(0.02);
    expect(held / 600).toBeGreaterThan(0.93);
    expect(held / 600).toBeLessThan(0.97);
  });
});
