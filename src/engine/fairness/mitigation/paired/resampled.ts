import { Random } from '../../../stats/random';
import { drawMultinomial } from '../../../stats/sampling';
import { percentileInterval } from '../../bootstrap';
import { CELL } from '../../counts';
import { sizes, type RateId } from '../../rates';
import { NOT_ESTIMABLE, type PairedChange } from './change';
import { oneSide, PAIRED_CELLS, pairedCells, type PairedTable } from './table';

/** Measures whose denominator hangs on the decisions, so that their change has no plain closed form. */
export const RESAMPLED = ['ppv', 'fdr', 'npv', 'for', 'f1', 'treatment'] as const satisfies readonly RateId[];
export type ResampledRate = (typeof RESAMPLED)[number];

const { truePositive: TP, falsePositive: FP, falseNegative: FN, trueNegative: TN } = CELL;

export const RESAMPLES = 1000;

/** The change of each of these measures for everybody, each group, and the difference between two groups. */
export interface ResampledChanges {
  readonly everyone: PairedChange;
  readonly groups: readonly PairedChange[];
  readonly gap: PairedChange;
}

/** The measures themselves, without the intervals that `estimate` works out with them: a resample needs none, and that is most of the time. */
const VALUES: Record<ResampledRate, (six: Float64Array) => number> = {
  ppv: (six) => six[TP]! / (six[TP]! + six[FP]!),
  fdr: (six) => six[FP]! / (six[TP]! + six[FP]!),
  npv: (six) => six[TN]! / (six[TN]! + six[FN]!),
  for: (six) => six[FN]! / (six[TN]! + six[FN]!),
  f1: (six) => (2 * six[TP]!) / (2 * six[TP]! + six[FP]! + six[FN]!),
  treatment: (six) => six[FN]! / six[FP]!,
};

/** What a resample says: the measure before and after in each group, then in everybody. */
function sides(id: ResampledRate, cells: Float64Array, groupCount: number): { before: number; after: number }[] {
  const of = (own: Float64Array): { before: number; after: number } => ({ before: VALUES[id](oneSide(own, 'before')), after: VALUES[id](oneSide(own, 'after')) });
  const table = { cells: cells as Float64Array<ArrayBuffer>, groupCount };
  return [...Array.from({ length: groupCount }, (_, group) => of(pairedCells(table, group))), of(pairedCells(table))];
}

/** A change with the middle of its resamples as interval, and p by how many of them lie beyond no change. */
function summarise(before: number, after: number, resampled: Float64Array, people: number, level: number): PairedChange {
  if (!Number.isFinite(before) || !Number.isFinite(after)) return { ...NOT_ESTIMABLE, people };
  const known = resampled.filter((change) => Number.isFinite(change));
  const tail = Math.min(known.filter((change) => change <= 0).length, known.filter((change) => change >= 0).length);
  return { before, after, difference: after - before, interval: percentileInterval(known, level), p: Math.min(1, (2 * (tail + 1)) / (known.length + 1)), people };
}

/**
 * Paired bootstrap of measures with a denominator of their own: every group keeps its people, who fall on the twelve cells (outcome, decision before,
 * decision after) with the chances seen, which is resampling people with both their decisions. Resample i depends on (seed, i) only.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), §13.3 (percentile interval).
 * @param pair the two groups whose difference is followed, first minus second; undefined with fewer than two
 */
export function resampledChanges(table: PairedTable, pair: readonly [number, number] | undefined, seed: number, level = 0.95, resamples = RESAMPLES): Record<ResampledRate, ResampledChanges> {
  const { groupCount } = table;
  const drawn = new Float64Array(PAIRED_CELLS);
  const lists = new Map(RESAMPLED.map((id) => [id, Array.from({ length: groupCount + 2 }, () => new Float64Array(resamples).fill(NaN))]));
  const rowsOf = Array.from({ length: groupCount + 1 }, (_, group) => pairedCells(table, group).reduce((sum, count) => sum + count, 0));
  for (let i = 0; i < resamples; i++) {
    const random = Random.stream(seed, i);
    const cells = new Float64Array(table.cells.length);
    rowsOf.forEach((n, group) => {
      if (n === 0) return;
      drawMultinomial(n, pairedCells(table, group), random, drawn);
      cells.set(drawn, group * PAIRED_CELLS);
    });
    for (const [id, list] of lists) {
      const changes = sides(id, cells, groupCount).map(({ before, after }) => after - before);
      changes.forEach((change, set) => (list[set]![i] = change));
      if (pair) list[groupCount + 1]![i] = changes[pair[0]]! - changes[pair[1]]!;
    }
  }
  const changes = {} as Record<ResampledRate, ResampledChanges>;
  for (const id of RESAMPLED) {
    const list = lists.get(id)!;
    const seen = sides(id, table.cells, groupCount);
    const people = [...rowsOf.keys()].slice(0, groupCount).map((group) => denominator(id, pairedCells(table, group)));
    const one = (set: number, n: number): PairedChange => summarise(seen[set]!.before, seen[set]!.after, list[set]!, n, level);
    let gap = NOT_ESTIMABLE;
    if (pair) {
      const [a, b] = [seen[pair[0]]!, seen[pair[1]]!];
      gap = summarise(a.before - b.before, a.after - b.after, list[groupCount + 1]!, Math.min(people[pair[0]]!, people[pair[1]]!), level);
    }
    changes[id] = { everyone: one(groupCount, denominator(id, pairedCells(table))), groups: people.map((n, group) => one(group, n)), gap };
  }
  return changes;
}

/** People below the line of the fraction, on the side that has fewer. */
function denominator(id: RateId, cells: Float64Array): number {
  return Math.min(...(['before', 'after'] as const).map((side) => sizesOf(id, oneSide(cells, side))));
}

function sizesOf(id: RateId, six: Float64Array<ArrayBuffer>): number {
  return sizes(id, { people: six, weight: six, square: six }).people;
}
