import type { RateId } from '../rates';
import { RATE_IDS } from '../rates';
import { VALUE_METRICS } from '../regression';
import type { ValueMetric } from '../regression';

/** Measures of scores: mean score, area under the ROC curve, mean squared error, log loss, mean score of those with and without the favourable outcome. */
export const SCORE_METRICS = ['score', 'auc', 'brier', 'logLoss', 'positiveBalance', 'negativeBalance'] as const;
export type ScoreMetric = (typeof SCORE_METRICS)[number];

/**
 * Measures built from rates: people with the favourable outcome per person selected (conditional acceptance), people without it per person not selected
 * (conditional rejection), the mean of true and false positive rate (average odds), and the larger of their differences (equalized odds, which
 * only a comparison has).
 */
export const COMPOSITES = ['acceptance', 'rejection', 'averageOdds', 'equalizedOdds'] as const;
export type Composite = (typeof COMPOSITES)[number];

export type MetricId = RateId | Composite | ScoreMetric | ValueMetric;

/** What a measure is made from. `probabilities` are scores between 0 and 1 that mean a chance; `values` are predicted and true numbers, `bounds` two columns said to hold the true one. */
export type Need = 'decisions' | 'labels' | 'scores' | 'probabilities' | 'values' | 'outcomes' | 'bounds';

/** In which unit its differences are: points of every hundred, the scale of scores, a plain ratio or loss, or the unit of the predicted value. */
export type MetricUnit = 'share' | 'score' | 'ratio' | 'value';

export interface MetricInfo {
  readonly id: MetricId;
  readonly needs: readonly Need[];
  readonly unit: MetricUnit;
}

const RATIOS: readonly MetricId[] = ['treatment', 'acceptance', 'rejection', 'logLoss'];

const rateInfo = (id: RateId | Composite): MetricInfo => ({ id, needs: id === 'selection' ? ['decisions'] : ['decisions', 'labels'], unit: RATIOS.includes(id) ? 'ratio' : 'share' });

const scoreInfo = (id: ScoreMetric): MetricInfo => ({
  id,
  needs: id === 'score' ? ['scores'] : id === 'brier' || id === 'logLoss' ? ['probabilities', 'labels'] : ['scores', 'labels'],
  unit: id === 'logLoss' ? 'ratio' : id === 'auc' || id === 'brier' ? 'share' : 'score',
});

const valueInfo = (id: ValueMetric): MetricInfo => ({ id, needs: id === 'prediction' ? ['values'] : id === 'within' ? ['values', 'outcomes', 'bounds'] : ['values', 'outcomes'], unit: id === 'coverage' || id === 'within' || id === 'r2' ? 'share' : 'value' });

/** Every measure that has a value and an interval in each group, in the order in which they are shown. */
export const METRICS: readonly MetricInfo[] = [...RATE_IDS.map(rateInfo), ...COMPOSITES.map(rateInfo), ...SCORE_METRICS.map(scoreInfo), ...VALUE_METRICS.map(valueInfo)];

export const METRIC_IDS: readonly MetricId[] = METRICS.map(({ id }) => id);

const byId = new Map(METRICS.map((info) => [info.id, info]));

/** What a measure needs and in which unit it is. */
export function metricInfo(id: MetricId): MetricInfo {
  return byId.get(id)!;
}

/** What is missing for a measure; empty when it can be had. */
export function missingFor(id: MetricId, have: ReadonlySet<Need>): Need[] {
  return metricInfo(id).needs.filter((need) => !have.has(need));
}

/** Told from counts of decisions and outcomes alone, as {@link RateId}. */
export const isRate = (id: MetricId): id is RateId => (RATE_IDS as readonly MetricId[]).includes(id);
/** Told from scores. */
export const isScoreMetric = (id: MetricId): id is ScoreMetric => (SCORE_METRICS as readonly MetricId[]).includes(id);
/** Told from predicted values. */
export const isValueMetric = (id: MetricId): id is ValueMetric => (VALUE_METRICS as readonly MetricId[]).includes(id);
