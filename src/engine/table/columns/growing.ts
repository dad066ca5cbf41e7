type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
type Maker<T extends Numbers> = { new (length: number): T; new (buffer: ArrayBuffer): T };

/**
 * An array that grows at its end. Given a good guess of its final length it never moves, which keeps memory from being needed twice and from being cut into
 * small pieces that cannot be given back.
 */
export class Growing<T extends Numbers> {
  array: T;
  length = 0;
  readonly #maker: Maker<T>;

  constructor(maker: Maker<T>) {
    this.#maker = maker;
    this.array = new maker(0);
  }

  /** Makes room for `more` numbers and returns the place of the first; `expected` is a guess of the length in the end. */
  extend(more: number, expected = 0): number {
    const start = this.length;
    const need = start + more;
    if (need > this.array.length) {
      const larger = new this.#maker(Math.max(need, expected, Math.ceil(this.array.length * 1.25)));
      larger.set(this.array.subarray(0, start) as never);
      this.array = larger;
    }
    this.length = need;
    return start;
  }

  /** The array in exactly its length; this object is empty afterwards. */
  finish(): T {
    const { array, length } = this;
    this.array = new this.#maker(0);
    this.length = 0;
    if (array.length === length) return array;
    // Newer engines can give the end of a buffer back in place.
    const buffer = array.buffer as ArrayBuffer & { transfer?: (bytes: number) => ArrayBuffer };
    return buffer.transfer ? new this.#maker(buffer.transfer(length * array.BYTES_PER_ELEMENT)) : (array.slice(0, length) as T);
  }
}
