import { describe, expect, test } from 'vitest';
import { divergence, divergenceBounds } from '../../../../src/engine/influence/anchors/sampled/bounds';
import { anchorsJob } from '../../../../src/engine/influence/anchors/sampled/job';
import { isTrue, predicatesOf } from '../../../../src/engine/influence/anchors/sampled/predicates';
import type { Anchors, AnchorsPartial, AnchorsQuestion, AnchorsSettings } from '../../../../src/engine/influence/anchors/sampled/types';
import { ANCHORS_SETTINGS } from '../../../../src/engine/influence/anchors/sampled/types';
import type { Player } from '../../../../src/engine/influence/players';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { scorerOf, single, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

const DECISION = { ...VALUE, kind: 'decision' } as const;
const numbers = (width: number) => Array.from({ length: width }, (_, j) => ({ name: `x${j}`, kind: 'number' }) as const);

type Changes = Partial<Omit<AnchorsQuestion, 'settings'>> & { settings?: Partial<AnchorsSettings> };

function ask(person: readonly number[], rows: readonly (readonly number[])[], more: Changes = {}): AnchorsQuestion {
  return {
    person: Float64Array.from(person),
    features: numbers(person.length),
    players: single(person.length),
    background: Float64Array.from(rows.flat()),
    quantity: DECISION,
    ...more,
    settings: { ...ANCHORS_SETTINGS, ...more.settings },
  };
}

const run = (question: AnchorsQuestion, score: RowFunction): Promise<Anchors> => runInline(anchorsJob, question, scorerOf(score));

/** Precision of a rule by its definition: over every background row and, player by player, every row it could take values from. */
function exactPrecision(question: AnchorsQuestion, rule: readonly number[], score: RowFunction): number {
  const { person, background, players, features } = question;
  const width = person.length;
  const rows = Array.from({ length: background.length / width }, (_, row) => background.slice(row * width, (row + 1) * width));
  const predicates = predicatesOf(features, players, person, background);
  const own = score(person) >= 0.5;
  const share = (row: Float64Array, left: readonly number[]): number => {
    const [player, ...rest] = left;
    if (player === undefined) return +(score(row) >= 0.5 === own);
    const meets = (other: Float64Array): boolean => predicates[player]!.all.every((predicate) => isTrue(predicate, other));
    if (meets(row)) return share(row, rest);
    const donors = rows.filter(meets);
    const from = donors.length > 0 ? donors : [person];
    const sum = from.reduce((total, donor) => {
      const mixed = row.slice();
      for (const feature of players[player]!.features) mixed[feature] = donor[feature]!;
      return total + share(mixed, rest);
    }, 0);
    return sum / from.length;
  };
  return rows.reduce((sum, row) => sum + share(row, rule), 0) / rows.length;
}

const ruleOf = ({ conditions }: Anchors): number[] => conditions.map(({ player }) => player);
const random = new Random(7);
const normalRows = (count: number, width: number): number[][] => Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));

describe('conditions', () => {
  const of = (kind: 'number' | 'level', own: number, column: readonly number[]) =>
    predicatesOf([{ kind }], single(1), Float64Array.of(own), Float64Array.from(column))[0]!.all[0]!;
  const often = (value: number): number[] => new Array<number>(50).fill(value);
  const hundred = Array.from({ length: 101 }, (_, row) => row);

  test.each([
    ['the quartile cell of a number', 'number', 30, hundred, { kind: 'between', low: 25, high: 50, highInclusive: true }],
    ['its upper end belongs to it', 'number', 50, hundred, { kind: 'between', low: 25, high: 50, highInclusive: true }],
    ['open outward below', 'number', -9, hundred, { kind: 'between', low: -Infinity, high: 25, highInclusive: true }],
    ['open outward above', 'number', 999, hundred, { kind: 'between', low: 75, high: Infinity, highInclusive: false }],
    ['a level', 'level', 2, hundred, { kind: 'equals', value: 2 }],
    ['a missing number', 'number', NaN, [1, 2, NaN], { kind: 'equals', value: NaN }],
    ['a number with few values', 'number', 1, [0, 1, 1, 0, 1], { kind: 'equals', value: 1 }],
    ['a value that many have', 'number', 0, [...hundred, ...often(0)], { kind: 'equals', value: 0 }],
    ['one beside a value that many have', 'number', 3, [...hundred, ...often(0)], { kind: 'between', low: 0, high: 25.75, highInclusive: true }],
    ['one below a value that many have', 'number', 97, [...hundred, ...often(100)], { kind: 'between', low: 74.25, high: 100, highInclusive: false }],
  ] as const)('%s', (_, kind, own, column, expected) => {
    const predicate = of(kind, own, column);
    expect(predicate).toEqual({ ...expected, feature: 0 });
    expect(isTrue(predicate, Float64Array.of(own))).toBe(true);
  });

  test('are not true of what lies outside', () => {
    const below = of('number', 97, [...hundred, ...often(100)]);
    expect([74.25, 75, 99, 100, NaN].map((value) => isTrue(below, Float64Array.of(value)))).toEqual([false, true, true, false, false]);
    const missing = of('number', NaN, hundred);
    expect([NaN, 0].map((value) => isTrue(missing, Float64Array.of(value)))).toEqual([true, false]);
  });
});

