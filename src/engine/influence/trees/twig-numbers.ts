import type { Forest } from '../../models/forest/types';
import { KeyTable } from './keys';
import { wordOf } from './paths';
import type { ForestPaths } from './paths';
import { pairAt } from './shares';
import { Store } from './store';
import { pairsOf, type TwigSlots } from './twig-slots';

/** Shares of the players (or of their pairs, by `pairAt`) of a path in a leaf worth 1, for a word, from `at`; false when all are 0. */
export type LeafShares = (path: number, word: number, out: Float64Array, at: number) => boolean;

/** Numbers kept for keys seen, 256 MB, and for words, which only serve other keys, 32 MB; beyond that they are worked out afresh. */
export const MOST_KEPT = { keys: 2 ** 25, words: 2 ** 22 } as const;

/** Which leaves a forest's twigs end in, and what they are worth to whom. */
export interface TwigGame {
  readonly forest: Forest;
  readonly paths: ForestPaths;
  readonly slots: TwigSlots;
  readonly shares: LeafShares;
  /** Leaf vectors times this are added. */
  readonly unit: number;
  /** True when {@link shares} and {@link slots} are of pairs. */
  readonly pairs: boolean;
}

/** What each twig of a forest gives to players (or pairs of players), worked out once for each key that occurs, and kept. */
export class TwigNumbers {
  /** Where the numbers of each key of a twig begin in the store; 0 for keys not met yet, 1 for nothing but zeros. */
  readonly ofKey: KeyTable;
  readonly store: Store;
  readonly #ofWord: KeyTable;
  readonly #leafStore = new Store(1);
  #fresh = 0;

  constructor(readonly game: TwigGame) {
    const { bits, most } = game.slots;
    this.#ofWord = new KeyTable(bits.words);
    this.ofKey = new KeyTable(bits.keys);
    this.store = new Store(1 + most);
  }

  /** Words whose shares were worked out since this was asked last. */
  takeFresh(): number {
    const fresh = this.#fresh;
    this.#fresh = 0;
    return fresh;
  }

  #leafShares(path: number, word: number): number {
    const known = this.#ofWord.get(path, word);
    if (known !== 0) return known;
    this.#fresh++;
    const store = this.#leafStore;
    const bits = this.game.slots.bits.words[path]!;
    const at = store.take(this.game.pairs ? pairsOf(bits) : bits);
    const some = this.game.shares(path, word, store.values, at);
    if (!some) store.used = at;
    this.#ofWord.set(path, word, some ? at : -1);
    return some ? at : -1;
  }

  /** Works out the numbers of a key of a twig and says where they begin. */
  #add(twig: number, key: number): number {
    const { paths, forest, unit, pairs, slots: all } = this.game;
    const outputs = all.outputs[twig]!;
    const slots = all.starts[twig + 1]! - all.starts[twig]!;
    let at = 1;
    for (let path = paths.pathStarts[twig]!; path < paths.pathStarts[twig + 1]!; path++) {
      const from = this.#leafShares(path, wordOf(paths, path, key, paths.rootBits[twig]!));
      if (from < 0) continue;
      if (at === 1) {
        at = this.store.take(slots);
        for (let slot = at; slot < at + slots; slot++) this.store.values[slot] = 0;
      }
      const numbers = this.store.values;
      const kept = this.#leafStore.values;
      const bits = all.bits.words[path]!;
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
    this.ofKey.set(twig, key, at);
    return at;
  }

  /**
   * Makes sure that {@link find} of so many keys of a twig voids no view of memory: to be called before it. Lets go of what is kept where that has become
   * too much or memory is refused.
   */
  makeRoom(twig: number, keys: number): void {
    if (this.#leafStore.used > MOST_KEPT.words) {
      this.#ofWord.clear(true);
      this.#leafStore.clear();
    }
    const { starts } = this.game.slots;
    const more = this.store.moved ? keys * (starts[twig + 1]! - starts[twig]!) : 0;
    if (this.store.used <= MOST_KEPT.keys && this.store.reserve(more)) return;
    this.ofKey.clear(true);
    this.store.clear();
    this.store.reserve(more);
  }

  /** Writes where the numbers of each key of a twig begin. */
  find(twig: number, keys: Int32Array, count: number, at: Int32Array): void {
    const { ofKey } = this;
    const base = ofKey.base[twig]!;
    const { cells } = ofKey;
    for (let row = 0; row < count; row++) {
      const known = base < 0 ? ofKey.get(twig, keys[row]!) : cells[base + keys[row]!]!;
      at[row] = known === 0 ? this.#add(twig, keys[row]!) : known;
    }
  }

  /** Numbers kept. */
  get kept(): number {
    return this.#leafStore.used + this.store.used;
  }
}
