import type { Cell, ChartTable } from '../shell/types';

/**
 * A cell for CSV (RFC 4180). Texts that a spreadsheet would run as a formula get an apostrophe in front
 * (OWASP, "CSV injection"); numbers stay numbers, without the dust of binary fractions, and what is not estimable stays empty.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return csvCell(cell.value);
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(Number(cell.toPrecision(12))) : '';
  const safe = /^[=+\-@\t\r\n]|^\s+[=+\-@]|^[＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table of a chart as CSV with CRLF line ends. */
export function csvOf(table: ChartTable): string {
  const lines = [table.columns.map((column) => csvCell(column.label)), ...table.rows.map((row) => row.map(csvCell))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}
