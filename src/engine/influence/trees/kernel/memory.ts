/** Bytes in a page of WebAssembly memory. */
const PAGE = 65536;
/** What 32-bit addresses reach. */
const MOST_PAGES = 65536;
/** Every array begins on a line of the processor's cache. */
const LINE = 64;

/** @throws RangeError where so much memory is refused, or is more than there can be */
function takeMemory(initial: number, maximum: number): WebAssembly.Memory {
  if (maximum > MOST_PAGES) throw new RangeError(`${maximum} pages are more than addresses reach`);
  return new WebAssembly.Memory({ initial, maximum });
}

type Numbers = Int32Array | Uint8Array | Uint16Array | Float64Array;

/** Hands out places in memory one after the other, before there is any. */
export class Places {
  /** First free byte. Nothing stands at 0. */
  end = LINE;
  readonly #held: { readonly at: number; readonly array: Numbers }[] = [];

  /** A place for so many bytes. */
  of(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / LINE) * LINE;
    return at;
  }

  /** A place for numbers, which {@link fill} copies there. */
  hold(array: Numbers): number {
    const at = this.of(array.byteLength);
    this.#held.push({ at, array });
    return at;
  }

  fill(buffer: ArrayBuffer): void {
    for (const { at, array } of this.#held) new Uint8Array(buffer, at).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }

  /** Memory that holds all this and no more, filled. @throws RangeError where memory is refused */
  memory(): WebAssembly.Memory {
    const pages = Math.ceil(this.end / PAGE);
    const memory = takeMemory(pages, pages);
    this.fill(memory.buffer);
    return memory;
  }
}

/** WebAssembly memory whose last array, of doubles, grows. */
export class GrowingMemory {
  readonly memory: WebAssembly.Memory;

  /**
   * @param from where that array begins
   * @param least doubles there is room for from the start
   * @param most doubles it may grow to
   * @throws RangeError where memory is refused
   */
  constructor(
    readonly from: number,
    least: number,
    readonly most: number,
  ) {
    this.memory = takeMemory(this.#pages(least), this.#pages(most));
  }

  #pages(doubles: number): number {
    return Math.ceil((this.from + 8 * doubles) / PAGE);
  }

  /** The growing array with room for `length`, or all that is allowed. Where it had to grow, views made before are void. @throws RangeError */
  grow(length: number): Float64Array<ArrayBuffer> {
    const wanted = Math.min(length, this.most);
    const more = this.#pages(wanted) - this.memory.buffer.byteLength / PAGE;
    if (more > 0) this.memory.grow(more);
    return new Float64Array(this.memory.buffer, this.from, wanted);
  }
}
