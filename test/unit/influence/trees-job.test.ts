import { describe, expect, test } from 'vitest';
import type { Player } from '../../../src/engine/influence/players';
import { deriveCovers } from '../../../src/engine/influence/trees/covers';
import { PathDependentInfluence } from '../../../src/engine/influence/trees/path-dependent';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { treeReasonsJob, type TreeReasons } from '../../../src/engine/influence/trees/job';
import { keptInfluence } from '../../../src/engine/influence/trees/kept';
import { runInline } from '../../../src/engine/jobs/inline';
import { inputPlayers } from '../../../src/engine/influence/trees/input-players';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { pairInteractions } from '../../../src/engine/influence/games/indices';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, scorerOf } from './oracle';
import { cells, INPUTS, randomForest } from './random-forest';

const WIDTH = 4;
/** Feature 0 feeds inputs 0 and 3, feature 2 feeds nothing, input 5 is a constant. */
const featureOf = Int32Array.of(0, 1, 3, 0, 1, -1);
const inputs = (values: Float64Array, count: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: count * INPUTS }, (_, at) => {
    const feature = featureOf[at % INPUTS]!;
    return feature < 0 ? 2 : values[Math.floor(at / INPUTS) * WIDTH + feature]! + +(at % INPUTS === 3);
  });
const players: Player[] = [
  { name: 'x and z', features: [0, 2] },
  { name: 'y', features: [1] },
  { name: 'w', features: [3] },
];
const rowsOf = (random: Random, count: number): number[][] => cells(random, count).map((row) => row.slice(0, WIDTH));

function structureOf(outputs: number, more: Pick<ExactStructure, 'task' | 'link' | 'scale'>): ExactStructure {
  return { forest: randomForest(9, outputs, 'sum'), featureOf, inputs, ...more };
}

