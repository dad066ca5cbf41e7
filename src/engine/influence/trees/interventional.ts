import { finish, type Steps } from '../../jobs/steps';
import type { Forest } from '../../models/forest/types';
import type { Player } from '../players';
import type { TreeRange } from './direct';
import { KERNEL_ROWS } from './gather';
import { LeafInfluence } from './influence';
import { kernelShares } from './kernel/patterns';
import { countPatterns } from './patterns';
import type { PatternCounts } from './patterns';
import { pathPairs, pathShares } from './shares';
import type { LeafShares } from './twig-numbers';
import { toColumns } from './walker';

/**
 * Exact interventional Shapley values of a forest's margins against a background, by leaf patterns: no row is scored. The background is
 * counted once, by whatever is asked first; explaining is fast from then on because the numbers of each key of a twig are kept.
 * Source: pattern aggregation as in Nadel and Wettenstein, "WOODELF" (2026).
 */
export class TreeInfluence extends LeafInfluence {
  readonly game = 'interventional';
  readonly #rows: number;
  #counting: Steps<PatternCounts> | undefined;
  #background: PatternCounts | undefined;

  /**
   * @param background rows of the forest's inputs, row-major, NaN missing
   * @param players groups of inputs; every input one of its own when left out
   * @param kernel false where many rows, too, are to be gathered in TypeScript
   * @throws AssayError `linear-leaves`, `long-paths`, `players`
   */
  constructor(forest: Forest, background: Float64Array, players?: readonly Player[], kernel = true) {
    super(forest, players, kernel);
    this.#rows = background.length / forest.features;
    this.#counting = countPatterns(this.walkerOf(this.#rows), toColumns(forest, background, 0, this.#rows), this.#rows);
  }

  /** True when the background has been counted, so that another row is a matter of looking up. */
  get ready(): boolean {
    return this.#background !== undefined;
  }

  *prepare(): Steps<void> {
    while (this.#counting) {
      const { done, value } = this.#counting.next();
      if (done) {
        this.#background = value;
        this.#counting = undefined;
        // Laid out ahead, so that the first person who is asked about waits no longer than the next.
        if (this.#rows >= KERNEL_ROWS) this.gather().open();
      } else yield value;
    }
  }

  /** Mean margin of the background, one per output. */
  get start(): Float64Array<ArrayBuffer> {
    finish(this.prepare());
    return this.startOf({ from: 0, to: this.forest.roots.length }).map((share, output) => this.forest.base[output]! + share);
  }

  startOf({ from, to }: TreeRange): Float64Array<ArrayBuffer> {
    const { forest, outputs } = this;
    const { offsets, leaf, treePaths } = this.paths;
    const { starts, words, counts } = this.#counted();
    const start = new Float64Array(outputs);
    for (let path = treePaths[from]!; path < treePaths[to]!; path++) {
      const full = 2 ** (offsets[path + 1]! - offsets[path]!) - 1;
      for (let k = starts[path]!; k < starts[path + 1]!; k++) {
        if (words[k] !== full) continue;
        for (let output = 0; output < outputs; output++) {
          start[output] = start[output]! + forest.leafValues[leaf[path]! * outputs + output]! * counts[k]! * this.unit();
        }
      }
    }
    return start;
  }

  #counted(): PatternCounts {
    if (!this.#background) throw new Error('the background is not counted yet');
    return this.#background;
  }

  protected unit(): number {
    return 1 / this.#rows / (this.forest.combine === 'mean' ? Math.max(1, this.forest.roots.length) : 1);
  }

  protected shares(pairs: boolean): LeafShares {
    const { offsets } = this.paths;
    const patterns = this.#counted();
    const fast = pairs || !this.kernel ? undefined : kernelShares(patterns, offsets);
    if (fast) return fast;
    const { starts, words, counts } = patterns;
    const one = pairs ? pathPairs : pathShares;
    return (path, word, out, at) => one(word, offsets[path + 1]! - offsets[path]!, words, counts, starts[path]!, starts[path + 1]!, out, at);
  }
}
