import type { PairedChange } from '../../../../engine/fairness/mitigation/paired/change';
import { judge } from '../../../../engine/fairness/verdict';
import type { Evidence } from '../../../text/evidence';
import { NOT_ESTIMABLE, pointsInterval, signedPoints } from '../../../text/numbers';
import { evidenceFor } from '../evidence';

/** Counts of the people at hand are exact, so that before, after and change are printed to a decimal and add up. */
export const EXACT = 0;

/** Half the width of an interval in points; infinite where there is none. */
export function halfWidth({ interval }: PairedChange): number {
  return interval ? ((interval.upper - interval.lower) / 2) * 100 : Infinity;
}

export function changeText(change: PairedChange): string {
  return signedPoints(change.difference, halfWidth(change));
}

export function intervalText({ interval }: PairedChange): string {
  return interval ? pointsInterval(interval.lower, interval.upper, ((interval.upper - interval.lower) / 2) * 100) : NOT_ESTIMABLE;
}

export function evidenceOfChange(change: PairedChange, margin: number): Evidence {
  return evidenceFor(judge(change.interval, change.people, margin));
}
