import type { Column, Levels, NumericColumn, Table, TextColumn } from '../../table/types';

const decoder = new TextDecoder();

/** The text in a cell of a text column; '' is missing. */
export function textCell(column: TextColumn, row: number): string {
  return decoder.decode(column.bytes.subarray(column.offsets[row]!, column.offsets[row + 1]!));
}

/** Builds codes and levels in order of first appearance; a missing cell is −1. */
function index(count: number, cell: (row: number) => string | undefined): Levels {
  const codes = new Int32Array(count);
  const known = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const text = cell(row);
    if (text === undefined) {
      codes[row] = -1;
      continue;
    }
    let code = known.get(text);
    if (code === undefined) {
      code = known.size;
      known.set(text, code);
    }
    codes[row] = code;
  }
  return { codes, levels: [...known.keys()] };
}

const made = new WeakMap<Column, Levels>();

/** ISO form of a date cell, with the time only where the column has times. */
export function dateText(milliseconds: number, hasTime: boolean): string {
  const text = new Date(milliseconds).toISOString();
  return hasTime ? text.slice(0, 19) : text.slice(0, 10);
}

/** A column's cells as texts with codes, as written where the table still knows how. Made once per column. */
export function levelsOf(column: Column): Levels {
  if (column.kind === 'category') return column;
  if (column.kind === 'numeric' && column.asWritten !== undefined) return column.asWritten;
  const before = made.get(column);
  if (before !== undefined) return before;
  const levels =
    column.kind === 'text'
      ? index(column.offsets.length - 1, (row) => textCell(column, row) || undefined)
      : column.kind === 'date'
        ? index(column.values.length, (row) => (Number.isNaN(column.values[row]) ? undefined : dateText(column.values[row]!, column.hasTime)))
        : index(column.values.length, (row) => (Number.isNaN(column.values[row]) ? undefined : String(column.values[row])));
  made.set(column, levels);
  return levels;
}

/** True when a column offers a manageable list of levels without building one. */
export function hasLevels(column: Column): column is Extract<Column, { kind: 'category' }> | (NumericColumn & { readonly asWritten: Levels }) {
  return column.kind === 'category' || (column.kind === 'numeric' && column.asWritten !== undefined);
}

/** A cell's text as a number: decimal numbers, and true/false as 1/0; NaN for anything else. */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  if (/^true$/i.test(trimmed)) return 1;
  if (/^false$/i.test(trimmed)) return 0;
  return NaN;
}

/** The column at a position of the file; positions and indices differ only when a table leaves columns out. */
export function columnAt(table: Table, position: number): Column | undefined {
  const direct = table.columns[position];
  return direct?.position === position ? direct : table.columns.find((column) => column.position === position);
}
