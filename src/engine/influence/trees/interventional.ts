import type { Forest } from '../../models/forest/types';
import { zerosToMissing } from '../../models/forest/zeros';
import type { Player } from '../players';
import { checkPlayers } from '../players';
import { forestPaths } from './paths';
import type { ForestPaths } from './paths';
import { countPatterns, WordTable } from './patterns';
import type { PatternCounts } from './patterns';
import { pathPairs, pathShares } from './shares';
import { WordFiller } from './words';

/**
 * Exact interventional Shapley values of a forest's margins against a background, by leaf patterns: no row is scored. Builds once per forest and
 * background; explaining is fast from then on because the shares of each (path, word) are kept.
 * Source: pattern aggregation as in Nadel and Wettenstein, "WOODELF" (2026).
 */
export class TreeInfluence {
  /** Mean margin of the background, one per output. */
  readonly start: Float64Array<ArrayBuffer>;
  readonly players: number;
  readonly outputs: number;
  readonly #forest: Forest;
  readonly #paths: ForestPaths;
  readonly #bits: Int32Array<ArrayBuffer>;
  readonly #filler: WordFiller;
  readonly #background: PatternCounts;
  /** Leaf vectors times this are what one background row adds. */
  readonly #unit: number;
  /** Where the shares of a word of a path begin, once they were asked for. */
  readonly #kept: WordTable;
  #shares = new Float64Array(4096);
  // 0 in the table means not yet.
  #used = 1;

  /**
   * @param background rows of the forest's inputs, row-major, NaN missing
   * @param players groups of inputs; every input one of its own when left out
   * @throws AssayError `linear-leaves`, `long-paths`, `players`
   */
  constructor(forest: Forest, background: Float64Array, players?: readonly Player[]) {
    const playerOf = Int32Array.from({ length: forest.features }, (_, input) => input);
    if (players !== undefined) {
      checkPlayers(players, forest.features);
      for (const [player, { features }] of players.entries()) for (const feature of features) playerOf[feature] = player;
    }
    this.players = players?.length ?? forest.features;
    this.outputs = forest.outputs;
    this.#forest = forest;
    this.#paths = forestPaths(forest, playerOf);
    const { offsets, leaf } = this.#paths;
    this.#bits = Int32Array.from(leaf, (_, path) => offsets[path + 1]! - offsets[path]!);
    this.#filler = new WordFiller(forest, this.#paths);
    this.#kept = new WordTable(this.#bits);
    const rows = background.length / forest.features;
    this.#background = this.#count(background, rows);
    this.#unit = 1 / rows / (forest.combine === 'mean' ? Math.max(1, forest.roots.length) : 1);
    this.start = Float64Array.from(forest.base);
    for (let path = 0; path < leaf.length; path++) {
      const full = 2 ** this.#bits[path]! - 1;
      for (let k = this.#background.starts[path]!; k < this.#background.starts[path + 1]!; k++) {
        if (this.#background.words[k] !== full) continue;
        for (let output = 0; output < this.outputs; output++) {
          this.start[output] =
            this.start[output]! + forest.leafValues[leaf[path]! * this.outputs + output]! * this.#background.counts[k]! * this.#unit;
        }
      }
    }
  }

  #count(values: Float64Array, rows: number): PatternCounts {
    const cells = zerosToMissing(this.#forest, values, rows);
    return countPatterns(this.#bits, rows, (row, words) => this.#filler.fill(cells, row * this.#forest.features, words));
  }

  /** Where the shares of a word of a path begin. */
  #sharesOf(path: number, word: number): number {
    const known = this.#kept.get(path, word);
    if (known !== 0) return known;
    const bits = this.#bits[path]!;
    if (this.#used + bits > this.#shares.length) {
      const wider = new Float64Array(this.#shares.length * 2);
      wider.set(this.#shares);
      this.#shares = wider;
    }
    const at = this.#used;
    const { starts, words, counts } = this.#background;
    pathShares(word, bits, words, counts, starts[path]!, starts[path + 1]!, this.#shares, at);
    this.#kept.set(path, word, at);
    this.#used += bits;
    return at;
  }

  #addPath(path: number, word: number, factor: number, out: Float64Array, at: number): void {
    const { leaf, offsets, players } = this.#paths;
    const shares = this.#sharesOf(path, word);
    const from = offsets[path]!;
    const bits = this.#bits[path]!;
    for (let output = 0; output < this.outputs; output++) {
      const value = this.#forest.leafValues[leaf[path]! * this.outputs + output]! * factor;
      if (value === 0) continue;
      const to = at + output * this.players;
      for (let bit = 0; bit < bits; bit++) {
        const player = to + players[from + bit]!;
        out[player] = out[player]! + value * this.#shares[shares + bit]!;
      }
    }
  }

  /** Shapley values of rows, rows × outputs × players. For each row and output they sum to its margin minus {@link start}. */
  explain(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    const size = this.outputs * this.players;
    const out = new Float64Array(rows * size);
    const words = new Int32Array(this.#bits.length);
    const cells = zerosToMissing(this.#forest, values, rows);
    for (let row = 0; row < rows; row++) {
      this.#filler.fill(cells, row * this.#forest.features, words);
      for (let path = 0; path < words.length; path++) this.#addPath(path, words[path]!, this.#unit, out, row * size);
    }
    return out;
  }

  /**
   * The mean of {@link explain} over rows, outputs × players, at a cost that hardly grows with them: rows that look alike to a path are counted, not
   * repeated.
   */
  explainMean(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    const out = new Float64Array(this.outputs * this.players);
    const { starts, words, counts } = this.#count(values, rows);
    for (let path = 0; path < this.#bits.length; path++) {
      for (let k = starts[path]!; k < starts[path + 1]!; k++) this.#addPath(path, words[k]!, (this.#unit * counts[k]!) / rows, out, 0);
    }
    return out;
  }

  /** Pair interactions of rows (Shapley interaction index, not halved, zeros on the diagonal), rows × outputs × players × players. */
  interactions(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    const { leaf, offsets, players } = this.#paths;
    const square = this.players * this.players;
    const out = new Float64Array(rows * this.outputs * square);
    const own = new Int32Array(this.#bits.length);
    const cells = zerosToMissing(this.#forest, values, rows);
    const { starts, words, counts } = this.#background;
    for (let row = 0; row < rows; row++) {
      this.#filler.fill(cells, row * this.#forest.features, own);
      for (let path = 0; path < own.length; path++) {
        const from = offsets[path]!;
        pathPairs(own[path]!, this.#bits[path]!, words, counts, starts[path]!, starts[path + 1]!, (i, j, share) => {
          const left = players[from + i]!;
          const right = players[from + j]!;
          for (let output = 0; output < this.outputs; output++) {
            const at = (row * this.outputs + output) * square;
            const amount = share * this.#unit * this.#forest.leafValues[leaf[path]! * this.outputs + output]!;
            out[at + left * this.players + right] = out[at + left * this.players + right]! + amount;
            out[at + right * this.players + left] = out[at + right * this.players + left]! + amount;
          }
        });
      }
    }
    return out;
  }
}
