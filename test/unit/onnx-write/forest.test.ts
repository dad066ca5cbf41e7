import { describe, expect, test } from 'vitest';
import { sigmoid } from '../../../src/engine/models/links';
import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../src/engine/models/forest/types';
import { ONNX_DEPTH_LIMIT, writeForest } from '../../../src/engine/models/onnx/write';
import { Random } from '../../../src/engine/stats/random';
import { randomForest, randomRows, withLinearLeaves } from '../forest/naive';
import { runOnnx } from './ort';

const names = (forest: Forest): string[] => Array.from({ length: forest.features }, (_, j) => `column ${j}`);

function evaluated(forest: Forest, rows: number[][]): number[] {
  return Array.from(compileForest(forest).margins(Float64Array.from(rows.flat()), rows.length));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

describe('forests written as ONNX', () => {
  const kinds = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((seed) => [
    { seed, sets: false, combine: 'sum', layout: 'matrix' },
    { seed: seed + 100, sets: true, combine: 'mean', layout: 'columns' },
  ]) as { seed: number; sets: boolean; combine: Forest['combine']; layout: 'matrix' | 'columns' }[];

  test.each(kinds)('run bit-equal in double (seed $seed, sets $sets, $combine, $layout)', async ({ seed, sets, combine, layout }) => {
    const forest = randomForest(seed, { sets, combine, arithmetic: 'float64', trees: 5, depth: 6, infinite: true });
    const rows = randomRows(seed + 1, forest.features, 200);
    const { data, dims } = await runOnnx(writeForest(forest, { inputNames: names(forest), layout }), rows);
    expect(dims).toEqual([200, forest.outputs]);
    expect(Array.from(data)).toEqual(evaluated(forest, rows));
  });

  test.each(kinds)('take the same leaves in float32 (seed $seed, sets $sets, $combine, $layout)', async ({ seed, sets, combine, layout }) => {
    const forest = randomForest(seed, { sets, combine, arithmetic: 'float32', trees: 5, depth: 6, infinite: true });
    const rows = randomRows(seed + 1, forest.features, 200);
    const options = { inputNames: names(forest), layout };
    const expected = evaluated(forest, rows);
    const single = await runOnnx(writeForest(forest, options), rows);
    expect(largestDifference(single.data, expected)).toBeLessThan(2e-6);
    const double = await runOnnx(writeForest(forest, { ...options, precision: 'float64' }), rows);
    expect(double.data).toBeInstanceOf(Float64Array);
    expect(Array.from(double.data)).toEqual(expected);
  });

  test.each([0, 1, 2, 3])('that sum in float32 or treat zeros as missing keep to it (seed %d)', async (seed) => {
    const wish = { sets: seed % 2 === 1, combine: 'sum', arithmetic: 'float32', trees: 5, depth: 6 } as const;
    const plain = randomForest(seed, wish);
    const forest: Forest = { ...plain, sums: 'float32', zeroIsMissing: Uint8Array.from({ length: plain.features }, (_, j) => j % 2) };
    const rows = randomRows(seed + 1, forest.features, 200);
    const expected = evaluated(forest, rows);
    for (const precision of ['float32', 'float64'] as const) {
      const { data } = await runOnnx(writeForest(forest, { inputNames: names(forest), precision }), rows);
      expect(Array.from(data)).toEqual(expected);
    }
    const double: Forest = { ...randomForest(seed, { ...wish, arithmetic: 'float64' }), zeroIsMissing: forest.zeroIsMissing! };
    expect(Array.from((await runOnnx(writeForest(double, { inputNames: names(double) }), rows)).data)).toEqual(evaluated(double, rows));
  });

  test.each(['floor', 'truncate'] as const)('look up fractional categories as the forest says: %s', async (setCodes) => {
    const split: TreeNode = { feature: 0, operator: 'set', split: [0, 1, 3], missing: 'right', left: { leaf: [1] }, right: { leaf: [0] } };
    const rows = [-1.5, -1, -0.5, -0, 0, 0.9, 1.5, 2, 2.99, 3.0001, 4, NaN, Infinity, -Infinity].map((x) => [x]);
    const member = [0, 0, setCodes === 'truncate' ? 1 : 0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
    for (const arithmetic of ['float32', 'float64'] as const) {
      const forest: Forest = { ...buildForest({ features: 1, outputs: 1, trees: [split], arithmetic }), setCodes };
      expect(evaluated(forest, rows)).toEqual(member);
      expect(Array.from((await runOnnx(writeForest(forest, { inputNames: ['x'] }), rows)).data)).toEqual(member);
    }
  });

  test('with linear leaves are refused in words', () => {
    expect(() => writeForest(withLinearLeaves(randomForest(1, { trees: 2, depth: 2 }), 1), { inputNames: names(randomForest(1)) })).toThrow(/linear/);
  });

  test('splits between two float32 numbers decide as before', async () => {
    const random = new Random(5);
    const stump = (operator: 'lt' | 'le', split: number): TreeNode => {
      return { feature: 0, operator, split, missing: 'left', left: { leaf: [1] }, right: { leaf: [0] } };
    };
    const values = Array.from({ length: 300 }, () => Math.fround(random.normal()));
    const trees = values.slice(0, 100).flatMap((x, i) => [stump('le', x * (1 + (i % 3) * 1e-9)), stump('lt', x * (1 - (i % 3) * 1e-9))]);
    const forest = buildForest({ features: 1, outputs: 1, trees, arithmetic: 'float32' });
    const rows = values.map((x) => [x]);
    expect(Array.from((await runOnnx(writeForest(forest, { inputNames: ['x'] }), rows)).data)).toEqual(evaluated(forest, rows));
  });

  test.each([
    { members: [0], what: 'zero' },
    { members: [0, 1, 2], what: 'zero with others' },
    { members: [1, 31, 32, 33], what: 'the edge of 32 bits' },
    { members: [23, 24, 25, 52, 53, 54], what: 'the edges of the mantissas' },
    { members: [62, 63, 64, 65], what: 'the edge of 64 bits' },
    { members: [-3, 4], what: 'a negative number' },
    { members: [0.5, 2], what: 'a fraction' },
    { members: [70, 1000, 16777216], what: 'large numbers' },
    { members: [], what: 'nothing' },
    { members: Array.from({ length: 300 }, (_, i) => i * 3), what: '300 members' },
  ])('sets with $what choose as the evaluator does', async ({ members }) => {
    const whole = Array.from({ length: 80 }, (_, i) => i - 5);
    const inputs = [...whole, 0.5, 1.5, 2.5, 63.5, 897, 1000, 16777216, Infinity, -Infinity, NaN];
    const tree = (missing: 'left' | 'right'): TreeNode => {
      return { feature: 0, operator: 'set', split: members, missing, left: { leaf: [1] }, right: { leaf: [2] } };
    };
    for (const arithmetic of ['float64', 'float32'] as const) {
      const forest = buildForest({ features: 1, outputs: 1, trees: [tree('left'), tree('right')], arithmetic });
      const rows = inputs.map((x) => [x]);
      expect(Array.from((await runOnnx(writeForest(forest, { inputNames: ['x'] }), rows)).data)).toEqual(evaluated(forest, rows));
    }
  });

  test.each([
    { what: 'no trees', trees: [] },
    { what: 'a single leaf', trees: [{ leaf: [2, 3] }] },
    { what: 'two single leaves and a zero leaf', trees: [{ leaf: [2, 3] }, { leaf: [0, 0] }, { leaf: [0, 5] }] },
  ])('$what runs', async ({ trees }) => {
    const forest = buildForest({ features: 2, outputs: 2, trees, base: [0.5, 0.25] });
    const rows = [
      [1, 2],
      [NaN, 0],
    ];
    expect(Array.from((await runOnnx(writeForest(forest, { inputNames: ['a', 'b'] }), rows)).data)).toEqual(evaluated(forest, rows));
  });

  function chain(depth: number): Forest {
    let tree: TreeNode = { leaf: [-1] };
    for (let i = depth - 1; i >= 0; i--) tree = { feature: 0, operator: 'le', split: i, missing: 'left', left: { leaf: [i] }, right: tree };
    return buildForest({ features: 1, outputs: 1, trees: [tree] });
  }

  test('the deepest tree allowed runs, and one split more is refused', async () => {
    const rows = [[0], [234.5], [5000], [NaN]];
    expect(Array.from((await runOnnx(writeForest(chain(ONNX_DEPTH_LIMIT), { inputNames: ['x'] }), rows)).data)).toEqual([0, 235, -1, 0]);
    expect(() => writeForest(chain(ONNX_DEPTH_LIMIT + 1), { inputNames: ['x'] })).toThrow(/deeper than the 1000/);
  });

  test('one output with two classes becomes two probabilities', async () => {
    const forest = randomForest(3, { outputs: 1, arithmetic: 'float64', trees: 4, depth: 4, combine: 'sum' });
    const rows = randomRows(4, forest.features, 50);
    const bytes = writeForest(forest, { inputNames: names(forest), classes: ['no', 'yes'], link: 'sigmoid', scale: 2 });
    const { data, dims, name } = await runOnnx(bytes, rows);
    expect(name).toBe('probabilities');
    expect(dims).toEqual([50, 2]);
    const expected = evaluated(forest, rows).flatMap((margin) => [1 - sigmoid(2 * margin), sigmoid(2 * margin)]);
    expect(largestDifference(data, expected)).toBeLessThan(1e-12);
  });

  test('several classes become a softmax, and exp a positive prediction', async () => {
    const forest = randomForest(8, { outputs: 3, arithmetic: 'float64', trees: 6, depth: 4, combine: 'sum' });
    const rows = randomRows(9, forest.features, 50);
    const margins = evaluated(forest, rows);
    const softmax = await runOnnx(writeForest(forest, { inputNames: names(forest), classes: ['a', 'b', 'c'], link: 'softmax' }), rows);
    const expected = rows.flatMap((_, i) => {
      const powers = margins.slice(3 * i, 3 * i + 3).map(Math.exp);
      return powers.map((power) => power / powers.reduce((a, b) => a + b));
    });
    expect(largestDifference(softmax.data, expected)).toBeLessThan(1e-12);
    const exp = await runOnnx(writeForest(forest, { inputNames: names(forest), link: 'exp' }), rows);
    expect(exp.name).toBe('prediction');
    const ratios = Array.from(exp.data, (value, i) => value / Math.exp(margins[i]!));
    expect(largestDifference(ratios, ratios.map(() => 1))).toBeLessThan(1e-12);
  });
});
