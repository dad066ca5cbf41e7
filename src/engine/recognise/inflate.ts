/**
 * The beginning of a deflate stream, decoded synchronously and only as far as asked: enough to see what a compressed file holds, also when it is cut off.
 * Source: RFC 1951.
 */
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function huffman(lengths: ArrayLike<number>): Huffman {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]!]!++;
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let i = 1; i < 16; i++) offsets[i] = offsets[i - 1]! + counts[i - 1]!;
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) if (lengths[i]! > 0) symbols[offsets[lengths[i]!]!++] = i;
  return { counts, symbols };
}

const fixedLengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const FIXED = { literals: huffman(fixedLengths), distances: huffman(new Uint8Array(30).fill(5)) };

class Ended extends Error {}

/** Decodes up to `limit` bytes of raw deflate data from `start`. Returns what could be decoded before the end, the limit or a fault. */
export function inflateHead(bytes: Uint8Array<ArrayBuffer>, start: number, limit: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(limit);
  let size = 0;
  let at = start;
  let held = 0;
  let count = 0;
  const bits = (need: number): number => {
    while (count < need) {
      if (at >= bytes.length) throw new Ended();
      held |= bytes[at++]! << count;
      count += 8;
    }
    const value = held & ((1 << need) - 1);
    held >>>= need;
    count -= need;
    return value;
  };
  const symbol = (tree: Huffman): number => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      const n = tree.counts[length]!;
      if (code - n < first) return tree.symbols[index + code - first]!;
      index += n;
      first = (first + n) << 1;
      code <<= 1;
    }
    throw new Ended();
  };
  const push = (byte: number): void => {
    if (size === limit) throw new Ended();
    out[size++] = byte;
  };
  const stored = (): void => {
    held = 0;
    count = 0;
    const length = bits(16);
    bits(16);
    for (let i = 0; i < length; i++) push(bits(8));
  };
  const dynamic = (): { literals: Huffman; distances: Huffman } => {
    const literals = bits(5) + 257;
    const distances = bits(5) + 1;
    const codes = bits(4) + 4;
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codes; i++) codeLengths[CODE_LENGTH_ORDER[i]!] = bits(3);
    const tree = huffman(codeLengths);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length;) {
      const code = symbol(tree);
      if (code < 16) lengths[i++] = code;
      else {
        const previous = code === 16 ? (lengths[i - 1] ?? 0) : 0;
        const repeat = code === 16 ? 3 + bits(2) : code === 17 ? 3 + bits(3) : 11 + bits(7);
        lengths.fill(previous, i, i + repeat);
        i += repeat;
      }
    }
    return { literals: huffman(lengths.subarray(0, literals)), distances: huffman(lengths.subarray(literals)) };
  };
  const compressed = (trees: { literals: Huffman; distances: Huffman }): void => {
    for (;;) {
      const code = symbol(trees.literals);
      if (code === 256) return;
      if (code < 256) {
        push(code);
        continue;
      }
      const base = LENGTH_BASE[code - 257];
      if (base === undefined) throw new Ended();
      const length = base + bits(LENGTH_BITS[code - 257]!);
      const far = symbol(trees.distances);
      const reach = DISTANCE_BASE[far];
      if (reach === undefined) throw new Ended();
      const distance = reach + bits(DISTANCE_BITS[far]!);
      if (distance > size) throw new Ended();
      for (let i = 0; i < length; i++) push(out[size - distance]!);
    }
  };
  try {
    for (let last = 0; last === 0;) {
      last = bits(1);
      const type = bits(2);
      if (type === 3) break;
      if (type === 0) stored();
      else compressed(type === 1 ? FIXED : dynamic());
    }
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
  return out.slice(0, size);
}

/** Where the deflate data of a gzip file begins (RFC 1952), or −1 when this is no gzip header. */
export function gzipStart(bytes: Uint8Array<ArrayBuffer>): number {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return -1;
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    while (at < bytes.length && bytes[at] !== 0) at++;
    at++;
  }
  return flags & 2 ? at + 2 : at;
}
