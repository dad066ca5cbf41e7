import { textOf } from './columns/batch';
import { formatDate } from './columns/calendar';
import { numberFromText } from './columns/number';
import { LEVEL_LIMIT, type Column, type Levels } from './types';

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

/** A cell as a number: dates in milliseconds since 1970 UTC, texts where they are plain numbers. NaN when missing or no number. */
export function numberOf(column: Column, row: number): number {
  if (column.kind === 'numeric' || column.kind === 'date') return column.values[row]!;
  return numberFromText(cellText(column, row)) ?? NaN;
}

/** A column read as categories, whatever its kind; undefined when it has more than {@link LEVEL_LIMIT} different texts. */
export function levelsOf(column: Column): Levels | undefined {
  if (column.kind === 'category') return { codes: column.codes, levels: column.levels };
  if (column.kind === 'numeric' && column.asWritten) return column.asWritten;
  const rows = rowCount(column);
  const codes = new Int32Array(rows);
  const codeOf = new Map<number | string, number>();
  const levels: string[] = [];
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) {
      codes[row] = -1;
      continue;
    }
    const key = column.kind === 'text' ? cellText(column, row) : column.values[row]!;
    let code = codeOf.get(key);
    if (code === undefined) {
      if (levels.length === LEVEL_LIMIT) return undefined;
      code = levels.length;
      codeOf.set(key, code);
      levels.push(typeof key === 'string' ? key : cellText(column, row));
    }
    codes[row] = code;
  }
  return { codes, levels };
}

export function rowCount(column: Column): number {
  if (column.kind === 'text') return column.offsets.length - 1;
  return column.kind === 'category' ? column.codes.length : column.values.length;
}
