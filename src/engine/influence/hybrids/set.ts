import type { Mixture } from './mixture';

/**
 * The distinct hybrid rows met so far, each with a number from 0. Open addressing on 64 hash bits; equality is checked on the rows themselves, so two
 * different rows are never taken for one.
 */
export class HybridSet {
  readonly #mixture: Mixture;
  #slots: Int32Array<ArrayBuffer>;
  #low: Int32Array<ArrayBuffer>;
  #high: Int32Array<ArrayBuffer>;
  #row: Int32Array<ArrayBuffer>;
  #sets: Int32Array<ArrayBuffer>;
  #size = 0;

  constructor(mixture: Mixture, expected = 1024) {
    this.#mixture = mixture;
    const room = 2 ** Math.ceil(Math.log2(Math.max(64, expected)));
    this.#slots = new Int32Array(room * 2).fill(-1);
    this.#low = new Int32Array(room);
    this.#high = new Int32Array(room);
    this.#row = new Int32Array(room);
    this.#sets = new Int32Array(room * mixture.words);
  }

  get size(): number {
    return this.#size;
  }

  /** Background row of each hybrid. */
  get rows(): Int32Array<ArrayBuffer> {
    return this.#row;
  }

  /** Players taken from it, `mixture.words` words a hybrid. */
  get sets(): Int32Array<ArrayBuffer> {
    return this.#sets;
  }

  /** The number of the hybrid of `row` with the players of `set` taken from it, whose hash is (low, high); added when it is new. */
  add(low: number, high: number, row: number, set: Int32Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!;
      if (entry < 0) return this.#insert(slot, low, high, row, set);
      if (this.#low[entry] === low && this.#high[entry] === high && this.#same(entry, row, set)) return entry;
    }
  }

  #same(entry: number, row: number, set: Int32Array): boolean {
    const { words, codes, players } = this.#mixture;
    const other = this.#row[entry]! * players.length;
    const own = row * players.length;
    for (let word = 0; word < words; word++) {
      let bits = set[word]!;
      if (this.#sets[entry * words + word] !== bits) return false;
      if (other === own) continue;
      for (; bits !== 0; bits &= bits - 1) {
        const player = word * 32 + 31 - Math.clz32(bits & -bits);
        if (codes[other + player] !== codes[own + player]) return false;
      }
    }
    return true;
  }

  #insert(slot: number, low: number, high: number, row: number, set: Int32Array): number {
    const { words } = this.#mixture;
    const entry = this.#size++;
    this.#slots[slot] = entry;
    this.#low[entry] = low;
    this.#high[entry] = high;
    this.#row[entry] = row;
    for (let word = 0; word < words; word++) this.#sets[entry * words + word] = set[word]!;
    if (this.#size === this.#low.length) this.#grow();
    return entry;
  }

  #grow(): void {
    const room = this.#low.length * 2;
    const wider = (old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
      const out = new Int32Array(length);
      out.set(old);
      return out;
    };
    this.#low = wider(this.#low, room);
    this.#high = wider(this.#high, room);
    this.#row = wider(this.#row, room);
    this.#sets = wider(this.#sets, room * this.#mixture.words);
    this.#slots = new Int32Array(room * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = this.#low[entry]! & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }
}
