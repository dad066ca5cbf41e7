import { describe, expect, test } from 'vitest';
import { IMPORTANCE_SETTINGS } from '../../../../src/engine/influence/importance/job';
import type { ImportanceSettings } from '../../../../src/engine/influence/importance/job';
import { makeQuantity } from '../../../../src/engine/influence/quantities';
import { setsJob } from '../../../../src/engine/influence/sets/job';
import type { PeopleSet, Sets, SetsQuestion } from '../../../../src/engine/influence/sets/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf, single, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

/** Enough players for rows not to be enumerated where sampling is asked for. */
const WIDTH = 7;
const random = new Random(31);
/** Rows of two groups that differ in where their inputs lie. */
const rows = (count: number, shift = 0): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: WIDTH }, (_, j) => random.normal() + shift * (j % 2)));
const score: RowFunction = (row) =>
  1 / (1 + Math.exp(-(row[0]! + row[1]! * row[2]! - Math.sin(row[3]! + row[4]! * row[1]! * row[5]!) + 0.5 * row[6]! * row[0]!)));

const setOf = (people: readonly number[][], of = people.length): PeopleSet => ({ rows: Float64Array.from(people.flat()), of });

function ask(
  a: PeopleSet,
  b: PeopleSet | undefined,
  compared: readonly number[][],
  more: Partial<SetsQuestion> = {},
  settings: Partial<ImportanceSettings> = {},
): SetsQuestion {
  const background = Float64Array.from(compared.flat());
  const common = { width: WIDTH, background, backgroundOf: compared.length, players: single(WIDTH), quantity: VALUE };
  return { a, ...(b && { b }), ...common, ...more, settings: { ...IMPORTANCE_SETTINGS, ...settings } };
}

describe('a difference of two sets', () => {
  test('of a linear model is the weight times the distance of the means, whatever the background', async () => {
    const weights = [1, -2, 0, 0.5, 3, 0, -1];
    const linear: RowFunction = (row) => row.reduce((sum, x, j) => sum + weights[j]! * x, 0);
    const [a, b] = [rows(40), rows(25, 1)];
    const mean = (people: number[][], j: number): number => people.reduce((sum, row) => sum + row[j]! / people.length, 0);
    for (const background of [rows(3), rows(8, 2)]) {
      const { difference, exact } = await runInline(setsJob, ask(setOf(a), setOf(b), background), scorerOf(linear));
      expect(exact).toBe(true);
      weights.forEach((weight, j) => expect(difference!.phi[j]).toBeCloseTo(weight * (mean(a, j) - mean(b, j)), 11));
      // Everybody of both sets is explained exactly against all rows: nothing is left to chance.
      expect([...difference!.wholeHalfWidth, difference!.totalHalfWidth]).toEqual(new Array(WIDTH + 1).fill(0));
    }
  });

  test('and the mean of each are Shapley values of the game of means, by definition, and add up to the gap of the rows explained', async () => {
    const [a, b, background] = [rows(6), rows(4, 1), rows(5)];
    const found = await runInline(setsJob, ask(setOf(a), setOf(b), background), scorerOf(score));
    const gameOf = (people: number[][]): Float64Array => {
      const games = people.map((person) => coalitionValues(question(person, background), score));
      return games[0]!.map((_, mask) => games.reduce((sum, game) => sum + game[mask]! / people.length, 0));
    };
    const [one, other] = [gameOf(a), gameOf(b)];
    expect(distance(found.a!.phi, bruteShapley(one, WIDTH))).toBeLessThan(1e-12);
    expect(distance(found.b!.phi, bruteShapley(other, WIDTH))).toBeLessThan(1e-12);
    expect(distance(found.difference!.phi, bruteShapley(one.map((value, mask) => value - other[mask]!), WIDTH))).toBeLessThan(1e-12);
    expect(found.start).toBeCloseTo(one[0]!, 12);
    expect([found.a!.end, found.b!.end]).toEqual([expect.closeTo(one.at(-1)!, 12), expect.closeTo(other.at(-1)!, 12)]);
    expect(found.difference!.total).toBeCloseTo(one.at(-1)! - other.at(-1)!, 12);
    for (const own of [found.a!, found.b!, found.difference!]) expect(Math.abs(own.efficiencyResidual)).toBeLessThan(1e-12);
    const sampled = await runInline(setsJob, ask(setOf(a), setOf(b), background, {}, { maxExactRows: 0 }), scorerOf(score));
    for (const own of [sampled.a!, sampled.b!, sampled.difference!]) expect(Math.abs(own.efficiencyResidual)).toBeLessThan(1e-12);
  });

  test('in loss holds each person against their own label', async () => {
    const [a, b, background] = [rows(6), rows(4, 1), rows(5)];
    const labels = { a: Float64Array.of(0, 1, 1, 0, 1, 0), b: Float64Array.of(1, 1, 0, 0) };
    const quantity = makeQuantity({ kind: 'loss', loss: 'log' }, { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 });
    const asked = ask({ ...setOf(a), labels: labels.a }, { ...setOf(b), labels: labels.b }, background, { quantity });
    const { difference } = await runInline(setsJob, asked, scorerOf(score));
    const loss = (row: number[], label: number): number => -Math.log(label === 1 ? score(Float64Array.from(row)) : 1 - score(Float64Array.from(row)));
    const mean = (people: number[][], own: Float64Array): number => people.reduce((sum, row, at) => sum + loss(row, own[at]!) / people.length, 0);
    expect(difference!.total).toBeCloseTo(mean(a, labels.a) - mean(b, labels.b), 12);
    expect(Math.abs(difference!.efficiencyResidual)).toBeLessThan(1e-12);
    await expect(runInline(setsJob, { ...asked, b: setOf(b) }, scorerOf(score))).rejects.toMatchObject({ code: 'no-outcome' });
  });

  test('is known from the first shards on, and the parts may come in any order', async () => {
    const asked = ask(setOf(rows(60)), setOf(rows(20, 1)), rows(40));
    const context = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
    const shards = setsJob.plan(asked, undefined, 1);
    const parts = await Promise.all(shards.map((shard) => setsJob.run(shard, context)));
    expect(parts.length).toBeGreaterThan(2);
    const early = setsJob.result(asked, parts[0]!);
    expect(early.difference).not.toBeNull();
    expect(early.warnings.map(({ code }) => code)).toContain('preliminary');
    const merged = (list: typeof parts): Sets => setsJob.result(asked, list.reduce((one, other) => setsJob.merge(one, other)));
    const [forwards, backwards] = [merged(parts), merged(parts.toReversed())];
    expect(backwards.difference).toEqual(forwards.difference);
    expect(forwards.warnings).toEqual([]);
  });

  test('refuses a set of nobody', async () => {
    await expect(runInline(setsJob, ask(setOf([]), setOf(rows(3)), rows(2)), scorerOf(score))).rejects.toMatchObject({ code: 'empty-set' });
  });

  test('says what cannot be estimated, and what rests on few', async () => {
    const one = await runInline(setsJob, ask(setOf(rows(1), 50), setOf(rows(40)), rows(4), { backgroundOf: 400 }), scorerOf(score));
    expect(one.difference!.halfWidth.every(Number.isNaN)).toBe(true);
    expect(one.warnings.map(({ code }) => code)).toEqual(['few-people', 'small-background']);
    const wide = Float64Array.from({ length: 70 * 3 }, () => random.normal());
    const many = { width: 70, background: wide.slice(0, 140), backgroundOf: 100, players: single(70) };
    const found = await runInline(setsJob, ask({ rows: wide, of: 3 }, undefined, [], many), scorerOf((row) => row[0]! * row[69]!));
    expect([found.b, found.difference]).toEqual([null, null]);
    expect([...found.a!.backgroundSe!, ...found.a!.wholeHalfWidth].every(Number.isNaN)).toBe(true);
    expect(found.a!.halfWidth.some(Number.isNaN)).toBe(false);
  });
});

