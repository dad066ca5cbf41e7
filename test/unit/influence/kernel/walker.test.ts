import { afterEach, expect, test, vi } from 'vitest';
import { KernelWalker } from '../../../../src/engine/influence/trees/kernel/walker';
import { forestPaths } from '../../../../src/engine/influence/trees/paths';
import { BLOCK, toColumns, TwigWalker } from '../../../../src/engine/influence/trees/walker';
import type { Forest } from '../../../../src/engine/models/forest/types';
import { Random } from '../../../../src/engine/stats/random';
import { cells, INPUTS, randomForest } from '../random-forest';

afterEach(() => vi.restoreAllMocks());

function keysOf(walker: TwigWalker, columns: Float64Array, rows: number): unknown[] {
  const found: unknown[] = [];
  for (let tree = 0; tree < walker.forest.roots.length; tree++) {
    for (let first = 0; first < rows; first += BLOCK) {
      const count = Math.min(BLOCK, rows - first);
      walker.walk(tree, columns, rows, first, count, (twig, keys) => found.push([twig, first, keys.slice(0, count)]));
    }
  }
  return found;
}

const walkers = (forest: Forest): readonly [KernelWalker, TwigWalker] => {
  const paths = forestPaths(forest, Int32Array.from({ length: INPUTS }, (_, input) => input));
  return [KernelWalker.open(forest, paths)!, new TwigWalker(forest, paths)];
};
const columnsOf = (forest: Forest, seed: number, rows: number): Float64Array => toColumns(forest, Float64Array.from(cells(new Random(seed), rows).flat()), 0, rows);

test('rows have the same keys by the kernel, one set of rows after another', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const forest: Forest = { ...randomForest(seed, 1, 'sum'), arithmetic: seed % 2 === 0 ? 'float32' : 'float64' };
    const [kernel, twin] = walkers(forest);
    for (const rows of [1, 5, 8, 300, 3, 1024]) {
      const columns = columnsOf(forest, rows, rows);
      expect(keysOf(kernel, columns, rows)).toEqual(keysOf(twin, columns, rows));
    }
  }
});

test('rows for which memory is refused walk in TypeScript', () => {
  const forest = randomForest(7, 1, 'sum');
  const [kernel, twin] = walkers(forest);
  const refuse = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('no memory');
  });
  const columns = columnsOf(forest, 1, 30_000);
  expect(keysOf(kernel, columns, 30_000)).toEqual(keysOf(twin, columns, 30_000));
  expect(refuse).toHaveBeenCalled();
});
