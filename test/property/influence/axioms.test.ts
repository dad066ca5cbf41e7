import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { banzhafValues, owenValues, pairInteractions, shapleyValues } from '../../../src/engine/influence/games/indices';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import type { Reasons } from '../../../src/engine/influence/reasons/types';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf } from '../../unit/influence/oracle';
import type { RowFunction } from '../../unit/influence/oracle';

/** Small whole numbers and missing values, so that rows often agree. */
const cell = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -1, max: 2 }) }, { weight: 1, arbitrary: fc.constant(NaN) });
const problem = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    person: fc.array(cell, { minLength: width, maxLength: width }),
    background: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  }),
);

/** A fixed but arbitrary number for every row: interactions of every order. */
function anyFunction(seed: number, read: (index: number) => boolean = () => true): RowFunction {
  return (row) => {
    let code = seed;
    row.forEach((value, index) => (code = read(index) ? code * 7 + (Number.isNaN(value) ? 5 : value + 1) : code * 7));
    return new Random(code).normal();
  };
}

type Given = { width: number; person: number[]; background: number[][] };
const reasons = ({ person, background }: Given, score: RowFunction, settings = {}): Promise<Reasons> =>
  runInline(reasonsJob, question(person, background, { settings }), scorerOf(score));

test('exact values agree with the definition and add up', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (given) => {
      const score = anyFunction(given.seed);
      const found = await reasons(given, score);
      const values = coalitionValues(question(given.person, given.background), score);
      expect(distance(found.phi, bruteShapley(values, given.width))).toBeLessThan(1e-9);
      expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-9);
    }),
  );
});

test('sampled values add up', async () => {
  await fc.assert(
    fc.asyncProperty(problem, fc.integer({ min: 1, max: 3 }), async (given, units) => {
      const found = await reasons(given, anyFunction(given.seed), { maxExactRows: 0, units });
      expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-9);
    }),
  );
});

test('an input that is not read gets nothing', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (given) => {
      const found = await reasons(
        given,
        anyFunction(given.seed, (index) => index > 0),
      );
      expect(Math.abs(found.phi[0]!)).toBeLessThan(1e-12);
    }),
  );
});

test('inputs that play the same part get the same', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (given) => {
      if (given.width < 2) return;
      const alike = (row: number[]): number[] => [row[1]!, ...row.slice(1)];
      const score = anyFunction(given.seed);
      const symmetric: RowFunction = (row) => score(row) + score(Float64Array.from([row[1]!, row[0]!, ...row.slice(2)]));
      const found = await reasons({ ...given, person: alike(given.person), background: given.background.map(alike) }, symmetric);
      expect(Math.abs(found.phi[0]! - found.phi[1]!)).toBeLessThan(1e-9);
    }),
  );
});

test('values of a sum of functions are the sum of their values', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (given) => {
      const one = anyFunction(given.seed);
      const two = anyFunction(given.seed + 1);
      const [a, b, both] = [await reasons(given, one), await reasons(given, two), await reasons(given, (row) => 2 * one(row) - 3 * two(row))];
      expect(
        distance(
          both.phi,
          a.phi.map((value, j) => 2 * value - 3 * b.phi[j]!),
        ),
      ).toBeLessThan(1e-9);
    }),
  );
});

test('values follow the inputs when these are reordered', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (given) => {
      const order = new Random(given.seed).shuffle(Int32Array.from({ length: given.width }, (_, j) => j));
      const moved = (row: number[]): number[] => Array.from(order, (j) => row[j]!);
      const score = anyFunction(given.seed);
      const back = new Int32Array(given.width);
      order.forEach((j, place) => (back[j] = place));
      const straight = await reasons(given, score);
      const found = await reasons({ ...given, person: moved(given.person), background: given.background.map(moved) }, (row) =>
        score(Float64Array.from(back, (place) => row[place]!)),
      );
      expect(
        distance(
          found.phi,
          Array.from(order, (j) => straight.phi[j]!),
        ),
      ).toBeLessThan(1e-9);
    }),
  );
});

test('a background row given twice counts twice', async () => {
  await fc.assert(
    fc.asyncProperty(problem, async (given) => {
      const score = anyFunction(given.seed);
      const once = await reasons(given, score);
      const twice = await reasons({ ...given, background: [...given.background, ...given.background] }, score);
      expect(distance(once.phi, twice.phi)).toBeLessThan(1e-12);
      expect(twice.rowsEvaluated).toBe(once.rowsEvaluated);
    }),
  );
});

const game = fc
  .integer({ min: 1, max: 6 })
  .chain((players) =>
    fc.record({
      players: fc.constant(players),
      value: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2 ** players, maxLength: 2 ** players }),
    }),
  );

test('indices of a table of coalitions agree with their definitions', () => {
  fc.assert(
    fc.property(game, ({ players, value }) => {
      const table = Float64Array.from(value);
      const all = 2 ** players - 1;
      const shapley = shapleyValues(table, players);
      expect(distance(shapley, bruteShapley(value, players))).toBeLessThan(1e-9);
      for (let player = 0; player < players; player++) {
        let sum = 0;
        for (let mask = 0; mask <= all; mask++) if (!((mask >>> player) & 1)) sum += value[mask | (1 << player)]! - value[mask]!;
        expect(banzhafValues(table, players)[player]).toBeCloseTo(sum / 2 ** (players - 1), 9);
      }
      const alone = Int32Array.from({ length: players }, (_, index) => index);
      expect(distance(owenValues(table, players, alone), shapley)).toBeLessThan(1e-9);
      expect(distance(owenValues(table, players, new Int32Array(players)), shapley)).toBeLessThan(1e-9);
    }),
  );
});

test('the interaction of a pair is the value of the pair joined, less each alone with the other gone', () => {
  fc.assert(
    fc.property(game, ({ players, value }) => {
      if (players < 2) return;
      const without = (gone: number): number[] =>
        Array.from({ length: 2 ** (players - 1) }, (_, mask) => value[((mask >>> gone) << (gone + 1)) | (mask & ((1 << gone) - 1))]!);
      // Players 0 and 1 joined: player 0 of the smaller game stands for both.
      const joined = Array.from({ length: 2 ** (players - 1) }, (_, mask) => value[((mask >>> 1) << 2) | (mask & 1 ? 3 : 0)]!);
      const pair = bruteShapley(joined, players - 1)[0]! - bruteShapley(without(1), players - 1)[0]! - bruteShapley(without(0), players - 1)[0]!;
      const found = pairInteractions(Float64Array.from(value), players, 'shapley');
      expect(found[1]).toBeCloseTo(pair, 9);
      expect(found[players]).toBe(found[1]);
    }),
  );
});
