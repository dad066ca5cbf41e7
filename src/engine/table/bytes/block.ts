import type { Bytes } from '../source';
import type { ByteStream } from './stream';

/** Bytes a text reader works on at a time. */
export const BLOCK = 1 << 19;
const WIDE = 1 << 24;

/** A window over a stream: the unused end of one block is carried to the front of the next. */
export class BlockWindow {
  bytes: Bytes;
  scratch: Bytes;
  length = 0;
  /** Whether the stream has no more behind the window. */
  last = false;
  total = 0;
  readonly #stream: ByteStream;
  #block: number;
  #piece: Bytes | undefined;

  constructor(stream: ByteStream, block = BLOCK) {
    this.#stream = stream;
    this.#block = block;
    this.bytes = new Uint8Array(block * 2);
    this.scratch = new Uint8Array(block * 2);
  }

  /** Reads until the window holds a block more than it did, or the stream ends. */
  async fill(): Promise<void> {
    // A row longer than the window doubles it, so that reading the row again and again stays cheap.
    const want = this.length + Math.max(this.#block, this.length);
    this.#makeRoom(want);
    while (this.length < want && !this.last) {
      this.#piece ??= await this.#stream.read();
      if (!this.#piece) {
        this.last = true;
        break;
      }
      const taken = Math.min(this.#piece.length, want - this.length);
      this.bytes.set(taken === this.#piece.length ? this.#piece : this.#piece.subarray(0, taken), this.length);
      this.length += taken;
      this.total += taken;
      this.#piece = taken === this.#piece.length ? undefined : this.#piece.subarray(taken);
    }
  }

  /** Makes blocks large enough for some hundred rows of a wide table, whose columns would else be built from very many small arrays. */
  fit(columns: number): void {
    this.#block = Math.max(this.#block, Math.min(WIDE, columns * 4096));
  }

  /** Forgets the first `used` bytes. */
  drop(used: number): void {
    this.bytes.copyWithin(0, used, this.length);
    this.length -= used;
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  #makeRoom(size: number): void {
    if (size <= this.bytes.length) return;
    const larger = new Uint8Array(size);
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.scratch = new Uint8Array(size);
  }
}