test.each([
  [0.3, 40, 2],
  [0.95, 500, 5],
  [0, 10, 1],
  [1, 10, 1],
])('bounds of the mean %d of %i draws stand where the divergence is the level', (p, n, level) => {
  const [lower, upper] = divergenceBounds(p, n, level);
  expect(lower).toBeLessThanOrEqual(p);
  expect(upper).toBeGreaterThanOrEqual(p);
  if (p > 0) expect(n * divergence(p, lower)).toBeCloseTo(level, 6);
  if (p < 1) expect(n * divergence(p, upper)).toBeCloseTo(level, 6);
  // Closed form at the ends: n · −log(1 − q) = level.
  if (p === 0) expect(upper).toBeCloseTo(1 - Math.exp(-level / n), 9);
  if (p === 1) expect(lower).toBeCloseTo(Math.exp(-level / n), 9);
});

describe('rules of models that are known', () => {
  const rows = normalRows(400, 4);

  test('a constant model needs no condition, and everybody is covered', async () => {
    const found = await run(ask([1, 0, 2, 1], rows), () => 0.9);
    expect([ruleOf(found), found.reached, found.decision]).toEqual([[], true, 1]);
    expect(found.coverage).toEqual({ rows: 400, covered: 400, agreeing: 400 });
    expect(found.precision).toMatchObject({ value: 1, upper: 1, rows: 5000 });
    // Closed form for all of n: (2½%)^(1/n).
    expect(found.precision!.lower).toBeCloseTo(0.025 ** (1 / 5000), 12);
  });

  test('a threshold on one input is found alone', async () => {
    const score: RowFunction = (row) => +(row[2]! > 0.2);
    const found = await run(ask([0, 0, 2, 0], rows), score);
    expect([ruleOf(found), found.reached, found.decision, found.precision!.value]).toEqual([[2], true, 1, 1]);
    const truth = rows.filter((row) => isTrue(found.conditions[0]!.all[0]!, Float64Array.from(row)));
    expect(found.coverage).toEqual({ rows: 400, covered: truth.length, agreeing: truth.filter((row) => score(Float64Array.from(row))).length });
  });

  test('of the negative decision too', async () => {
    const found = await run(ask([0, -2, 0, 0], rows), (row) => +(row[1]! > -0.4));
    expect([ruleOf(found), found.decision]).toEqual([[1], 0]);
  });

  test('exclusive or needs both inputs, though neither alone says anything', async () => {
    const bits = Array.from({ length: 200 }, () => Array.from({ length: 3 }, () => random.below(2)));
    const found = await run(ask([1, 0, 1], bits), (row) => row[0]! ^ row[1]!);
    expect([ruleOf(found), found.reached, found.precision!.value]).toEqual([[0, 1], true, 1]);
  });

  test('levels, missing values and blocks of inputs are conditions like others', async () => {
    const features = [{ name: 'l', kind: 'level' } as const, ...numbers(3)];
    const players: Player[] = [
      { name: 'l', features: [0] },
      { name: 'm', features: [1] },
      { name: 'b', features: [2, 3] },
    ];
    const table = Array.from({ length: 300 }, () => {
      const one = random.below(2);
      return [random.below(4), random.uniform() < 0.3 ? NaN : random.normal(), one, 1 - one];
    });
    const score: RowFunction = (row) => +(row[0] === 3 && Number.isNaN(row[1]!) && row[3] === 1);
    const found = await run(ask([3, NaN, 0, 1], table, { features, players }), score);
    expect([ruleOf(found), found.reached, found.precision!.value]).toEqual([[0, 1, 2], true, 1]);
    expect(found.conditions[2]!.all).toEqual([
      { kind: 'equals', feature: 2, value: 0 },
      { kind: 'equals', feature: 3, value: 1 },
    ]);
  });

  test('a rule found is as precise as asked for, and none with fewer conditions that is covers more', async () => {
    const score: RowFunction = (row) => 1 / (1 + Math.exp(-(2 * row[0]! + 1.2 * row[1]! + 0.4 * row[2]!)));
    const small = normalRows(24, 3);
    let good = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const person = small[seed]!;
      const question = ask(person, small, { settings: { seed, freshRows: 500, beam: 3 } });
      const found = await run(question, score);
      if (!found.reached) continue;
      const exact = (rule: readonly number[]): number => exactPrecision(question, rule, score);
      expect(exact(ruleOf(found))).toBeGreaterThan(0.93 - 0.02);
      const covered = (rule: readonly number[]): number => {
        const predicates = predicatesOf(question.features, question.players, question.person, question.background);
        return small.filter((row) => rule.every((player) => isTrue(predicates[player]!.all[0]!, Float64Array.from(row)))).length;
      };
      expect(found.coverage.covered).toBe(covered(ruleOf(found)));
      // Rules clearly above the target that cover clearly more would have been taken: with three inputs the beam holds all of a length.
      const better = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2]].filter((rule) => exact(rule) > 0.985 && covered(rule) > found.coverage.covered);
      expect(better).toEqual([]);
      good++;
    }
    expect(good).toBeGreaterThan(10);
  });
});

