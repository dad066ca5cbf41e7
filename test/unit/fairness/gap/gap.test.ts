import { describe, expect, test } from 'vitest';
import { gapJob } from '../../../../src/engine/fairness/gap/job';
import { setHalfWidth } from '../../../../src/engine/fairness/gap/shares';
import { GAP_SETTINGS } from '../../../../src/engine/fairness/gap/types';
import type { GapDecomposition, GapLens, GapQuestion, GapSide } from '../../../../src/engine/fairness/gap/types';
import { makeQuantity, quantityOf } from '../../../../src/engine/influence/quantities';
import type { Quantity } from '../../../../src/engine/influence/quantities';
import { runInline } from '../../../../src/engine/jobs/inline';
import { moments } from '../../../../src/engine/stats/intervals';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf, single, VALUE } from '../../influence/oracle';
import type { RowFunction } from '../../influence/oracle';

const random = new Random(17);
const rows = (count: number, width: number, shift = 0): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: width }, (_, j) => random.normal() + shift * ((j % 3) - 0.5)));
const flat = (people: readonly (readonly number[])[]): Float64Array<ArrayBuffer> => Float64Array.from(people.flat());

/** People all of whom are given, or the first of more. */
function side(score: RowFunction, quantities: readonly Quantity[], people: readonly (readonly number[])[], given = people.length): GapSide {
  const values = people.map((row) => score(Float64Array.from(row)));
  const known = quantities.map((quantity) => {
    const { mean, variance } = moments(values.map((value) => quantityOf(quantity, Float64Array.of(value), 0)));
    return { mean, variance };
  });
  return { rows: flat(people.slice(0, given)), of: people.length, known };
}

function ask(score: RowFunction, a: readonly number[][], b: readonly number[][], background: readonly number[][], more: Partial<GapQuestion> = {}, settings: Partial<GapQuestion['settings']> = {}): GapQuestion {
  const width = a[0]!.length;
  const quantities = more.quantities ?? [VALUE];
  return {
    lens: 'shared',
    a: side(score, quantities, a),
    b: side(score, quantities, b),
    width,
    background: flat(background),
    players: single(width),
    quantities,
    ...more,
    settings: { ...GAP_SETTINGS, ...settings },
  };
}

const crossed: RowFunction = (row) => row[0]! * row[1]! - 2 * row[1]! * row[2]! + row[3]! + 0.5 * row[0]! * row[3]!;
const DECISION = makeQuantity({ kind: 'decision' }, { task: 'regression', classes: 0, favourable: 1, threshold: 0.2 });
const bent: RowFunction = (row) => Math.tanh(row[0]! * row[1]! + row[2]!) + 0.5 * row[3]!;
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

describe('one pair of people', () => {
  test('is the difference of their Shapley values against the comparison row, where inputs act in pairs at most', async () => {
    const [a, b, r] = [rows(1, 4), rows(1, 4, 1), rows(1, 4)];
    const found = await runInline(gapJob, ask(crossed, a, b, r, {}, { units: 1 }), scorerOf(crossed));
    const of = (person: number[]): number[] => bruteShapley(coalitionValues(question(person, r), crossed), 4);
    const [one, other] = [of(a[0]!), of(b[0]!)];
    expect(distance(found.shares[0]!.phi, one.map((value, j) => value - other[j]!))).toBeLessThan(1e-12);
    expect([...found.shares[0]!.halfWidth].every(Number.isNaN)).toBe(true);
  });

  test('swapped is the Shapley value of one against the other', async () => {
    const [a, b] = [rows(1, 4), rows(1, 4, 1)];
    const found = await runInline(gapJob, ask(crossed, a, b, [], { lens: 'swap' }, { units: 1 }), scorerOf(crossed));
    expect(distance(found.shares[0]!.phi, bruteShapley(coalitionValues(question(a[0]!, b), crossed), 4))).toBeLessThan(1e-12);
  });

  test('one by one is what replacing each input takes from one less what it takes from the other, and sets likewise', async () => {
    const [a, b, r] = [rows(1, 4), rows(1, 4, 1), rows(5, 4)];
    const found = await runInline(gapJob, ask(bent, a, b, r, { lens: 'unary', sets: [[0, 2]] }, { units: 1 }), scorerOf(bent));
    const takes = (person: number[], target: number[]): number =>
      r.reduce((total, row) => total + (bent(Float64Array.from(person)) - bent(Float64Array.from(person.map((own, j) => (target.includes(j) ? row[j]! : own))))) / 5, 0);
    [[0], [1], [2], [3], [0, 2]].forEach((target, at) => expect(found.shares[0]!.phi[at]).toBeCloseTo(takes(a[0]!, target) - takes(b[0]!, target), 12));
    expect(found.players.at(-1)).toBe('x0, x2');
  });
});

