/** What happened to the cells of one column. */
export interface CellCounts {
  /** Cells that hold a value. */
  present: number;
  /** Cells the row did not have. */
  padded: number;
  /** Cells with nothing in them, or only spaces. */
  empty: number;
  /** Cells that say "no value", by text. */
  tokens: Map<string, number>;
  /** Cells forced to a kind they cannot be read as; they count as missing. */
  unreadable: number;
  /** Cells that lost spaces at an edge. */
  trimmed: number;
  /** Values that print another way than the cell was written. */
  otherwise: number;
}

/** Counts of no cells. */
export const emptyCounts = (): CellCounts => ({ present: 0, padded: 0, empty: 0, tokens: new Map(), unreadable: 0, trimmed: 0, otherwise: 0 });

/** Adds the counts of more cells. */
export function addCounts(into: CellCounts, more: CellCounts): void {
  into.present += more.present;
  into.padded += more.padded;
  into.empty += more.empty;
  into.unreadable += more.unreadable;
  into.trimmed += more.trimmed;
  into.otherwise += more.otherwise;
  for (const [text, count] of more.tokens) into.tokens.set(text, (into.tokens.get(text) ?? 0) + count);
}

/** Counts one more cell with a text that means missing. */
export const countToken = (counts: CellCounts, text: string): void => {
  counts.tokens.set(text, (counts.tokens.get(text) ?? 0) + 1);
};

/** Cells without a value, for whatever reason. */
export function missingIn(counts: CellCounts): number {
  let missing = counts.padded + counts.empty + counts.unreadable;
  for (const count of counts.tokens.values()) missing += count;
  return missing;
}
