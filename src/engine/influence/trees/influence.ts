import { finish, type Steps } from '../../jobs/steps';
import type { Forest } from '../../models/forest/types';
import type { Player } from '../players';
import type { TreeRange } from './direct';
import { KERNEL_ROWS, TwigGather } from './gather';
import { playersOfInputs } from './input-players';
import { KernelWalker } from './kernel/walker';
import type { ForestPaths } from './paths';
import { forestPaths } from './paths';
import { pairAt } from './shares';
import type { GroupInfluence } from './tally';
import { addToTally, emptyTally, groupInfluence, type GroupTally } from './tally';
import type { LeafShares } from './twig-numbers';
import { twigSlots } from './twig-slots';
import { TwigWalker } from './walker';

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

  constructor(
    forest: Forest,
    players: readonly Player[] | undefined,
    /** False where many rows, too, are to be gathered in TypeScript. */
    readonly kernel: boolean,
  ) {
    const { playerOf, count } = playersOfInputs(forest, players);
    this.players = count;
    this.outputs = forest.outputs;
    this.forest = forest;
    this.paths = forestPaths(forest, playerOf);
  }

  protected abstract shares(pairs: boolean): LeafShares;
  /** Leaf vectors times this are added. */
  protected abstract unit(): number;

  /** What has to be done once before anything is explained; asked for again after a stop, it goes on where it was. */
  abstract prepare(): Steps<void>;

  /** Share of some trees in {@link start}, without the forest's base. */
  abstract startOf(trees: TreeRange): Float64Array<ArrayBuffer>;

  protected gather(): TwigGather {
    return (this.#single ??= this.#gatherOf(false));
  }

  #gatherOf(pairs: boolean): TwigGather {
    const { forest, paths, players } = this;
    const slots = twigSlots(forest, paths, players, pairs);
    return new TwigGather({ forest, paths, slots, shares: this.shares(pairs), unit: this.unit(), pairs }, this.kernel);
  }

  /** Lets go of numbers kept for later rows, where they are more than this. */
  forget(most: number): void {
    this.#single?.forget(most);
    this.#pairs?.forget(most);
  }

  /** What takes so many rows through the trees. */
  protected walkerOf(rows: number): TwigWalker {
    return (this.kernel && rows >= KERNEL_ROWS && KernelWalker.open(this.forest, this.paths)) || new TwigWalker(this.forest, this.paths);
  }

  /** Shapley values of rows, rows × outputs × players. For each row and output they sum to its margin minus {@link start}. */
  explain(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    return finish(this.explainInSteps(values, rows));
  }

  /** {@link explain} in steps, and for the share of some trees in the margin where only those are named. */
  *explainInSteps(values: Float64Array, rows: number, trees?: TreeRange): Steps<Float64Array<ArrayBuffer>> {
    yield* this.prepare();
    return yield* this.gather().rows(values, rows, trees);
  }

  /**
   * The mean of {@link explain} over rows, outputs × players, at a cost that hardly grows with them: rows that look alike to a path are counted, not
   * repeated.
   */
  explainMean(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    return finish(this.explainMeanInSteps(values, rows));
  }

  *explainMeanInSteps(values: Float64Array, rows: number): Steps<Float64Array<ArrayBuffer>> {
    yield* this.prepare();
    return yield* this.gather().mean(values, rows, this.walkerOf(rows));
  }

  /**
   * Means of {@link explain} and of its absolute values over groups of rows, with variances, in one pass that keeps no row's values.
   * @param codes group of each row, 0 … groups − 1; rows with −1 are left out
   */
  explainGroups(values: Float64Array, rows: number, codes: Int32Array, groups: number): GroupInfluence {
    return groupInfluence(finish(this.explainGroupsInSteps(values, rows, codes, groups)));
  }

  /** What {@link explainGroups} is made of: to be joined with that of other rows. */
  *explainGroupsInSteps(values: Float64Array, rows: number, codes: Int32Array, groups: number): Steps<GroupTally> {
    yield* this.prepare();
    const gather = this.gather();
    const tally = emptyTally(gather.size, groups);
    yield* gather.eachChunk(values, rows, (sums, first, count) => addToTally(tally, sums, codes.subarray(first, first + count)));
    return tally;
  }

  /** Pair interactions of rows (Shapley interaction index, not halved, zeros on the diagonal), rows × outputs × players × players. */
  interactions(values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
    return finish(this.interactionsInSteps(values, rows));
  }

  *interactionsInSteps(values: Float64Array, rows: number): Steps<Float64Array<ArrayBuffer>> {
    yield* this.prepare();
    this.#pairs ??= this.#gatherOf(true);
    const { players, outputs } = this;
    const width = (players * (players - 1)) / 2;
    const out = new Float64Array(rows * outputs * players * players);
    yield* this.#pairs.eachChunk(values, rows, (sums, first, count) => {
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
