import type { CountTable } from '../../counts';
import { RATE_IDS, type RateId } from '../../rates';
import { aucChange, aucGapChange } from './auc-change';
import { NOT_ESTIMABLE, type PairedChange } from './change';
import { meanChange, meanGapChange, type PairedNumbers } from './numbers';
import { RESAMPLED, resampledChanges, type ResampledRate } from './resampled';
import { balancedChange, balancedGapChange, shareChange, shareGapChange, type FixedShare } from './shares';
import { changedShare, countPaired, knownOf, pairedCells, sideTable, weightedCells, type PairedScores } from './table';
import { weightedChange, weightedGapChange } from './weighted';

/** Measures of decisions and scores that a change of the model can move; the share of favourable outcomes cannot be. `loss`: squared or absolute error. */
export type MeasureId = Exclude<RateId, 'base'> | 'score' | 'auc' | 'loss';
export const MEASURES: readonly MeasureId[] = [...RATE_IDS.filter((id) => id !== 'base'), 'score', 'auc', 'loss'];

export interface MeasureChange {
  readonly everyone: PairedChange;
  readonly groups: readonly PairedChange[];
  /** Of the difference between the pair, first minus second. */
  readonly gap: PairedChange;
}

export interface ComparisonFacts extends PairedScores {
  /** Groups whose difference is followed, first minus second; undefined with fewer than two. */
  readonly pair?: readonly [number, number] | undefined;
  /** What really happened on the scale of the scores: 1 and 0 for outcomes, or values. For the loss only. */
  readonly truth?: Float64Array | undefined;
  /** The loss is the squared distance of probabilities (Brier) or the absolute distance of values. */
  readonly loss?: 'squared' | 'absolute';
  readonly seed: number;
  readonly level?: number;
}

/** The same people under two sets of decisions, by every measure. */
export interface PairedComparison {
  readonly pair: readonly [number, number] | undefined;
  readonly people: number;
  readonly missing: number;
  readonly labelled: boolean;
  /** Share of everybody whose decision is another one. */
  readonly changed: number | null;
  readonly before: CountTable;
  readonly after: CountTable;
  readonly lineAfter: number;
  readonly measures: Readonly<Record<MeasureId, MeasureChange>>;
}

/** Rows by group (those without one last) that both sides give a score for. */
function rowsByGroup({ before, after, groups, groupCount, rows, weights }: PairedScores): number[][] {
  const lists: number[][] = Array.from({ length: groupCount + 1 }, () => []);
  const count = rows?.length ?? before.length;
  for (let i = 0; i < count; i++) {
    const row = rows?.[i] ?? i;
    if (Number.isNaN(before[row]!) || Number.isNaN(after[row]!) || (weights && !(weights[row]! > 0))) continue;
    lists[groups[row]! < 0 ? groupCount : groups[row]!]!.push(row);
  }
  return lists;
}

/** One measure of numbers by group, everybody, and the pair. */
function overGroups<T>(parts: readonly T[], everyone: T, pair: readonly [number, number] | undefined, one: (own: T) => PairedChange, gap: (a: T, b: T) => PairedChange): MeasureChange {
  return { everyone: one(everyone), groups: parts.map(one), gap: pair ? gap(parts[pair[0]]!, parts[pair[1]]!) : NOT_ESTIMABLE };
}

/**
 * Compares two lists of scores of the same people by every measure, for everybody, every group and the difference between two groups. Shares have
 * Tango's interval and McNemar's test, gaps square-and-add, means Student's or Welch's, AUC DeLong's for correlated curves, the others a paired bootstrap.
 * With weights all of these are linearised: {@link weightedChange}.
 * The line after is taken as given: its own uncertainty is not part of the intervals.
 */
export function comparePaired(facts: ComparisonFacts): PairedComparison {
  const { before, after, lineAfter, labels, truth, loss = 'squared', pair, seed, level = 0.95, groupCount, weights } = facts;
  const table = countPaired(facts);
  const cells = Array.from({ length: groupCount }, (_, group) => pairedCells(table, group));
  const everyone = pairedCells(table);
  const share = (id: FixedShare): MeasureChange => overGroups(cells, everyone, pair, (own) => shareChange(id, own, level), (a, b) => shareGapChange(id, a, b, level));
  const resampled = weights ? undefined : resampledChanges(table, pair, seed, level);
  const weighted = weightedCells(table);
  const groupCells = weighted && cells.map((_, group) => weightedCells(table, group)!);

  const lists = rowsByGroup(facts);
  const pick = (rows: readonly number[], of: (row: number, side: Float64Array) => number): PairedNumbers => ({
    before: Float64Array.from(rows, (row) => of(row, before)),
    after: Float64Array.from(rows, (row) => of(row, after)),
    weights: weights && Float64Array.from(rows, (row) => weights[row]!),
  });
  const means = (of: (row: number, side: Float64Array) => number, counts: (row: number) => boolean = () => true): MeasureChange => {
    const parts = lists.map((rows) => pick(rows.filter(counts), of));
    return overGroups(parts.slice(0, groupCount), pick(lists.flat().filter(counts), of), pair, (own) => meanChange(own, level), (a, b) => meanGapChange(a, b, level));
  };
  const score = (row: number, side: Float64Array): number => side[row]!;
  const sidesOf = (rows: readonly number[]): { positive: PairedNumbers; negative: PairedNumbers } => ({
    positive: pick(rows.filter((row) => knownOf(labels?.[row]) === 0), score),
    negative: pick(rows.filter((row) => knownOf(labels?.[row]) === 1), score),
  });
  const miss = (row: number, side: Float64Array): number => (loss === 'squared' ? (side[row]! - truth![row]!) ** 2 : Math.abs(side[row]! - truth![row]!));
  const none: MeasureChange = { everyone: NOT_ESTIMABLE, groups: cells.map(() => NOT_ESTIMABLE), gap: NOT_ESTIMABLE };

  const measures = Object.fromEntries(
    MEASURES.map((id): [MeasureId, MeasureChange] => {
      if (groupCells && id !== 'score' && id !== 'auc' && id !== 'loss') return [id, overGroups(groupCells, weighted, pair, (own) => weightedChange(id, own, level), (a, b) => weightedGapChange(id, a, b, level))];
      if (id === 'balanced') return [id, overGroups(cells, everyone, pair, (own) => balancedChange(own, level), (a, b) => balancedGapChange(a, b, level))];
      if (id === 'score') return [id, means(score)];
      if (id === 'auc') return [id, overGroups(lists.slice(0, groupCount).map(sidesOf), sidesOf(lists.flat()), pair, (own) => aucChange(own.positive, own.negative, level), (a, b) => aucGapChange(a, b, level))];
      if (id === 'loss') return [id, truth === undefined ? none : means(miss, (row) => !Number.isNaN(truth[row]!))];
      return [id, (RESAMPLED as readonly string[]).includes(id) ? resampled![id as ResampledRate] : share(id as FixedShare)];
    }),
  ) as Record<MeasureId, MeasureChange>;
  const people = everyone.reduce((sum, count) => sum + count, 0);
  return {
    pair,
    people,
    missing: table.missing,
    labelled: table.labelled,
    changed: changedShare(weighted?.weight ?? everyone),
    before: sideTable(table, 'before'),
    after: sideTable(table, 'after'),
    lineAfter,
    measures,
  };
}
