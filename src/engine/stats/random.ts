/** Finaliser of MurmurHash3: a bijection of 32-bit words in which every input bit moves every output bit. */
function mix(word: number): number {
  let z = word;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

const highWord = (value: number): number => Math.floor(value / 4294967296) | 0;

/** One of the four state words: the key words absorbed one after the other, so that no two words share a sequence. */
function stateWord(index: number, seed: number, seedHigh: number, stream: number, streamHigh: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b9);
  hash = mix((hash ^ seed) + 0x9e3779b9);
  hash = mix((hash ^ seedHigh) + 0x9e3779b9);
  hash = mix((hash ^ stream) + 0x9e3779b9);
  return mix((hash ^ streamHigh) + 0x9e3779b9);
}

/**
 * The one source of random numbers: xoshiro128**, seeded by hashing (seed, stream) to its full 128 bits, so that every draw can be repeated from a seed
 * and streams of one seed, or of neighbouring seeds, have nothing in common.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | undefined;

  /**
   * @param seed any integer within ±2^53; equal seeds give equal numbers on every machine.
   * @param stream which of the seed's independent streams, 0 being the main one.
   */
  constructor(seed: number, stream = 0) {
    const [seedHigh, streamHigh] = [highWord(seed), highWord(stream)];
    this.#a = stateWord(0, seed | 0, seedHigh, stream | 0, streamHigh);
    this.#b = stateWord(1, seed | 0, seedHigh, stream | 0, streamHigh);
    this.#c = stateWord(2, seed | 0, seedHigh, stream | 0, streamHigh);
    this.#d = stateWord(3, seed | 0, seedHigh, stream | 0, streamHigh);
    if ((this.#a | this.#b | this.#c | this.#d) === 0) this.#d = 1;
  }

  /** A stream of its own for part `index` (≥ 0) of the work, independent of how the parts are spread over workers. */
  static stream(seed: number, index: number): Random {
    return new Random(seed, index + 1);
  }

  /** The generator in a given state of four 32-bit words, not all 0. */
  static fromState(a: number, b: number, c: number, d: number): Random {
    const random = new Random(0);
    random.#a = a | 0;
    random.#b = b | 0;
    random.#c = c | 0;
    random.#d = d | 0;
    return random;
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

  /**
   * A whole number in [0, below), without bias.
   * @throws RangeError unless `below` is a whole number from 1 to 2^32.
   */
  below(below: number): number {
    if (!(below >= 1 && below <= 4294967296) || below % 1 !== 0) throw new RangeError(`cannot draw a whole number below ${below}`);
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

  /** A Poisson number by inversion, in steps of at most 500 because e^-745 is the smallest there is. Time grows with the mean. */
  poisson(mean: number): number {
    let count = 0;
    for (let left = mean; left > 0; left -= 500) {
      const limit = Math.exp(-Math.min(left, 500));
      for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
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
