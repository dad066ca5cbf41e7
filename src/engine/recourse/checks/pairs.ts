import { orderStatistic } from '../../stats/quantile';
import type { Plan } from '../types';

/** Values of two features that a plan brings together, and how many rows of the table have such values. */
export interface PairSupport {
  /** A feature that the plan changes, and another one, changed or not. */
  readonly changed: number;
  readonly other: number;
  readonly rows: number;
}

/** For each feature: what each row, and any value, is counted under. */
export interface PairCells {
  readonly width: number;
  /** Row-major rows × features. */
  readonly cells: Int32Array<ArrayBuffer>;
  /** By feature: upper ends of the tenths of its numbers; undefined for levels. */
  readonly tenths: readonly (Float64Array<ArrayBuffer> | undefined)[];
}

const MISSING = -1;
const PARTS = 10;

/**
 * Sorts the values of every feature into cells: a level into its own, a number into one of ten with about as many rows each (fewer where values repeat),
 * missing into one of its own.
 * @param values feature rows, row-major, NaN missing
 */
export function pairCells(values: Float64Array, kinds: readonly ('number' | 'level')[]): PairCells {
  const width = kinds.length;
  const rows = width === 0 ? 0 : Math.floor(values.length / width);
  const tenths = kinds.map((kind, feature) => {
    if (kind === 'level') return undefined;
    const column = Float64Array.from({ length: rows }, (_, row) => values[row * width + feature]!).filter((value) => !Number.isNaN(value)).sort();
    const ends = Array.from({ length: PARTS - 1 }, (_, k) => orderStatistic(column, Math.floor(((k + 1) * column.length) / PARTS)));
    return Float64Array.from(new Set(column.length === 0 ? [] : ends));
  });
  return { width, tenths, cells: Int32Array.from({ length: rows * width }, (_, at) => cellOf(tenths[at % width], values[at]!)) };
}

/** Which cell a value is in. */
export function cellOf(tenths: Float64Array | undefined, value: number): number {
  if (Number.isNaN(value)) return MISSING;
  if (!tenths) return value;
  let cell = 0;
  while (cell < tenths.length && value >= tenths[cell]!) cell++;
  return cell;
}

/** For each feature that a plan changes and each other one: how many rows have both values in the cells of the plan's. The rarest first. */
export function pairSupport({ width, cells, tenths }: PairCells, { changes, row }: Pick<Plan, 'changes' | 'row'>): PairSupport[] {
  const own = Int32Array.from(row, (value, feature) => cellOf(tenths[feature], value));
  const changed = changes.map(({ feature }) => feature);
  const found: PairSupport[] = [];
  for (const feature of changed) {
    const counts = new Int32Array(width);
    for (let at = 0; at < cells.length; at += width) {
      if (cells[at + feature] !== own[feature]) continue;
      for (let other = 0; other < width; other++) if (cells[at + other] === own[other]) counts[other]!++;
    }
    // Of two changed features the pair counts once.
    for (let other = 0; other < width; other++) if (other !== feature && !(changed.includes(other) && other < feature)) found.push({ changed: feature, other, rows: counts[other]! });
  }
  return found.sort((a, b) => a.rows - b.rows || a.changed - b.changed || a.other - b.other);
}
