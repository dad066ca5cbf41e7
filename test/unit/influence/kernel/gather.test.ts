import { afterEach, describe, expect, test, vi } from 'vitest';
import { TwinGather } from '../../../../src/engine/influence/trees/blocks';
import { deriveCovers } from '../../../../src/engine/influence/trees/covers';
import { TreeInfluence } from '../../../../src/engine/influence/trees/interventional';
import { KernelGather } from '../../../../src/engine/influence/trees/kernel/gather';
import { PathDependentInfluence } from '../../../../src/engine/influence/trees/path-dependent';
import { TwigNumbers } from '../../../../src/engine/influence/trees/twig-numbers';
import { toColumns } from '../../../../src/engine/influence/trees/walker';
import { finish } from '../../../../src/engine/jobs/steps';
import { buildForest, type TreeNode } from '../../../../src/engine/models/forest/build';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../../src/engine/models/forest/types';
import { Random } from '../../../../src/engine/stats/random';
import { bruteShapley, coalitionValues, distance, question } from '../oracle';
import { cells, INPUTS, randomForest } from '../random-forest';
import { gameOf, kernelOf, sumsOf, twinOf } from './kernel';

const rowsOf = (seed: number, rows: number): Float64Array<ArrayBuffer> => Float64Array.from(cells(new Random(seed), rows).flat());
const background = rowsOf(1, 20);
const grouped = [
  { name: 'a', features: [0, 4] },
  { name: 'b', features: [1] },
  { name: 'c', features: [2, 3, 5] },
];

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const kinds: [string, Forest, (typeof grouped)?][] = [
  ['a sum of trees', randomForest(1, 1, 'sum')],
  ['a mean of trees with three outputs', randomForest(2, 3, 'mean')],
  ['merged inputs', randomForest(3, 2, 'sum'), grouped],
  ['categories rounded down', { ...randomForest(4, 1, 'sum'), setCodes: 'floor' }],
  ['categories cut off', { ...randomForest(5, 1, 'sum'), setCodes: 'truncate' }],
  ['zeros that count as missing', { ...randomForest(6, 1, 'sum'), zeroIsMissing: Uint8Array.of(1, 0, 1, 0, 1, 0) }],
  ['inputs rounded to float32', { ...randomForest(7, 1, 'sum'), arithmetic: 'float32' }],
];

