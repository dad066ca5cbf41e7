/**
 * Checks bytes, piece by piece, for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF).
 * Letters may be cut by the edge of a piece.
 */
export class Utf8Check {
  /** Continuation bytes still due, and the range the next one must lie in. */
  #due = 0;
  #low = 0x80;
  #high = 0xbf;
  #seen = 0;
  #letter = 0;

  /** Position from the start of the stream of the first letter that is not UTF-8, or −1. */
  add(bytes: Uint8Array<ArrayBuffer>): number {
    const n = bytes.length;
    const firstWord = (4 - (bytes.byteOffset & 3)) & 3;
    const words = n > firstWord ? new Int32Array(bytes.buffer, bytes.byteOffset + firstWord, (n - firstWord) >> 2) : new Int32Array(0);
    let i = 0;
    while (i < n) {
      if (this.#due === 0 && i >= firstWord && ((i - firstWord) & 3) === 0) {
        let w = (i - firstWord) >> 2;
        while (w < words.length && (words[w]! & 0x80808080) === 0) w++;
        i = firstWord + w * 4;
        if (i >= n) break;
      }
      const byte = bytes[i]!;
      if (this.#due > 0) {
        if (byte < this.#low || byte > this.#high) return this.#letter;
        this.#due--;
        this.#low = 0x80;
        this.#high = 0xbf;
      } else if (byte >= 0x80) {
        this.#letter = this.#seen + i;
        if (!this.#begin(byte)) return this.#letter;
      }
      i++;
    }
    this.#seen += n;
    return -1;
  }

  /** Like {@link add} for the end of the stream: the position of a letter that was cut off, or −1. */
  end(): number {
    return this.#due > 0 ? this.#letter : -1;
  }

  #begin(byte: number): boolean {
    if (byte >= 0xc2 && byte <= 0xdf) this.#due = 1;
    else if (byte >= 0xe0 && byte <= 0xef) {
      this.#due = 2;
      if (byte === 0xe0) this.#low = 0xa0;
      if (byte === 0xed) this.#high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.#due = 3;
      if (byte === 0xf0) this.#low = 0x90;
      if (byte === 0xf4) this.#high = 0x8f;
    } else return false;
    return true;
  }
}
