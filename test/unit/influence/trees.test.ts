import { describe, expect, test } from 'vitest';
import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../src/engine/models/forest/types';
import { pairInteractions } from '../../../src/engine/influence/games/indices';
import { directValues } from '../../../src/engine/influence/trees/direct';
import { TreeInfluence } from '../../../src/engine/influence/trees/interventional';
import { finish } from '../../../src/engine/jobs/steps';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question, single } from './oracle';
import { cells, INPUTS, randomForest } from './random-forest';

test('person by person, many background rows in blocks and the parts of a forest add up to what counting patterns gives', () => {
  const forest = randomForest(4, 2, 'mean');
  const background = Float64Array.from(cells(new Random(1), 3000).flat());
  const people = Float64Array.from(cells(new Random(2), 3).flat());
  const influence = new TreeInfluence(forest, background);
  const whole = finish(directValues(forest, background, people, 3));
  expect(distance(whole.phi, influence.explain(people, 3))).toBeLessThan(1e-12);
  const parts = [
    { from: 0, to: 0 },
    { from: 0, to: 3 },
    { from: 3, to: 7 },
  ].map((trees) => ({ trees, ...finish(directValues(forest, background, people, 3, undefined, trees)) }));
  expect(distance(whole.phi, whole.phi.map((_, at) => parts.reduce((sum, { phi }) => sum + phi[at]!, 0)))).toBeLessThan(1e-12);
  for (const { trees, phi, start } of parts) {
    expect(distance(phi, finish(influence.explainInSteps(people, 3, trees)))).toBeLessThan(1e-12);
    expect(distance(start, influence.startOf(trees))).toBeLessThan(1e-12);
  }
});

describe('Shapley values of a forest from its leaves agree with the definition', () => {
  const grouped = [
    { name: 'a', features: [0, 4] },
    { name: 'b', features: [1] },
    { name: 'c', features: [2, 3, 5] },
  ];
  test.each([
    ['sum of trees', 1, 'sum', undefined],
    ['mean of trees with three outputs', 3, 'mean', undefined],
    ['inputs merged into players', 2, 'sum', grouped],
    ['categories rounded down', 1, 'sum', undefined, { setCodes: 'floor' }],
    ['categories cut off', 1, 'sum', undefined, { setCodes: 'truncate' }],
    ['zeros of every other input missing', 1, 'sum', undefined, { zeroIsMissing: Uint8Array.of(1, 0, 1, 0, 1, 0) }],
  ] as const)('%s', (_, outputs, combine, players, change = undefined) => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = new Random(100 + seed);
      const forest: Forest = { ...randomForest(seed, outputs, combine), ...change };
      const { margins } = compileForest(forest);
      const people = cells(random, 4);
      const background = cells(random, 9);
      const count = players?.length ?? INPUTS;
      const influence = new TreeInfluence(forest, Float64Array.from(background.flat()), players);
      const phi = influence.explain(Float64Array.from(people.flat()), people.length);
      const direct = finish(directValues(forest, Float64Array.from(background.flat()), Float64Array.from(people.flat()), people.length, players));
      expect(distance(direct.phi, phi)).toBeLessThan(1e-12);
      expect(distance(direct.start.map((share, output) => share + forest.base[output]!), influence.start)).toBeLessThan(1e-12);
      const pairs = influence.interactions(Float64Array.from(people.flat()), people.length);
      const mean = new Float64Array(outputs * count);
      people.forEach((person, row) => {
        const asked = question(person, background, { players: players ?? single(INPUTS) });
        for (let output = 0; output < outputs; output++) {
          const values = coalitionValues(asked, (cell) => margins(Float64Array.from(cell), 1)[output]!);
          const at = (row * outputs + output) * count;
          expect(distance(phi.subarray(at, at + count), bruteShapley(values, count))).toBeLessThan(1e-9);
          expect(distance(pairs.subarray(at * count, (at + count) * count), pairInteractions(values, count, 'shapley'))).toBeLessThan(1e-9);
          expect(influence.start[output]).toBeCloseTo(values[0]!, 10);
          for (let player = 0; player < count; player++) mean[output * count + player]! += phi[at + player]! / people.length;
        }
      });
      expect(distance(influence.explainMean(Float64Array.from(people.flat()), people.length), mean)).toBeLessThan(1e-12);
    }
  });

  test('inputs are rounded to float32 where the forest does so', () => {
    const split = Math.fround(0.1);
    const stump: TreeNode = { feature: 0, operator: 'le', split, missing: 'left', left: { leaf: [1] }, right: { leaf: [0] } };
    const at = (arithmetic: Forest['arithmetic'], x: number): number =>
      new TreeInfluence(buildForest({ features: 1, outputs: 1, trees: [stump], arithmetic }), Float64Array.of(5)).explain(Float64Array.of(x), 1)[0]!;
    expect([at('float32', split + 1e-12), at('float64', split + 1e-12)]).toEqual([1, 0]);
  });

  test('a forest of bare leaves gives nothing to anyone', () => {
    const influence = new TreeInfluence(buildForest({ features: 2, outputs: 1, trees: [{ leaf: [3] }] }), Float64Array.of(1, 2));
    expect([...influence.explain(Float64Array.of(5, 6), 1)]).toEqual([0, 0]);
    expect(influence.start[0]).toBe(3);
  });
});

test('a path with more players than a word has bits is refused', () => {
  const chain = (feature: number): TreeNode =>
    feature === 40 ? { leaf: [1] } : { feature, operator: 'le', split: 0, missing: 'left', left: { leaf: [0] }, right: chain(feature + 1) };
  const forest = buildForest({ features: 40, outputs: 1, trees: [chain(0)] });
  const refused = expect.objectContaining({ code: 'long-paths' }) as Error;
  expect(() => new TreeInfluence(forest, new Float64Array(40))).toThrow(refused);
  expect(() => finish(directValues(forest, new Float64Array(40).fill(1), new Float64Array(40).fill(1), 1))).toThrow(refused);
  const merged = [{ name: 'all', features: Array.from({ length: 40 }, (_, input) => input) }];
  expect(new TreeInfluence(forest, new Float64Array(40), merged).explain(new Float64Array(40).fill(1), 1)[0]).toBe(1);
});
