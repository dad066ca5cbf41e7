/** Paths with at most this many players have a cell for each of their words; the few longer ones use maps. */
const TABLE_BITS = 10;

/** One number for every (path, word): a flat table with a cell for each word of a short path, a map for a long one. */
export class WordTable {
  /** First cell of each path, −1 for long ones. */
  readonly base: Int32Array<ArrayBuffer>;
  readonly cells: Int32Array<ArrayBuffer>;
  readonly long: readonly (Map<number, number> | undefined)[];

  constructor(bits: Int32Array) {
    this.base = new Int32Array(bits.length);
    let size = 0;
    for (let path = 0; path < bits.length; path++) {
      this.base[path] = bits[path]! > TABLE_BITS ? -1 : size;
      if (bits[path]! <= TABLE_BITS) size += 2 ** bits[path]!;
    }
    this.cells = new Int32Array(size);
    this.long = Array.from(bits, (own) => (own > TABLE_BITS ? new Map<number, number>() : undefined));
  }

  /** 0 where nothing was set. */
  get(path: number, word: number): number {
    const base = this.base[path]!;
    return base < 0 ? (this.long[path]!.get(word) ?? 0) : this.cells[base + word]!;
  }

  set(path: number, word: number, value: number): void {
    const base = this.base[path]!;
    if (base < 0) this.long[path]!.set(word, value);
    else this.cells[base + word] = value;
  }
}

/** How often each word of a path occurs in some rows. */
export interface PatternCounts {
  /** The distinct words of path p and their counts: from starts[p] up to starts[p + 1]. */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
  readonly counts: Int32Array<ArrayBuffer>;
}

/** Counts the words that `fill` gives for rows 0 … rows − 1, path by path. */
export function countPatterns(bits: Int32Array, rows: number, fill: (row: number, words: Int32Array) => void): PatternCounts {
  const paths = bits.length;
  const table = new WordTable(bits);
  const { base, cells } = table;
  const words = new Int32Array(paths);
  for (let row = 0; row < rows; row++) {
    fill(row, words);
    for (let path = 0; path < paths; path++) {
      const from = base[path]!;
      if (from < 0) table.set(path, words[path]!, table.get(path, words[path]!) + 1);
      else cells[from + words[path]!]! += 1;
    }
  }
  const starts = new Int32Array(paths + 1);
  const found: number[] = [];
  const counts: number[] = [];
  for (let path = 0; path < paths; path++) {
    const from = base[path]!;
    for (let word = 0; from >= 0 && word < 2 ** bits[path]!; word++) {
      if (cells[from + word] === 0) continue;
      found.push(word);
      counts.push(cells[from + word]!);
    }
    for (const [word, count] of table.long[path] ?? []) {
      found.push(word);
      counts.push(count);
    }
    starts[path + 1] = found.length;
  }
  return { starts, words: Int32Array.from(found), counts: Int32Array.from(counts) };
}
