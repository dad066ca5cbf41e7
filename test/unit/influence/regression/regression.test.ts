import { describe, expect, test } from 'vitest';
import type { ShardContext } from '../../../../src/engine/jobs/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { regressionJob } from '../../../../src/engine/influence/regression/job';
import { REGRESSION_SETTINGS } from '../../../../src/engine/influence/regression/types';
import type { RegressionPartial, RegressionQuestion, RegressionSettings } from '../../../../src/engine/influence/regression/types';
import { reasonsJob } from '../../../../src/engine/influence/reasons/job';
import type { Reasons } from '../../../../src/engine/influence/reasons/types';
import { sumHalfWidth } from '../../../../src/engine/influence/waterfall/half-widths';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf } from '../oracle';
import type { RowFunction } from '../oracle';

const random = new Random(23);
const rows = (count: number, width: number): number[][] => Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));
const at = (row: Float64Array, index: number): number => row[index % row.length]!;
/** Interactions of every order among however many inputs there are. */
const score: RowFunction = (row) => {
  const step = at(row, 3) * at(row, 4) * at(row, 5) > 0.2 ? 1 : 0;
  const bumps = Math.sin(at(row, 0) * at(row, 1) + at(row, 2)) + step - at(row, 6) * Math.cos(at(row, 0) * at(row, 7));
  return 1 / (1 + Math.exp(-bumps - 0.5 * at(row, 8) * at(row, 9) * at(row, 10)));
};

type Rows = readonly (readonly number[])[];
type More = Parameters<typeof question>[2];
function ask(person: readonly number[], background: Rows, settings: Partial<RegressionSettings> = {}, more: More = {}): RegressionQuestion {
  return { ...question(person, background, more), settings: { ...REGRESSION_SETTINGS, ...settings } };
}
const run = (asked: RegressionQuestion, f = score): Promise<Reasons> => runInline(regressionJob, asked, scorerOf(f));

describe('with all coalitions', () => {
  test.each([
    [1, 1],
    [2, 3],
    [3, 1],
    [6, 4],
    [7, 10],
    [10, 2],
    [11, 1],
  ])('of %i inputs and %i background rows gives the Shapley values by definition', async (width, count) => {
    const asked = ask(rows(1, width)[0]!, rows(count, width), { ratio: 0, maxRows: 1e6 });
    const found = await run(asked);
    expect(found.method).toBe('exact');
    expect(found.converged).toBe(true);
    const value = coalitionValues(question([...asked.person], toRows(asked)), score);
    expect(distance(found.phi, bruteShapley(value, width))).toBeLessThan(1e-10);
    expect(Math.max(...found.se, ...found.halfWidth, Math.abs(found.efficiencyResidual))).toBeLessThan(1e-10);
    expect(found.start).toBeCloseTo(value[0]!, 12);
  });

  test('of merged inputs, with missing values and inputs nobody differs on', async () => {
    const person = [1, NaN, 0.5, 2, -1, 3];
    const background = [
      [0, NaN, 1, 2, 0.3, 1],
      [1, NaN, NaN, 2, 0.1, -1],
    ];
    const players = [[0, 2], [1], [3], [4], [5]].map((features, i) => ({ name: `p${i}`, features }));
    const f: RowFunction = (row) => (Number.isNaN(row[2]!) ? 2 : row[2]! * row[4]!) + Math.sin(row[0]! * row[5]!) * row[4]!;
    const found = await run(ask(person, background, {}, { players }), f);
    expect(distance(found.phi, bruteShapley(coalitionValues(question(person, background, { players }), f), 5))).toBeLessThan(1e-10);
    expect([found.phi[1], found.phi[2]]).toEqual([0, 0]);
  });

  test('agrees with the error of the reasons for another draw of background rows', async () => {
    const [person, background] = [rows(1, 6)[0]!, rows(40, 6)];
    const found = await run(ask(person, background, { maxRows: 1e6, ratio: 0 }, { of: 200 }));
    const reasons = await runInline(reasonsJob, question(person, background, { of: 200 }), scorerOf(score));
    expect(distance(found.backgroundSe!, reasons.backgroundSe!)).toBeLessThan(1e-10);
    expect(distance(found.backgroundHalfWidth!, reasons.backgroundHalfWidth!)).toBeLessThan(1e-10);
  });
});

function toRows({ person, background }: RegressionQuestion): number[][] {
  return Array.from({ length: background.length / person.length }, (_, row) => [...background.slice(row * person.length, (row + 1) * person.length)]);
}

