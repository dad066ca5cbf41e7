/** How often each word of a path occurs in some rows. */
export interface PatternCounts {
  /** The distinct words of path p and their counts: from starts[p] up to starts[p + 1]. */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
  readonly counts: Int32Array<ArrayBuffer>;
}

/** Paths with at most this many players count in a table of all words. */
const TABLE_BITS = 10;

/** Counts the words that `fill` gives for rows 0 … rows − 1, path by path. */
export function countPatterns(bits: Int32Array, rows: number, fill: (row: number, words: Int32Array) => void): PatternCounts {
  const paths = bits.length;
  const tables: (Int32Array | Map<number, number>)[] = Array.from(bits, (own) => (own <= TABLE_BITS ? new Int32Array(2 ** own) : new Map<number, number>()));
  const words = new Int32Array(paths);
  for (let row = 0; row < rows; row++) {
    fill(row, words);
    for (let path = 0; path < paths; path++) {
      const table = tables[path]!;
      const word = words[path]!;
      if (table instanceof Map) table.set(word, (table.get(word) ?? 0) + 1);
      else table[word] = table[word]! + 1;
    }
  }
  const starts = new Int32Array(paths + 1);
  const found: number[] = [];
  const counts: number[] = [];
  for (const [path, table] of tables.entries()) {
    for (const [word, count] of table.entries()) {
      if (count === 0) continue;
      found.push(word);
      counts.push(count);
    }
    starts[path + 1] = found.length;
  }
  return { starts, words: Int32Array.from(found), counts: Int32Array.from(counts) };
}
