import { textOf } from './columns/batch';
import { formatDate } from './columns/calendar';
import { LEVEL_LIMIT, type CategoryColumn, type Column, type Levels, type NumericColumn, type Table } from './types';

/** Whether a cell has no value. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'category': return column.codes[row]! < 0;
    case 'text': return column.offsets[row + 1] === column.offsets[row];
    default: return Number.isNaN(column.values[row]!);
  }
}

/** A cell as text: as the file has it where that is kept, else as the number or date prints. '' when missing. */
export function cellText(column: Column, row: number): string {
  if (isMissing(column, row)) return '';
  switch (column.kind) {
    case 'category': return column.levels[column.codes[row]!]!;
    case 'text': return textOf(column.bytes, column.offsets[row]!, column.offsets[row + 1]!);
    case 'date': return formatDate(column.values[row]!, column.pattern);
    case 'numeric': return column.asWritten ? column.asWritten.levels[column.asWritten.codes[row]!]! : String(column.values[row]!);
  }
}

/** A cell's text as a number, whatever kind its column is: decimal numbers, and true/false as 1/0; NaN for anything else. */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  if (/^true$/i.test(trimmed)) return 1;
  if (/^false$/i.test(trimmed)) return 0;
  return NaN;
}

/** Levels already made, or the limit they went beyond. */
const made = new WeakMap<Column, Levels | number>();

/**
 * A column read as categories, whatever its kind, with its texts as {@link cellText} gives them. Made once per column.
 * @param limit most different texts; levels the column comes with are given whatever their number
 * @returns undefined when there are more.
 */
export function levelsOf(column: Column, limit = LEVEL_LIMIT): Levels | undefined {
  if (hasLevels(column)) return column.kind === 'category' ? { codes: column.codes, levels: column.levels } : column.asWritten;
  let known = made.get(column);
  if (known === undefined || (typeof known === 'number' && known < limit)) {
    known = makeLevels(column, limit) ?? limit;
    made.set(column, known);
  }
  return typeof known === 'number' || known.levels.length > limit ? undefined : known;
}

/** The same however many different texts there are. */
export function allLevelsOf(column: Column): Levels {
  return levelsOf(column, Infinity)!;
}

function makeLevels(column: Column, limit: number): Levels | undefined {
  const rows = rowCount(column);
  const codes = new Int32Array(rows);
  const codeOf = new Map<number | string, number>();
  const levels: string[] = [];
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) {
      codes[row] = -1;
      continue;
    }
    const key = column.kind === 'numeric' || column.kind === 'date' ? column.values[row]! : cellText(column, row);
    let code = codeOf.get(key);
    if (code === undefined) {
      if (levels.length === limit) return undefined;
      code = levels.length;
      codeOf.set(key, code);
      levels.push(typeof key === 'string' ? key : cellText(column, row));
    }
    codes[row] = code;
  }
  return { codes, levels };
}

/** True when a column comes with a list of levels, so that none needs to be made. */
export function hasLevels(column: Column): column is CategoryColumn | (NumericColumn & { readonly asWritten: Levels }) {
  return column.kind === 'category' || (column.kind === 'numeric' && column.asWritten !== undefined);
}

/** Number of cells of a column. */
export function rowCount(column: Column): number {
  if (column.kind === 'text') return column.offsets.length - 1;
  return column.kind === 'category' ? column.codes.length : column.values.length;
}

/** The column at a position of the file; positions and indices differ only when a table leaves columns out. */
export function columnAt(table: Table, position: number): Column | undefined {
  const direct = table.columns[position];
  return direct?.position === position ? direct : table.columns.find((column) => column.position === position);
}
