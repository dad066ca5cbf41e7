import type { Column } from '../table/types';
import { type CountTable, CELLS } from './counts';
import { type GroupColumn, cutAt, cutByQuantiles, intersect } from './intersections';

/** Groups drawn one by one; the smaller ones beyond are drawn together as one more. */
export const DRAWN_GROUPS = 6;
/** A number with more distinct values than this is cut into ranges. */
const MOST_NUMBER_LEVELS = 12;
const RANGES = 4;

/** Every row's group, and how groups are drawn. */
export interface Grouping {
  /** Index into {@link names} per row, −1 where unknown. */
  readonly codes: Int32Array<ArrayBuffer>;
  readonly names: readonly string[];
  readonly counts: readonly number[];
  /** Rows without a known group. */
  readonly missing: number;
  /** For each group the index of the drawn group it belongs to. */
  readonly drawnOf: Int32Array<ArrayBuffer>;
  /** Names of drawn groups; the last one stands for all others when {@link others} is above 0. */
  readonly drawn: readonly string[];
  /** How many groups the last drawn group stands for; 0 when every group is drawn. */
  readonly others: number;
}

/** A column with few levels, codes and texts, as it stands. */
export type LevelReader = (column: Column) => { readonly codes: Int32Array<ArrayBuffer>; readonly levels: readonly string[] } | undefined;

function plainNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** The ranges a number or date is cut into; undefined where its values are levels. */
function rangesOf(column: Column, levelsOf: LevelReader, cuts: readonly number[] | undefined): ReturnType<typeof cutAt> | undefined {
  if (column.kind !== 'numeric' && column.kind !== 'date') return undefined;
  const read = levelsOf(column);
  if (cuts === undefined && read !== undefined && read.levels.length <= MOST_NUMBER_LEVELS) return undefined;
  return cuts === undefined ? cutByQuantiles(column.values, RANGES) : cutAt(column.values, cuts);
}

/** One group column of a first table beside the column of the same name in a second one. */
export interface GroupPair {
  readonly first: Column;
  readonly second: Column;
  readonly cuts?: readonly number[] | undefined;
}

/** The second column by the levels that the first one makes: −1 where it has none of them. */
function inFirst({ first, second, cuts }: GroupPair, rows: number, levelsOf: LevelReader): GroupColumn {
  const levels = groupColumn(first, levelsOf, cuts)?.levels ?? [];
  const ranges = rangesOf(first, levelsOf, cuts);
  const codes = new Int32Array(rows).fill(-1);
  if (ranges) {
    if (second.kind !== first.kind || (second.kind !== 'numeric' && second.kind !== 'date')) return { codes, levels };
    const inner = ranges.edges.slice(1, -1);
    second.values.forEach((value, row) => {
      if (!Number.isNaN(value)) codes[row] = inner.reduce((place, edge) => place + Number(edge <= value), 0);
    });
    return { codes, levels };
  }
  const read = levelsOf(second);
  const placeOf = read?.levels.map((level) => levels.indexOf(level)) ?? [];
  read?.codes.forEach((code, row) => {
    if (code >= 0) codes[row] = placeOf[code]!;
  });
  return { codes, levels };
}

/**
 * People of a second table in the groups of the first: levels by their text, numbers and dates by the first table's ranges, beyond whose ends they count to the
 * outer one.
 * @param rows rows of the second table
 * @param between as in {@link groupRows}
 * @returns people by drawn group, and rows that fit no group of the first table
 */
export function countSecond(pairs: readonly GroupPair[], rows: number, { names, drawnOf, drawn }: Grouping, levelsOf: LevelReader, between: string): { readonly counts: Float64Array<ArrayBuffer>; readonly unknown: number } {
  const columns = pairs.map((pair) => inFirst(pair, rows, levelsOf));
  const places = new Map(names.map((name, group) => [name, group]));
  const groupOf = new Map<number, number | undefined>();
  const counts = new Float64Array(drawn.length);
  let unknown = 0;
  for (let row = 0; row < rows; row++) {
    const key = columns.reduce((rest, { codes, levels }) => (rest < 0 || codes[row]! < 0 ? -1 : rest * levels.length + codes[row]!), 0);
    if (key >= 0 && !groupOf.has(key)) groupOf.set(key, places.get(columns.map(({ codes, levels }) => levels[codes[row]!]!).join(between)));
    const group = groupOf.get(key);
    if (group === undefined) unknown++;
    else counts[drawnOf[group]!]!++;
  }
  return { counts, unknown };
}

