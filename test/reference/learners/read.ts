import { sharedBytes, sharedJson } from '../../tools/shared';

/** A numeric CSV of the reference folder: empty cells are missing. */
export function readTable(path: string): { names: string[]; rows: number[][] } {
  const [head, ...lines] = new TextDecoder().decode(sharedBytes(path)).trim().split(/\r?\n/);
  const names = head!.split(',');
  return { names, rows: lines.map((line) => line.split(',').map((cell) => (cell === '' || cell === 'NA' ? NaN : Number(cell)))) };
}

export function column(table: { names: string[]; rows: number[][] }, name: string): number[] {
  const at = table.names.indexOf(name);
  if (at < 0) throw new Error(`no column ${name}`);
  return table.rows.map((row) => row[at]!);
}

export function expectedValues<V, P = unknown>(path: string): { values: V; parameters: P; tolerance: number } {
  return sharedJson(path);
}