describe('the parts add up to the gap of the whole table, whoever is drawn', () => {
  test.each<[GapLens, number, number]>([
    ['shared', 400, 300],
    ['shared', 60, 50],
    ['shared', 7, 300],
    ['swap', 400, 300],
    ['swap', 5, 60],
    ['swap-ranks', 400, 300],
  ])('%s, %d of 400 and %d of 300', async (lens, na, nb) => {
    const [a, b, pool] = [rows(400, 4), rows(300, 4, 1), rows(120, 4, 0.5)];
    const quantities = [VALUE, DECISION];
    const asked = ask(bent, a, b, pool, { lens, quantities, a: side(bent, quantities, a, na), b: side(bent, quantities, b, nb) }, { units: 200 });
    const found = await runInline(gapJob, asked, scorerOf(bent));
    found.shares.forEach((shares, at) => {
      const mean = (people: number[][]): number => moments(people.map((row) => quantityOf(quantities[at]!, Float64Array.of(bent(Float64Array.from(row))), 0))).mean;
      expect(shares.total).toBeCloseTo(mean(a) - mean(b), 13);
      expect(sum(shares.phi) + shares.remainder).toBeCloseTo(shares.total, 13);
      if (lens !== 'swap-ranks') expect(Math.abs(shares.remainder)).toBeLessThan(1e-12);
      expect(setHalfWidth(shares, [...shares.phi.keys()], 0.05)).toBeGreaterThanOrEqual(0);
    });
  });
});

describe('a linear model', () => {
  const weights = [1, -2, 0, 0.5];
  const linear: RowFunction = (row) => row.reduce((total, value, j) => total + weights[j]! * value, 0);
  test.each<GapLens>(['shared', 'swap', 'swap-ranks', 'unary'])('gives each input its weight times the distance of the means: %s', async (lens) => {
    const [a, b] = [rows(60, 4), rows(60, 4, 1)];
    const found = await runInline(gapJob, ask(linear, a, b, rows(40, 4), { lens }, { units: 60 }), scorerOf(linear));
    const mean = (people: number[][], j: number): number => people.reduce((total, row) => total + row[j]! / people.length, 0);
    weights.forEach((weight, j) => expect(found.shares[0]!.phi[j]).toBeCloseTo(weight * (mean(a, j) - mean(b, j)), 11));
    if (lens === 'swap-ranks') expect(found.shares[0]!.remainder).toBeCloseTo(0, 11);
  });
});

describe('swapping by rank', () => {
  test('keeps levels that both groups have, and gives the others those left over', async () => {
    const [a, b] = [[0, 0, 0, 1, 2, 2].map((level) => [level]), [0, 2, 2, 2, 3, 3].map((level) => [level])];
    const asked = ask((row) => row[0]!, a, b, [], { lens: 'swap-ranks', ordered: Uint8Array.of(0) }, { units: 6 });
    const [shard] = gapJob.plan(asked, undefined, 1);
    const moved = Array.from(shard!.a, (value, at) => [value, shard!.compared[at]!] as const);
    expect(moved.map(([, to]) => to).sort()).toEqual([0, 2, 2, 2, 3, 3]);
    expect(moved.filter(([from, to]) => from === to)).toHaveLength(3);
  });

  test('does not move values of a rank that both have alike, missing ones among them', async () => {
    const people = [1, 5, 5, NaN, 9].map((value) => [value, 2 * value]);
    const found = await runInline(gapJob, ask((row) => (row[0]! > 3 ? 1 : 0), people, people, [], { lens: 'swap-ranks' }, { units: 5 }), scorerOf((row) => (row[0]! > 3 ? 1 : 0)));
    expect([...found.shares[0]!.phi]).toEqual([0, 0]);
  });
});