/**
 * The groups a column makes: its levels in alphabetical or numeric order; a number with many values is cut into ranges of about equally many people,
 * named by their ends. With `cuts` a number or date is cut there instead, however few values it has.
 * @returns undefined for a column that makes no groups, such as free text
 */
export function groupColumn(column: Column, levelsOf: LevelReader, cuts?: readonly number[]): GroupColumn | undefined {
  const read = levelsOf(column);
  const cut = rangesOf(column, levelsOf, cuts);
  if (cut && (column.kind === 'numeric' || column.kind === 'date')) {
    const { codes, edges } = cut;
    const text = column.kind === 'date' ? (value: number): string => new Date(value).toISOString().slice(0, 10) : plainNumber;
    const levels = edges.slice(0, -1).map((edge, i) => (i === edges.length - 2 ? `${text(edge)} to ${text(edges[i + 1]!)}` : `${text(edge)} to under ${text(edges[i + 1]!)}`));
    return { codes, levels };
  }
  if (read === undefined) return undefined;
  const numeric = read.levels.every((level) => level.trim() !== '' && Number.isFinite(Number(level)));
  const order = read.levels.map((_, i) => i).sort((a, b) => {
    const [left, right] = [read.levels[a]!, read.levels[b]!];
    return numeric ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
  });
  const place = new Int32Array(order.length);
  order.forEach((from, to) => (place[from] = to));
  return { codes: read.codes.map((code) => (code < 0 ? -1 : place[code]!)), levels: order.map((i) => read.levels[i]!) };
}

/**
 * Puts every row into the group its columns say. Up to {@link DRAWN_GROUPS} groups are drawn one by one, in their own order; of more, the largest
 * {@link DRAWN_GROUPS} − 1 are and the rest together.
 * @throws AssayError `too-many-groups`
 */
export function groupRows(columns: readonly GroupColumn[], between: string, otherName: (groups: number) => string): Grouping {
  const { codes, cells, missing } = intersect(columns);
  const names = cells.map(({ parts }) => parts.map((level, c) => columns[c]!.levels[level]!).join(between));
  const counts = cells.map(({ count }) => count);
  if (names.length <= DRAWN_GROUPS) {
    return { codes, names, counts, missing, drawnOf: Int32Array.from(names.keys()), drawn: names, others: 0 };
  }
  const bySize = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  const kept = bySize.slice(0, DRAWN_GROUPS - 1).sort((a, b) => a - b);
  const others = names.length - kept.length;
  return {
    codes,
    names,
    counts,
    missing,
    drawnOf: Int32Array.from(names.keys(), (group) => (kept.includes(group) ? kept.indexOf(group) : kept.length)),
    drawn: [...kept.map((group) => names[group]!), otherName(others)],
    others,
  };
}

/** The count table with groups joined: row g of the result holds all groups with `drawnOf` g, the last row the people without a group as before. */
export function joinGroups(table: CountTable, drawnOf: Int32Array, drawn: number): CountTable {
  const join = (cells: Float64Array): Float64Array<ArrayBuffer> => {
    const joined = new Float64Array((drawn + 1) * CELLS);
    for (let group = 0; group <= table.groupCount; group++) {
      const to = group === table.groupCount ? drawn : drawnOf[group]!;
      for (let cell = 0; cell < CELLS; cell++) joined[to * CELLS + cell]! += cells[group * CELLS + cell]!;
    }
    return joined;
  };
  const people = join(table.people);
  return {
    groupCount: drawn,
    labelled: table.labelled,
    weighted: table.weighted,
    people,
    weight: table.weighted ? join(table.weight) : people,
    square: table.weighted ? join(table.square) : people,
  };
}
