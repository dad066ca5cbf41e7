import type { Column, TextColumn } from './types';

/** A row found, and the cell in which. */
export interface Found {
  readonly row: number;
  readonly column: number;
}

const encoder = new TextEncoder();

/** Letters A–Z as a–z, every other byte as it is. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function* textRows(column: TextColumn, query: string): Generator<number> {
  const wanted = encoder.encode(query.toLowerCase()).map(fold);
  const { bytes, offsets } = column;
  const first = wanted[0];
  if (first === undefined) return;
  let row = 0;
  const last = bytes.length - wanted.length;
  for (let at = 0; at <= last; at++) {
    if (fold(bytes[at]!) !== first) continue;
    let same = 1;
    while (same < wanted.length && fold(bytes[at + same]!) === wanted[same]) same++;
    if (same < wanted.length) continue;
    while (offsets[row + 1]! <= at) row++;
    if (at + wanted.length > offsets[row + 1]!) continue;
    yield row;
    at = offsets[row + 1]! - 1;
  }
}

function* levelRows(codes: Int32Array, levels: readonly string[], query: string): Generator<number> {
  const lower = query.toLowerCase();
  const hits = new Set(levels.flatMap((level, code) => (level.toLowerCase().includes(lower) ? [code] : [])));
  if (hits.size === 0) return;
  for (let row = 0; row < codes.length; row++) if (hits.has(codes[row]!)) yield row;
}

function rowsOf(column: Column, query: string): Iterable<number> {
  if (column.kind === 'text') return textRows(column, query);
  if (column.kind === 'category') return levelRows(column.codes, column.levels, query);
  return [];
}

/**
 * Rows in which one of the columns (text or category, by position) holds the query, ignoring the case of A–Z, and how many there are in all.
 * Columns are looked through in the given order; a row counts once per column.
 */
export function findRows(columns: readonly Column[], positions: readonly number[], query: string, limit: number): { readonly found: Found[]; readonly total: number } {
  const found: Found[] = [];
  let total = 0;
  for (const position of positions) {
    const column = columns[position];
    if (!column || query === '') continue;
    for (const row of rowsOf(column, query)) {
      if (found.length < limit) found.push({ row, column: position });
      total++;
    }
  }
  return { found, total };
}
