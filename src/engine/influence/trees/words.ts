import type { Forest } from '../../models/forest/types';
import { goesLeft } from '../../models/forest/walk';
import type { ForestPaths } from './paths';

/** Fills the words of one row after another: what each path's conditions say about it. */
export class WordFiller {
  readonly #forest: Forest;
  readonly #paths: ForestPaths;
  /** Split nodes, their inputs, and 1 for each at which the row goes left. */
  readonly #nodes: Int32Array<ArrayBuffer>;
  readonly #sides: Uint8Array<ArrayBuffer>;
  readonly #cells: Float64Array<ArrayBuffer>;
  readonly #above: Int32Array<ArrayBuffer>;

  constructor(forest: Forest, paths: ForestPaths) {
    this.#forest = forest;
    this.#paths = paths;
    this.#nodes = Int32Array.from(forest.feature.keys()).filter((node) => forest.feature[node]! >= 0);
    this.#sides = new Uint8Array(forest.feature.length);
    this.#cells = new Float64Array(forest.features);
    this.#above = new Int32Array(paths.depth + 1);
  }

  #fillSides(): void {
    const forest = this.#forest;
    const { feature } = forest;
    const nodes = this.#nodes;
    const sides = this.#sides;
    const cells = this.#cells;
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k]!;
      sides[node] = goesLeft(forest, node, cells[feature[node]!]!);
    }
  }

  /** Words of the row that starts at `values[at]`, one per path. */
  fill(values: Float64Array, at: number, words: Int32Array): void {
    const narrow = this.#forest.arithmetic === 'float32';
    for (let feature = 0; feature < this.#cells.length; feature++) {
      const x = values[at + feature]!;
      this.#cells[feature] = narrow ? Math.fround(x) : x;
    }
    this.#fillSides();
    const sides = this.#sides;
    const above = this.#above;
    const { edges } = this.#paths;
    for (let edge = 0; edge < edges.length; edge += 4) {
      const packed = edges[edge + 1]!;
      const depth = edges[edge + 2]!;
      const bit = packed >>> 2;
      const met = +(sides[edges[edge]!] === (packed & 1));
      // A new player starts its bit; a known one may only lose it.
      const before = above[depth]!;
      const word = (packed & 2) !== 0 ? before | (met << bit) : before & ~((met ^ 1) << bit);
      above[depth + 1] = word;
      const path = edges[edge + 3]!;
      if (path >= 0) words[path] = word;
    }
  }
}
