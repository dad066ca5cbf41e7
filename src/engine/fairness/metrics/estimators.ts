import { criticalValue } from '../../stats/distributions';
import { studentEstimate } from '../../stats/intervals';
import type { Estimate, Interval, MeanEstimate } from '../../stats/intervals';
import { CELL } from '../counts';
import type { Counts } from '../counts';
import { estimate, sizes } from '../rates';
import type { RateId } from '../rates';
import { FROM_SCALE, fromScaled } from '../regression';
import type { Auc } from '../auc';
import { isRate, isScoreMetric, isValueMetric } from './catalogue';
import type { MetricId } from './catalogue';
import type { Side } from './sides';

/** A measure of one set of people, its limits at any level, and how many people stand behind it. */
export interface Estimator {
  readonly value: number;
  /** null where the value has no limits: too few people, or no spread. */
  readonly at: (level: number) => Estimate | null;
  /** Rows in the smallest denominator, and the effective number with weights. */
  readonly people: number;
  readonly effective: number;
  /** Numerator and denominator (weighted) of a share of people. */
  readonly fraction?: readonly [number, number];
  /** The value on the scale on which it is compared by a test of two means. */
  readonly mean?: MeanEstimate;
}

/** One measure of one set of people, ready to be shown. */
export interface Measure {
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly inner: Interval | null;
  readonly people: number;
  readonly effective: number;
  readonly fraction?: readonly [number, number];
}

function rateEstimator(id: RateId, counts: Counts): Estimator | null {
  const own = estimate(id, counts);
  if (!own) return null;
  const { numerator, denominator, people, effective } = sizes(id, counts);
  const share = id !== 'f1' && id !== 'treatment' && id !== 'balanced';
  return { value: own.value, at: (level) => estimate(id, counts, level), people, effective, ...(share ? { fraction: [numerator, denominator] as const } : {}) };
}

/** Mean of true and false positive rate, with the squares of both halves' limits added (MOVER). */
function averageOdds(counts: Counts): Estimator | null {
  const [t, f] = [sizes('tpr', counts), sizes('fpr', counts)];
  const at = (level: number): Estimate | null => {
    const [tpr, fpr] = [estimate('tpr', counts, level), estimate('fpr', counts, level)];
    if (!tpr || !fpr) return null;
    const value = (tpr.value + fpr.value) / 2;
    return {
      value,
      lower: value - Math.hypot(tpr.value - tpr.lower, fpr.value - fpr.lower) / 2,
      upper: value + Math.hypot(tpr.upper - tpr.value, fpr.upper - fpr.value) / 2,
    };
  };
  const own = at(0.95);
  return own && { value: own.value, at, people: Math.min(t.people, f.people), effective: Math.min(t.effective, f.effective) };
}

/**
 * The ratio of two totals of the same people, (both + first) / (both + second), on the logarithm with variance
 * (first + second) / ((both + first)(both + second)). Source: Desu and Raghavarao (2004) for ratios of paired proportions.
 */
function pairedRatio(counts: Counts, both: number, first: number, second: number): Estimator | null {
  const cells = [both, first, second].map((cell) => counts.weight[cell]!);
  const [top, bottom] = [cells[0]! + cells[1]!, cells[0]! + cells[2]!];
  if (!(top > 0) || !(bottom > 0)) return null;
  const whole = [both, first, second];
  const people = whole.reduce((sum, cell) => sum + counts.people[cell]!, 0);
  const weight = cells.reduce((sum, w) => sum + w, 0);
  const effective = weight ** 2 / whole.reduce((sum, cell) => sum + counts.square[cell]!, 0);
  // Weighted totals carry the information of `effective` people.
  const error = Math.sqrt((((cells[1]! + cells[2]!) / (top * bottom)) * weight) / effective);
  const mean: MeanEstimate = { people, effective, mean: Math.log(top / bottom), error, freedom: Infinity };
  return {
    value: top / bottom,
    at: (level) => {
      const half = criticalValue(level) * error;
      return { value: top / bottom, lower: (top / bottom) * Math.exp(-half), upper: (top / bottom) * Math.exp(half) };
    },
    people,
    effective,
    mean,
  };
}

function meanEstimator(own: MeanEstimate | null): Estimator | null {
  if (!own || Number.isNaN(own.mean)) return null;
  return { value: own.mean, at: (level) => (Number.isFinite(own.mean) ? studentEstimate(own.mean, own.error, own.freedom, level) : null), people: own.people, effective: own.effective, mean: own };
}

function aucEstimator(own: Auc | null): Estimator | null {
  if (!own) return null;
  const { value, variance } = own;
  const at = (level: number): Estimate | null => {
    if (variance === null || !(variance > 0) || !(value > 0 && value < 1)) return null;
    const half = (criticalValue(level) * Math.sqrt(variance)) / (value * (1 - value));
    const [odds, spread] = [value / (1 - value), Math.exp(half)];
    return { value, lower: odds / spread / (1 + odds / spread), upper: (odds * spread) / (1 + odds * spread) };
  };
  const people = Math.min(own.positives, own.negatives);
  return { value, at, people, effective: people, mean: { people, effective: people, mean: value, error: variance === null ? NaN : Math.sqrt(variance), freedom: Infinity } };
}

/** A measure of one set of people; null where it is not estimable, what it needs is not known, or only a comparison has it (equalized odds). */
export function estimator(id: MetricId, { counts, scores, values }: Side): Estimator | null {
  if (isRate(id)) return counts ? rateEstimator(id, counts) : null;
  if (isScoreMetric(id)) return scores ? (id === 'auc' ? aucEstimator(scores.auc) : meanEstimator(scores.means[id])) : null;
  if (isValueMetric(id)) {
    const scaled = values?.[id];
    if (!scaled) return null;
    return { value: FROM_SCALE[id](scaled.mean), at: (level) => fromScaled(id, scaled, level), people: scaled.people, effective: scaled.effective, mean: scaled };
  }
  if (!counts || id === 'equalizedOdds') return null;
  if (id === 'averageOdds') return averageOdds(counts);
  if (id === 'acceptance') return pairedRatio(counts, CELL.truePositive, CELL.falseNegative, CELL.falsePositive);
  return pairedRatio(counts, CELL.trueNegative, CELL.falsePositive, CELL.falseNegative);
}

/** A measure with both its intervals. */
export function measure(id: MetricId, side: Side, level = 0.95): Measure {
  const own = estimator(id, side);
  if (!own) return { value: null, interval: null, inner: null, people: isRate(id) && side.counts ? sizes(id, side.counts).people : 0, effective: 0 };
  const limits = (at: Estimate | null): Interval | null => at && { lower: at.lower, upper: at.upper };
  return {
    value: own.value,
    interval: limits(own.at(level)),
    inner: limits(own.at(0.66)),
    people: own.people,
    effective: own.effective,
    ...(own.fraction ? { fraction: own.fraction } : {}),
  };
}
