import type { TwigNumbers } from './twig-numbers';
import { BLOCK, TwigWalker } from './walker';

/** Rows at hand, and their sums so far. Several may be at hand by turns. */
export interface RowsAtHand {
  /** Adds what a tree gives to `count` ≤ BLOCK rows from `first`, a multiple of BLOCK. */
  add(tree: number, first: number, count: number): void;
  /** Sum k of row r at k × rows + r: to be read before any rows are taken up or added to. Nothing can be added any more. */
  end(): Float64Array<ArrayBuffer>;
}

/** Takes rows through the trees of a forest and adds up what the twigs give them. */
export interface BlockGather {
  /** Takes up rows, column by column as `toColumns` gives them; their sums begin at 0. */
  begin(columns: Float64Array<ArrayBuffer>, rows: number): RowsAtHand;
}

/** {@link BlockGather} in TypeScript: what the kernel is held to, and what stands in for it. */
export class TwinGather implements BlockGather {
  readonly #walker: TwigWalker;
  readonly #at = new Int32Array(BLOCK);

  constructor(readonly numbers: TwigNumbers) {
    this.#walker = new TwigWalker(numbers.game.forest, numbers.game.paths);
  }

  begin(columns: Float64Array<ArrayBuffer>, rows: number): RowsAtHand {
    const sums = new Float64Array(this.numbers.game.slots.size * rows);
    return {
      add: (tree, first, count) => this.#walker.walk(tree, columns, rows, first, count, (twig, keys) => this.#gather(twig, keys, sums, rows, first, count)),
      end: () => sums,
    };
  }

  #gather(twig: number, keys: Int32Array, sums: Float64Array, rows: number, first: number, count: number): void {
    const { starts, targets } = this.numbers.game.slots;
    const from = starts[twig]!;
    const to = starts[twig + 1]!;
    if (from === to) return;
    const at = this.#at;
    this.numbers.makeRoom(twig, count);
    this.numbers.find(twig, keys, count, at);
    const { values } = this.numbers.store;
    for (let slot = from; slot < to; slot++) {
      const sum = targets[slot]! * rows + first;
      const shift = slot - from;
      for (let row = 0; row < count; row++) sums[sum + row] = sums[sum + row]! + values[at[row]! + shift]!;
    }
  }
}
