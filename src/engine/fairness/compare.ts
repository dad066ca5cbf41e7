import { criticalValue } from '../stats/distributions';
import { moverDifference, moverRatio } from '../stats/intervals';
import type { Interval } from '../stats/intervals';
import { groupCounts, otherCounts } from './counts';
import type { Counts, CountTable } from './counts';
import { estimate, rate } from './rates';
import type { Rate, RateId } from './rates';
import { judge, minimumDetectableGap, rowsNeeded, SHOW_FROM } from './verdict';
import type { Judgement } from './verdict';

/** Whom a group is compared with: everyone else, or one other group. */
export type Against = 'others' | number;

export interface CompareOptions {
  /** Difference called small, as a share. */
  readonly margin: number;
  readonly level?: number;
}

/** One rate of a group beside the same rate of those it is compared with. All differences are group minus the other side. */
export interface Comparison {
  readonly rate: RateId;
  readonly group: number;
  readonly against: Against;
  readonly here: Rate;
  readonly there: Rate;
  readonly difference: number | null;
  /** Newcombe (square-and-add of the two Wilson intervals) at the level asked for, and at 66%. */
  readonly interval: Interval | null;
  readonly inner: Interval | null;
  readonly ratio: number | null;
  /** MOVER-R; the upper limit may be Infinity. */
  readonly ratioInterval: Interval | null;
  readonly judgement: Judgement;
  /** Smallest difference these numbers of people would show 4 times out of 5, and the rows that would show the difference seen (or the margin, if larger). */
  readonly minimumDetectable: number | null;
  readonly rowsNeeded: number | null;
}

/** Compares two sets of people who have nobody in common. */
export function compareCounts(id: RateId, here: Counts, there: Counts, { margin, level = 0.95 }: CompareOptions): Omit<Comparison, 'group' | 'against'> {
  const [a, b] = [estimate(id, here, level), estimate(id, there, level)];
  const [innerA, innerB] = [estimate(id, here, 0.66), estimate(id, there, 0.66)];
  const interval = a && b && moverDifference(a, b);
  const [left, right] = [rate(id, here, level), rate(id, there, level)];
  const difference = a && b && a.value - b.value;
  const pooled = a && b && (a.value * left.effective + b.value * right.effective) / (left.effective + right.effective);
  const detectable = pooled === null || !(pooled <= 1) ? null : minimumDetectableGap(pooled, left.effective, right.effective, level);
  return {
    rate: id,
    here: left,
    there: right,
    difference,
    interval,
    inner: innerA && innerB && moverDifference(innerA, innerB),
    ratio: a && b && b.value > 0 ? a.value / b.value : null,
    ratioInterval: a && b && moverRatio(a, b),
    judgement: judge(interval, Math.min(left.people, right.people), margin),
    minimumDetectable: detectable,
    rowsNeeded: detectable === null ? null : rowsNeeded(pooled!, left.effective, right.effective, Math.max(Math.abs(difference!), margin), level),
  };
}

/** Compares one group with everyone else or with a chosen group. */
export function compare(table: CountTable, id: RateId, group: number, against: Against, options: CompareOptions): Comparison {
  const there = against === 'others' ? otherCounts(table, group) : groupCounts(table, against);
  return { group, against, ...compareCounts(id, groupCounts(table, group), there, options) };
}

/** The largest difference between any two groups. */
export interface Extremes {
  readonly rate: RateId;
  readonly highest: number;
  readonly lowest: number;
  readonly difference: number;
  readonly ratio: number | null;
  /**
   * Holds the true largest difference at least as often as the level says: every pair's Newcombe interval at a level shared out over the pairs
   * (Bonferroni), because the largest of many noisy differences is too large on average. With two groups it is the plain Newcombe interval.
   */
  readonly interval: Interval;
  readonly judgement: Judgement;
  readonly groups: number;
}

/** The groups with the highest and lowest rate among those with at least {@link SHOW_FROM} people in the denominator; null with fewer than two such groups. */
export function extremes(table: CountTable, id: RateId, { margin, level = 0.95 }: CompareOptions): Extremes | null {
  const groups = Array.from({ length: table.groupCount }, (_, group) => ({ group, counts: groupCounts(table, group) })).filter(
    ({ counts }) => rate(id, counts).value !== null && rate(id, counts).people >= SHOW_FROM,
  );
  if (groups.length < 2) return null;
  const pairs = (groups.length * (groups.length - 1)) / 2;
  const shared = 1 - (1 - level) / pairs;
  const estimates = groups.map(({ group, counts }) => ({ group, people: rate(id, counts).people, ...estimate(id, counts, shared)! }));
  let [highest, lowest] = [estimates[0]!, estimates[0]!];
  let [lower, upper] = [0, 0];
  for (const a of estimates) {
    if (a.value > highest.value) highest = a;
    if (a.value < lowest.value) lowest = a;
    for (const b of estimates) {
      if (a === b) continue;
      const limits = moverDifference(a, b);
      lower = Math.max(lower, limits.lower);
      upper = Math.max(upper, limits.upper);
    }
  }
  const interval = { lower, upper };
  return {
    rate: id,
    highest: highest.group,
    lowest: lowest.group,
    difference: highest.value - lowest.value,
    ratio: highest.value > 0 ? lowest.value / highest.value : null,
    interval,
    judgement: judge(interval, Math.min(highest.people, lowest.people), margin),
    groups: groups.length,
  };
}

/** Pooled two-sided z statistic for a difference of two shares (the "two standard deviations" of employment law); null when not estimable. */
export function pooledZ(k1: number, n1: number, k2: number, n2: number): number | null {
  const p = (k1 + k2) / (n1 + n2);
  const error = Math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2));
  return n1 > 0 && n2 > 0 && error > 0 ? (k1 / n1 - k2 / n2) / error : null;
}

/** Odds ratio (k1/(n1−k1)) / (k2/(n2−k2)) with Woolf's log interval; null when a cell is 0. */
export function oddsRatio(k1: number, n1: number, k2: number, n2: number, level = 0.95): { value: number; interval: Interval } | null {
  const cells = [k1, n1 - k1, k2, n2 - k2];
  if (!cells.every((cell) => cell > 0)) return null;
  const value = (cells[0]! * cells[3]!) / (cells[1]! * cells[2]!);
  const half = criticalValue(level) * Math.sqrt(cells.reduce((total, cell) => total + 1 / cell, 0));
  return { value, interval: { lower: value * Math.exp(-half), upper: value * Math.exp(half) } };
}

/** The four-fifths rule: lower rate over higher rate, and how many more favourable decisions the lower group would need for 0.8 and for parity. */
export function impactRatio(k1: number, n1: number, k2: number, n2: number): { ratio: number; shortfall80: number; shortfallParity: number } | null {
  if (!(n1 > 0) || !(n2 > 0) || k1 + k2 === 0) return null;
  const firstLower = k1 / n1 <= k2 / n2;
  const [k, n, high] = firstLower ? [k1, n1, k2 / n2] : [k2, n2, k1 / n1];
  const missing = (target: number): number => Math.max(0, Math.ceil(target * n - k - 1e-9));
  return { ratio: k / n / high, shortfall80: missing(0.8 * high), shortfallParity: missing(high) };
}
