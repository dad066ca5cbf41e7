import { CELLS, emptyCounts } from '../../counts';
import type { CountTable } from '../../counts';

/** What was known of a person (0 favourable outcome, 1 another, 2 unknown), what was decided before, and after: index 4·known + 2·before + after. */
export const PAIRED_CELLS = 12;

/** People by group and by both decisions about them; the last row holds those without a group. */
export interface PairedTable {
  readonly groupCount: number;
  readonly labelled: boolean;
  readonly cells: Float64Array<ArrayBuffer>;
  /** Sums of weights, and of their squares, of the same cells; absent without weights. */
  readonly weights?: { readonly weight: Float64Array<ArrayBuffer>; readonly square: Float64Array<ArrayBuffer> } | undefined;
  /** Rows left out because one of the two gave no score. */
  readonly missing: number;
}

/** Two lists of scores of the same people, each with its line. One entry per row of the table. */
export interface PairedScores {
  /** Larger = more favourable; NaN where there is no score. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** A decision is favourable at or above it. */
  readonly lineBefore: number;
  readonly lineAfter: number;
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** 1 favourable outcome, 0 another, any other number unknown. */
  readonly labels?: Int8Array | undefined;
  /** How many people a row stands for; rows without a weight above 0 are left out. Every row counts once when absent. */
  readonly weights?: Float64Array | undefined;
  /** Rows to look at; all when left out. */
  readonly rows?: Int32Array | undefined;
}

/** The twelve cells of one set of people, with sums of weights and of their squares. */
export interface PairedCounts {
  readonly people: Float64Array<ArrayBuffer>;
  readonly weight: Float64Array<ArrayBuffer>;
  readonly square: Float64Array<ArrayBuffer>;
}

/** Which of the three outcomes a label stands for. */
export const knownOf = (label: number | undefined): 0 | 1 | 2 => (label === 1 ? 0 : label === 0 ? 1 : 2);

/** Counts people by group, outcome and both decisions, in one pass. */
export function countPaired(scores: PairedScores): PairedTable {
  const { before, after, lineBefore, lineAfter, groups, groupCount, labels, weights, rows } = scores;
  const cells = new Float64Array((groupCount + 1) * PAIRED_CELLS);
  const sums = weights && { weight: new Float64Array(cells.length), square: new Float64Array(cells.length) };
  const count = rows?.length ?? before.length;
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const row = rows?.[i] ?? i;
    const [old, changed, weight] = [before[row]!, after[row]!, weights ? weights[row]! : 1];
    if (!(weight > 0)) continue;
    if (Number.isNaN(old) || Number.isNaN(changed)) {
      missing++;
      continue;
    }
    const group = groups[row]! < 0 ? groupCount : groups[row]!;
    const at = group * PAIRED_CELLS + 4 * knownOf(labels?.[row]) + (old >= lineBefore ? 2 : 0) + (changed >= lineAfter ? 1 : 0);
    cells[at] = cells[at]! + 1;
    if (!sums) continue;
    sums.weight[at]! += weight;
    sums.square[at]! += weight * weight;
  }
  return { groupCount, labelled: labels !== undefined, cells, weights: sums, missing };
}

/** One group's cells, or with no group given everybody's. */
export function pairedCells({ cells, groupCount }: Pick<PairedTable, 'cells' | 'groupCount'>, group?: number): Float64Array<ArrayBuffer> {
  if (group !== undefined) return cells.slice(group * PAIRED_CELLS, (group + 1) * PAIRED_CELLS);
  const all = new Float64Array(PAIRED_CELLS);
  for (let row = 0; row <= groupCount; row++) for (let cell = 0; cell < PAIRED_CELLS; cell++) all[cell] = all[cell]! + cells[row * PAIRED_CELLS + cell]!;
  return all;
}

/** The same with weights; undefined for a table without. */
export function weightedCells(table: PairedTable, group?: number): PairedCounts | undefined {
  const { weights, groupCount } = table;
  if (!weights) return undefined;
  const of = (cells: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => pairedCells({ cells, groupCount }, group);
  return { people: of(table.cells), weight: of(weights.weight), square: of(weights.square) };
}

/** Share of people whose decision is another one; null with nobody scored. */
export function changedShare(cells: Float64Array): number | null {
  const people = cells.reduce((sum, count) => sum + count, 0);
  const moved = cells.reduce((sum, count, cell) => (((cell >> 1) & 1) === (cell & 1) ? sum : sum + count), 0);
  return people > 0 ? moved / people : null;
}

/** The six cells of one of the two sets of decisions, in the order of {@link CountTable}. */
export function oneSide(cells: Float64Array, side: 'before' | 'after'): Float64Array<ArrayBuffer> {
  const six = new Float64Array(CELLS);
  for (let cell = 0; cell < PAIRED_CELLS; cell++) {
    const selected = side === 'before' ? (cell & 2) !== 0 : (cell & 1) !== 0;
    const at = (selected ? 0 : 3) + (cell >> 2);
    six[at] = six[at]! + cells[cell]!;
  }
  return six;
}

/** One of the two sets of decisions as an ordinary count table. */
export function sideTable(table: PairedTable, side: 'before' | 'after'): CountTable {
  const counts = emptyCounts(table.groupCount, table.labelled, table.weights !== undefined);
  for (let group = 0; group <= table.groupCount; group++) {
    counts.people.set(oneSide(pairedCells(table, group), side), group * CELLS);
    const weighted = weightedCells(table, group);
    if (!weighted) continue;
    counts.weight.set(oneSide(weighted.weight, side), group * CELLS);
    counts.square.set(oneSide(weighted.square, side), group * CELLS);
  }
  return counts;
}
