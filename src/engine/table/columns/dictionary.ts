import { textOf } from './batch';

/** Distinct byte texts, numbered in order of first appearance. Open addressing with FNV-1a. */
export class Dictionary {
  #slots = new Int32Array(64).fill(-1);
  #hashes = new Int32Array(32);
  #offsets = new Int32Array(33);
  #pool = new Uint8Array(256);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the text bytes[start..end), given to it now if it is new. */
  code(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    let hash = 0x811c9dc5 ^ length;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    let code = slots[slot]!;
    while (code !== -1) {
      if (this.#hashes[code] === hash && this.#same(code, bytes, start, length)) return code;
      slot = (slot + 1) & mask;
      code = slots[slot]!;
    }
    return this.#insert(slot, hash, bytes, start, end);
  }

  text(code: number): string {
    return textOf(this.#pool, this.#offsets[code]!, this.#offsets[code + 1]!);
  }

  length(code: number): number {
    return this.#offsets[code + 1]! - this.#offsets[code]!;
  }

  /** Copies a text's bytes to `target` and returns the place behind them. */
  copy(code: number, target: Uint8Array, at: number): number {
    const pool = this.#pool;
    const end = this.#offsets[code + 1]!;
    let to = at;
    for (let i = this.#offsets[code]!; i < end; i++) target[to++] = pool[i]!;
    return to;
  }

  #same(code: number, bytes: Uint8Array, start: number, length: number): boolean {
    const from = this.#offsets[code]!;
    if (this.#offsets[code + 1]! - from !== length) return false;
    const pool = this.#pool;
    for (let i = 0; i < length; i++) if (pool[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #insert(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.#size++;
    const from = this.#offsets[code]!;
    const to = from + end - start;
    if (to > this.#pool.length) this.#pool = grown(this.#pool, new Uint8Array(Math.max(to, this.#pool.length * 2)));
    for (let i = start, at = from; i < end; i++) this.#pool[at++] = bytes[i]!;
    if (code === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, new Int32Array(code * 2));
      this.#offsets = grown(this.#offsets, new Int32Array(code * 2 + 1));
    }
    this.#hashes[code] = hash;
    this.#offsets[code + 1] = to;
    this.#slots[slot] = code;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < this.#size; code++) {
      let slot = this.#hashes[code]! & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
  }
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
