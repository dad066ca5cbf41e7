import { describe, expect, test } from 'vitest';
import type { ShardContext } from '../../../src/engine/jobs/types';
import { runInline } from '../../../src/engine/jobs/inline';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import type { Reasons, ReasonsPartial, ReasonsQuestion } from '../../../src/engine/influence/reasons/types';
import { countDiffering, cutBlocks, plannedRows } from '../../../src/engine/influence/sampled/blocks';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf } from './oracle';
import type { RowFunction } from './oracle';

const WIDTH = 9;
const random = new Random(3);
const rows = (count: number, width = WIDTH): number[][] => Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));
const person = rows(1)[0]!;
const score: RowFunction = (row) => Math.sin(row[0]! * row[1]! + row[2]! * row[3]! * row[4]!) + Math.max(0, row[5]! * row[6]! - row[7]!) * row[8]!;
const forced = { maxExactRows: 0 };

/** Runs a job as a pool would: the shards of a wave in a shuffled order, merged in another, in pairs or one by one. */
async function runShuffled(asked: ReasonsQuestion, seed: number, workers: number): Promise<Reasons> {
  const order = new Random(seed);
  const context: ShardContext = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
  let known: ReasonsPartial | undefined;
  for (;;) {
    const shards = reasonsJob.plan(asked, known, workers);
    if (shards.length === 0) return reasonsJob.result(asked, known!);
    const indices = order.shuffle(Int32Array.from(shards.keys()));
    const partials: ReasonsPartial[] = [];
    for (const index of indices) partials.push(await reasonsJob.run(shards[index]!, context));
    while (partials.length > 1) {
      const at = order.below(partials.length - 1);
      partials.splice(at, 2, reasonsJob.merge(partials[at + 1]!, partials[at]!));
    }
    known = known === undefined ? partials[0]! : reasonsJob.merge(partials[0]!, known);
  }
}

describe('sampled Shapley values', () => {
  test('come close to the definition, and closer with more units', async () => {
    const asked = question(person, rows(30));
    const truth = bruteShapley(coalitionValues(asked, score), WIDTH);
    const error = async (units: number): Promise<number> => {
      const found = await runInline(reasonsJob, { ...asked, settings: { ...asked.settings, ...forced, units } }, scorerOf(score));
      expect(distance(found.phi, truth)).toBeLessThan(4.5 * Math.max(...found.se));
      return distance(found.phi, truth);
    };
    expect(await error(15)).toBeLessThan((await error(2)) / 2);
  });

  test.each([1, 2, 7])('always add up to the difference (%i units)', async (units) => {
    const found = await runInline(reasonsJob, question(person, rows(25), { settings: { ...forced, units } }), scorerOf(score));
    expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-12);
    expect(found.end).toBe(score(Float64Array.from(person)));
  });

  test('are exact after one unit where no more than two players interact', async () => {
    const pairs: RowFunction = (row) => row.reduce((sum, x, j) => sum + x * row[(j + 2) % WIDTH]! + x, 0);
    const asked = question(person, rows(20), { settings: { ...forced, units: 1 } });
    const found = await runInline(reasonsJob, asked, scorerOf(pairs));
    expect(distance(found.phi, bruteShapley(coalitionValues(asked, pairs), WIDTH))).toBeLessThan(1e-9);
  });

  test('enumerate background rows that differ on few players, and are exact when all do', async () => {
    const near = rows(40).map((row) => row.map((value, j) => (j % 2 === 0 ? value : person[j]!)));
    const asked = question(person, near, { settings: forced });
    const found = await runInline(reasonsJob, asked, scorerOf(score));
    expect(found.method).toBe('exact');
    expect(distance(found.phi, bruteShapley(coalitionValues(asked, score), WIDTH))).toBeLessThan(1e-9);
  });

  test('repeat from their seed and change with it', async () => {
    const background = rows(20);
    const run = (seed: number): Promise<Reasons> =>
      runInline(reasonsJob, question(person, background, { settings: { ...forced, units: 3, seed } }), scorerOf(score));
    expect([...(await run(5)).phi]).toEqual([...(await run(5)).phi]);
    expect([...(await run(5)).phi]).not.toEqual([...(await run(6)).phi]);
  });

  test('do not depend on the number of workers or the order in which they finish', async () => {
    const asked = question(person, rows(300), { settings: { ...forced, ratio: 0.03, maxRows: 150_000 } });
    const inline = await runInline(reasonsJob, asked, scorerOf(score));
    for (const [seed, workers] of [
      [1, 1],
      [2, 3],
      [3, 8],
    ] as const) {
      const found = await runShuffled(asked, seed, workers);
      expect(distance(found.phi, inline.phi)).toBeLessThan(1e-12);
      expect(distance(found.se, inline.se)).toBeLessThan(1e-12);
      expect(distance(found.covariance, inline.covariance)).toBeLessThan(1e-12);
      expect(found.rowsEvaluated).toBe(inline.rowsEvaluated);
      expect(found.units).toBe(inline.units);
    }
  });

  test('work for more players than a 32-bit word has bits, with batches of at least 1,000 rows', async () => {
    const width = 75;
    const wide = rows(12, width);
    const own = rows(1, width)[0]!;
    const scorer = scorerOf((row) => row.reduce((sum, x, j) => sum + x * (j % 7) + (j > 1 ? x * row[j - 1]! : 0), 0));
    const asked = question(own, wide, { settings: { units: 2 } });
    const found = await runInline(reasonsJob, asked, scorer);
    expect(found.method).toBe('sampled');
    expect(scorer.smallest).toBeGreaterThanOrEqual(1000);
    expect(found.covariance.length).toBe(0);
    const partners = (j: number): number[] => [j - 1, j + 1].filter((other) => Math.min(j, other) >= 1 && other < width);
    const expected = own.map((x, j) => {
      const shares = wide.map((row) => (x - row[j]!) * ((j % 7) + partners(j).reduce((sum, other) => sum + (own[other]! + row[other]!) / 2, 0)));
      return shares.reduce((sum, share) => sum + share, 0) / wide.length;
    });
    expect(distance(found.phi, expected)).toBeLessThan(1e-9);
    expect(Math.abs(found.efficiencyResidual)).toBeLessThan(1e-9);
  });
});

