import type { Column, NumericColumn, Table } from '../../table/types';

/** Columns of the table that together say one thing, in one-hot form: they are moved together, as one player. */
export interface OneHotGroup {
  /** What the columns' names have in common. */
  readonly name: string;
  /** Column positions, in table order. */
  readonly columns: readonly number[];
  /** The rest of each column's name. */
  readonly levels: readonly string[];
}

function isIndicator(column: Column): column is NumericColumn {
  return column.kind === 'numeric' && column.missing === 0 && column.values.every((value) => value === 0 || value === 1);
}

/** Every way to cut a name into a prefix and a level. */
function prefixes(name: string): { prefix: string; level: string }[] {
  const cuts: { prefix: string; level: string }[] = [];
  for (const { index, 0: separator } of name.matchAll(/__|[_=.:\- ]/g)) {
    const level = name.slice(index + separator.length);
    if (index > 0 && level !== '') cuts.push({ prefix: name.slice(0, index), level });
  }
  return cuts;
}

/**
 * Finds one-hot blocks a table already has: two or more columns of 0 and 1 whose names begin alike (`race_White`, `race_Black`) and of which every
 * row has
 * exactly one 1. The longest shared beginning wins; a column belongs to one block at most.
 * @param among column positions to look at; all when left out.
 */
export function inferOneHotGroups(table: Table, among?: ReadonlySet<number>): OneHotGroup[] {
  const candidates = table.columns.filter((column) => among === undefined || among.has(column.position)).filter(isIndicator);
  const blocks = new Map<string, { column: NumericColumn; level: string }[]>();
  for (const column of candidates) {
    for (const { prefix, level } of prefixes(column.name)) {
      const block = blocks.get(prefix) ?? [];
      block.push({ column, level });
      blocks.set(prefix, block);
    }
  }
  const taken = new Set<number>();
  const groups: OneHotGroup[] = [];
  for (const [name, members] of [...blocks].sort(([a], [b]) => b.length - a.length)) {
    const free = members.filter(({ column }) => !taken.has(column.position));
    if (
      free.length < 2 ||
      !sumsToOne(
        free.map(({ column }) => column.values),
        table.rows,
      )
    )
      continue;
    for (const { column } of free) taken.add(column.position);
    groups.push({ name, columns: free.map(({ column }) => column.position), levels: free.map(({ level }) => level) });
  }
  return groups.sort((a, b) => a.columns[0]! - b.columns[0]!);
}

function sumsToOne(columns: readonly Float64Array[], rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (const values of columns) sum += values[row]!;
    if (sum !== 1) return false;
  }
  return rows > 0;
}
