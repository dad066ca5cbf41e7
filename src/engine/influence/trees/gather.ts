import type { Steps } from '../../jobs/steps';
import type { Forest } from '../../models/forest/types';
import type { TreeRange } from './direct';
import { KeyTable } from './keys';
import { wordOf } from './paths';
import type { ForestPaths } from './paths';
import { bitsOf, countKeys } from './patterns';
import { pairAt } from './shares';
import { BLOCK, toColumns, TwigWalker } from './walker';

/** Shares of the players (or of their pairs, by `pairAt`) of a path in a leaf worth 1, for a word, from `at`; false when all are 0. */
export type LeafShares = (path: number, word: number, out: Float64Array, at: number) => boolean;

/** Numbers kept for keys seen, 256 MB, and for words, which only serve other keys, 32 MB; beyond that they are worked out afresh. */
const MOST_KEPT = { keys: 2 ** 25, words: 2 ** 22 } as const;
/** Sums held at once, in numbers. */
const CHUNK = 2 ** 20;

/** What the shares of one more word cost, in comparisons (measured on 500 trees: 3 to 6 µs). */
const WORD_WORK = 32;

/** Numbers in a row that grow as needed. */
class Store {
  values = new Float64Array(4096);
  used: number;
  constructor(readonly reserved: number) {
    this.used = reserved;
    this.take(0);
  }

  empty(): void {
    this.values = new Float64Array(Math.max(4096, this.reserved));
    this.used = this.reserved;
  }

  take(length: number): number {
    const at = this.used;
    this.used += length;
    if (this.used > this.values.length) {
      const wider = new Float64Array(Math.max(this.used, 2 * this.values.length));
      wider.set(this.values);
      this.values = wider;
    }
    return at;
  }
}

/**
 * Adds up what the leaves of a forest give to players (or pairs of players) for rows: the numbers of each twig are worked out once for each key that
 * occurs, kept, and gathered for every row that has it.
 */
export class TwigGather {
  /** Sums per row: outputs × players, or outputs × pairs of players. */
  readonly size: number;
  readonly #walker: TwigWalker;
  readonly #words: Int32Array<ArrayBuffer>;
  readonly #ofWord: KeyTable;
  readonly #ofKey: KeyTable;
  readonly #leafStore = new Store(1);
  readonly #store: Store;
  /** Of each twig, from starts: which sum each of its numbers goes to. */
  readonly #starts: Int32Array<ArrayBuffer>;
  readonly #targets: Int32Array<ArrayBuffer>;
  readonly #outputs: readonly Int32Array[];
  /** Words whose shares were worked out since the last step. */
  #fresh = 0;

