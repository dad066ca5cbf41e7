import { layOut } from './layout';
import { linearAdder } from './linear-leaves';
import type { Forest } from './types';
import { zerosToMissing } from './zeros';
import { fillSlots, walkAny, walkSteady } from './walk';

/** A forest ready to run. */
export interface CompiledForest {
  readonly features: number;
  readonly outputs: number;
  /**
   * Margins, row-major count × outputs, of `count` rows given row-major as count × features; NaN is missing.
   * Each output is (Σ leaves in tree order, divided by the number of trees for means) + base, in double arithmetic; with `sums: 'float32'` it is
   * base + leaf + leaf …, rounded to float32 at every step.
   */
  margins(values: Float64Array, count: number): Float64Array<ArrayBuffer>;
  /** Leaf vector reached in each tree, row-major count × trees. */
  leafIndices(values: Float64Array, count: number): Int32Array<ArrayBuffer>;
}

/** Rows that walk a tree together, so that their cells stay in the nearest cache. */
const BLOCK = 128;

/**
 * Prepares a forest for running: the one evaluator for trees. Blocks of rows walk one tree after another. With float32 arithmetic the cells are
 * rounded to float32 first; splits are compared as they stand. The forest must have passed `validateForest`.
 */
export function compileForest(forest: Forest): CompiledForest {
  const layout = layOut(forest);
  const { features, outputs, leafValues, base } = forest;
  const trees = forest.roots.length;

  const visitAll = (values: Float64Array, count: number, visit: (tree: number, leaves: Int32Array, rows: number, first: number) => void): void => {
    const cells = new Float64Array(BLOCK * layout.slotFeature.length);
    const nodes = new Int32Array(BLOCK);
    for (let first = 0; first < count; first += BLOCK) {
      const rows = Math.min(BLOCK, count - first);
      fillSlots(forest, layout, values, first, rows, cells);
      for (let tree = 0; tree < trees; tree++) {
        if (layout.steady[tree] === 1) walkSteady(layout, tree, cells, rows, nodes);
        else walkAny(forest, layout, tree, values, first, rows, nodes);
        for (let row = 0; row < rows; row++) nodes[row] = layout.leaf[nodes[row]!]!;
        visit(tree, nodes, rows, first);
      }
    }
  };

  const addLinear = forest.linearLeaves === undefined ? undefined : linearAdder(forest, forest.linearLeaves);

  const addLeaves = (margins: Float64Array, leaves: Int32Array, rows: number, first: number): void => {
    if (outputs === 1) {
      for (let row = 0; row < rows; row++) margins[first + row] = margins[first + row]! + leafValues[leaves[row]!]!;
      return;
    }
    for (let row = 0; row < rows; row++) {
      const to = (first + row) * outputs;
      const from = leaves[row]! * outputs;
      for (let k = 0; k < outputs; k++) margins[to + k] = margins[to + k]! + leafValues[from + k]!;
    }
  };

  const narrow = forest.sums === 'float32';
  const addNarrow = (margins: Float64Array, leaves: Int32Array, rows: number, first: number): void => {
    for (let row = 0; row < rows; row++) {
      const to = (first + row) * outputs;
      const from = leaves[row]! * outputs;
      for (let k = 0; k < outputs; k++) margins[to + k] = Math.fround(margins[to + k]! + Math.fround(leafValues[from + k]!));
    }
  };

  return {
    features,
    outputs,
    margins(cells, count) {
      const values = zerosToMissing(forest, cells, count);
      const margins = new Float64Array(count * outputs);
      if (narrow) for (let i = 0; i < margins.length; i++) margins[i] = Math.fround(base[i % outputs]!);
      visitAll(values, count, (_tree, leaves, rows, first) => {
        if (narrow) addNarrow(margins, leaves, rows, first);
        else if (addLinear === undefined) addLeaves(margins, leaves, rows, first);
        else addLinear(margins, cells, leaves, rows, first);
      });
      if (narrow) return margins;
      const divisor = forest.combine === 'mean' && trees > 0 ? trees : 1;
      for (let i = 0; i < margins.length; i++) margins[i] = margins[i]! / divisor + base[i % outputs]!;
      return margins;
    },
    leafIndices(cells, count) {
      const values = zerosToMissing(forest, cells, count);
      const reached = new Int32Array(count * trees);
      visitAll(values, count, (tree, leaves, rows, first) => {
        for (let row = 0; row < rows; row++) reached[(first + row) * trees + tree] = leaves[row]!;
      });
      return reached;
    },
  };
}
