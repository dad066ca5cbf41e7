import type { Forest } from '../../models/forest/types';
import type { Player } from '../players';
import type { LeafShares } from './gather';
import { LeafInfluence } from './influence';
import { countPatterns } from './patterns';
import type { PatternCounts } from './patterns';
import { pathPairs, pathShares } from './shares';
import { toColumns, TwigWalker } from './walker';

/**
 * Exact interventional Shapley values of a forest's margins against a background, by leaf patterns: no row is scored. Builds once per forest and
 * background; explaining is fast from then on because the numbers of each key of a twig are kept.
 * Source: pattern aggregation as in Nadel and Wettenstein, "WOODELF" (2026).
 */
export class TreeInfluence extends LeafInfluence {
  readonly game = 'interventional';
  /** Mean margin of the background, one per output. */
  readonly start: Float64Array<ArrayBuffer>;
  readonly #background: PatternCounts;
  readonly #rows: number;

  /**
   * @param background rows of the forest's inputs, row-major, NaN missing
   * @param players groups of inputs; every input one of its own when left out
   * @throws AssayError `linear-leaves`, `long-paths`, `players`
   */
  constructor(forest: Forest, background: Float64Array, players?: readonly Player[]) {
    super(forest, players);
    this.#rows = background.length / forest.features;
    this.#background = countPatterns(new TwigWalker(forest, this.paths), toColumns(forest, background, 0, this.#rows), this.#rows);
    this.start = Float64Array.from(forest.base);
    const { leaf, offsets } = this.paths;
    const { starts, words, counts } = this.#background;
    for (let path = 0; path < leaf.length; path++) {
      const full = 2 ** (offsets[path + 1]! - offsets[path]!) - 1;
      for (let k = starts[path]!; k < starts[path + 1]!; k++) {
        if (words[k] !== full) continue;
        for (let output = 0; output < this.outputs; output++) {
          this.start[output] = this.start[output]! + forest.leafValues[leaf[path]! * this.outputs + output]! * counts[k]! * this.unit();
        }
      }
    }
  }

  protected unit(): number {
    return 1 / this.#rows / (this.forest.combine === 'mean' ? Math.max(1, this.forest.roots.length) : 1);
  }

  protected shares(pairs: boolean): LeafShares {
    const { offsets } = this.paths;
    const { starts, words, counts } = this.#background;
    const one = pairs ? pathPairs : pathShares;
    return (path, word, out, at) => one(word, offsets[path + 1]! - offsets[path]!, words, counts, starts[path]!, starts[path + 1]!, out, at);
  }
}