describe('the kernel adds up to the last bit what its twin does', () => {
  test.each(kinds)('%s', (_, forest, players) => {
    for (const pairs of [false, true]) {
      const game = gameOf(forest, background, pairs, players);
      const { kernel } = kernelOf(game);
      const twin = twinOf(game);
      for (const rows of [1, 2, 3, 7, 8, 9, 255, 256, 257, 300, 513, 1031]) {
        const values = rowsOf(rows, rows);
        expect(sumsOf(kernel, game, values, rows)).toEqual(sumsOf(twin, game, values, rows));
      }
    }
  });

  test('by definition too, person by person', () => {
    for (const seed of [1, 2, 3]) {
      const forest = randomForest(seed, 2, 'sum');
      const { margins } = compileForest(forest);
      const values = rowsOf(seed + 50, 3);
      const game = gameOf(forest, background);
      const sums = sumsOf(kernelOf(game).kernel, game, values, 3);
      for (let row = 0; row < 3; row++) {
        for (let output = 0; output < 2; output++) {
          const asked = question(Array.from(values.subarray(row * INPUTS, (row + 1) * INPUTS)), cells(new Random(1), 20));
          const brute = bruteShapley(coalitionValues(asked, (cell) => margins(Float64Array.from(cell), 1)[output]!), INPUTS);
          expect(distance(brute.map((__, player) => sums[(output * INPUTS + player) * 3 + row]!), brute)).toBeLessThan(1e-9);
        }
      }
    }
  });

  test.each([
    ['interventional', (forest: Forest, kernel: boolean) => new TreeInfluence(forest, background, undefined, kernel)],
    ['path-dependent', (forest: Forest, kernel: boolean) => new PathDependentInfluence(forest, deriveCovers(forest, background, 20), undefined, kernel)],
  ] as const)('through every question that is asked of a forest, %s', (_, build) => {
    const forest = randomForest(9, 2, 'sum');
    const values = rowsOf(4, 700);
    const codes = Int32Array.from({ length: 700 }, (__, row) => (row % 3) - 1);
    const started = vi.spyOn(KernelGather, 'open');
    const one = build(forest, true);
    const other = build(forest, false);
    expect(one.explain(values, 700)).toEqual(other.explain(values, 700));
    expect(one.interactions(values, 700)).toEqual(other.interactions(values, 700));
    expect(one.explainGroups(values, 700, codes, 2)).toEqual(other.explainGroups(values, 700, codes, 2));
    expect(one.explainMean(values, 700)).toEqual(other.explainMean(values, 700));
    expect(one.explain(values.subarray(0, INPUTS), 1)).toEqual(other.explain(values.subarray(0, INPUTS), 1));
    expect(started).toHaveBeenCalledTimes(2);
    expect(started.mock.results.every(({ value }) => value instanceof KernelGather)).toBe(true);
  });

  test('for trees that are one leaf, beside others or alone', () => {
    const leaf: TreeNode = { leaf: [2] };
    const stump: TreeNode = { feature: 1, operator: 'le', split: 0, missing: 'left', left: { leaf: [1] }, right: { leaf: [-1] } };
    for (const trees of [[leaf], [leaf, stump, leaf]]) {
      const game = gameOf(buildForest({ features: 2, outputs: 1, trees }), Float64Array.of(1, -1, 1, 1));
      const values = Float64Array.of(0, NaN, 0, 0, 0, 1);
      const sums = sumsOf(kernelOf(game).kernel, game, values, 3);
      expect([...sums]).toEqual(trees.length === 1 ? [0, 0, 0, 0, 0, 0] : [0, 0, 0, 1, 1, -1]);
      expect(sums).toEqual(sumsOf(twinOf(game), game, values, 3));
    }
  });

  test('for keys of more bits than cells are kept for', () => {
    // One long path of 30 inputs: all splits above the last twig are bits of its key.
    const chain = (feature: number): TreeNode =>
      feature === 30 ? { leaf: [1] } : { feature, operator: 'lt', split: 0.5, missing: 'right', left: { leaf: [feature / 7] }, right: chain(feature + 1) };
    const forest = buildForest({ features: 30, outputs: 1, trees: [chain(0)] });
    const random = new Random(3);
    const draw = (rows: number): Float64Array<ArrayBuffer> => Float64Array.from({ length: 30 * rows }, () => +(random.uniform() < 0.9));
    const game = gameOf(forest, draw(50));
    const values = draw(600);
    const { kernel, numbers } = kernelOf(game);
    expect(Math.min(...numbers.ofKey.base)).toBe(-1);
    expect(sumsOf(kernel, game, values, 600)).toEqual(sumsOf(twinOf(game), game, values, 600));
  });
});

/** A forest of many keys: more numbers than there is room for at first. */
function manyKeys(): { forest: Forest; values: Float64Array<ArrayBuffer>; background: Float64Array<ArrayBuffer> } {
  const random = new Random(8);
  const grow = (depth: number): TreeNode =>
    depth === 0 ? { leaf: [random.normal()] } : { feature: random.below(12), operator: 'le', split: random.normal(), missing: 'left', left: grow(depth - 1), right: grow(depth - 1) };
  const forest = buildForest({ features: 12, outputs: 1, trees: Array.from({ length: 12 }, () => grow(6)) });
  const draw = (rows: number): Float64Array<ArrayBuffer> => Float64Array.from({ length: 12 * rows }, () => random.normal());
  return { forest, values: draw(2000), background: draw(30) };
}

