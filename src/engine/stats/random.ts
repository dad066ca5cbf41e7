/**
 * The one source of random numbers: xoshiro128** seeded by splitmix32, so that every draw can be repeated from a seed.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | undefined;

  /** @param seed any integer within ±2^53; equal seeds give equal streams on every machine. */
  constructor(seed: number) {
    let state = (seed | 0) ^ Math.imul(Math.floor(seed / 4294967296) | 0, 0x9e3779b1);
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return z ^ (z >>> 16);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1;
  }

  /** A stream of its own for part `index` of the work, independent of how the parts are spread over workers. */
  static stream(seed: number, index: number): Random {
    return new Random(new Random(seed).#jump(index));
  }

  #jump(index: number): number {
    return (this.uint32() ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0;
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    const scaled = Math.imul(this.#b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** A whole number in [0, below), without bias. */
  below(below: number): number {
    const limit = 4294967296 - (4294967296 % below);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) return draw % below;
    }
  }

  /** A standard normal number (polar method of Marsaglia). */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** A Poisson number by inversion; for means up to a few hundred. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.uniform();
    let count = 0;
    while (product > limit) {
      product *= this.uniform();
      count++;
    }
    return count;
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i]!;
      items[i] = items[j]!;
      items[j] = held;
    }
    return items;
  }

  /** `size` different whole numbers from [0, from), in random order; all of them when size ≥ from. */
  sample(from: number, size: number): Int32Array<ArrayBuffer> {
    if (size >= from) return this.shuffle(Int32Array.from({ length: from }, (_, i) => i));
    const chosen = new Set<number>();
    for (let j = from - size; j < from; j++) {
      const draw = this.below(j + 1);
      chosen.add(chosen.has(draw) ? j : draw);
    }
    return this.shuffle(Int32Array.from(chosen));
  }
}
