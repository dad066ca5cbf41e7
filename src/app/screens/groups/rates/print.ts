import type { MetricId } from '../../../../engine/fairness/metrics/catalogue';
import { isRate, metricInfo } from '../../../../engine/fairness/metrics/catalogue';
import { isShare } from '../../../../engine/fairness/rates';
import type { Interval } from '../../../../engine/stats/intervals';
import { NOT_ESTIMABLE, fixed, hundredth, ofHundred, pointsInterval, quantity, signed, signedPoints } from '../../../text/numbers';

const halfOf = (interval: Interval | null): number => (interval ? ((interval.upper - interval.lower) / 2) * 100 : Infinity);

/** Scores between 0 and 1 are told in points of a hundred, others in their own unit. */
type Scale = { readonly kind: string };

const inPoints = (id: MetricId, scale: Scale): boolean => {
  const { unit } = metricInfo(id);
  return unit === 'share' || (unit === 'score' && scale.kind === 'probability');
};

/** A value of a measure: `46 of 100` for shares of people, points, a ratio or the unit of the prediction. */
export function printValue(id: MetricId, value: number | null, interval: Interval | null, scale: Scale): string {
  if (value === null || !Number.isFinite(value)) return NOT_ESTIMABLE;
  if (isRate(id) && isShare(id)) return ofHundred(value, halfOf(interval));
  if (inPoints(id, scale)) return hundredth(value, halfOf(interval));
  return metricInfo(id).unit === 'ratio' ? fixed(value, 2) : quantity(value);
}

/** The limits of a value. */
export function printInterval(id: MetricId, interval: Interval | null, scale: Scale): string {
  if (!interval || Number.isNaN(interval.lower)) return NOT_ESTIMABLE;
  if (inPoints(id, scale)) return pointsInterval(interval.lower, interval.upper, halfOf(interval));
  const print = (limit: number): string => (metricInfo(id).unit === 'ratio' ? fixed(limit, 2) : quantity(limit));
  return `${print(interval.lower)} to ${print(interval.upper)}`;
}

/** A difference with its sign. */
export function printDifference(id: MetricId, difference: number | null, interval: Interval | null, scale: Scale): string {
  if (difference === null || !Number.isFinite(difference)) return NOT_ESTIMABLE;
  if (inPoints(id, scale)) return signedPoints(difference, halfOf(interval));
  if (metricInfo(id).unit === 'ratio') return signed(difference, 2);
  return difference > 0 ? `+${quantity(difference)}` : quantity(difference).replace('-', '−');
}

/** A ratio with its limits; an upper limit without end is told as such. */
export function printRatio(ratio: number | null, interval: Interval | null): string {
  if (ratio === null) return NOT_ESTIMABLE;
  if (!interval) return fixed(ratio, 2);
  return `${fixed(ratio, 2)} (${fixed(interval.lower, 2)} to ${Number.isFinite(interval.upper) ? fixed(interval.upper, 2) : '∞'})`;
}
