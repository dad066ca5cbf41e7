import { sharedBytes } from '../../tools/shared';

/** Rows of a table of numbers; an empty cell is missing. */
export function readRows(path: string): Float64Array<ArrayBuffer> {
  const [, ...lines] = new TextDecoder().decode(sharedBytes(path)).trim().split('\n');
  return Float64Array.from(lines.flatMap((line) => line.split(',').map((cell) => (cell === '' ? NaN : Number(cell)))));
}

/** Numbers of [class][row]… or, with one class, [row]… in our order: row, class, the rest. */
export function byRow(nested: unknown, classes: number): number[] {
  const all = nested as unknown[][];
  if (classes === 1) return all.flat(9) as number[];
  return all[0]!.flatMap((_, row) => all.map((own) => own[row])).flat(9) as number[];
}