describe('memory', () => {
  const { forest, values, background } = manyKeys();
  const game = gameOf(forest, background);
  const expected = sumsOf(twinOf(game), game, values, 2000);

  test('grows with the numbers kept, and nothing is lost', () => {
    const { kernel, numbers } = kernelOf(game);
    const room = numbers.store.values.length;
    expect(sumsOf(kernel, game, values, 2000)).toEqual(expected);
    expect(numbers.store.used).toBeGreaterThan(2 * room);
    expect(sumsOf(kernel, game, values, 2000)).toEqual(expected);
  });

  test('numbers worked out before the kernel starts are taken along', () => {
    const numbers = new TwigNumbers(game);
    expect(sumsOf(new TwinGather(numbers), game, values, 2000)).toEqual(expected);
    const used = numbers.store.used;
    const kernel = KernelGather.open(numbers, 2000)!;
    expect(sumsOf(kernel, game, values, 2000)).toEqual(expected);
    expect(sumsOf(new TwinGather(numbers), game, values, 2000)).toEqual(expected);
    expect(numbers.store.used).toBe(used);
  });

  test('where no more of it is given, numbers are let go of and the sums stay right', () => {
    const { kernel, numbers } = kernelOf(game);
    const room = numbers.store.values.length;
    const refuse = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no memory');
    });
    expect(sumsOf(kernel, game, values, 2000)).toEqual(expected);
    expect(refuse).toHaveBeenCalled();
    expect(numbers.store.values.length).toBe(room);
  });

  test('where none is given at all, TypeScript does the work', () => {
    vi.stubGlobal('WebAssembly', {
      ...WebAssembly,
      Memory: class {
        constructor() {
          throw new RangeError('no memory');
        }
      },
    });
    expect(KernelGather.open(new TwigNumbers(game), 2000)).toBeUndefined();
    const found = new TreeInfluence(forest, background).explain(values, 2000);
    expect(distance(found, Float64Array.from(found, (_, at) => expected[(at % 12) * 2000 + Math.floor(at / 12)]!))).toBe(0);
  });

  test('where there are so many outputs that a block of keys would take too much, TypeScript does the work', () => {
    const stump = (outputs: number): Forest =>
      buildForest({
        features: 1,
        outputs,
        trees: [{ feature: 0, operator: 'le', split: 0, missing: 'left', left: { leaf: Array.from({ length: outputs }, () => 1) }, right: { leaf: Array.from({ length: outputs }, () => 2) } }],
      });
    const open = (outputs: number): KernelGather | undefined => KernelGather.open(new TwigNumbers(gameOf(stump(outputs), Float64Array.of(0, 1))), 8);
    expect(open(2 ** 14)).toBeDefined();
    expect(open(2 ** 14 + 1)).toBeUndefined();
  });

  test('started ahead, the kernel serves one row, and starts again when all was forgotten', () => {
    const started = vi.spyOn(KernelGather, 'open');
    const one = new TreeInfluence(forest, values);
    const other = new TreeInfluence(forest, values, undefined, false);
    const person = background.subarray(0, 12);
    finish(one.prepare());
    expect(started).toHaveBeenCalledTimes(1);
    for (const starts of [1, 2]) {
      expect(one.explain(person, 1)).toEqual(other.explain(person, 1));
      expect(started).toHaveBeenCalledTimes(starts);
      one.forget(0);
    }
  });

  test('what is kept can be forgotten while rows are at hand', () => {
    const influence = new TreeInfluence(forest, background);
    const steps = influence.explainInSteps(values, 2000);
    for (let step = 0; step < 40; step++) steps.next();
    influence.forget(0);
    expect(influence.explain(values, 2000)).toEqual(finish(steps));
  });
});

test('rows at hand by turns do not disturb each other, even where some are left unfinished', () => {
  const game = gameOf(randomForest(11, 2, 'sum'), background);
  const { kernel } = kernelOf(game);
  const all = [rowsOf(21, 300), rowsOf(22, 77), rowsOf(23, 300)];
  const at = all.map((values) => kernel.begin(toColumns(game.forest, values, 0, values.length / INPUTS), values.length / INPUTS));
  for (let tree = 0; tree < game.forest.roots.length; tree++) {
    for (const [k, own] of at.entries()) {
      if (k === 2 && tree > 3) continue;
      own.add(tree, 0, k === 1 ? 77 : 256);
      if (k !== 1) own.add(tree, 256, 44);
    }
  }
  for (const k of [0, 1]) expect(at[k]!.end().slice()).toEqual(sumsOf(twinOf(game), game, all[k]!, all[k]!.length / INPUTS));
});

test('work is told in the same small steps, so that stopping takes no longer', () => {
  const forest = randomForest(12, 1, 'sum');
  const values = rowsOf(5, 1500);
  const steps = (kernel: boolean): number[] => [...new TreeInfluence(forest, background, undefined, kernel).explainInSteps(values, 1500)];
  expect(steps(true)).toEqual(steps(false));
  expect(steps(true).length).toBeGreaterThan(6 * 7);
});
