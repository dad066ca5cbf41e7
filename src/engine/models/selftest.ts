import type { Table } from '../table/types';
import { allLevelsOf, columnAt, numberOf } from '../table/cell';

/** Scores of ours beside those the table came with. */
export interface SelfTest {
  /** Rows with both numbers. */
  readonly compared: number;
  /** Rows where only one of the two is missing. */
  readonly oneMissing: number;
  /** Largest absolute difference and the row it is in; null when nothing could be compared. */
  readonly largest: { readonly difference: number; readonly row: number } | null;
  /** Rows that differ by more than {@link TOLERANCE}, beyond 1 relative to the column's number. */
  readonly differing: number;
  /** Rows whose decision at the threshold differs; null without a threshold. */
  readonly decisionsDiffer: number | null;
  /** What the column looks like: our scores, one minus them, log-odds of them, decisions, or something else. */
  readonly reading: 'score' | 'complement' | 'logit' | 'decision' | 'other';
}

/** Differences up to this, for numbers beyond 1 up to this part of them, are taken for rounding: files keep seven digits of single precision. */
export const TOLERANCE = 1e-6;

type Transform = (score: number) => number;

function compare(
  scores: ArrayLike<number>,
  values: Float64Array,
  transform: Transform,
): { largest: SelfTest['largest']; differing: number; compared: number; oneMissing: number } {
  let largest: { difference: number; row: number } | null = null;
  let differing = 0;
  let compared = 0;
  let oneMissing = 0;
  for (let row = 0; row < values.length; row++) {
    const ours = transform(scores[row]!);
    const theirs = values[row]!;
    if (Number.isNaN(ours) || Number.isNaN(theirs)) {
      if (Number.isNaN(ours) !== Number.isNaN(theirs)) oneMissing++;
      continue;
    }
    compared++;
    const difference = ours === theirs ? 0 : Math.abs(ours - theirs);
    if (difference > TOLERANCE * Math.max(1, Math.abs(theirs))) differing++;
    if (largest === null || difference > largest.difference) largest = { difference, row };
  }
  return { largest, differing, compared, oneMissing };
}

/** The column's numbers, or its texts as class numbers when it holds class names. */
function valuesOf(table: Table, position: number, classes: readonly string[]): Float64Array {
  const column = columnAt(table, position)!;
  if (column.kind === 'numeric') return column.values;
  const { codes, levels } = allLevelsOf(column);
  const numbers = levels.map((level) => (classes.includes(level) ? classes.indexOf(level) : numberOf(level)));
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : numbers[code]!));
}

/**
 * Compares our scores with a score or prediction column, row by row. The column may also hold the other class's probability, log-odds, or decisions
 * (class names or 0/1); the reading with the smallest largest difference is reported, decisions only when the column holds no other numbers than 0
 * and 1.
 * @param scores one score per table row: probability of the second class, a value, or a decision; NaN where a row has none.
 * @param threshold score at or above which the decision is the second class; undefined for regression.
 */
export function compareScores(
  scores: ArrayLike<number>,
  table: Table,
  position: number,
  threshold?: number,
  classes: readonly string[] = [],
): SelfTest {
  const values = valuesOf(table, position, classes);
  const onlyDecisions = values.some((value) => !Number.isNaN(value)) && values.every((value) => Number.isNaN(value) || value === 0 || value === 1);
  const decide = (score: number): number => (Number.isNaN(score) ? NaN : Number(score >= threshold!));
  if (threshold !== undefined && onlyDecisions) {
    const result = compare(scores, values, decide);
    return { ...result, decisionsDiffer: result.differing, reading: 'decision' };
  }
  const readings: [SelfTest['reading'], Transform][] = [['score', (x) => x]];
  if (threshold !== undefined) {
    readings.push(['complement', (x) => 1 - x], ['logit', (x) => Math.log(x / (1 - x))]);
  }
  const results = readings.map(([reading, transform]) => ({ reading, transform, ...compare(scores, values, transform) }));
  const plain = results[0]!;
  const best = results.reduce((a, b) => ((b.largest?.difference ?? Infinity) < (a.largest?.difference ?? Infinity) && b.compared > 0 ? b : a));
  const chosen = best.reading !== 'score' && (best.largest?.difference ?? Infinity) < 1e-2 ? best : plain;
  const { reading, transform, ...result } = chosen;
  const cut = threshold === undefined ? undefined : transform(threshold);
  let decisionsDiffer: number | null = null;
  if (threshold !== undefined && cut !== undefined) {
    decisionsDiffer = 0;
    for (let row = 0; row < values.length; row++) {
      if (Number.isNaN(scores[row]) || Number.isNaN(values[row])) continue;
      const theirs = reading === 'complement' ? values[row]! <= cut : values[row]! >= cut;
      if (theirs !== scores[row]! >= threshold) decisionsDiffer++;
    }
  }
  const matches = result.largest !== null && result.differing <= result.compared / 2;
  return { ...result, decisionsDiffer, reading: reading === 'score' && !matches && result.compared > 0 ? 'other' : reading };
}
