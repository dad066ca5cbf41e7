import { layOut, LEAF_NODE, MISSING_LEFT, SET_NODE, type ForestLayout } from './layout';
import type { Forest } from './types';

/** A forest ready to run. */
export interface CompiledForest {
  readonly features: number;
  readonly outputs: number;
  /**
   * Margins, row-major count × outputs, of `count` rows given row-major as count × features; NaN is missing.
   * Each output is (Σ leaves in tree order, divided by the number of trees for means) + base, in double arithmetic.
   */
  margins(values: Float64Array, count: number): Float64Array<ArrayBuffer>;
  /** Leaf vector reached in each tree, row-major count × trees. */
  leafIndices(values: Float64Array, count: number): Int32Array<ArrayBuffer>;
}

/** Rows that walk a tree together, so that their cells stay in the nearest cache. */
const BLOCK = 128;
/** Trees deeper than this are left early instead of always walking to full depth. */
const STEADY_DEPTH = 14;

type Visit = (tree: number, nodes: Int32Array, rows: number, firstRow: number) => void;

/** Full-depth walk of rows without missing values in a tree without sets; four rows at once hide the time a load takes. */
function walkSteady(layout: ForestLayout, tree: number, cells: Float64Array, width: number, rows: number, nodes: Int32Array): void {
  const { links, split } = layout;
  const root = layout.roots[tree]!;
  const depth = layout.depth[tree]!;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const a0 = row * width;
    const a1 = a0 + width;
    const a2 = a1 + width;
    const a3 = a2 + width;
    let n0 = root;
    let n1 = root;
    let n2 = root;
    let n3 = root;
    for (let step = 0; step < depth; step++) {
      n0 = links[2 * n0 + 1]! + (cells[a0 + links[2 * n0]!]! <= split[n0]! ? 0 : 1);
      n1 = links[2 * n1 + 1]! + (cells[a1 + links[2 * n1]!]! <= split[n1]! ? 0 : 1);
      n2 = links[2 * n2 + 1]! + (cells[a2 + links[2 * n2]!]! <= split[n2]! ? 0 : 1);
      n3 = links[2 * n3 + 1]! + (cells[a3 + links[2 * n3]!]! <= split[n3]! ? 0 : 1);
    }
    nodes[row] = n0;
    nodes[row + 1] = n1;
    nodes[row + 2] = n2;
    nodes[row + 3] = n3;
  }
  for (; row < rows; row++) {
    const at = row * width;
    let node = root;
    for (let step = 0; step < depth; step++) node = links[2 * node + 1]! + (cells[at + links[2 * node]!]! <= split[node]! ? 0 : 1);
    nodes[row] = node;
  }
}

function contains(values: Float64Array, from: number, to: number, x: number): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low < to && values[low] === x;
}

/** Walk for every kind of node and for missing values. */
function walkAny(forest: Forest, layout: ForestLayout, tree: number, cells: Float64Array, width: number, rows: number, nodes: Int32Array): void {
  const { links, split, flags } = layout;
  const { setOffsets, setValues } = forest;
  const root = layout.roots[tree]!;
  for (let row = 0; row < rows; row++) {
    let node = root;
    for (let flag = flags[node]!; (flag & LEAF_NODE) === 0; flag = flags[node]!) {
      const x = cells[row * width + links[2 * node]!]!;
      let left: boolean;
      if (x !== x) left = (flag & MISSING_LEFT) !== 0;
      else if ((flag & SET_NODE) === 0) left = x <= split[node]!;
      else left = contains(setValues, setOffsets[split[node]!]!, setOffsets[split[node]! + 1]!, x);
      node = links[2 * node + 1]! + (left ? 0 : 1);
    }
    nodes[row] = node;
  }
}

/**
 * Prepares a forest for running: the one evaluator for trees. Blocks of rows walk one tree after another; trees of usual depth are walked to full depth,
 * four rows interleaved. With float32 arithmetic the cells are rounded to float32 first; splits are compared as they stand.
 * The forest must have passed `validateForest`.
 */
export function compileForest(forest: Forest): CompiledForest {
  const layout = layOut(forest);
  const { features, outputs, leafValues, base } = forest;
  const trees = forest.roots.length;
  const width = Math.max(features, 1);

  const visitAll = (values: Float64Array, count: number, visit: Visit): void => {
    const cells = new Float64Array(BLOCK * width);
    const nodes = new Int32Array(BLOCK);
    for (let first = 0; first < count; first += BLOCK) {
      const rows = Math.min(BLOCK, count - first);
      let missing = false;
      for (let i = 0; i < rows * features; i++) {
        const x = values[first * features + i]!;
        cells[i] = forest.arithmetic === 'float32' ? Math.fround(x) : x;
        if (x !== x) missing = true;
      }
      for (let tree = 0; tree < trees; tree++) {
        const steady = !missing && layout.hasSets[tree] === 0 && layout.depth[tree]! <= STEADY_DEPTH;
        if (steady) walkSteady(layout, tree, cells, features, rows, nodes);
        else walkAny(forest, layout, tree, cells, features, rows, nodes);
        visit(tree, nodes, rows, first);
      }
    }
  };

  return {
    features,
    outputs,
    margins(values, count) {
      const margins = new Float64Array(count * outputs);
      visitAll(values, count, (_tree, nodes, rows, first) => {
        if (outputs === 1) {
          for (let row = 0; row < rows; row++) margins[first + row] = margins[first + row]! + leafValues[layout.leaf[nodes[row]!]!]!;
          return;
        }
        for (let row = 0; row < rows; row++) {
          const to = (first + row) * outputs;
          const from = layout.leaf[nodes[row]!]! * outputs;
          for (let k = 0; k < outputs; k++) margins[to + k] = margins[to + k]! + leafValues[from + k]!;
        }
      });
      const divisor = forest.combine === 'mean' && trees > 0 ? trees : 1;
      for (let i = 0; i < margins.length; i++) margins[i] = margins[i]! / divisor + base[i % outputs]!;
      return margins;
    },
    leafIndices(values, count) {
      const reached = new Int32Array(count * trees);
      visitAll(values, count, (tree, nodes, rows, first) => {
        for (let row = 0; row < rows; row++) reached[(first + row) * trees + tree] = layout.leaf[nodes[row]!]!;
      });
      return reached;
    },
  };
}