describe('with some of the coalitions', () => {
  const baseline = { person: rows(1, 14)[0]!, background: rows(1, 14) };
  const few = { person: rows(1, 13)[0]!, background: rows(4, 13) };

  test('adds up, and is exact where no more than two players interact', async () => {
    const width = 30;
    const pairs: RowFunction = (row) => row.reduce((sum, x, j) => sum + x * row[(j + 2) % width]! + x, 0);
    const [person, background] = [rows(1, width)[0]!, rows(3, width)];
    const found = await run(ask(person, background, { maxRows: 2000 }), pairs);
    const differences = background.map((row) =>
      person.map((x, j) => {
        const [low, high] = [(j + width - 2) % width, (j + 2) % width];
        return (x - row[j]!) * (1 + (person[low]! + row[low]! + person[high]! + row[high]!) / 2);
      }),
    );
    const expected = person.map((_, j) => differences.reduce((sum, row) => sum + row[j]! / 3, 0));
    expect(found.method).toBe('regression');
    expect(distance(found.phi, expected)).toBeLessThan(1e-9);
    expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-9);
  });

  test('comes closer with more of them, within its error', async () => {
    const { person, background } = baseline;
    const truth = bruteShapley(coalitionValues(question(person, background), score), 14);
    const error = async (maxRows: number): Promise<number> => {
      const found = await run(ask(person, background, { maxRows, ratio: 0 }));
      expect(found.rowsEvaluated).toBeLessThanOrEqual(maxRows + 2);
      expect(distance(found.phi, truth)).toBeLessThan(4.5 * Math.max(...found.se));
      return distance(found.phi, truth);
    };
    expect(await error(8000)).toBeLessThan((await error(200)) / 3);
  });

  test.each([
    [baseline, 160],
    [baseline, 600],
    [baseline, 1500],
    [few, 1200],
  ])('95 percent intervals hold the exact values, and sums of some, in .93 to .97 of 600 runs', async ({ person, background }, maxRows) => {
    const exact = await runInline(reasonsJob, question(person, background), scorerOf(score));
    let inside = 0;
    let together = 0;
    const parts = [[0, 3, 6, 9], [1, 2, 10], [4, 5, 7, 8, 11]];
    for (let seed = 1; seed <= 600; seed++) {
      const found = await run(ask(person, background, { maxRows, ratio: 0, seed }));
      expect(found.method).toBe('regression');
      const errors = found.phi.map((value, player) => value - exact.phi[player]!);
      errors.forEach((error, player) => (inside += Math.abs(error) <= found.halfWidth[player]! + 1e-13 ? 1 : 0));
      for (const part of parts)
        together += Math.abs(part.reduce((sum, player) => sum + errors[player]!, 0)) <= sumHalfWidth(found, part) ? 1 / parts.length : 0;
    }
    const width = person.length;
    expect(inside / 600 / width).toBeGreaterThan(0.93);
    expect(inside / 600 / width).toBeLessThan(0.97);
    expect(together / 600).toBeGreaterThan(0.93);
    expect(together / 600).toBeLessThan(0.97);
  });

  test('repeats from its seed, and does not depend on the number of workers or the order in which they finish', async () => {
    const [person, background] = [rows(1, 20)[0]!, rows(6, 20)];
    const asked = ask(person, background, { maxRows: 60_000, ratio: 0.001 });
    const inline = await run(asked);
    expect((await run({ ...asked, settings: { ...asked.settings, seed: 2 } })).phi).not.toEqual(inline.phi);
    const context: ShardContext = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
    let known: RegressionPartial | undefined;
    let most = 0;
    for (let shards = regressionJob.plan(asked, known, 3); shards.length > 0; shards = regressionJob.plan(asked, known, 3)) {
      most = Math.max(most, shards.length);
      const partials = await Promise.all(shards.map((shard) => regressionJob.run(shard, context)));
      for (const partial of partials.reverse()) {
        known = known === undefined ? partial : regressionJob.merge(partial, known);
        regressionJob.result(asked, known);
      }
    }
    expect(most).toBeGreaterThan(1);
    const found = regressionJob.result(asked, known!);
    expect(found.phi).toEqual(inline.phi);
    expect(found.se).toEqual(inline.se);
    expect(found.rowsEvaluated).toBe(inline.rowsEvaluated);
  });

  test.each([0.2, 0.05])('claims a precision of %f only when the wider intervals have it', async (ratio) => {
    const [person, background] = [rows(1, 18)[0]!, rows(2, 18)];
    const found = await run(ask(person, background, { ratio, maxRows: 1e6 }));
    expect(found.converged).toBe(true);
    expect(Math.max(...found.anytimeHalfWidth)).toBeLessThanOrEqual(ratio * (Math.max(...found.phi) - Math.min(...found.phi)));
    const tight = await run(ask(person, background, { ratio: 0.001, maxRows: 1000 }));
    expect(tight.converged).toBe(false);
    expect(tight.forecastRows).toBeGreaterThan(0);
    expect(tight.warnings.map(({ code }) => code)).toContain('budget');
  });

  test('before the first fit nothing is claimed', async () => {
    const asked = ask(rows(1, 9)[0]!, rows(3, 9));
    const context: ShardContext = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
    const early = regressionJob.result(asked, await regressionJob.run(regressionJob.plan(asked, undefined, 1)[0]!, context));
    expect([...early.phi, ...early.halfWidth].every(Number.isNaN)).toBe(true);
    expect(early.converged).toBe(false);
    expect(early.warnings.map(({ code }) => code)).toContain('preliminary');
  });

  test('works for more players than a 32-bit word has bits', async () => {
    const width = 75;
    const triples: RowFunction = (row) => row.reduce((sum, x, j) => sum + x * (j % 7) + (j > 1 ? x * row[j - 1]! * row[j - 2]! : 0), 0);
    const found = await run(ask(rows(1, width)[0]!, rows(1, width), { maxRows: 3000 }), triples);
    expect(found.covariance.length).toBe(0);
    expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-9);
    expect(found.se.every((error) => error > 0)).toBe(true);
  });
});
