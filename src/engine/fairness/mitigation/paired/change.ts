import { criticalValue, normalCdf } from '../../../stats/distributions';
import { moverDifference } from '../../../stats/intervals';
import type { Estimate, Interval } from '../../../stats/intervals';

/** A measure of the same people before and after, and how far it moved. Everything is null where it is not estimable. */
export interface PairedChange {
  readonly before: number | null;
  readonly after: number | null;
  /** After minus before. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Two-sided: how often luck alone would move it this far. */
  readonly p: number | null;
  /** People it is measured on; of a gap, those of the smaller group. */
  readonly people: number;
}

export const NOT_ESTIMABLE: PairedChange = { before: null, after: null, difference: null, interval: null, p: null, people: 0 };

/** The change of the difference between two sets of people who have nobody in common: square-and-add of their two changes. */
export function differenceOfChanges(a: PairedChange, b: PairedChange, p: number | null): PairedChange {
  const people = Math.min(a.people, b.people);
  if (a.difference === null || b.difference === null) return { ...NOT_ESTIMABLE, people };
  const [before, after] = [a.before! - b.before!, a.after! - b.after!];
  const interval = a.interval && b.interval && moverDifference(asEstimate(a), asEstimate(b));
  return { before, after, difference: after - before, interval, p, people };
}

/** A change as an estimate with limits around it. */
export function asEstimate({ difference, interval }: PairedChange): Estimate {
  const value = difference!;
  return { value, lower: Math.min(value, interval!.lower), upper: Math.max(value, interval!.upper) };
}

/** Two-sided p of an estimate with a normal error; 1 where nothing moved and nothing could. */
export function normalP(value: number, variance: number): number {
  if (!(variance > 0)) return value === 0 ? 1 : 0;
  return Math.min(1, 2 * normalCdf(-Math.abs(value) / Math.sqrt(variance)));
}

/** Normal limits around an estimate. */
export function normalLimits(value: number, variance: number, level: number): Interval {
  const half = criticalValue(level) * Math.sqrt(variance);
  return { lower: value - half, upper: value + half };
}
