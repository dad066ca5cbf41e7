import { meanEstimate, meanInterval, moments, studentEstimate, welch, welchOf, type Moments } from '../../../stats/intervals';
import { studentTwoSided } from '../../../stats/distributions';
import { NOT_ESTIMABLE, type PairedChange } from './change';

/** One number of some people before and after, in the same order. */
export interface PairedNumbers {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** How many people each stands for; all alike when left out. */
  readonly weights?: Float64Array | undefined;
}

function means({ before, after }: PairedNumbers): { before: number; after: number; moved: Moments } {
  return { before: moments(before).mean, after: moments(after).mean, moved: moments(after.map((value, i) => value - before[i]!)) };
}

/** How a mean moved among the same people: Student's interval of the differences. Null parts with nobody, no interval with one. */
export function meanChange(numbers: PairedNumbers, level = 0.95): PairedChange {
  if (numbers.weights) return weightedMeanChange(numbers, level);
  const { before, after, moved } = means(numbers);
  if (moved.n === 0) return NOT_ESTIMABLE;
  const error = Math.sqrt(moved.variance / moved.n);
  const p = moved.n < 2 ? null : error > 0 ? studentTwoSided(moved.mean / error, moved.n - 1) : moved.mean === 0 ? 1 : 0;
  return { before, after, difference: moved.mean, interval: meanInterval(moved, level), p, people: moved.n };
}

/** How the difference of a mean between two groups moved: Welch's interval of the differences. */
export function meanGapChange(a: PairedNumbers, b: PairedNumbers, level = 0.95): PairedChange {
  if (a.weights || b.weights) return weightedMeanGap(a, b, level);
  const [left, right] = [means(a), means(b)];
  const people = Math.min(left.moved.n, right.moved.n);
  if (people === 0) return { ...NOT_ESTIMABLE, people };
  const [before, after] = [left.before - right.before, left.after - right.after];
  const difference = left.moved.mean - right.moved.mean;
  const test = welch(left.moved, right.moved, level);
  if (test) return { before, after, difference, interval: test.interval, p: test.p, people };
  // Everybody of either group moved alike, so there is no spread to judge by.
  const exact = people > 1;
  return { before, after, difference, interval: exact ? { lower: difference, upper: difference } : null, p: exact ? (difference === 0 ? 1 : 0) : null, people };
}

const movesOf = ({ before, after, weights }: PairedNumbers) => ({
  before: meanEstimate(before, weights).mean,
  after: meanEstimate(after, weights).mean,
  moved: meanEstimate(
    after.map((value, i) => value - before[i]!),
    weights,
  ),
});

function weightedMeanChange(numbers: PairedNumbers, level: number): PairedChange {
  const { before, after, moved } = movesOf(numbers);
  if (moved.people === 0) return NOT_ESTIMABLE;
  const limits = studentEstimate(moved.mean, moved.error, moved.freedom, level);
  const p = limits === null ? null : moved.error > 0 ? studentTwoSided(moved.mean / moved.error, moved.freedom) : moved.mean === 0 ? 1 : 0;
  return { before, after, difference: moved.mean, interval: limits && { lower: limits.lower, upper: limits.upper }, p, people: moved.people };
}

function weightedMeanGap(a: PairedNumbers, b: PairedNumbers, level: number): PairedChange {
  const [left, right] = [movesOf(a), movesOf(b)];
  const people = Math.min(left.moved.people, right.moved.people);
  if (people === 0) return { ...NOT_ESTIMABLE, people };
  const [before, after] = [left.before - right.before, left.after - right.after];
  const difference = left.moved.mean - right.moved.mean;
  const test = welchOf(left.moved, right.moved, level);
  if (test) return { before, after, difference, interval: { lower: test.lower, upper: test.upper }, p: test.p, people };
  const exact = people > 1;
  return { before, after, difference, interval: exact ? { lower: difference, upper: difference } : null, p: exact ? (difference === 0 ? 1 : 0) : null, people };
}
