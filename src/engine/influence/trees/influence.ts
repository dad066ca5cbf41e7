import type { Forest } from '../../models/forest/types';
import type { Player } from '../players';
import { checkPlayers } from '../players';
import type { LeafShares } from './gather';
import { TwigGather } from './gather';
import type { ForestPaths } from './paths';
import { forestPaths } from './paths';
import { pairAt } from './shares';
import type { GroupInfluence } from './tally';
import { tallyRows } from './tally';

/** What the leaves of a forest give to players in one of its games, for rows: shared by the interventional and the path-dependent one. */
export abstract class LeafInfluence {
  /** Mean margin before anything of a row is known, one per output. */
  abstract readonly start: Float64Array<ArrayBuffer>;
  /** Which game is shared out. */
  abstract readonly game: 'interventional' | 'path-dependent';
  readonly players: number;
  readonly outputs: number;
  protected readonly forest: Forest;
  protected readonly paths: ForestPaths;
  #single: TwigGather | undefined;
  #pairs: TwigGather | undefined;

  constructor(forest: Forest, players: readonly Player[] | undefined) {
    const playerOf = Int32Array.from({ length: forest.features }, (_, input) => input);
    if (players !== undefined) {
      checkPlayers(players, forest.features);
      for (const [player, { features }] of players.entries()) for (const feature of features) playerOf[feature] = player;
    }
    this.players = players?.length ?? forest.features;
    this.outputs = forest.outputs;
    this.forest = forest;
    this.paths = forestPaths(forest, playerOf);
  }

  protected abstract shares(pairs: boolean): LeafShares;
  /** Leaf vectors times this are added. */
  protected abstract unit(): number;

  #gather(): TwigGather {
    return (this.#single ??= new TwigGather(this.forest, this.paths, this.players, this.shares(false), this.unit(), false));
  }

  /** Shapley values of rows, rows × outputs × players. For each row and output they sum to its margin minus {@link start}. */
  explain(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    return this.#gather().rows(values, rows);
  }

  /**
   * The mean of {@link explain} over rows, outputs × players, at a cost that hardly grows with them: rows that look alike to a path are counted, not
   * repeated.
   */
  explainMean(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    return this.#gather().mean(values, rows);
  }

  /**
   * Means of {@link explain} and of its absolute values over groups of rows, with variances, in one pass that keeps no row's values.
   * @param codes group of each row, 0 … groups − 1; rows with −1 are left out
   */
  explainGroups(values: Float64Array, rows: number, codes: Int32Array, groups: number): GroupInfluence {
    const gather = this.#gather();
    return tallyRows(gather.size, codes, groups, (visit) => gather.eachChunk(values, rows, visit));
  }

  /** Pair interactions of rows (Shapley interaction index, not halved, zeros on the diagonal), rows × outputs × players × players. */
  interactions(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    this.#pairs ??= new TwigGather(this.forest, this.paths, this.players, this.shares(true), this.unit(), true);
    const { players, outputs } = this;
    const width = (players * (players - 1)) / 2;
    const out = new Float64Array(rows * outputs * players * players);
    this.#pairs.eachChunk(values, rows, (sums, first, count) => {
      for (let output = 0; output < outputs; output++) {
        for (let j = 1; j < players; j++) {
          for (let i = 0; i < j; i++) {
            const from = (output * width + pairAt(i, j)) * count;
            for (let row = 0; row < count; row++) {
              const at = ((first + row) * outputs + output) * players * players;
              out[at + i * players + j] = out[at + j * players + i] = sums[from + row]!;
            }
          }
        }
      }
    });
    return out;
  }
}
