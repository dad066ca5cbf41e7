import { criticalValue, normalQuantile } from '../stats/distributions';
import type { Interval } from '../stats/intervals';

/**
 * `gap`: the whole interval lies beyond the margin (shown as "clear").
 * `parity`: the whole interval lies within the margin (two one-sided tests; shown as "small").
 * `few`: too few to say: fewer than 30 people in either denominator, or an interval wider than 15 points either way.
 * `chance`: none of these: luck, or a difference no larger than the margin, could explain what is seen.
 */
export type Verdict = 'gap' | 'parity' | 'chance' | 'few';

/** Under this many people in a denominator nothing is compared. */
export const COMPARE_FROM = 30;
/** Under this many people in a denominator not even the rate is shown. */
export const SHOW_FROM = 10;
/** Half-width beyond which a difference of rates says too little. */
export const WIDEST_HALF = 0.15;

export interface Judgement {
  readonly verdict: Verdict;
  /** A denominator is under {@link SHOW_FROM}: keep the numbers off the screen. */
  readonly suppressed: boolean;
  /** The interval holds 0. A `chance` verdict without this means: there is a difference, but it may be within the margin. */
  readonly spansZero: boolean;
  readonly halfWidth: number | null;
  /** The smaller denominator, in people. */
  readonly smallest: number;
}

/**
 * Says what a difference of two rates shows, by one fixed rule. `few` is decided first, so that no word is ever said about a handful of people.
 * @param difference and interval null where a rate is not estimable (then `few`).
 * @param margin the difference called small, as a share: 0.02 is 2 points.
 */
export function judge(interval: Interval | null, smallest: number, margin: number): Judgement {
  const halfWidth = interval && (interval.upper - interval.lower) / 2;
  const spansZero = interval === null || (interval.lower <= 0 && interval.upper >= 0);
  const suppressed = smallest < SHOW_FROM;
  const verdict = ((): Verdict => {
    if (interval === null || halfWidth! > WIDEST_HALF || smallest < COMPARE_FROM) return 'few';
    if (interval.lower > margin || interval.upper < -margin) return 'gap';
    if (interval.lower >= -margin && interval.upper <= margin) return 'parity';
    return 'chance';
  })();
  return { verdict, suppressed, spansZero, halfWidth, smallest };
}

const detection = (level: number, power: number): number => criticalValue(level) + normalQuantile(power);

/**
 * The difference of rates that groups of n1 and n2 people with common rate p would show as different from 0 in `power` of all studies:
 * (z(level) + z(power)) √(p(1−p)(1/n1 + 1/n2)). null when a group is empty.
 */
export function minimumDetectableGap(p: number, n1: number, n2: number, level = 0.95, power = 0.8): number | null {
  if (!(n1 > 0) || !(n2 > 0)) return null;
  return detection(level, power) * Math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2));
}

/** Rows in all that would show a difference of `gap`, with the groups in the proportion n1 : n2. null when not estimable. */
export function rowsNeeded(p: number, n1: number, n2: number, gap: number, level = 0.95, power = 0.8): number | null {
  const detectable = minimumDetectableGap(p, n1, n2, level, power);
  if (detectable === null || !(Math.abs(gap) > 0)) return null;
  return Math.ceil((n1 + n2) * (detectable / gap) ** 2);
}
