import { describe, expect, test } from 'vitest';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { populationDifference, treePopulationJob } from '../../../src/engine/influence/trees/population-job';
import { inputPlayers } from '../../../src/engine/influence/trees/input-players';
import { runInline } from '../../../src/engine/jobs/inline';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { Random } from '../../../src/engine/stats/random';
import { distance, scorerOf } from './oracle';
import { cells, INPUTS, randomForest } from './random-forest';

const featureOf = Int32Array.from({ length: INPUTS }, (_, input) => input);
const players = [
  { name: 'a', features: [0, 4] },
  { name: 'b', features: [1] },
  { name: 'c', features: [2, 3, 5] },
];
const structureOf = (outputs: number, more: Pick<ExactStructure, 'task' | 'link' | 'scale'>): ExactStructure => ({
  forest: randomForest(21, outputs, 'mean'),
  featureOf,
  inputs: (values) => Float64Array.from(values),
  ...more,
});

describe('mean influence over every person, from leaves', () => {
  const random = new Random(31);
  const rows = 9000;
  const people = Float64Array.from(cells(random, rows).flat());
  const background = Float64Array.from(cells(random, 30).flat());
  const group = Int32Array.from({ length: rows }, (_, row) => [0, 1, 1, 3][row % 4]!);
  const question = { people, background, width: INPUTS, players, group, groups: 4 };

  test.each([
    ['the second of two classes', 1, { task: 'binary', link: 'none', scale: 1 }, 1, 0, 1],
    ['the first of two classes', 1, { task: 'binary', link: 'sigmoid', scale: 3 }, 0, 0, -3],
    ['one of three classes', 3, { task: 'multiclass', link: 'softmax', scale: 1 }, 2, 2, 1],
  ] as const)('%s: that of all rows, whole and by group', async (_, outputs, more, favourable, output, factor) => {
    const structure = structureOf(outputs, more);
    const scorer = scorerOf(() => 0);
    const found = await runInline(treePopulationJob, { ...question, favourable }, scorer, structure);
    const influence = new TreeInfluence(structure.forest, background, inputPlayers(players, featureOf));
    const phi = influence.explain(people, rows);
    const mean = (player: number, of: (value: number) => number, wanted: (row: number) => boolean): number => {
      const own = Array.from({ length: rows }, (__, row) => row).filter(wanted);
      return own.reduce((sum, row) => sum + of(factor * phi[(row * outputs + output) * influence.players + player]!), 0) / own.length;
    };
    players.forEach((__, player) => {
      const { size, signed } = found.means[player]!;
      expect(distance([size, signed], [mean(player, Math.abs, () => true), mean(player, (value) => value, () => true)])).toBeLessThan(1e-12);
      for (const own of [0, 1, 3]) {
        const { size: ofGroup, signed: turned, sizeHalfWidth } = found.byGroup[own]![player]!;
        const wanted = (row: number): boolean => group[row] === own;
        expect(distance([ofGroup, turned], [mean(player, Math.abs, wanted), mean(player, (value) => value, wanted)])).toBeLessThan(1e-12);
        expect(sizeHalfWidth).toBe(0);
      }
    });
    expect(found).toMatchObject({ players: ['a', 'b', 'c'], done: 1, background: 30 });
    expect([...found.people]).toEqual([2250, 4500, 0, 2250]);
    expect(found.byGroup[2]).toEqual([]);
    expect(scorer.rows).toBe(0);
  });

  test('the difference of a group from others weighs these by their people', async () => {
    const found = await runInline(treePopulationJob, { ...question, favourable: 0 }, scorerOf(() => 0), structureOf(1, { task: 'regression', link: 'none', scale: 1 }));
    const size = (own: number): number => found.byGroup[own]![0]!.size;
    const [first] = populationDifference(found, 0, [0, 1, 2, 3]);
    expect(first!.difference).toBeCloseTo(size(0) - (2 * size(1) + size(3)) / 3, 12);
    expect(first).toMatchObject({ halfWidth: 0, p: 0 });
    expect(populationDifference(found, 0, [0, 2])[0]).toMatchObject({ difference: NaN, halfWidth: NaN, p: NaN });
    expect(populationDifference(found, 2, [0, 1])[0]!.difference).toBeNaN();
  });

  test('shards finish in any order and on any cell, and say how many people are in', async () => {
    const structure = structureOf(1, { task: 'regression', link: 'none', scale: 1 });
    const asked = { ...question, favourable: 0 };
    const shards = treePopulationJob.plan(asked, undefined, 2);
    expect(shards.map(({ group: own }) => own.length)).toEqual([4096, 4096, 808]);
    const context = (own: ExactStructure): Parameters<typeof treePopulationJob.run>[1] => ({ scorer: scorerOf(() => 0), structure: own, breathe: () => Promise.resolve() });
    const pieces = await Promise.all(shards.map((shard, at) => treePopulationJob.run(shard, context(at % 2 === 0 ? structure : { ...structure }))));
    const some = treePopulationJob.result(asked, pieces[2]!);
    expect(some.done).toBeCloseTo(808 / rows, 12);
    const whole = treePopulationJob.result(asked, [...pieces].reverse().reduce((a, b) => treePopulationJob.merge(a, b)));
    expect(whole).toEqual(await runInline(treePopulationJob, asked, scorerOf(() => 0), structure));
  });

  test('a model without trees, and one with formulas in its leaves, are refused', async () => {
    const asked = { ...question, favourable: 0 };
    await expect(runInline(treePopulationJob, asked, scorerOf(() => 0))).rejects.toMatchObject({ code: 'no-trees' });
    const structure = structureOf(1, { task: 'regression', link: 'none', scale: 1 });
    const formulas = { offsets: new Int32Array(1), inputs: new Int32Array(0), coefficients: new Float64Array(0), constants: new Float64Array(0), output: new Int32Array(0) };
    const linear = { ...structure, forest: { ...structure.forest, linearLeaves: formulas } };
    await expect(runInline(treePopulationJob, asked, scorerOf(() => 0), linear)).rejects.toMatchObject({ code: 'linear-leaves' });
  });
});
