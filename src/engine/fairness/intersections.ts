import { AssayError } from '../errors';
import { COMPARE_FROM, SHOW_FROM } from './verdict';

/** One column of groups: a code per row, −1 missing, and the levels' names. */
export interface GroupColumn {
  readonly codes: Int32Array<ArrayBuffer>;
  readonly levels: readonly string[];
}

/** One level of the combined groups. */
export interface Cell {
  /** Index of the level in each group column. */
  readonly parts: readonly number[];
  readonly count: number;
  /** `shown`; `uncompared` under 30 people: the interval only; `suppressed` under 10: no number. */
  readonly size: 'shown' | 'uncompared' | 'suppressed';
}

export interface Intersection {
  /** Index into {@link cells} per row, −1 where any column is missing. */
  readonly codes: Int32Array<ArrayBuffer>;
  readonly cells: readonly Cell[];
  readonly missing: number;
}

/** How many cells may be made before a column is surely no group. */
export const MOST_CELLS = 1000;

/** Up to this many possible combinations are counted in an array with a place for each. */
const DENSE_CELLS = 1_000_000;

/**
 * Combines one or more group columns: every combination that occurs is a cell, in the order of the levels.
 * @throws AssayError `too-many-groups` above {@link MOST_CELLS} cells.
 */
export function intersect(columns: readonly GroupColumn[]): Intersection {
  const rows = columns[0]?.codes.length ?? 0;
  const sizes = columns.map(({ levels }) => levels.length);
  const possible = sizes.reduce((product, size) => product * size, 1);
  const keys = possible <= DENSE_CELLS ? new Int32Array(rows) : new Float64Array(rows);
  columns.forEach(({ codes }, c) => {
    const size = sizes[c]!;
    for (let i = 0; i < rows; i++) keys[i] = keys[i]! < 0 || codes[i]! < 0 ? -1 : keys[i]! * size + codes[i]!;
  });
  const counts = possible <= DENSE_CELLS ? countDense(keys, possible) : countSparse(keys);
  if (counts.size > MOST_CELLS) {
    throw new AssayError({
      area: 'fairness',
      code: 'too-many-groups',
      what: `These columns make ${counts.size} groups.`,
      why: `Groups are compared up to ${MOST_CELLS} at a time; beyond that almost every group is too small to say anything.`,
      remedy: 'Choose a column with fewer levels, one column instead of two, or cut a number into ranges.',
    });
  }
  const order = [...counts.keys()].sort((a, b) => a - b);
  const cells = order.map((key): Cell => {
    const parts: number[] = [];
    for (let c = columns.length - 1, rest = key; c >= 0; c--) {
      parts.unshift(rest % sizes[c]!);
      rest = Math.floor(rest / sizes[c]!);
    }
    const count = counts.get(key)!;
    return { parts, count, size: count < SHOW_FROM ? 'suppressed' : count < COMPARE_FROM ? 'uncompared' : 'shown' };
  });
  const codes = number(keys, order, possible);
  return { codes, cells, missing: rows - cells.reduce((sum, { count }) => sum + count, 0) };
}

function countDense(keys: Int32Array | Float64Array, possible: number): Map<number, number> {
  const counts = new Float64Array(possible);
  for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) counts[keys[i]!]!++;
  const found = new Map<number, number>();
  for (let key = 0; key < possible; key++) if (counts[key]! > 0) found.set(key, counts[key]!);
  return found;
}

function countSparse(keys: Int32Array | Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) if (key >= 0) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The place of each row's key among the keys that occur; −1 stays −1. */
function number(keys: Int32Array | Float64Array, order: readonly number[], possible: number): Int32Array<ArrayBuffer> {
  const codes = new Int32Array(keys.length).fill(-1);
  if (possible <= DENSE_CELLS) {
    const codeOf = new Int32Array(possible);
    order.forEach((key, code) => (codeOf[key] = code));
    for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) codes[i] = codeOf[keys[i]!]!;
  } else {
    const codeOf = new Map(order.map((key, code) => [key, code]));
    for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) codes[i] = codeOf.get(keys[i]!)!;
  }
  return codes;
}

/** Ranges of a number: range i is [edges[i], edges[i+1]), the last one closed. */
export interface Ranges {
  readonly codes: Int32Array<ArrayBuffer>;
  /** Lowest value, the cuts, highest value. */
  readonly edges: readonly number[];
}

/** Cuts a number into ranges at the given values; NaN gets code −1. Cuts outside the data, and doubles, are dropped. */
export function cutAt(values: Float64Array, cuts: readonly number[]): Ranges {
  let [low, high] = [Infinity, -Infinity];
  for (const x of values) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  if (low > high) return { codes: new Int32Array(values.length).fill(-1), edges: [] };
  const inner = [...new Set(cuts)].filter((cut) => cut > low && cut <= high).sort((a, b) => a - b);
  const codes = Int32Array.from(values, (x) => {
    if (Number.isNaN(x)) return -1;
    let code = 0;
    while (code < inner.length && x >= inner[code]!) code++;
    return code;
  });
  return { codes, edges: [low, ...inner, high] };
}

/** Cuts a number into at most `parts` ranges with about equally many people; a value that many people share is never split, so there may be fewer. */
export function cutByQuantiles(values: Float64Array, parts: number): Ranges {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort();
  const cuts: number[] = [];
  for (let i = 1; i < parts && sorted.length > 0; i++) cuts.push(sorted[Math.floor((sorted.length * i) / parts)]!);
  return cutAt(values, cuts);
}

/** Merges all cells under `minimum` people into one, placed last (null when none is so small): a new code per cell, and the pool's code. */
export function poolSmall(cells: readonly Cell[], minimum = COMPARE_FROM): { codeOf: Int32Array<ArrayBuffer>; pool: number | null; kept: number } {
  let kept = 0;
  const codeOf = Int32Array.from(cells, ({ count }) => (count < minimum ? -1 : kept++));
  const pool = codeOf.includes(-1) ? kept : null;
  return { codeOf: codeOf.map((code) => (code < 0 ? kept : code)), pool, kept };
}
