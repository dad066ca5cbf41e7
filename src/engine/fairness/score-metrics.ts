import { meanInterval, moments, welch } from '../stats/intervals';
import type { Interval, WelchResult } from '../stats/intervals';
import { auc } from './auc';
import type { Auc } from './auc';
import type { GroupScores } from './scores';

/** What the scores of one set of people are like, without regard to weights. Entries are null where not estimable. */
export interface ScoreMetrics {
  readonly people: number;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly meanInterval: Interval | null;
  /** Mean squared distance of score and outcome, for scores that are probabilities. */
  readonly brier: number | null;
  /** Mean −ln of the chance the score gave to what happened; Infinity when it gave none. */
  readonly logLoss: number | null;
  /** Mean score of those with, and without, the favourable outcome (balance for the positive and the negative class). */
  readonly meanOfPositives: number | null;
  readonly meanOfNegatives: number | null;
  readonly auc: Auc | null;
}

function unsorted({ positive, negative, unknown }: GroupScores): Float64Array {
  const all = new Float64Array(positive.length + negative.length + unknown.length);
  all.set(positive);
  all.set(negative, positive.length);
  all.set(unknown, positive.length + negative.length);
  return all;
}

const mean = (values: Float64Array): number | null => (values.length > 0 ? moments(values).mean : null);

/** Measures of one group's scores against its outcomes; those without enough people are null. */
export function scoreMetrics(scores: GroupScores, level = 0.95): ScoreMetrics {
  const { positive, negative } = scores;
  const all = moments(unsorted(scores));
  const known = positive.length + negative.length;
  const probabilities = [positive, negative].every((part) => part.length === 0 || (part[0]! >= 0 && part[part.length - 1]! <= 1));
  let [squares, logs] = [0, 0];
  for (const s of positive) {
    squares += (1 - s) * (1 - s);
    logs -= Math.log(s);
  }
  for (const s of negative) {
    squares += s * s;
    logs -= Math.log1p(-s);
  }
  const usable = known > 0 && probabilities;
  return {
    people: all.n,
    mean: all.n > 0 ? all.mean : null,
    deviation: all.n > 1 ? Math.sqrt(all.variance) : null,
    meanInterval: meanInterval(all, level),
    brier: usable ? squares / known : null,
    logLoss: usable ? logs / known : null,
    meanOfPositives: mean(positive),
    meanOfNegatives: mean(negative),
    auc: auc(positive, negative, level),
  };
}

/** Difference of mean scores of two sets of people who share nobody, by Welch; null when not estimable. */
export function meanScoreDifference(a: GroupScores, b: GroupScores, level = 0.95): WelchResult | null {
  return welch(moments(unsorted(a)), moments(unsorted(b)), level);
}

/** How far apart two sets of rising scores lie. */
export interface ScoreDistance {
  /** Largest difference of the two shares at or below any score (Kolmogorov and Smirnov). */
  readonly ks: number;
  /** Mean distance the scores of one group must move to become those of the other (Wasserstein-1). */
  readonly wasserstein: number;
}

/** null when a side is empty. */
export function scoreDistance(a: Float64Array, b: Float64Array): ScoreDistance | null {
  if (a.length === 0 || b.length === 0) return null;
  let [i, j, ks, wasserstein] = [0, 0, 0, 0];
  let last = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const gap = Math.abs(i / a.length - j / b.length);
    if (gap > 0) wasserstein += gap * (next - last);
    while (i < a.length && a[i] === next) i++;
    while (j < b.length && b[j] === next) j++;
    ks = Math.max(ks, Math.abs(i / a.length - j / b.length));
    last = next;
  }
  return { ks, wasserstein };
}
