import { describe, expect, test } from 'vitest';
import { pairInteractions } from '../../../src/engine/influence/games/indices';
import { deriveCovers } from '../../../src/engine/influence/trees/covers';
import { PathDependentInfluence } from '../../../src/engine/influence/trees/path-dependent';
import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import type { Forest } from '../../../src/engine/models/forest/types';
import { goesLeft } from '../../../src/engine/models/forest/walk';
import { zerosToMissing } from '../../../src/engine/models/forest/zeros';
import { Random } from '../../../src/engine/stats/random';
import { bruteShapley, distance } from './oracle';
import { cells, INPUTS, randomForest } from './random-forest';

/** Value of a coalition of inputs by definition: go where the row goes at known inputs, else average both sides by their covers. */
function expected(forest: Forest, covers: Float64Array, row: Float64Array, known: (input: number) => boolean, output: number): number {
  const value = (node: number): number => {
    const input = forest.feature[node]!;
    if (input < 0) return forest.leafValues[forest.left[node]! * forest.outputs + output]!;
    const [left, right] = [forest.left[node]!, forest.right[node]!];
    if (known(input)) return value(goesLeft(forest, node, row[input]!) === 1 ? left : right);
    const share = covers[node] === 0 ? 0.5 : covers[left]! / covers[node]!;
    return share * value(left) + (1 - share) * value(right);
  };
  const sum = Array.from(forest.roots, value).reduce((total, own) => total + own, 0);
  return forest.base[output]! + (forest.combine === 'mean' ? sum / forest.roots.length : sum);
}

const grouped = [
  { name: 'a', features: [0, 4] },
  { name: 'b', features: [1] },
  { name: 'c', features: [2, 3, 5] },
];

describe('path-dependent values and pairs agree with the definition', () => {
  test.each([
    ['sum of trees', 1, 'sum', undefined, {}, 200],
    ['mean of trees with three outputs', 3, 'mean', undefined, {}, 200],
    ['inputs merged into players', 2, 'sum', grouped, {}, 200],
    ['splits that no row came to', 1, 'sum', undefined, {}, 5],
    ['zeros of every other input missing', 1, 'sum', undefined, { zeroIsMissing: Uint8Array.of(1, 0, 1, 0, 1, 0) }, 200],
    ['inputs rounded to float32', 1, 'sum', undefined, { arithmetic: 'float32' }, 200],
  ] as const)('%s', (_, outputs, combine, players, change, rows) => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = new Random(300 + seed);
      const forest: Forest = { ...randomForest(seed, outputs, combine), ...change };
      const covers = deriveCovers(forest, Float64Array.from(cells(random, rows).flat()), rows);
      const people = Float64Array.from(cells(random, 4).flat());
      const seen = zerosToMissing(forest, people, 4);
      const count = players?.length ?? INPUTS;
      const playerOf = Array.from({ length: INPUTS }, (__, input) => players?.findIndex(({ features }) => (features as readonly number[]).includes(input)) ?? input);
      const influence = new PathDependentInfluence(forest, covers, players);
      const phi = influence.explain(people, 4);
      const pairs = influence.interactions(people, 4);
      for (let at = 0; at < 4 * outputs; at++) {
        const row = seen.subarray(Math.floor(at / outputs) * INPUTS, (Math.floor(at / outputs) + 1) * INPUTS);
        const values = Float64Array.from({ length: 2 ** count }, (__, mask) =>
          expected(forest, covers, row, (input) => ((mask >>> playerOf[input]!) & 1) === 1, at % outputs),
        );
        expect(distance(phi.subarray(at * count, (at + 1) * count), bruteShapley(values, count))).toBeLessThan(1e-12);
        expect(distance(pairs.subarray(at * count ** 2, (at + 1) * count ** 2), pairInteractions(values, count, 'shapley'))).toBeLessThan(1e-12);
        expect(influence.start[at % outputs]).toBeCloseTo(values[0]!, 12);
      }
    }
  });

  test('on a long path whose splits all halve, the players who must all be known share alike', () => {
    const depth = 24;
    const chain = (feature: number): TreeNode =>
      feature === depth ? { leaf: [1] } : { feature, operator: 'le', split: 0, missing: 'left', left: { leaf: [0] }, right: chain(feature + 1) };
    const forest = buildForest({ features: depth, outputs: 1, trees: [chain(0)] });
    const covers = new Float64Array(forest.feature.length);
    const fill = (node: number, cover: number): void => {
      covers[node] = cover;
      if (forest.feature[node]! < 0) return;
      fill(forest.left[node]!, cover / 2);
      fill(forest.right[node]!, cover / 2);
    };
    fill(forest.roots[0]!, 1);
    const phi = new PathDependentInfluence(forest, covers).explain(new Float64Array(depth).fill(1), 1);
    expect(distance(phi, new Array<number>(depth).fill((1 - 0.5 ** depth) / depth))).toBeLessThan(1e-14);
  });
});

describe('covers', () => {
  const forest = buildForest({
    features: 1,
    outputs: 1,
    trees: [{ feature: 0, operator: 'le', split: 0, missing: 'right', left: { leaf: [1] }, right: { leaf: [3] } }],
  });

  test('count the rows, or their weights, that come to each node', () => {
    const rows = Float64Array.of(-1, 2, NaN, 3);
    const at = ([root, left, right]: readonly number[], covers: Float64Array): number[] => [covers[root!]!, covers[left!]!, covers[right!]!];
    const nodes = [forest.roots[0]!, forest.left[forest.roots[0]!]!, forest.right[forest.roots[0]!]!];
    expect(at(nodes, deriveCovers(forest, rows, 4))).toEqual([4, 1, 3]);
    expect(at(nodes, deriveCovers(forest, rows, 4, Float64Array.of(5, 1, 1, 2)))).toEqual([9, 5, 4]);
    expect(new PathDependentInfluence(forest, deriveCovers(forest, rows, 4)).start[0]).toBeCloseTo(2.5, 14);
  });

  test.each([
    ['too few', Float64Array.of(1)],
    ['below zero', Float64Array.of(0, 1, -1)],
    ['sides that do not add up', Float64Array.of(9, 1, 1)],
  ])('%s are refused', (_, covers) => {
    expect(() => new PathDependentInfluence(forest, covers)).toThrow(expect.objectContaining({ code: 'covers' }) as Error);
  });

  test('unseen splits are counted', () => {
    expect(new PathDependentInfluence(forest, new Float64Array(3)).unseen).toEqual({ splits: 1, of: 1 });
  });
});
