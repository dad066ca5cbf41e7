import { meanEstimate } from '../../stats/intervals';
import type { MeanEstimate } from '../../stats/intervals';
import { auc } from '../auc';
import type { Auc } from '../auc';
import { groupCounts, otherCounts, overallCounts } from '../counts';
import type { Counts, CountTable } from '../counts';
import { VALUE_METRICS, scaledMean, valueRows } from '../regression';
import type { ValueMetric, ValueRows } from '../regression';
import { groupScores, joinScores, overallScores } from '../scores';
import type { GroupScores } from '../scores';
import type { ThresholdIndex } from '../threshold-index';
import type { ScoreMetric } from './catalogue';

/** Measures of one set of people's scores that are means. */
export type MeanMetric = Exclude<ScoreMetric, 'auc'>;

/** What the scores of one set of people say, whatever the threshold; null where not estimable. Plain data. */
export interface ScoreSide {
  readonly means: Readonly<Record<MeanMetric, MeanEstimate | null>>;
  /** Standard deviation of the scores (weighted; divisor Σw). */
  readonly deviation: number;
  readonly auc: Auc | null;
}

export type ValueSide = Readonly<Record<ValueMetric, MeanEstimate | null>>;

/** One set of people: their counts at the threshold, what their scores say, what their predicted values say, as far as each is known. */
export interface Side {
  readonly counts?: Counts | undefined;
  readonly scores?: ScoreSide | undefined;
  readonly values?: ValueSide | undefined;
}

/** The same for every group, everyone but each group, and everyone (with and without a known group). */
export interface Sides<T> {
  readonly groups: readonly T[];
  readonly others: readonly T[];
  readonly everyone: T;
}

/** The sides that a table of counts makes. */
export function countSides(table: CountTable): Sides<Counts> {
  const groups = Array.from({ length: table.groupCount }, (_, group) => group);
  return { groups: groups.map((group) => groupCounts(table, group)), others: groups.map((group) => otherCounts(table, group)), everyone: overallCounts(table) };
}

/** Puts together what is known of the same groups from different sources. */
export function joinSides(counts: Sides<Counts> | undefined, scores?: Sides<ScoreSide>, values?: Sides<ValueSide>): Sides<Side> {
  const size = (counts ?? scores ?? values)?.groups.length ?? 0;
  const groups = Array.from({ length: size }, (_, group) => group);
  return {
    groups: groups.map((g) => ({ counts: counts?.groups[g], scores: scores?.groups[g], values: values?.groups[g] })),
    others: groups.map((g) => ({ counts: counts?.others[g], scores: scores?.others[g], values: values?.others[g] })),
    everyone: { counts: counts?.everyone, scores: scores?.everyone, values: values?.everyone },
  };
}

const joined = (parts: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** Reads all measures of scores; Brier and log loss are null unless every score lies between 0 and 1. */
export function scoreSide({ positive, negative, unknown, weights }: GroupScores): ScoreSide {
  const of = (values: Float64Array, w: Float64Array | undefined): MeanEstimate | null => {
    const estimate = meanEstimate(values, w);
    return estimate.people === 0 ? null : estimate;
  };
  const probabilities = [positive, negative, unknown].every((part) => part.length === 0 || (part[0]! >= 0 && part[part.length - 1]! <= 1));
  const labelled = weights && joined([weights.positive, weights.negative]);
  const loss = (good: (s: number) => number, bad: (s: number) => number): MeanEstimate | null =>
    probabilities ? of(joined([positive.map(good), negative.map(bad)]), labelled) : null;
  const everyone = joined([positive, negative, unknown]);
  const everyWeight = weights && joined([weights.positive, weights.negative, weights.unknown]);
  const score = of(everyone, everyWeight);
  return {
    means: {
      score,
      brier: loss((s) => (1 - s) * (1 - s), (s) => s * s),
      logLoss: loss((s) => -Math.log(s), (s) => -Math.log1p(-s)),
      positiveBalance: of(positive, weights?.positive),
      negativeBalance: of(negative, weights?.negative),
    },
    deviation: score ? Math.sqrt(meanEstimate(everyone.map((s) => (s - score.mean) ** 2), everyWeight).mean) : NaN,
    auc: auc(positive, negative, 0.95, weights),
  };
}

/** All sides of an index. O(groups · rows). */
export function scoreSides(index: ThresholdIndex): Sides<ScoreSide> {
  const groups = Array.from({ length: index.groupCount }, (_, group) => group);
  return {
    groups: groups.map((group) => scoreSide(groupScores(index, group))),
    others: groups.map((group) => scoreSide(joinScores(index, groups.filter((other) => other !== group)))),
    everyone: scoreSide(overallScores(index)),
  };
}

/** All sides of predicted values. O(groups · rows). */
export function valueSides(input: ValueRows & { readonly groups: Int32Array; readonly groupCount: number }): Sides<ValueSide> & { readonly scale: number } {
  const side = (keep: (row: number) => boolean): ValueSide => {
    const rows = valueRows(input, keep);
    return Object.fromEntries(VALUE_METRICS.map((metric) => [metric, scaledMean(metric, rows)])) as unknown as ValueSide;
  };
  const groups = Array.from({ length: input.groupCount }, (_, group) => group);
  const known = input.actual.some((value) => !Number.isNaN(value)) ? input.actual : input.predicted;
  const centre = meanEstimate(known, input.weights).mean;
  return {
    groups: groups.map((group) => side((row) => input.groups[row] === group)),
    others: groups.map((group) => side((row) => input.groups[row] !== group && input.groups[row]! >= 0)),
    everyone: side(() => true),
    scale: Math.sqrt(meanEstimate(known.map((value) => (value - centre) ** 2), input.weights).mean),
  };
}