describe('95% intervals hold the values of all people in .93 to .97 of 500 runs', () => {
  const RUNS = 500;
  const everyone = { a: rows(120), b: rows(80, 0.7), pool: rows(60) };
  const fixed = everyone.pool.slice(0, 4);

  const draw = (from: readonly number[][], count: number, seed: number): number[][] =>
    Array.from(new Random(seed).sample(from.length, count), (row) => from[row]!);

  test.each([
    ['sampled people, exact values, one background', { maxExactRows: 1e6 }, undefined, 30, 20],
    ['sampled people, sampled values, one background', { maxExactRows: 0, units: 2 }, undefined, 30, 20],
    ['all people, sampled values', { maxExactRows: 0, units: 2 }, undefined, 120, 80],
    ['sampled people, exact values, drawn background', { maxExactRows: 1e6 }, 10, 20, 15],
  ])('%s', async (_, settings, drawn, na, nb) => {
    const everybody = na === everyone.a.length;
    const [pool, which] = drawn === undefined ? [fixed, 'halfWidth' as const] : [everyone.pool, 'wholeHalfWidth' as const];
    const truth = await runInline(setsJob, ask(setOf(everyone.a), setOf(everyone.b), pool, {}, { maxExactRows: 1e6 }), scorerOf(score));
    const inside = { difference: 0, mean: 0, total: 0 };
    const hold = (value: number, exact: number, half: number): number => (Math.abs(value - exact) <= half + 1e-13 ? 1 : 0);
    for (let seed = 1; seed <= RUNS; seed++) {
      const a = setOf(draw(everyone.a, na, 3 * seed), everyone.a.length);
      const b = setOf(draw(everyone.b, nb, 3 * seed + 1), everyone.b.length);
      const background = drawn === undefined ? fixed : draw(pool, drawn, 3 * seed + 2);
      const asked = ask(a, b, background, { backgroundOf: pool.length }, { ...settings, seed: 1e6 * seed });
      const found = await runInline(setsJob, asked, scorerOf(score));
      expect(found.exact).toBe(settings.maxExactRows > 0);
      for (let player = 0; player < WIDTH; player++) {
        inside.difference += hold(found.difference!.phi[player]!, truth.difference!.phi[player]!, found.difference![which][player]!);
        inside.mean += hold(found.a!.phi[player]!, truth.a!.phi[player]!, found.a![which][player]!);
      }
      inside.total += hold(found.difference!.total, truth.difference!.total, found.difference!.totalHalfWidth);
    }
    const shares = [inside.difference / WIDTH / RUNS, inside.mean / WIDTH / RUNS, ...(everybody ? [] : [inside.total / RUNS])];
    for (const share of shares) {
      expect(share).toBeGreaterThan(0.93);
      expect(share).toBeLessThan(0.97);
    }
    if (everybody) expect(inside.total).toBe(RUNS);
  });
});

test('a stop between batches ends the work', async () => {
  const stop = new Error('stopped');
  const context = { scorer: scorerOf(score), breathe: () => Promise.reject(stop) };
  const [shard] = setsJob.plan(ask(setOf(rows(20)), setOf(rows(20)), rows(10)), undefined, 1);
  await expect(setsJob.run(shard!, context)).rejects.toBe(stop);
});