describe('stopping', () => {
  test.each([0.2, 0.05, 0.02])('claims a precision of %f only when the wider intervals have it', async (ratio) => {
    const found = await runInline(reasonsJob, question(person, rows(60), { settings: { ...forced, ratio, maxRows: 1e7 } }), scorerOf(score));
    const reached = ratio * (Math.max(...found.phi) - Math.min(...found.phi));
    expect(found.converged).toBe(true);
    expect(found.forecastRows).toBe(0);
    expect(Math.max(...found.anytimeHalfWidth)).toBeLessThanOrEqual(reached);
    found.halfWidth.forEach((half, player) => expect(half).toBeLessThanOrEqual(found.anytimeHalfWidth[player]!));
  });

  test('at a budget says so, keeps within it and forecasts the rest', async () => {
    const own = rows(1, 18)[0]!;
    const background = rows(60, 18);
    const mixed: RowFunction = (row) =>
      score(row) + Math.tanh(row[9]! * row[10]! * row[11]! - row[12]! * row[13]!) * (row[14]! > row[15]! * row[16]! ? 1 : row[17]!);
    const spend = (maxRows: number): Promise<Reasons> =>
      runInline(reasonsJob, question(own, background, { settings: { ...forced, ratio: 0.03, maxRows } }), scorerOf(mixed));
    const tight = await spend(20_000);
    expect(tight.converged).toBe(false);
    expect(tight.rowsEvaluated).toBeLessThanOrEqual(20_000);
    expect(tight.warnings.map(({ code }) => code)).toContain('budget');
    const free = await spend(1e8);
    expect(free.converged).toBe(true);
    // The last checkpoint may be up to twice what was needed.
    const forecast = tight.rowsEvaluated + tight.forecastRows;
    expect(forecast).toBeGreaterThan(free.rowsEvaluated / 4);
    expect(forecast).toBeLessThan(free.rowsEvaluated * 2);
  });

  test('one unit in all has an error that cannot be estimated, not one of 0', async () => {
    const found = await runInline(reasonsJob, question(person, rows(1), { settings: { ...forced, units: 1 } }), scorerOf(score));
    expect(found.se.every(Number.isNaN)).toBe(true);
    expect(found.converged).toBe(false);
  });
});

describe('blocks', () => {
  test.each([
    [100, 1],
    [3, 4000],
    [1, 20_000],
  ])('of %i rows and %i units cover every unit once and stay near the block size', (count, units) => {
    const differing = Int32Array.from({ length: count }, (_, row) => (row % 7 === 0 ? 3 : 6 + (row % 9)));
    const seen = new Map<string, number>();
    for (const block of cutBlocks(differing, 0, units)) {
      let load = 0;
      for (let row = block.firstRow; row < block.firstRow + block.rows; row++) {
        load += plannedRows(differing[row]!, block.fromUnit, block.toUnit);
        for (let unit = block.fromUnit; unit < block.toUnit; unit++) seen.set(`${row} ${unit}`, (seen.get(`${row} ${unit}`) ?? 0) + 1);
      }
      expect(load).toBeLessThanOrEqual(8192 * 1.1);
    }
    expect(seen.size).toBe(count * units);
    expect([...seen.values()].every((times) => times === 1)).toBe(true);
  });

  test('count a player as differing when any of its features does, missing being equal to missing', () => {
    const asked = question(
      [1, NaN, 3],
      [
        [1, NaN, 3],
        [1, 2, 4],
        [0, NaN, 4],
      ],
      {
        players: [
          { name: 'a', features: [0, 1] },
          { name: 'b', features: [2] },
        ],
      },
    );
    expect([...countDiffering(asked)]).toEqual([0, 2, 2]);
  });
});
