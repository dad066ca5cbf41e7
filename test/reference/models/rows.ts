import type { Model, ModelInput } from '../../../src/engine/models/types';
import { sharedBytes } from '../../tools/shared';

/** A small CSV with quotes, as rows of named cells. */
export function readCsv(path: string, delimiter = ','): Record<string, string>[] {
  const [head, ...lines] = cells(path, delimiter);
  return lines.map((line) => Object.fromEntries(head!.map((name, i) => [name, line[i] ?? ''])));
}

export function cells(path: string, delimiter = ','): string[][] {
  const text = new TextDecoder().decode(sharedBytes(path));
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const row: string[] = [];
      const pattern = delimiter === ',' ? /("([^"]*)"|[^,]*)(,|$)/g : /(()[^\t]*)(\t|$)/g;
      for (const match of line.matchAll(pattern)) {
        row.push(match[2] !== undefined && match[1]!.startsWith('"') ? match[2] : match[1]!);
        if (match[3] === '') break;
      }
      return row;
    });
}

const MISSING = new Set(['', 'NA', 'N/A']);

/** What a cell becomes for an input, by the model's own description of it. */
export function encode(input: ModelInput, cell: string | undefined): number {
  if (cell === undefined) throw new Error(`no column for ${input.name}`);
  if (MISSING.has(cell)) return NaN;
  if (input.coding === 'flag' || (/^(true|false)$/i.test(cell) && input.levels === undefined)) return /^true$/i.test(cell) ? 1 : 0;
  if (input.levels === undefined) {
    if (Number.isNaN(Number(cell))) throw new Error(`${input.name} is ${cell}`);
    return Number(cell);
  }
  const at = input.levels.findIndex(
    (level) => level === cell || level.toLowerCase() === cell.toLowerCase() || (level !== '' && Number(level) === Number(cell)),
  );
  return at < 0 ? input.unseen! : at;
}

/** Rows for a model, row-major, taken by name; `one-hot` names such as `Gender=Male` ask the column for its level. */
export function rowsFor(model: Model, table: readonly Record<string, string>[]): Float64Array<ArrayBuffer> {
  const width = model.inputs.length;
  const values = new Float64Array(table.length * width);
  table.forEach((row, r) => {
    model.inputs.forEach((input, j) => {
      values[r * width + j] = Object.hasOwn(row, input.name) ? encode(input, row[input.name]) : oneHot(input.name, row);
    });
  });
  return values;
}

function oneHot(name: string, row: Record<string, string>): number {
  const [column] = Object.keys(row)
    .filter((key) => name.startsWith(`${key}=`) || name.startsWith(`${key}_`))
    .sort((a, b) => b.length - a.length);
  if (column === undefined) throw new Error(`no column for ${name}`);
  const level = name.slice(column.length + 1).toLowerCase();
  const cell = row[column]!.toLowerCase();
  return cell === level || (cell !== '' && level !== '' && Number(cell) === Number(level)) ? 1 : 0;
}

/** LIBSVM rows; absent cells are `absent`. */
export function readLibsvm(path: string, width: number, absent: number): Float64Array<ArrayBuffer> {
  const lines = new TextDecoder()
    .decode(sharedBytes(path))
    .split('\n')
    .filter((line) => line !== '');
  const values = new Float64Array(lines.length * width).fill(absent);
  lines.forEach((line, r) => {
    for (const [, index, value] of line.matchAll(/ (\d+):(\S+)/g)) values[r * width + Number(index)] = Number(value);
  });
  return values;
}

/** Largest difference, absolute below 1 and relative above. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) throw new Error(`${actual.length} numbers against ${expected.length}`);
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(gap <= most)) most = Number.isNaN(gap) ? Infinity : gap;
  }
  return most;
}
