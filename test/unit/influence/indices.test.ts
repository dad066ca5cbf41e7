import { describe, expect, test } from 'vitest';
import type { ShardContext } from '../../../src/engine/jobs/types';
import { runInline } from '../../../src/engine/jobs/inline';
import { indicesJob } from '../../../src/engine/influence/indices/job';
import { INDICES_SETTINGS } from '../../../src/engine/influence/indices/types';
import type { Indices, IndicesPartial, IndicesQuestion, IndicesSettings } from '../../../src/engine/influence/indices/types';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { Random } from '../../../src/engine/stats/random';
import { coalitionValues, distance, question, scorerOf, VALUE } from './oracle';
import type { RowFunction } from './oracle';

const random = new Random(17);
const levels = (count: number, width: number): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: width }, () => random.below(3)));
const score: RowFunction = (row) => {
  const bumps = Math.sin(row[0]! * row[1]! + row[2]!) + (row[3]! * row[1]! > 1 ? row[0]! : 0) - row[2]! * Math.cos(row[0]! * row[3]!);
  return 1 / (1 + Math.exp(-bumps - (row[4] ?? 0) * (row[5] ?? 0)));
};

type More = Partial<IndicesQuestion>;
function ask(person: number[], background: number[][], more: More = {}, settings: Partial<IndicesSettings> = {}): IndicesQuestion {
  const { players, quantity, backgroundOf, ...rows } = question(person, background);
  return { ...rows, players, quantity, backgroundOf, sets: [], ...more, settings: { ...INDICES_SETTINGS, ...settings } };
}

const run = (asked: IndicesQuestion, f = score): Promise<Indices> => runInline(indicesJob, asked, scorerOf(f));

describe('indices of a person’s reasons by their definitions', () => {
  const WIDTH = 6;
  const person = levels(1, WIDTH)[0]!;
  const background = levels(30, WIDTH);
  const sets = [[0, 1], [2, 3, 5], [], [0, 1, 2, 3, 4, 5]];
  const groups = Int32Array.from([0, 0, 1, 1, 2, 2]);
  const all = 2 ** WIDTH - 1;

  test.each(['score', 'decision'] as const)('of the %s', async (kind) => {
    const quantity = { ...VALUE, kind };
    const found = await run(ask(person, background, { sets, groups, quantity }));
    const decide: RowFunction = (row) => (kind === 'decision' ? (score(row) >= 0.5 ? 1 : 0) : score(row));
    const value = coalitionValues(question(person, background), decide);
    const bit = (player: number): number => 1 << player;
    const each = (of: (player: number) => number): number[] => person.map((_, player) => of(player));
    expect(
      distance(
        found.unary.mean,
        each((player) => value[all]! - value[all ^ bit(player)]!),
      ),
    ).toBeLessThan(1e-12);
    expect(
      distance(
        found.firstIn.mean,
        each((player) => value[bit(player)]! - value[0]!),
      ),
    ).toBeLessThan(1e-12);
    const maskOf = (set: readonly number[]): number => set.reduce((mask, player) => mask | bit(player), 0);
    expect(
      distance(
        found.sets.mean,
        sets.map((set) => value[all]! - value[all ^ maskOf(set)]!),
      ),
    ).toBeLessThan(1e-12);
    const rest = (player: number): number[] => Array.from({ length: all + 1 }, (_, mask) => mask).filter((mask) => (mask & bit(player)) === 0);
    const banzhaf = each((player) => rest(player).reduce((sum, mask) => sum + (value[mask | bit(player)]! - value[mask]!) / 2 ** (WIDTH - 1), 0));
    expect(distance(found.coalitions!.banzhaf.mean, banzhaf)).toBeLessThan(1e-12);
    const pairs = each((i) => i).flatMap((i) =>
      each((j) => {
        if (i === j) return 0;
        const both = bit(i) | bit(j);
        return rest(i)
          .filter((mask) => (mask & bit(j)) === 0)
          .reduce((sum, mask) => sum + (value[mask | both]! - value[mask | bit(i)]! - value[mask | bit(j)]! + value[mask]!) / 2 ** (WIDTH - 2), 0);
      }),
    );
    expect(distance(found.coalitions!.banzhafPairs, pairs)).toBeLessThan(1e-12);
    const reasons = (more: object): Promise<{ phi: Float64Array }> =>
      runInline(reasonsJob, { ...question(person, background, { quantity }), ...more }, scorerOf(score));
    expect(distance(found.coalitions!.shapley.mean, (await reasons({})).phi)).toBeLessThan(1e-12);
    expect(distance(found.coalitions!.owen!.mean, (await reasons({ groups })).phi)).toBeLessThan(1e-12);
    expect(found.start).toBeCloseTo(value[0]!, 12);
    expect(found.end).toBeCloseTo(value[all]!, 12);
    const changed = (players: readonly number[]): number => {
      const mixed = background.map((row) => person.map((own, j) => (players.includes(j) ? row[j]! : own)));
      return mixed.filter((row) => decide(Float64Array.from(row)) !== decide(Float64Array.from(person))).length / background.length;
    };
    found.unaryChanged.forEach(({ share, interval }, player) => expect([share, interval]).toEqual([changed([player]), null]));
    found.setsChanged.forEach(({ share }, index) => expect(share).toBe(changed(sets[index]!)));
    expect([found.unary.backgroundSe, found.coalitions!.banzhaf.backgroundHalfWidth]).toEqual([null, null]);
  });

  test('two independent bits under exclusive or: each flips half the time, both together half, Shapley a quarter', async () => {
    const bits = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const found = await run(ask([1, 0], bits, { sets: [[0, 1]] }), (row) => row[0]! ^ row[1]!);
    expect(found.unaryChanged.map(({ share }) => share)).toEqual([0.5, 0.5]);
    expect(found.setsChanged[0]!.share).toBe(0.5);
    expect([...found.coalitions!.shapley.mean]).toEqual([0.25, 0.25]);
  });
});