describe('gaps that are not there', () => {
  test('no gap, all decided alike: every part is 0, exactly', async () => {
    const [a, b] = [rows(30, 3), rows(20, 3)];
    const never: RowFunction = () => 0;
    const { shares } = await runInline(gapJob, ask(never, a, b, rows(10, 3), { quantities: [VALUE, DECISION] }, { units: 40 }), scorerOf(never));
    for (const { phi, halfWidth, total, remainder } of shares) expect([...phi, ...halfWidth, total, remainder]).toEqual(new Array(8).fill(0));
  });

  test('a group of three is said to be few and keeps wide intervals', async () => {
    const found = await runInline(gapJob, ask(bent, rows(3, 4), rows(80, 4, 1), rows(50, 4), {}, { units: 400 }), scorerOf(bent));
    expect(found.warnings.map(({ code }) => code)).toEqual(['few-people']);
    expect(found.shares[0]!.freedom).toBe(2);
    expect([...found.shares[0]!.halfWidth].every((half) => half > 0)).toBe(true);
  });

  test('a group of nobody is refused', async () => {
    const nobody = { rows: new Float64Array(0), of: 0, known: [{ mean: NaN, variance: NaN }] };
    await expect(runInline(gapJob, ask(bent, rows(3, 4), rows(3, 4), rows(3, 4), { a: nobody }), scorerOf(bent))).rejects.toMatchObject({ code: 'empty-group' });
  });

  test('one person alone has no interval', async () => {
    const { shares } = await runInline(gapJob, ask(bent, rows(1, 4), rows(80, 4), rows(50, 4), {}, { units: 100 }), scorerOf(bent));
    expect([...shares[0]!.halfWidth].every(Number.isNaN)).toBe(true);
    expect(Number.isNaN(shares[0]!.bandHalfWidth[0]!)).toBe(true);
  });
});

describe('in parts', () => {
  const asked = ask(bent, rows(500, 4), rows(400, 4, 1), rows(300, 4), { quantities: [VALUE, DECISION] }, { units: 1500 });
  test('is known from the first shards on, and the parts may come in any order', async () => {
    const context = { scorer: scorerOf(bent), breathe: () => Promise.resolve() };
    const shards = gapJob.plan(asked, undefined, 2);
    const parts = await Promise.all(shards.map((shard) => gapJob.run(shard, context)));
    expect(parts.length).toBeGreaterThan(3);
    const early = gapJob.result(asked, parts[1]!);
    expect(early.warnings.map(({ code }) => code)).toEqual(['preliminary']);
    expect(sum(early.shares[1]!.phi)).toBeCloseTo(early.shares[1]!.total, 12);
    const merged = (list: typeof parts): GapDecomposition => gapJob.result(asked, list.reduce((one, other) => gapJob.merge(one, other)));
    expect(merged(parts.toReversed()).shares).toEqual(merged(parts).shares);
    expect(merged(parts).units).toBe(1500);
    expect(gapJob.plan(asked, parts[0], 2)).toEqual([]);
  });

  test('stops when told to', async () => {
    const stop = new Error('stopped');
    const [shard] = gapJob.plan(asked, undefined, 1);
    await expect(gapJob.run(shard!, { scorer: scorerOf(bent), breathe: () => Promise.reject(stop) })).rejects.toBe(stop);
  });

  test('says when the model gives a mixed row no score', async () => {
    await expect(runInline(gapJob, asked, scorerOf((row) => (row[0]! > 2 ? NaN : 0)))).rejects.toMatchObject({ code: 'no-score' });
  });
});
