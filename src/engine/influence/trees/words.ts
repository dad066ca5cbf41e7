import { OPERATOR_CODE, type Forest } from '../../models/forest/types';
import type { ForestPaths } from './paths';

/** 1 for each split node at which the row goes left. `cells` is the row as the forest compares it: rounded where it rounds, NaN missing. */
function fillSides(forest: Forest, cells: Float64Array, sides: Uint8Array): void {
  const { feature, operator, split, missingLeft, setOffsets, setValues } = forest;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue;
    const x = cells[feature[node]!]!;
    const at = split[node]!;
    if (x !== x) sides[node] = missingLeft[node]!;
    else if (operator[node] === OPERATOR_CODE.le) sides[node] = x <= at ? 1 : 0;
    else if (operator[node] === OPERATOR_CODE.lt) sides[node] = x < at ? 1 : 0;
    else sides[node] = setValues.subarray(setOffsets[at]!, setOffsets[at + 1]!).includes(x) ? 1 : 0;
  }
}

/** Fills the words of one row after another: what each path's conditions say about it. */
export class WordFiller {
  readonly #forest: Forest;
  readonly #paths: ForestPaths;
  readonly #sides: Uint8Array<ArrayBuffer>;
  readonly #cells: Float64Array<ArrayBuffer>;
  readonly #above: Int32Array<ArrayBuffer>;

  constructor(forest: Forest, paths: ForestPaths) {
    this.#forest = forest;
    this.#paths = paths;
    this.#sides = new Uint8Array(forest.feature.length);
    this.#cells = new Float64Array(forest.features);
    this.#above = new Int32Array(paths.depth + 1);
  }

  /** Words of the row that starts at `values[at]`, one per path. */
  fill(values: Float64Array, at: number, words: Int32Array): void {
    const narrow = this.#forest.arithmetic === 'float32';
    for (let feature = 0; feature < this.#cells.length; feature++) {
      const x = values[at + feature]!;
      this.#cells[feature] = narrow ? Math.fround(x) : x;
    }
    const sides = this.#sides;
    const above = this.#above;
    fillSides(this.#forest, this.#cells, sides);
    const { edgeNode, edgeLeft, edgeDepth, edgeBit, edgeFresh, edgePath } = this.#paths;
    for (let edge = 0; edge < edgeNode.length; edge++) {
      const depth = edgeDepth[edge]!;
      const met = sides[edgeNode[edge]!] === edgeLeft[edge] ? 1 : 0;
      let word = above[depth]!;
      if (edgeFresh[edge] === 1) word |= met << edgeBit[edge]!;
      else if (met === 0) word &= ~(1 << edgeBit[edge]!);
      above[depth + 1] = word;
      const path = edgePath[edge]!;
      if (path >= 0) words[path] = word;
    }
  }
}