describe('many inputs', () => {
  const WIDTH = 70;
  const person = levels(1, WIDTH)[0]!;
  const background = levels(150, WIDTH);
  const f: RowFunction = (row) => row.reduce((sum, x, j) => sum + x * ((j % 5) - 2) + (j > 0 ? 0.1 * x * row[j - 1]! : 0), 0);
  const asked = ask(person, background, { sets: [[0, 69]] });

  test('leave out what needs every coalition and say so', async () => {
    const scorer = scorerOf(f);
    const found = await runInline(indicesJob, asked, scorer);
    expect(found.coalitions).toBeNull();
    expect(found.coalitionRows).toBeNull();
    expect(found.rowsEvaluated).toBe(scorer.rows);
    const own = f(Float64Array.from(person));
    const without = person.map((_, player) =>
      background.reduce((sum, row) => sum + (own - f(Float64Array.from(person, (value, j) => (j === player ? row[j]! : value)))) / 150, 0),
    );
    expect(distance(found.unary.mean, without)).toBeLessThan(1e-9);
  });

  test('the order in which shards finish does not matter', async () => {
    const context: ShardContext = { scorer: scorerOf(f), breathe: () => Promise.resolve() };
    const partials: IndicesPartial[] = [];
    for (const shard of indicesJob.plan(asked, undefined, 3)) partials.push(await indicesJob.run(shard, context));
    expect(partials.length).toBeGreaterThan(1);
    const backwards = indicesJob.result(asked, partials.reduceRight((known, partial) => indicesJob.merge(known, partial)));
    expect(backwards).toEqual(indicesJob.result(asked, partials.reduce((known, partial) => indicesJob.merge(known, partial))));
    const early = indicesJob.result(asked, partials.at(-1)!);
    expect(early.background.covered).toBeLessThan(early.background.rows);
  });
});

test.each([1, 4])('coalitions scored by %i workers are the same', async (workers) => {
  const asked = ask(levels(1, 6)[0]!, levels(40, 6));
  const context: ShardContext = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
  let known: IndicesPartial | undefined;
  for (let shards = indicesJob.plan(asked, known, workers); shards.length > 0; shards = indicesJob.plan(asked, known, workers)) {
    const partials = await Promise.all(shards.map((shard) => indicesJob.run(shard, context)));
    for (const partial of partials.reverse()) known = known === undefined ? partial : indicesJob.merge(partial, known);
  }
  const inline = await run(asked);
  expect(distance(indicesJob.result(asked, known!).coalitions!.shapleyPairs, inline.coalitions!.shapleyPairs)).toBeLessThan(1e-12);
});

test('refuses group numbers that are not one for each input', async () => {
  await expect(run(ask([1, 2], [[0, 0]], { groups: Int32Array.of(1) }))).rejects.toMatchObject({ code: 'players' });
});

test('intervals for another draw of background rows hold the whole background’s values in .93 to .97 of 600 draws', async () => {
  const WIDTH = 4;
  const person = levels(1, WIDTH)[0]!;
  const smooth: RowFunction = (row) => score(Float64Array.from([row[0]!, row[1]!, row[2]!, row[3]!, 0, 0]));
  const pool = Array.from({ length: 500 }, () => Array.from({ length: WIDTH }, () => random.normal()));
  const sets = [[0, 1], [2, 3]];
  const whole = await run(ask(person, pool, { sets }), smooth);
  const decided = await run(ask(person, pool, { sets, quantity: { ...VALUE, kind: 'decision' } }), smooth);
  const inside = { means: 0, shares: 0 };
  let [means, shares] = [0, 0];
  for (let seed = 1; seed <= 600; seed++) {
    const rows = Array.from(new Random(seed).sample(500, 90), (row) => pool[row]!);
    const found = await run(ask(person, rows, { sets, backgroundOf: 500 }), smooth);
    for (const [some, every] of [
      [found.unary, whole.unary],
      [found.firstIn, whole.firstIn],
      [found.sets, whole.sets],
      [found.coalitions!.banzhaf, whole.coalitions!.banzhaf],
    ] as const) {
      some.mean.forEach((mean, i) => (inside.means += Math.abs(mean - every.mean[i]!) <= some.backgroundHalfWidth![i]! ? 1 : 0));
      means += some.mean.length;
    }
    const flips = await run(ask(person, rows, { sets, backgroundOf: 500, quantity: { ...VALUE, kind: 'decision' } }, { maxExactRows: 0 }), smooth);
    for (const [i, { interval }] of [...flips.unaryChanged, ...flips.setsChanged].entries()) {
      const truth = [...decided.unaryChanged, ...decided.setsChanged][i]!.share;
      if (truth === 0) continue;
      inside.shares += interval!.lower <= truth && truth <= interval!.upper ? 1 : 0;
      shares++;
    }
  }
  expect(inside.means / means).toBeGreaterThan(0.93);
  expect(inside.means / means).toBeLessThan(0.97);
  expect(inside.shares / shares).toBeGreaterThan(0.93);
  expect(inside.shares / shares).toBeLessThan(0.97);
});

test('one background row of many leaves the error not estimable', async () => {
  const found = await run(ask([1, 2, 0, 1], [[0, 1, 2, 0]], { backgroundOf: 50 }));
  expect(found.unary.backgroundSe!.every(Number.isNaN)).toBe(true);
});
