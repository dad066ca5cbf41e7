import type { Forest } from '../../models/forest/types';
import { OPERATOR_CODE } from '../../models/forest/types';
import { goesLeft } from '../../models/forest/walk';
import { zerosToMissing } from '../../models/forest/zeros';
import type { ForestPaths } from './paths';
import { STEP } from './paths';

/** Rows that walk a tree together: one step of the walk is one short loop over them. */
export const BLOCK = 256;

/** Rows of a forest's inputs column by column, as its arithmetic sees them. */
export function toColumns(forest: Forest, values: Float64Array, first: number, rows: number): Float64Array<ArrayBuffer> {
  const { features } = forest;
  const own = zerosToMissing(forest, values.subarray(first * features, (first + rows) * features), rows);
  const columns = new Float64Array(rows * features);
  const narrow = forest.arithmetic === 'float32';
  for (let feature = 0; feature < features; feature++) {
    const to = feature * rows;
    for (let row = 0; row < rows; row++) {
      const x = own[row * features + feature]!;
      columns[to + row] = narrow ? Math.fround(x) : x;
    }
  }
  return columns;
}

/** Takes blocks of rows through a tree and gives their keys twig by twig. */
export class TwigWalker {
  readonly #sides: Int32Array<ArrayBuffer>;
  readonly #words: Int32Array<ArrayBuffer>;
  readonly #keys = new Int32Array(BLOCK);
  readonly #side = new Int32Array(BLOCK);

  constructor(
    readonly forest: Forest,
    readonly paths: ForestPaths,
  ) {
    this.#sides = new Int32Array((paths.depth + 1) * BLOCK);
    this.#words = new Int32Array((paths.depth + 1) * BLOCK);
  }

  /** 1 for each row that goes left at a node, from `at` of `out`. */
  #compare(node: number, columns: Float64Array, from: number, count: number, out: Int32Array, at: number): void {
    const { forest } = this;
    const split = forest.split[node]!;
    const missingLeft = forest.missingLeft[node] === 1;
    const operator = forest.operator[node]!;
    if (operator === OPERATOR_CODE.le) {
      if (missingLeft) for (let r = 0; r < count; r++) out[at + r] = +!(columns[from + r]! > split);
      else for (let r = 0; r < count; r++) out[at + r] = +(columns[from + r]! <= split);
    } else if (operator === OPERATOR_CODE.lt) {
      if (missingLeft) for (let r = 0; r < count; r++) out[at + r] = +!(columns[from + r]! >= split);
      else for (let r = 0; r < count; r++) out[at + r] = +(columns[from + r]! < split);
    } else for (let r = 0; r < count; r++) out[at + r] = goesLeft(forest, node, columns[from + r]!);
  }

  #edge(depth: number, packed: number, count: number): void {
    const words = this.#words;
    const sides = this.#sides;
    const at = depth * BLOCK;
    const left = packed & 1;
    const bit = packed >>> 2;
    if ((packed & 2) !== 0) {
      const met = left ^ 1;
      for (let r = at; r < at + count; r++) words[r + BLOCK] = words[r]! | ((sides[r]! ^ met) << bit);
    } else for (let r = at; r < at + count; r++) words[r + BLOCK] = words[r]! & ~((sides[r]! ^ left) << bit);
  }

  /** What taking so many rows through a tree costs, in comparisons. */
  work(tree: number, count: number): number {
    const { treePaths } = this.paths;
    return count * (treePaths[tree + 1]! - treePaths[tree]!);
  }

  /** Calls `visit` for every twig of a tree with the keys of `count` ≤ BLOCK rows from `first` of columns that are `rows` long. */
  walk(tree: number, columns: Float64Array, rows: number, first: number, count: number, visit: (twig: number, keys: Int32Array) => void): void {
    const { program, treeStarts, nodes, nodeStarts, rootBits } = this.paths;
    const { feature } = this.forest;
    const keys = this.#keys;
    const side = this.#side;
    for (let step = treeStarts[tree]!; step < treeStarts[tree + 1]!; step += 3) {
      const depth = program[step + 1]!;
      const what = program[step + 2]!;
      if (program[step] === STEP.side) this.#compare(what, columns, feature[what]! * rows + first, count, this.#sides, depth * BLOCK);
      else if (program[step] === STEP.edge) this.#edge(depth, what, count);
      else {
        for (let r = 0; r < count; r++) keys[r] = this.#words[depth * BLOCK + r]!;
        let bit = rootBits[what]!;
        for (let k = nodeStarts[what]!; k < nodeStarts[what + 1]!; k++, bit++) {
          const node = nodes[k]!;
          this.#compare(node, columns, feature[node]! * rows + first, count, side, 0);
          for (let r = 0; r < count; r++) keys[r] = keys[r]! | (side[r]! << bit);
        }
        visit(what, keys);
      }
    }
  }
}
