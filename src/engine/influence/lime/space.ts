import { quantileEdges } from '../dependence/axes';

/** What an input is to a local linear model. */
export interface LocalFeature {
  readonly name: string;
  readonly kind: 'number' | 'level';
}

/**
 * How one input is perturbed and coded. `scaled`: drawn from a normal law and coded as a number of standard deviations; `cells`: one of some cells is
 * drawn by frequency (bins of a number, levels, missing) and coded 1 where it is the person's cell, else 0.
 */
export type LocalInput =
  | { readonly kind: 'scaled'; readonly centre: number; readonly scale: number; readonly mean: number }
  | {
      readonly kind: 'cells';
      readonly cells: readonly LocalCell[];
      /** Cumulated share of each cell. */
      readonly upTo: Float64Array<ArrayBuffer>;
      /** The person's own cell. */
      readonly own: number;
    };

/** A cell: one value, or an interval from which a value is drawn by the normal law of the rows in it, cut off at its ends. */
export interface LocalCell {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
}

export interface LocalSpaceOptions {
  /** Numbers are cut at their quartiles into cells. */
  readonly discretise: boolean;
  /** Numbers that are not cut are drawn around the person rather than around the mean. */
  readonly aroundPerson: boolean;
}

/**
 * Prepares the perturbation of every input from background rows.
 * @param background feature rows, row-major, NaN missing
 */
export function localSpace(
  features: readonly LocalFeature[],
  person: Float64Array,
  background: Float64Array,
  options: LocalSpaceOptions,
): LocalInput[] {
  const width = features.length;
  return features.map(({ kind }, feature) => {
    const column = Float64Array.from({ length: background.length / width }, (_, row) => background[row * width + feature]!);
    const own = person[feature]!;
    if (kind === 'level') return cellsOf(column, own, levelCells(column, own));
    if (options.discretise || Number.isNaN(own)) return cellsOf(column, own, numberCells(column, own, options.discretise));
    const present = column.filter((value) => !Number.isNaN(value));
    const { mean, deviation } = moments(present.length > 0 ? present : Float64Array.of(own));
    return { kind: 'scaled', centre: options.aroundPerson ? own : mean, scale: deviation > 0 ? deviation : 1, mean };
  });
}

/** Draws and codes one input. Returns the value for the model and the code for the local model. */
export function drawLocal(input: LocalInput, uniform: () => number, normal: () => number): readonly [number, number] {
  if (input.kind === 'scaled') {
    const value = input.centre + input.scale * normal();
    return [value, (value - input.mean) / input.scale];
  }
  const place = uniform();
  let cell = 0;
  while (cell < input.cells.length - 1 && place >= input.upTo[cell]!) cell++;
  return [valueIn(input.cells[cell]!, normal), cell === input.own ? 1 : 0];
}

/** The person's own code. */
export function ownCode(input: LocalInput, value: number): number {
  return input.kind === 'scaled' ? (value - input.mean) / input.scale : 1;
}

function valueIn({ low, high, mean, deviation }: LocalCell, normal: () => number): number {
  if (!(deviation > 0) || !(high > low)) return mean;
  // The mean of a cell lies in it, so at least a fair share of draws does too.
  for (let tries = 0; tries < 100; tries++) {
    const value = mean + deviation * normal();
    if (value >= low && value <= high) return value;
  }
  return mean;
}

function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0)) };
}

const point = (value: number): LocalCell => ({ low: value, high: value, mean: value, deviation: 0 });

/** Every level that occurs, and the person's. */
function levelCells(column: Float64Array, own: number): LocalCell[] {
  return [...new Set([...column, own])].sort((a, b) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b)).map(point);
}

/** Quartile cells, or one cell for all numbers, and one for missing where that occurs. Open outward, so that the person always has a cell. */
function numberCells(column: Float64Array, own: number, quartiles: boolean): LocalCell[] {
  const present = column.filter((value) => !Number.isNaN(value));
  const edges = present.length === 0 ? [own] : quartiles ? [...quantileEdges(present, 4)] : [];
  const inner = edges.slice(1, -1);
  const cells = [-Infinity, ...inner].map((low, k): LocalCell => {
    const high = inner[k] ?? Infinity;
    const members = present.filter((value) => (value > low || low === -Infinity) && value <= high);
    if (members.length === 0) return point(own);
    return { low: k === 0 ? -Infinity : low, high, ...moments(members) };
  });
  return present.length < column.length || Number.isNaN(own) ? [...cells, point(NaN)] : cells;
}

/** Whether a value belongs to a cell; cells hold their upper end, not their lower. */
function isIn({ low, high }: LocalCell, value: number): boolean {
  if (Number.isNaN(value)) return Number.isNaN(low);
  return low === high ? value === low : (value > low || low === -Infinity) && value <= high;
}

function cellsOf(column: Float64Array, own: number, cells: readonly LocalCell[]): LocalInput {
  const counts = new Float64Array(cells.length);
  for (const value of column) counts[cells.findIndex((cell) => isIn(cell, value))]!++;
  let sum = 0;
  const upTo = counts.map((count) => (sum += count / column.length));
  // Values are drawn between the smallest and largest that occur, not out to infinity.
  const bounded = cells.map((cell) => {
    const members = column.filter((value) => isIn(cell, value));
    if (members.length === 0) return cell;
    members.sort();
    const [least, most] = [members[0]!, members[members.length - 1]!];
    return { ...cell, low: cell.low === -Infinity ? least : cell.low, high: cell.high === Infinity ? most : cell.high };
  });
  return { kind: 'cells', cells: bounded, upTo, own: cells.findIndex((cell) => isIn(cell, own)) };
}
