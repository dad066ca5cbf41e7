import { describe, expect, test } from 'vitest';
import { emptyMoments, joinMoments, momentsOf } from '../../../../src/engine/fairness/gap/moments';
import { gapTreesJob } from '../../../../src/engine/fairness/gap/trees-job';
import type { GapTreesQuestion } from '../../../../src/engine/fairness/gap/trees-job';
import { TreeInfluence } from '../../../../src/engine/influence/trees/interventional';
import { groupGap } from '../../../../src/engine/influence/trees/tally';
import { runInline } from '../../../../src/engine/jobs/inline';
import type { ExactStructure } from '../../../../src/engine/models/binding/structure';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import { Random } from '../../../../src/engine/stats/random';
import { distance, scorerOf, single } from '../../influence/oracle';
import { cells, INPUTS, randomForest } from '../../influence/random-forest';

const forest = randomForest(4, 1, 'sum');
const structure: ExactStructure = { forest, task: 'binary', link: 'sigmoid', scale: 2, featureOf: Int32Array.from({ length: INPUTS }, (_, j) => j), inputs: (values) => Float64Array.from(values) };
const background = Float64Array.from(cells(new Random(1), 25).flat());
const rows = 24_000;
const people = Float64Array.from(cells(new Random(2), rows).flat());
const side = Uint8Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 1 : 0));
const question: GapTreesQuestion = { people, side, background, width: INPUTS, players: single(INPUTS), favourable: 1, seed: 1, delta: 0.05 };
const none = scorerOf(() => NaN);

describe('the gap of a forest from its leaves', () => {
  test('is the difference of the groups’ mean reasons, adds up to the gap in log odds, and scores no row', async () => {
    const found = await runInline(gapTreesJob, question, none, structure);
    const [shares] = found.shares;
    const influence = new TreeInfluence(forest, background);
    const groups = influence.explainGroups(people, rows, Int32Array.from(side), 2);
    const { gap, error } = groupGap(groups, 0, 1);
    expect(distance(shares!.phi, gap.map((value) => 2 * value))).toBeLessThan(1e-12);
    expect(distance(shares!.se, error.map((value) => 2 * value))).toBeLessThan(1e-12);
    const margins = compileForest(forest).margins(people, rows);
    const mean = (own: number): number => margins.reduce((sum, value, row) => (side[row] === own ? sum + 2 * value : sum), 0) / side.filter((group) => group === own).length;
    expect(shares!.total).toBeCloseTo(mean(0) - mean(1), 10);
    expect([shares!.a, shares!.b]).toEqual([expect.closeTo(mean(0), 10), expect.closeTo(mean(1), 10)]);
    expect(shares!.remainder).toBeCloseTo(0, 12);
    expect([found.rowsEvaluated, found.units, found.people]).toEqual([0, rows, { a: 16_000, ofA: 16_000, b: 8000, ofB: 8000 }]);
    expect(shares!.bandHalfWidth.every((half, j) => half > shares!.halfWidth[j]!)).toBe(true);
  });

  test('is the same in several parts', async () => {
    const shards = gapTreesJob.plan(question, undefined, 2);
    expect(shards).toHaveLength(6);
    const context = { scorer: none, structure, breathe: () => Promise.resolve() };
    const parts = await Promise.all(shards.map((shard) => gapTreesJob.run(shard, context)));
    const [whole, early] = [gapTreesJob.result(question, parts.toReversed().reduce((one, other) => gapTreesJob.merge(one, other))), gapTreesJob.result(question, parts[0]!)];
    const alone = await runInline(gapTreesJob, question, none, structure);
    expect(distance(whole.shares[0]!.phi, alone.shares[0]!.phi)).toBeLessThan(1e-12);
    expect(distance(whole.shares[0]!.covariance, alone.shares[0]!.covariance)).toBeLessThan(1e-12);
    expect(early.warnings.map(({ code }) => code)).toEqual(['preliminary']);
  });

  test('turns with the favourable class', async () => {
    const [one, other] = await Promise.all([1, 0].map((favourable) => runInline(gapTreesJob, { ...question, favourable }, none, structure)));
    expect(distance(one!.shares[0]!.phi, other!.shares[0]!.phi.map((value) => -value))).toBeLessThan(1e-12);
  });

  test('is not read off a model without trees, and stops when told to', async () => {
    await expect(runInline(gapTreesJob, question, none)).rejects.toMatchObject({ code: 'no-trees' });
    const stop = new Error('stopped');
    const [shard] = gapTreesJob.plan(question, undefined, 1);
    await expect(gapTreesJob.run(shard!, { scorer: none, structure, breathe: () => Promise.reject(stop) })).rejects.toBe(stop);
  });

  test('has no interval for a group of one', async () => {
    const alone = { ...question, people: people.slice(0, 20 * INPUTS), side: Uint8Array.from({ length: 20 }, (_, row) => (row === 0 ? 1 : 0)) };
    const { shares } = await runInline(gapTreesJob, alone, none, structure);
    expect([...shares[0]!.halfWidth].every(Number.isNaN)).toBe(true);
  });
});

test('moments of two lots of rows join to those of all', () => {
  const random = new Random(8);
  const values = Float64Array.from({ length: 30 }, () => random.normal());
  const [first, second] = [momentsOf(values, 3, (row) => row < 4), momentsOf(values, 3, (row) => row >= 4)];
  const [joined, all] = [joinMoments(first, second), momentsOf(values, 3, () => true)];
  expect(distance(joined.products, all.products)).toBeLessThan(1e-12);
  expect(distance(joined.mean, all.mean)).toBeLessThan(1e-12);
  expect(joinMoments(emptyMoments(3), first)).toBe(first);
});
