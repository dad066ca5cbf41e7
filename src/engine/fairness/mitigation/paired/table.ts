import { CELLS, emptyCounts } from '../../counts';
import type { CountTable } from '../../counts';

/** What was known of a person (0 favourable outcome, 1 another, 2 unknown), what was decided before, and after: index 4·known + 2·before + after. */
export const PAIRED_CELLS = 12;

/** People by group and by both decisions about them; the last row holds those without a group. */
export interface PairedTable {
  readonly groupCount: number;
  readonly labelled: boolean;
  readonly cells: Float64Array<ArrayBuffer>;
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
  /** Rows to look at; all when left out. */
  readonly rows?: Int32Array | undefined;
}

/** Which of the three outcomes a label stands for. */
export const knownOf = (label: number | undefined): 0 | 1 | 2 => (label === 1 ? 0 : label === 0 ? 1 : 2);

/** Counts people by group, outcome and both decisions, in one pass. */
export function countPaired(scores: PairedScores): PairedTable {
  const { before, after, lineBefore, lineAfter, groups, groupCount, labels, rows } = scores;
  const cells = new Float64Array((groupCount + 1) * PAIRED_CELLS);
  const count = rows?.length ?? before.length;
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const row = rows?.[i] ?? i;
    const [old, changed] = [before[row]!, after[row]!];
    if (Number.isNaN(old) || Number.isNaN(changed)) {
      missing++;
      continue;
    }
    const group = groups[row]! < 0 ? groupCount : groups[row]!;
    const at = group * PAIRED_CELLS + 4 * knownOf(labels?.[row]) + (old >= lineBefore ? 2 : 0) + (changed >= lineAfter ? 1 : 0);
    cells[at] = cells[at]! + 1;
  }
  return { groupCount, labelled: labels !== undefined, cells, missing };
}

/** One group's cells, or with no group given everybody's. */
export function pairedCells({ cells, groupCount }: Pick<PairedTable, 'cells' | 'groupCount'>, group?: number): Float64Array<ArrayBuffer> {
  if (group !== undefined) return cells.slice(group * PAIRED_CELLS, (group + 1) * PAIRED_CELLS);
  const all = new Float64Array(PAIRED_CELLS);
  for (let row = 0; row <= groupCount; row++) for (let cell = 0; cell < PAIRED_CELLS; cell++) all[cell] = all[cell]! + cells[row * PAIRED_CELLS + cell]!;
  return all;
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
  const counts = emptyCounts(table.groupCount, table.labelled, false);
  for (let group = 0; group <= table.groupCount; group++) counts.people.set(oneSide(pairedCells(table, group), side), group * CELLS);
  return counts;
}
