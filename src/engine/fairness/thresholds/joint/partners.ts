/** Which lines of other groups every line may stand beside: sets of lines as bits, 32 to a word. */
export class Partners {
  readonly sizes: readonly number[];
  readonly words: readonly number[];
  readonly #sets: readonly (readonly Int32Array[])[];

  private constructor(sizes: readonly number[], words: readonly number[], sets: readonly (readonly Int32Array[])[]) {
    this.sizes = sizes;
    this.words = words;
    this.#sets = sets;
  }

  /** @param sizes lines per group. @param beside whether line i of group g may stand beside line j of group h */
  static of(sizes: readonly number[], beside: (g: number, i: number, h: number, j: number) => boolean): Partners {
    const words = sizes.map((size) => (size + 31) >>> 5);
    const sets = sizes.map((own, g) =>
      sizes.map((other, h) => {
        const set = new Int32Array(own * words[h]!);
        if (g === h) return set;
        for (let i = 0; i < own; i++) for (let j = 0; j < other; j++) if (beside(g, i, h, j)) set[i * words[h]! + (j >>> 5)]! |= 1 << (j & 31);
        return set;
      }),
    );
    return new Partners(sizes, words, sets);
  }

  /** Lines that may stand beside each other here and there. */
  and(other: Partners): Partners {
    return new Partners(
      this.sizes,
      this.words,
      this.#sets.map((row, g) => row.map((set, h) => set.map((word, i) => word & other.#sets[g]![h]![i]!))),
    );
  }

  everything(): Int32Array[] {
    return this.sizes.map((size, g) => Int32Array.from({ length: this.words[g]! }, (_, w) => (w < this.words[g]! - 1 || (size & 31) === 0 ? -1 : (1 << (size & 31)) - 1)));
  }

  /** Lines of group h left in `from` that line i of group g may stand beside, into `to`; whether there is any. */
  narrow(g: number, i: number, h: number, from: Int32Array, to: Int32Array): boolean {
    const set = this.#sets[g]![h]!;
    const length = this.words[h]!;
    let any = 0;
    for (let w = 0; w < length; w++) any |= to[w] = from[w]! & set[i * length + w]!;
    return any !== 0;
  }
}

/** First line of a set; −1 for none. */
export function firstOf(set: Int32Array): number {
  for (let w = 0; w < set.length; w++) if (set[w] !== 0) return (w << 5) + (31 - Math.clz32(set[w]! & -set[w]!));
  return -1;
}
