import { Random } from '../../src/engine/stats/random';
import { sharedBytes } from './shared';

/** A table of numbers with 0/1 labels, row-major. */
export interface BenchRows {
  readonly width: number;
  readonly names: readonly string[];
  readonly values: Float64Array<ArrayBuffer>;
  readonly labels: Uint8Array;
}

/** Columns of adult.data that are kept: all but fnlwgt, education and native-country. */
const KEPT = [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const NUMERIC = new Set([0, 4, 10, 11, 12]);

/** The complete rows of the Adult training file: 11 columns with categories as alphabetical codes, or 43 and a few with one column per level. */
export function adult(oneHot: boolean): BenchRows {
  const lines = new TextDecoder().decode(sharedBytes('data/adult/adult.data')).trim().split('\n');
  const cells = lines.map((line) => line.split(',').map((cell) => cell.trim())).filter((row) => row.length === 15 && !row.includes('?'));
  const columns = KEPT.flatMap((column): { name: string; read: (row: string[]) => number }[] => {
    const name = `column ${column}`;
    if (NUMERIC.has(column)) return [{ name, read: (row) => Number(row[column]) }];
    const levels = [...new Set(cells.map((row) => row[column]!))].sort();
    if (!oneHot) return [{ name, read: (row) => levels.indexOf(row[column]!) }];
    return levels.map((level) => ({ name: `${name}=${level}`, read: (row) => (row[column] === level ? 1 : 0) }));
  });
  return {
    width: columns.length,
    names: columns.map(({ name }) => name),
    values: Float64Array.from(cells.flatMap((row) => columns.map(({ read }) => read(row)))),
    labels: Uint8Array.from(cells, (row) => (row[14]!.startsWith('>') ? 1 : 0)),
  };
}

/** 20,000 rows of 30 normal inputs with pairs, a wave and a hinge in the label, as in the published comparison this is read beside. */
export function normal(): BenchRows {
  const random = new Random(0);
  const width = 30;
  const rows = 20_000;
  const values = Float64Array.from({ length: rows * width }, () => random.normal());
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    const x = values.subarray(row * width, (row + 1) * width);
    const plain = x.subarray(4, 12).reduce((sum, value) => sum + value, 0) / 4;
    const sum = x[0]! + x[1]! * x[2]! + Math.sin(2 * x[3]!) + plain + 0.8 * +(x[12]! > 0) * x[13]!;
    return +(sum + 0.5 * random.normal() > 0);
  });
  return { width, names: Array.from({ length: width }, (_, column) => `input ${column}`), values, labels };
}

/** Time of this process on the processor, which other programs do not lengthen. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The same rows without one column. */
export function withoutColumn({ width, names, values, labels }: BenchRows, column: number): BenchRows {
  const kept = Array.from(names.keys()).filter((at) => at !== column);
  const rows = Array.from({ length: values.length / width }, (_, row) => row);
  return {
    width: kept.length,
    names: kept.map((at) => names[at]!),
    values: Float64Array.from(rows.flatMap((row) => kept.map((at) => values[row * width + at]!))),
    labels,
  };
}
