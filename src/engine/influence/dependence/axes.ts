import { orderStatistic, robustSpan } from '../../stats/quantile';
import { levelGrid, numberGrid } from '../sweep/grid';

/** An input, or inputs that are replaced together, along which a model is followed. */
export interface Axis {
  readonly name: string;
  readonly features: readonly number[];
  /** False where the order of the points means nothing: levels, and blocks of inputs. */
  readonly ordered: boolean;
  /** Points to put in, row-major, one number per feature. Ascending for a single number; a last NaN stands for a missing value. */
  readonly grid: Float64Array<ArrayBuffer>;
  /** Rows at or near each point. */
  readonly neighbours: Int32Array<ArrayBuffer>;
  /** Edges of the bins for accumulated effects, ascending; empty where these are not defined. */
  readonly edges: Float64Array<ArrayBuffer>;
}

/** A point with fewer rows near it than this is thin: what the model says there rests on hardly anybody. */
export const FEWEST_NEIGHBOURS = 5;

export interface AxisOptions {
  /** Most points of the grid. */
  readonly points?: number;
  /** Bins asked for; equal edges are kept once, so there can be fewer. */
  readonly bins?: number;
  /** The same input for the whole table, where `column` is a sample of it: neighbours are counted there. */
  readonly whole?: Float64Array;
}

/** The axis of an input that is a number; NaN cells are missing. */
export function numberAxis(name: string, feature: number, column: Float64Array, options: AxisOptions = {}): Axis {
  const { points = 32, bins = 10, whole = column } = options;
  const values = numberGrid(column, points);
  const counted = whole.filter((value) => !Number.isNaN(value)).sort();
  const near = nearWindow(counted);
  const missing = whole.length - counted.length;
  const neighbours = Array.from(values, (value) => firstAbove(counted, value + near) - firstAtLeast(counted, value - near));
  return {
    name,
    features: [feature],
    ordered: true,
    grid: missing > 0 ? Float64Array.of(...values, NaN) : values,
    neighbours: Int32Array.from(missing > 0 ? [...neighbours, missing] : neighbours),
    edges: quantileEdges(column, bins),
  };
}

/** The axis of an input that is a level, as its number; NaN cells are missing. */
export function levelAxis(name: string, feature: number, column: Float64Array, options: AxisOptions = {}): Axis {
  const { points = 32, whole = column } = options;
  const levels = levelGrid(column, points);
  const missing = column.some(Number.isNaN);
  const grid = missing ? Float64Array.of(...levels, NaN) : levels;
  const counts = new Map<number, number>();
  for (const value of whole) counts.set(value, (counts.get(value) ?? 0) + 1);
  const neighbours = Int32Array.from(grid, (level) => counts.get(level) ?? 0);
  return { name, features: [feature], ordered: false, grid, neighbours, edges: new Float64Array(0) };
}

/**
 * The axis of a block of inputs that belong together, such as a one-hot block: its points are the combinations that occur, the most frequent first.
 * @param rows feature rows, row-major, `width` a row
 */
export function blockAxis(name: string, features: readonly number[], rows: Float64Array, width: number, points = 32): Axis {
  const counts = new Map<string, { readonly values: readonly number[]; count: number }>();
  for (let at = 0; at < rows.length; at += width) {
    const values = features.map((feature) => rows[at + feature]!);
    const key = values.join();
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { values, count: 1 });
    else known.count++;
  }
  const kept = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, points);
  return {
    name,
    features,
    ordered: false,
    grid: Float64Array.from(kept.flatMap(({ values }) => values)),
    neighbours: Int32Array.from(kept, ({ count }) => count),
    edges: new Float64Array(0),
  };
}

/**
 * Edges of bins that hold about equally many rows: the quantiles 0, 1/bins … 1 by straight lines between order statistics. An edge that would close a
 * bin without a row is left out, so equal ones are kept once.
 * Source: type 7 of Hyndman and Fan, "Sample quantiles in statistical packages" (1996). Empty for fewer than two distinct values.
 */
export function quantileEdges(column: Float64Array, bins: number): Float64Array<ArrayBuffer> {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const edges: number[] = [];
  let held = 0;
  for (let k = 0; k <= bins; k++) {
    const place = (k / bins) * (sorted.length - 1);
    const edge = orderStatistic(sorted, place);
    if (sorted.length === 0 || (k > 0 && edge === edges[0])) continue;
    const upTo = k === 0 ? 0 : firstAbove(sorted, edge);
    if (k === 0 || upTo > held) edges.push(edge);
    held = upTo;
  }
  return Float64Array.from(edges.length > 1 ? edges : []);
}

/** How far a row counts as near: a twentieth of the stretch between the 5% and 95% quantiles, or of the whole range where these coincide. */
function nearWindow(sorted: Float64Array): number {
  return robustSpan(sorted) / 20;
}

/** Number of sorted values below `value`. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of sorted values at or below `value`. */
function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
