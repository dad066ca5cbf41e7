import { compare } from './compare';
import type { Against } from './compare';
import { groupCounts, otherCounts } from './counts';
import type { RateId } from './rates';
import { estimate } from './rates';
import { countsAt } from './threshold-index';
import type { ThresholdIndex } from './threshold-index';
import type { Interval } from '../stats/intervals';

/** A difference of rates at one threshold; null where not estimable. */
export interface SweepPoint {
  readonly threshold: number;
  readonly difference: number | null;
  readonly interval: Interval | null;
}

/** The difference if the line for everyone were moved to each of the thresholds. O(thresholds · groups · log n). */
export function sweepDifference(index: ThresholdIndex, id: RateId, group: number, against: Against, thresholds: ArrayLike<number>): SweepPoint[] {
  return Array.from(thresholds, (threshold) => {
    const { difference, interval } = compare(countsAt(index, threshold), id, group, against, { margin: 0 });
    return { threshold, difference, interval };
  });
}

/** One rate of one group at each of the thresholds, and of everyone else; NaN where not estimable. */
export function sweepRate(index: ThresholdIndex, id: RateId, group: number, thresholds: ArrayLike<number>): { here: Float64Array<ArrayBuffer>; others: Float64Array<ArrayBuffer> } {
  const here = new Float64Array(thresholds.length);
  const others = new Float64Array(thresholds.length);
  for (let i = 0; i < thresholds.length; i++) {
    const table = countsAt(index, thresholds[i]!);
    here[i] = estimate(id, groupCounts(table, group))?.value ?? NaN;
    others[i] = estimate(id, otherCounts(table, group))?.value ?? NaN;
  }
  return { here, others };
}