  /** @param unit leaf vectors times this are added */
  constructor(
    readonly forest: Forest,
    readonly paths: ForestPaths,
    readonly players: number,
    readonly shares: LeafShares,
    readonly unit: number,
    readonly pairs: boolean,
  ) {
    const bits = bitsOf(paths);
    this.size = forest.outputs * this.#width(players);
    this.#walker = new TwigWalker(forest, paths);
    this.#words = bits.words;
    this.#ofWord = new KeyTable(bits.words);
    this.#ofKey = new KeyTable(bits.keys);
    const starts = [0];
    const targets: number[] = [];
    const { union, unionStarts, pathStarts, leaf } = paths;
    this.#outputs = Array.from(paths.rootBits, (_, twig) => {
      const own = union.subarray(unionStarts[twig], unionStarts[twig + 1]);
      const outputs = Int32Array.from({ length: forest.outputs }, (__, output) => output).filter((output) =>
        leaf.subarray(pathStarts[twig], pathStarts[twig + 1]).some((vector) => forest.leafValues[vector * forest.outputs + output] !== 0),
      );
      for (const output of outputs) {
        const from = output * this.#width(players);
        own.forEach((player, j) => {
          if (!pairs) targets.push(from + player);
          else for (const other of own.subarray(0, j)) targets.push(from + pairAt(Math.min(player, other), Math.max(player, other)));
        });
      }
      starts.push(targets.length);
      return outputs;
    });
    this.#starts = Int32Array.from(starts);
    this.#targets = Int32Array.from(targets);
    this.#store = new Store(1 + starts.reduce((most, start, twig) => Math.max(most, start - (starts[twig - 1] ?? 0)), 0));
  }

  #width(players: number): number {
    return this.pairs ? (players * (players - 1)) / 2 : players;
  }

  #leafShares(path: number, word: number): number {
    const known = this.#ofWord.get(path, word);
    if (known !== 0) return known;
    this.#fresh++;
    const store = this.#leafStore;
    const length = this.#width(this.#words[path]!);
    const at = store.take(length);
    const some = this.shares(path, word, store.values, at);
    if (!some) store.used = at;
    this.#ofWord.set(path, word, some ? at : -1);
    return some ? at : -1;
  }

  /** Where the numbers of a key of a twig begin: 1 stands for nothing but zeros. */
  #numbersOf(twig: number, key: number): number {
    const { paths, forest, unit, pairs } = this;
    const outputs = this.#outputs[twig]!;
    const slots = this.#starts[twig + 1]! - this.#starts[twig]!;
    let at = 1;
    for (let path = paths.pathStarts[twig]!; path < paths.pathStarts[twig + 1]!; path++) {
      const from = this.#leafShares(path, wordOf(paths, path, key, paths.rootBits[twig]!));
      if (from < 0) continue;
      if (at === 1) {
        at = this.#store.take(slots);
        this.#store.values.fill(0, at, at + slots);
      }
      const numbers = this.#store.values;
      const kept = this.#leafStore.values;
      const bits = this.#words[path]!;
      const { places } = paths;
      const first = paths.offsets[path]!;
      for (let k = 0; k < outputs.length; k++) {
        const value = forest.leafValues[paths.leaf[path]! * forest.outputs + outputs[k]!]! * unit;
        if (value === 0) continue;
        const to = at + (k * slots) / outputs.length;
        if (!pairs) {
          for (let bit = 0; bit < bits; bit++) numbers[to + places[first + bit]!] = numbers[to + places[first + bit]!]! + value * kept[from + bit]!;
          continue;
        }
        for (let j = 1; j < bits; j++) {
          for (let i = 0; i < j; i++) {
            const one = places[first + i]!;
            const two = places[first + j]!;
            const slot = to + pairAt(Math.min(one, two), Math.max(one, two));
            numbers[slot] = numbers[slot]! + value * kept[from + pairAt(i, j)]!;
          }
        }
      }
    }
    this.#ofKey.set(twig, key, at);
    return at;
  }

  /** Lets go of numbers kept, where they are more than this. */
  forget(most: number): void {
    if (this.#leafStore.used + this.#store.used <= most) return;
    this.#ofWord.clear(true);
    this.#ofKey.clear(true);
    this.#leafStore.empty();
    this.#store.empty();
  }

  #forgetTooMuch(): void {
    if (this.#leafStore.used > MOST_KEPT.words) {
      this.#ofWord.clear(true);
      this.#leafStore.used = this.#leafStore.reserved;
    }
    if (this.#store.used > MOST_KEPT.keys) {
      this.#ofKey.clear(true);
      this.#store.used = this.#store.reserved;
    }
  }

  /** Gives the sums of some rows after others: `visit` gets them column by column (sum k of row first + r at k × count + r). */
  *eachChunk(
    values: Float64Array,
    rows: number,
    visit: (sums: Float64Array, first: number, count: number) => void,
    { from, to }: TreeRange = { from: 0, to: this.forest.roots.length },
  ): Steps<void> {
    const chunk = Math.max(1, Math.floor(CHUNK / Math.max(1, this.size)));
    const at = new Int32Array(BLOCK);
    for (let start = 0; start < rows; start += chunk) {
      const count = Math.min(chunk, rows - start);
      const columns = toColumns(this.forest, values, start, count);
      const sums = new Float64Array(this.size * count);
      for (let tree = from; tree < to; tree++) {
        for (let first = 0; first < count; first += BLOCK) {
          const block = Math.min(BLOCK, count - first);
          this.#walker.walk(tree, columns, count, first, block, (twig, keys) => this.#gather(twig, keys, block, at, sums, first, count));
          yield this.#walker.work(tree, block) + WORD_WORK * this.#fresh;
          this.#fresh = 0;
        }
      }
      visit(sums, start, count);
    }
  }

  #gather(twig: number, keys: Int32Array, block: number, at: Int32Array, sums: Float64Array, first: number, count: number): void {
    const from = this.#starts[twig]!;
    const to = this.#starts[twig + 1]!;
    if (from === to) return;
    this.#forgetTooMuch();
    const table = this.#ofKey;
    const base = table.base[twig]!;
    const { cells } = table;
    for (let row = 0; row < block; row++) {
      const known = base < 0 ? table.get(twig, keys[row]!) : cells[base + keys[row]!]!;
      at[row] = known === 0 ? this.#numbersOf(twig, keys[row]!) : known;
    }
    const numbers = this.#store.values;
    for (let slot = from; slot < to; slot++) {
      const sum = this.#targets[slot]! * count + first;
      const shift = slot - from;
      for (let row = 0; row < block; row++) sums[sum + row] = sums[sum + row]! + numbers[at[row]! + shift]!;
    }
  }

  /** The sums of every row, rows × {@link size}. */
  *rows(values: Float64Array, rows: number, trees?: TreeRange): Steps<Float64Array<ArrayBuffer>> {
    const out = new Float64Array(rows * this.size);
    const keep = (sums: Float64Array, first: number, count: number): void => {
      for (let sum = 0; sum < this.size; sum++) {
        for (let row = 0; row < count; row++) out[(first + row) * this.size + sum] = sums[sum * count + row]!;
      }
    };
    yield* this.eachChunk(values, rows, keep, trees);
    return out;
  }

  /** The mean of {@link rows}: rows that look alike to a twig are counted, not repeated. */
  *mean(values: Float64Array, rows: number): Steps<Float64Array<ArrayBuffer>> {
    const out = new Float64Array(this.size);
    yield* countKeys(this.#walker, toColumns(this.forest, values, 0, rows), rows, (twig, key, count) => {
      this.#forgetTooMuch();
      const known = this.#ofKey.get(twig, key);
      const at = known === 0 ? this.#numbersOf(twig, key) : known;
      const numbers = this.#store.values;
      for (let slot = this.#starts[twig]!; slot < this.#starts[twig + 1]!; slot++) {
        const target = this.#targets[slot]!;
        out[target] = out[target]! + (numbers[at + slot - this.#starts[twig]!]! * count) / rows;
      }
    });
    return out;
  }
}
