/** Groups of so few bits have a cell for each of their keys; those of more have where all such cells together stay within 16 MB. */
const CELL_BITS = 9;
const MOST_CELLS = 2 ** 22;
const MOST_CELL_BITS = 16;

/** Most bits of a group with cells. */
function cellBits(bits: Int32Array): number {
  const groups = new Int32Array(MOST_CELL_BITS + 1);
  for (const own of bits) if (own <= MOST_CELL_BITS) groups[own]! += 1;
  let cells = 0;
  for (let own = 0; own <= MOST_CELL_BITS; own++) {
    cells += groups[own]! * 2 ** own;
    if (own > CELL_BITS && cells > MOST_CELLS) return own - 1;
  }
  return MOST_CELL_BITS;
}

/** One number for every (group, key), 0 where nothing was set: a flat cell for each key of few bits, one hash table for all others. */
export class KeyTable {
  /** First cell of each group, −1 where keys are hashed. */
  readonly base: Int32Array<ArrayBuffer>;
  cells: Int32Array<ArrayBuffer>;
  #entries = new Int32Array(3 * 1024);
  #mask = 1023;
  #used = 0;

  /** @param bits of the keys of each group */
  constructor(bits: Int32Array) {
    this.base = new Int32Array(bits.length);
    const most = cellBits(bits);
    let size = 0;
    for (let group = 0; group < bits.length; group++) {
      this.base[group] = bits[group]! > most ? -1 : size;
      if (bits[group]! <= most) size += 2 ** bits[group]!;
    }
    this.cells = new Int32Array(size);
  }

  /** Where the entry of a hashed key stands, or the free one it would take. Values are never 0, so 0 marks a free entry. */
  #find(group: number, key: number): number {
    const entries = this.#entries;
    let hash = Math.imul(key ^ Math.imul(group + 1, 0x9e3779b1), 0x85ebca6b);
    hash = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const at = 3 * hash;
      if (entries[at + 2] === 0 || (entries[at] === key && entries[at + 1] === group)) return at;
      hash = (hash + 1) & this.#mask;
    }
  }

  get(group: number, key: number): number {
    const base = this.base[group]!;
    return base < 0 ? this.#entries[this.#find(group, key) + 2]! : this.cells[base + key]!;
  }

  /** @param value not 0 */
  set(group: number, key: number, value: number): void {
    const base = this.base[group]!;
    if (base >= 0) {
      this.cells[base + key] = value;
      return;
    }
    const at = this.#find(group, key);
    if (this.#entries[at + 2] === 0) this.#used++;
    this.#entries[at] = key;
    this.#entries[at + 1] = group;
    this.#entries[at + 2] = value;
    if (2 * this.#used > this.#mask) this.#grow();
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new Int32Array(3 * (this.#mask + 1));
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      const to = this.#find(old[at + 1]!, old[at]!);
      this.#entries.set(old.subarray(at, at + 3), to);
    }
  }

  /** Forgets the hashed keys; `all` the others too. */
  clear(all: boolean): void {
    if (all) this.cells.fill(0);
    if (this.#used > 0) this.#entries.fill(0);
    this.#used = 0;
  }
}
