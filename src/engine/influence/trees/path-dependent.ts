import { noSteps, type Steps } from '../../jobs/steps';
import type { Forest } from '../../models/forest/types';
import type { Player } from '../players';
import { checkCovers } from './covers';
import type { TreeRange } from './direct';
import { LeafInfluence } from './influence';
import { coverPairs, coverShares } from './cover-shares';
import type { LeafShares } from './twig-numbers';

/**
 * Exact path-dependent Shapley values of a forest's margins: at a split on an input that is not known, both sides are averaged by the rows that took
 * them. It stands in for what knowing a value tells about the margin, so an input the model never reads gets nothing but one it reads may get credit
 * for others; label it so. Merged inputs are one player: known together, they steer all splits on any of them; unknown together, all those splits
 * average. Splits no row came to average their sides by halves.
 * Source: Lundberg et al., "From local explanations to global understanding with explainable AI for trees" (2020), for the game; Wettenstein, Mitchell
 * and Yu, "Quadrature-TreeSHAP" (2026), for its evaluation; numbers are kept by pattern as for the interventional game.
 */
export class PathDependentInfluence extends LeafInfluence {
  readonly game = 'path-dependent';
  /** Mean margin with every split averaged, one per output. */
  readonly start: Float64Array<ArrayBuffer>;
  /** Splits that no row came to, of all. */
  readonly unseen: { readonly splits: number; readonly of: number };
  /** Share of rows each player's conditions on a path let through, by `offsets` of the paths. */
  readonly #through: Float64Array<ArrayBuffer>;

  /**
   * @param covers rows per node, from the model's training or from {@link deriveCovers}
   * @throws AssayError `covers`, `linear-leaves`, `long-paths`, `players`
   */
  constructor(forest: Forest, covers: Float64Array, players?: readonly Player[], kernel = true) {
    super(forest, players, kernel);
    checkCovers(forest, covers);
    const splits = Int32Array.from(forest.feature.keys()).filter((node) => forest.feature[node]! >= 0);
    this.unseen = { splits: splits.filter((node) => covers[node] === 0).length, of: splits.length };
    this.#through = this.#letThrough(covers);
    this.start = this.startOf({ from: 0, to: forest.roots.length }).map((share, output) => forest.base[output]! + share);
  }

  prepare(): Steps<void> {
    return noSteps();
  }

  startOf({ from, to }: TreeRange): Float64Array<ArrayBuffer> {
    const { leaf, offsets, treePaths } = this.paths;
    const start = new Float64Array(this.outputs);
    for (let path = treePaths[from]!; path < treePaths[to]!; path++) {
      let share = this.unit();
      for (let at = offsets[path]!; at < offsets[path + 1]!; at++) share *= this.#through[at]!;
      for (let output = 0; output < this.outputs; output++) {
        start[output] = start[output]! + share * this.forest.leafValues[leaf[path]! * this.outputs + output]!;
      }
    }
    return start;
  }

  #letThrough(covers: Float64Array): Float64Array<ArrayBuffer> {
    const { forest } = this;
    const { offsets, pathSplits, pathSplitStarts, leaf } = this.paths;
    const through = new Float64Array(offsets.at(-1)!).fill(1);
    for (let path = 0; path < leaf.length; path++) {
      for (let k = pathSplitStarts[path]!; k < pathSplitStarts[path + 1]!; k += 2) {
        const node = pathSplits[k]!;
        const child = (pathSplits[k + 1]! & 1) === 1 ? forest.left[node]! : forest.right[node]!;
        const at = offsets[path]! + (pathSplits[k + 1]! >>> 2);
        through[at] = through[at]! * (covers[node]! > 0 ? covers[child]! / covers[node]! : 0.5);
      }
    }
    return through;
  }

  protected unit(): number {
    return 1 / (this.forest.combine === 'mean' ? Math.max(1, this.forest.roots.length) : 1);
  }

  protected shares(pairs: boolean): LeafShares {
    const { offsets } = this.paths;
    const one = pairs ? coverPairs : coverShares;
    return (path, word, out, at) => one(word, this.#through, offsets[path]!, offsets[path + 1]! - offsets[path]!, out, at);
  }
}
