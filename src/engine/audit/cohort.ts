import { allLevelsOf, columnAt, isMissing } from '../table/cell';
import type { Table } from '../table/types';
import type { Cohort } from './types';

/** What is known of the rows that a cohort is drawn from. */
export interface CohortFacts {
  readonly table: Table;
  /** Group per row, −1 where unknown. */
  readonly groups?: Int32Array | undefined;
  /** Larger = more favourable, NaN where a row has no score. */
  readonly scores?: Float64Array | undefined;
  /** Score at or above which the decision is favourable. */
  readonly threshold: number;
  /** Rows to choose from, ascending; all when left out. */
  readonly among?: Int32Array | undefined;
}

const DAY = 86_400_000;

/** A range of a date column that holds two whole days and all between them; each given by any moment of it, in milliseconds since 1970, UTC. */
export function dayRange(column: number, first: number, last: number): Cohort['ranges'][number] {
  const start = (moment: number): number => Math.floor(moment / DAY) * DAY;
  return { column, low: start(first), high: start(last) + DAY - 1 };
}

/** True when a cohort leaves nobody out. */
export function isEveryone({ group, decision, ranges, levels }: Cohort): boolean {
  return group < 0 && decision === 'all' && ranges.length === 0 && levels.length === 0;
}

/**
 * Rows of the table that meet every condition of a cohort, ascending. A missing value is in no range, and −1 among levels stands for it. A condition
 * that these files cannot answer, such as one on a column that is not there, is met by nobody.
 */
export function cohortRows(cohort: Cohort, { table, groups, scores, threshold, among }: CohortFacts): Int32Array<ArrayBuffer> {
  const conditions: ((row: number) => boolean)[] = [];
  if (cohort.group >= 0) conditions.push((row) => groups?.[row] === cohort.group);
  if (cohort.decision !== 'all') {
    const wanted = cohort.decision === 'favourable';
    conditions.push((row) => scores !== undefined && !Number.isNaN(scores[row]!) && scores[row]! >= threshold === wanted);
  }
  for (const { column, low, high } of cohort.ranges) {
    const found = columnAt(table, column);
    const values = found?.kind === 'numeric' || found?.kind === 'date' ? found.values : undefined;
    conditions.push((row) => values !== undefined && values[row]! >= low && values[row]! <= high);
  }
  for (const { column, levels } of cohort.levels) {
    const found = columnAt(table, column);
    const kept = new Set(levels);
    const codes = found && levels.some((level) => level >= 0) ? allLevelsOf(found).codes : undefined;
    conditions.push((row) => found !== undefined && (isMissing(found, row) ? kept.has(-1) : codes !== undefined && kept.has(codes[row]!)));
  }
  const rows = among ? Int32Array.from(among) : Int32Array.from({ length: table.rows }, (_, row) => row);
  return conditions.length === 0 ? rows : rows.filter((row) => conditions.every((met) => met(row)));
}
