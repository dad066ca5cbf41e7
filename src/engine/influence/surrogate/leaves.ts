import type { CartNode } from '../../learn/cart';
import { takeColumns } from './columns';
import type { Surrogate } from './types';

/**
 * The way that rows take through a tree: for each row the sides taken from the root on, `l` and `r`, which names its leaf.
 * @param values feature rows, row-major, `width` a row
 */
export function leafPaths({ tree, columns }: Pick<Surrogate, 'tree' | 'columns'>, values: Float64Array, width: number): string[] {
  const count = values.length / width;
  const taken = takeColumns(columns, values, width, Int32Array.from({ length: count }, (_, row) => row));
  return Array.from({ length: count }, (_, row) => {
    let path = '';
    let node: CartNode = tree;
    for (let { split } = node; split !== undefined; { split } = node) {
      const value = taken[row * columns.length + split.feature]!;
      const left = Number.isNaN(value) ? split.missing === 'left' : value <= split.threshold;
      path += left ? 'l' : 'r';
      node = left ? split.left : split.right;
    }
    return path;
  });
}