describe('reasons from leaves for groups of features, through the mapping to inputs', () => {
  test.each([
    ['two classes, the second favourable', 1, { task: 'binary', link: 'sigmoid', scale: 1 }, 1, (m: Float64Array) => m[0]!],
    ['two classes, the first favourable', 1, { task: 'binary', link: 'sigmoid', scale: 1 }, 0, (m: Float64Array) => -m[0]!],
    ['leaves that hold probabilities, the first class favourable', 1, { task: 'binary', link: 'none', scale: 1 }, 0, (m: Float64Array) => 1 - m[0]!],
    ['a scale before the link', 1, { task: 'binary', link: 'sigmoid', scale: 2.5 }, 1, (m: Float64Array) => 2.5 * m[0]!],
    ['one of three classes', 3, { task: 'multiclass', link: 'softmax', scale: 1 }, 2, (m: Float64Array) => m[2]!],
    ['a value', 1, { task: 'regression', link: 'exp', scale: 1 }, 0, (m: Float64Array) => m[0]!],
  ] as const)('%s', async (_, outputs, more, favourable, value) => {
    const structure = structureOf(outputs, more);
    const { margins } = compileForest(structure.forest);
    const random = new Random(11);
    const [people, background] = [rowsOf(random, 5), rowsOf(random, 8)];
    const asked = { people: Float64Array.from(people.flat()), background: Float64Array.from(background.flat()), width: WIDTH, players, favourable };
    const scorer = scorerOf(() => 0);
    const [rows, pairs, mean] = await Promise.all(
      (['rows', 'pairs', 'mean'] as const).map((ask) => runInline(treeReasonsJob, { ...asked, ask }, scorer, structure)),
    );
    const middle = new Float64Array(3);
    people.forEach((person, row) => {
      const values = coalitionValues(question(person, background, { players }), (cell) => value(margins(inputs(cell, 1), 1)));
      const shapley = bruteShapley(values, 3);
      shapley.forEach((share, player) => (middle[player]! += share / people.length));
      expect(distance(rows!.phi.subarray(row * 3, row * 3 + 3), shapley)).toBeLessThan(1e-12);
      expect(distance(pairs!.pairs!.subarray(row * 9, row * 9 + 9), pairInteractions(values, 3, 'shapley'))).toBeLessThan(1e-12);
      expect(rows!.start).toBeCloseTo(values[0]!, 12);
    });
    expect(distance(pairs!.phi, rows!.phi)).toBe(0);
    expect(distance(mean!.phi, middle)).toBeLessThan(1e-12);
    expect(rows).toMatchObject({ exact: true, rowsEvaluated: 0, background: 8, link: more.link });
    expect(scorer.rows).toBe(0);
  });

  test('path-dependent values come with counts of the given rows, the sign of the class and the scale', async () => {
    const structure = structureOf(1, { task: 'binary', link: 'sigmoid', scale: 2 });
    const random = new Random(13);
    const [people, seen] = [Float64Array.from(rowsOf(random, 5).flat()), Float64Array.from(rowsOf(random, 200).flat())];
    const asked = { people, background: seen, width: WIDTH, players, ask: 'rows', game: 'path-dependent', favourable: 0 } as const;
    const found = await runInline(treeReasonsJob, asked, scorerOf(() => 0), structure);
    const covers = deriveCovers(structure.forest, inputs(seen, 200), 200);
    const own = new PathDependentInfluence(structure.forest, covers, inputPlayers(players, featureOf));
    const values = own.explain(inputs(people, 5), 5);
    const expected = Array.from({ length: 15 }, (_, at) => -2 * values[Math.floor(at / 3) * own.players + (at % 3)]!);
    expect(distance(found.phi, expected)).toBe(0);
    expect(found.start).toBe(-2 * own.start[0]!);
  });

  describe('one person against rows that were counted ahead or not', () => {
    const structure = structureOf(3, { task: 'multiclass', link: 'softmax', scale: 1.5 });
    const random = new Random(14);
    const background = Float64Array.from(rowsOf(random, 2000).flat());
    const asked = { people: Float64Array.from(rowsOf(random, 1).flat()), background, width: WIDTH, players, ask: 'rows', favourable: 1 } as const;
    const expected = (): { phi: number[]; start: number } => {
      const influence = new TreeInfluence(structure.forest, inputs(background, 2000), inputPlayers(players, featureOf));
      const values = influence.explain(inputs(asked.people, 1), 1);
      return { phi: players.map((_, player) => 1.5 * values[influence.players + player]!), start: 1.5 * influence.start[1]! };
    };
    const answers: TreeReasons[] = [];
    const context = { scorer: scorerOf(() => 0), structure, breathe: () => Promise.resolve() };

    test('it is explained part by part, and each part says how much is done', async () => {
      const shards = treeReasonsJob.plan(asked, undefined, 1);
      const partials = await Promise.all(shards.map((shard) => treeReasonsJob.run(shard, context)));
      const done = partials.map((_, last) => treeReasonsJob.result(asked, partials.slice(0, last + 1).flat()).done);
      expect(done).toEqual(Array.from({ length: 8 }, (_, part) => (part + 1) / 8));
      answers.push(treeReasonsJob.result(asked, partials.reverse().flat()));
    });

    test('getting ready stops when told to, goes on where it was, and changes nothing but the way', async () => {
      const slow = { ...context, breathe: () => Promise.reject(new Error('stop')) };
      const big = { ...structure, forest: { ...structure.forest, roots: Int32Array.from({ length: 3000 }, (_, k) => structure.forest.roots[k % 7]!) } };
      const question = { ...asked, ask: 'ready' } as const;
      const [shard] = treeReasonsJob.plan(question, undefined, 2);
      await expect(treeReasonsJob.run(shard!, { ...slow, structure: big })).rejects.toThrow('stop');
      let rounds = 0;
      let known = await treeReasonsJob.run(shard!, { ...context, structure: big });
      for (let next = treeReasonsJob.plan(question, known, 2); next.length > 0; next = treeReasonsJob.plan(question, known, 2), rounds++) {
        known = treeReasonsJob.merge(known, await treeReasonsJob.run(next[0]!, { ...context, structure: big }));
      }
      expect(rounds).toBeGreaterThan(1);
      expect(keptInfluence(big, background, players)?.ready).toBe(true);
      expect(keptInfluence(big, background.slice(WIDTH), players)).toBeUndefined();
      expect((await runInline(treeReasonsJob, question, context.scorer, structure)).done).toBe(1);
      expect(keptInfluence(structure, background, players)?.ready).toBe(true);
      answers.push(await runInline(treeReasonsJob, asked, context.scorer, structure));
    });

    test('both are the values', () => {
      const { phi, start } = expected();
      expect(answers).toHaveLength(2);
      for (const found of answers) {
        expect(distance(found.phi, phi)).toBeLessThan(1e-12);
        expect(found.start).toBeCloseTo(start, 12);
        expect(found).toMatchObject({ done: 1, exact: true, background: 2000, link: 'softmax' });
      }
    });
  });

  test('any number of cells gives the same, in any order', async () => {
    const structure = structureOf(1, { task: 'binary', link: 'sigmoid', scale: 1 });
    const random = new Random(12);
    const asked = {
      people: Float64Array.from(rowsOf(random, 6500).flat()),
      background: Float64Array.from(rowsOf(random, 8).flat()),
      width: WIDTH,
      players,
      favourable: 1,
    };
    for (const ask of ['rows', 'mean'] as const) {
      const one = await runInline(treeReasonsJob, { ...asked, ask }, scorerOf(() => 0), structure);
      const shards = treeReasonsJob.plan({ ...asked, ask }, undefined, 3);
      const context = { scorer: scorerOf(() => 0), structure, breathe: () => Promise.resolve() };
      const partials = await Promise.all(shards.map((shard) => treeReasonsJob.run(shard, context)));
      const many = treeReasonsJob.result({ ...asked, ask }, partials.reverse().reduce((a, b) => treeReasonsJob.merge(a, b)));
      expect(shards).toHaveLength(3);
      expect(distance(many.phi, one.phi)).toBeLessThan(1e-12);
    }
  });

  test('a model without trees, and a class that is not there, are refused', async () => {
    const asked = { people: new Float64Array(WIDTH), background: new Float64Array(WIDTH), width: WIDTH, players, ask: 'rows' as const, favourable: 3 };
    await expect(runInline(treeReasonsJob, asked, scorerOf(() => 0))).rejects.toMatchObject({ code: 'no-trees' });
    const structure = structureOf(3, { task: 'multiclass', link: 'softmax', scale: 1 });
    await expect(runInline(treeReasonsJob, asked, scorerOf(() => 0), structure)).rejects.toMatchObject({ code: 'no-such-class' });
  });
});

test('every input finds its player: those of one feature together, constants last', () => {
  expect(inputPlayers(players, featureOf).map(({ features }) => features)).toEqual([[0, 3], [1, 4], [2], [5]]);
});
