import { cellText, isMissing, levelsOf, rowCount } from './cell';
import type { Column } from './types';

/** Cells from `from` (included) to `to` (excluded, but included in the last bin). */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface LevelCount {
  readonly level: string;
  readonly count: number;
}

/** What the table of columns shows of one column. */
export interface ColumnSummary {
  readonly rows: number;
  readonly missing: number;
  /** The first cells that are not missing. */
  readonly first: readonly string[];
  /** Numbers, or dates as milliseconds since 1970 UTC. Absent when every cell is missing. */
  readonly range?: { readonly min: number; readonly max: number; readonly mean: number; readonly bins: readonly Bin[] };
  /** Different texts, most frequent first; absent when there are too many to list. */
  readonly levels?: readonly LevelCount[];
}

/** Summarises a column in one pass for the numbers and one for the levels. `bins` equally wide bins from the least to the greatest value. */
export function summarise(column: Column, bins = 20, first = 5): ColumnSummary {
  const rows = rowCount(column);
  const shown: string[] = [];
  for (let row = 0; row < rows && shown.length < first; row++) if (!isMissing(column, row)) shown.push(cellText(column, row));
  const range = column.kind === 'numeric' || column.kind === 'date' ? rangeOf(column.values, bins) : undefined;
  const levels = column.kind === 'date' ? undefined : levelCounts(column);
  return { rows, missing: column.missing, first: shown, ...(range ? { range } : {}), ...(levels ? { levels } : {}) };
}

function rangeOf(values: Float64Array, bins: number): ColumnSummary['range'] {
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    count++;
    mean += (value - mean) / count;
  }
  if (count === 0) return undefined;
  // Halves keep the width finite between the two ends of the number range.
  const width = max / bins - min / bins;
  if (!(width > 0)) return { min, max, mean, bins: [{ from: min, to: max, count }] };
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) counts[Math.min(bins - 1, Math.floor(value / width - min / width))]!++;
  }
  return { min, max, mean, bins: counts.map((inBin, i) => ({ from: min + i * width, to: i === bins - 1 ? max : min + (i + 1) * width, count: inBin })) };
}

function levelCounts(column: Column): LevelCount[] | undefined {
  const found = levelsOf(column);
  if (!found || found.levels.length === 0) return undefined;
  const counts = new Float64Array(found.levels.length);
  for (const code of found.codes) if (code >= 0) counts[code]!++;
  return found.levels.map((level, code) => ({ level, count: counts[code]! })).sort((a, b) => b.count - a.count);
}