test('where nothing is good enough, or the rows run out, the result says so and gives the best rule met', async () => {
  const rows = normalRows(200, 3);
  const noisy: RowFunction = (row) => +(Math.sin(1e4 * (row[0]! + row[1]! + row[2]!)) > 0);
  const hopeless = await run(ask(rows[0]!, rows), noisy);
  expect([hopeless.reached, hopeless.exhausted]).toEqual([false, false]);
  expect(hopeless.precision!.upper).toBeLessThan(0.95);
  const short = await run(ask(rows[0]!, rows, { settings: { searchRows: 1200 } }), noisy);
  expect([short.reached, short.exhausted]).toEqual([false, true]);
  expect(short.rowsEvaluated).toBeLessThanOrEqual(1200 + 5000 + 200);
});

test('rows asked of the model are counted, bounded and repeat from the seed, on any number of workers', async () => {
  const wide = normalRows(300, 60);
  const score: RowFunction = (row) => 1 / (1 + Math.exp(-row.reduce((sum, x, j) => sum + x / (1 + j), 0)));
  const question = ask(wide[3]!, wide, { settings: { seed: 5 } });
  const scorer = scorerOf(score);
  const found = await runInline(anchorsJob, question, scorer);
  expect(found.rowsEvaluated).toBe(scorer.rows);
  expect(scorer.rows).toBeLessThanOrEqual(60_000 + 5000 + 300);
  expect(await run(question, score)).toEqual(found);
  const context = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
  let known: AnchorsPartial | undefined;
  for (let shards = anchorsJob.plan(question, known, 2); shards.length > 0; shards = anchorsJob.plan(question, known, 2)) {
    for (const shard of [...shards].reverse()) {
      const partial = await anchorsJob.run(shard, context);
      known = known === undefined ? partial : anchorsJob.merge(partial, known);
    }
  }
  expect(anchorsJob.result(question, known!)).toEqual(found);
});

test('a stop is heard between batches', async () => {
  const rows = normalRows(50, 3);
  let breaths = 0;
  const breathe = (): Promise<void> => (++breaths > 3 ? Promise.reject(new Error('stopped')) : Promise.resolve());
  const [shard] = anchorsJob.plan(ask(rows[0]!, rows), undefined, 1);
  const noisy = scorerOf((row) => +(Math.sin(1e4 * row[0]!) > 0));
  await expect(anchorsJob.run(shard!, { scorer: noisy, breathe })).rejects.toThrow('stopped');
});

test('questions without a decision are refused', async () => {
  const rows = normalRows(5, 2);
  expect(() => anchorsJob.plan(ask([0, 0], rows, { quantity: VALUE }), undefined, 1)).toThrow(RangeError);
  expect(() => anchorsJob.plan(ask([0, 0], []), undefined, 1)).toThrow(RangeError);
  expect(() => anchorsJob.plan(ask([0, 0], rows, { players: single(1) }), undefined, 1)).toThrowError(expect.objectContaining({ code: 'players' }));
  await expect(run(ask([0, 0], rows), () => NaN)).rejects.toThrowError(expect.objectContaining({ code: 'no-decision' }));
});

describe('the 95% interval of the precision, from fresh rows, holds the exact one in .93 to .97 of 500 runs and more', () => {
  const RUNS = 1500;
  const rows = normalRows(16, 3);
  const score: RowFunction = (row) => 1 / (1 + Math.exp(-(row[0]! + row[1]! * row[2]! + 0.2)));

  // Targets that no rule is certain to meet, so that the search does pick by luck, and precisions away from 1, where the interval covers more.
  test.each([0.7, 0.8, 0.9])('of rules picked to reach %d', async (target) => {
    let inside = 0;
    let runs = 0;
    const exact = new Map<string, number>();
    for (let seed = 1; seed <= RUNS; seed++) {
      const question = ask(rows[seed % 16]!, rows, { settings: { seed, target, freshRows: 400, batch: 20, searchRows: 2000, length: 2 } });
      const found = await run(question, score);
      const rule = ruleOf(found);
      const key = `${seed % 16}:${rule.join()}`;
      const truth = exact.get(key) ?? exactPrecision(question, rule, score);
      exact.set(key, truth);
      // At a precision of exactly 1 the interval always covers it.
      if (truth === 1) continue;
      runs++;
      if (found.precision!.lower <= truth && truth <= found.precision!.upper) inside++;
    }
    expect(runs).toBeGreaterThan(500);
    expect(inside / runs).toBeGreaterThan(0.93);
    expect(inside / runs).toBeLessThan(0.97);
  });
});
