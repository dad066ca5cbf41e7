import type { Steps } from '../../jobs/steps';
import { TwinGather, type BlockGather } from './blocks';
import type { TreeRange } from './direct';
import { KernelGather } from './kernel/gather';
import { countKeys } from './patterns';
import { TwigNumbers, type TwigGame } from './twig-numbers';
import { BLOCK, toColumns, TwigWalker } from './walker';

/** Sums, or cells of rows, held at once. */
const CHUNK = 2 ** 20;

/** What the shares of one more word cost, in comparisons (measured on 500 trees: 3 to 6 µs). */
const WORD_WORK = 32;

/** From so many rows on it pays to start the kernel: as much as 30 to 100 rows cost without it (measured). Once it runs, it is faster for one row too. */
export const KERNEL_ROWS = 128;

/**
 * Adds up what the leaves of a forest give to players (or pairs of players) for rows: the numbers of each twig are worked out once for each key that
 * occurs, kept, and gathered for every row that has it. Many rows are gathered by the kernel, where it runs; its sums are the same to the last bit.
 */
export class TwigGather {
  readonly #walker: TwigWalker;
  #numbers: TwigNumbers;
  #twin: BlockGather;
  /** Where tried: null where there is none for this forest or on this machine. */
  #kernel: BlockGather | null | undefined;
  #ahead = false;

  /** @param kernel false where TypeScript alone is wanted */
  constructor(
    readonly game: TwigGame,
    readonly kernel = true,
  ) {
    this.#walker = new TwigWalker(game.forest, game.paths);
    this.#numbers = new TwigNumbers(game);
    this.#twin = new TwinGather(this.#numbers);
  }

  /** Sums per row: outputs × players, or outputs × pairs of players. */
  get size(): number {
    return this.game.slots.size;
  }

  /** Lets go of numbers kept, where they are more than this. Rows at hand go on with what they have. */
  forget(most: number): void {
    if (this.#numbers.kept <= most) return;
    this.#numbers = new TwigNumbers(this.game);
    this.#twin = new TwinGather(this.#numbers);
    this.#kernel = undefined;
  }

  /** Starts the kernel ahead, for few rows too. */
  open(): void {
    this.#ahead = true;
    this.#blocks(0);
  }

  /** Most rows at hand. */
  #chunk(): number {
    return Math.max(1, Math.floor(CHUNK / Math.max(1, this.size, this.game.forest.features)));
  }

  #blocks(rows: number): BlockGather {
    const wanted = this.kernel && (this.#ahead || rows >= KERNEL_ROWS);
    if (wanted && this.#kernel === undefined) this.#kernel = KernelGather.open(this.#numbers, this.#chunk()) ?? null;
    return this.#kernel ?? this.#twin;
  }

  /** Gives the sums of some rows after others: `visit` gets them column by column (sum k of row first + r at k × count + r), to be read at once. */
  *eachChunk(
    values: Float64Array,
    rows: number,
    visit: (sums: Float64Array, first: number, count: number) => void,
    { from, to }: TreeRange = { from: 0, to: this.game.forest.roots.length },
  ): Steps<void> {
    const { forest } = this.game;
    const chunk = this.#chunk();
    const numbers = this.#numbers;
    const blocks = this.#blocks(rows);
    for (let start = 0; start < rows; start += chunk) {
      const count = Math.min(chunk, rows - start);
      const own = blocks.begin(toColumns(forest, values, start, count), count);
      for (let tree = from; tree < to; tree++) {
        for (let first = 0; first < count; first += BLOCK) {
          const block = Math.min(BLOCK, count - first);
          own.add(tree, first, block);
          yield this.#walker.work(tree, block) + WORD_WORK * numbers.takeFresh();
        }
      }
      visit(own.end(), start, count);
    }
  }

  /** The sums of every row, rows × {@link size}. */
  *rows(values: Float64Array, rows: number, trees?: TreeRange): Steps<Float64Array<ArrayBuffer>> {
    const { size } = this;
    const out = new Float64Array(rows * size);
    const keep = (sums: Float64Array, first: number, count: number): void => {
      for (let sum = 0; sum < size; sum++) {
        for (let row = 0; row < count; row++) out[(first + row) * size + sum] = sums[sum * count + row]!;
      }
    };
    yield* this.eachChunk(values, rows, keep, trees);
    return out;
  }

  /** The mean of {@link rows}: rows that look alike to a twig are counted, not repeated. */
  *mean(values: Float64Array, rows: number, walker: TwigWalker): Steps<Float64Array<ArrayBuffer>> {
    const numbers = this.#numbers;
    const { starts, targets } = this.game.slots;
    const out = new Float64Array(this.size);
    const own = new Int32Array(1);
    const at = new Int32Array(1);
    yield* countKeys(walker, toColumns(this.game.forest, values, 0, rows), rows, (twig, key, count) => {
      numbers.makeRoom(twig, 1);
      own[0] = key;
      numbers.find(twig, own, 1, at);
      for (let slot = starts[twig]!; slot < starts[twig + 1]!; slot++) {
        const target = targets[slot]!;
        out[target] = out[target]! + (numbers.store.values[at[0]! + slot - starts[twig]!]! * count) / rows;
      }
    });
    return out;
  }
}
