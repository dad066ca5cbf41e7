import { criticalValue } from '../stats/distributions';
import { meanEstimate } from '../stats/intervals';
import type { Interval } from '../stats/intervals';

export interface Auc {
  /** Chance that a person with the favourable outcome has a higher score than one without, ties counted half. */
  readonly value: number;
  /** DeLong's variance; null with fewer than two people on a side. */
  readonly variance: number | null;
  /** On the logit scale, so that it stays within 0 and 1; null where the variance is, or at an AUC of 0 or 1 (then the normal one has no width). */
  readonly interval: Interval | null;
  /** The plain normal interval, cut to [0, 1]. */
  readonly normalInterval: Interval | null;
  readonly positives: number;
  readonly negatives: number;
}

/** Share (of the weight) of `others` (rising) below each entry of `mine` (rising), ties half: DeLong's structural components. */
function placements(mine: Float64Array, others: Float64Array, weights: Float64Array | undefined): Float64Array<ArrayBuffer> {
  const placed = new Float64Array(mine.length);
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : others.length;
  let [below, upTo] = [0, 0];
  let [lighter, upToWeight] = [0, 0];
  for (let i = 0; i < mine.length; i++) {
    const score = mine[i]!;
    while (below < others.length && others[below]! < score) lighter += weights ? weights[below++]! : (below++, 1);
    if (upTo < below) [upTo, upToWeight] = [below, lighter];
    while (upTo < others.length && others[upTo]! === score) upToWeight += weights ? weights[upTo++]! : (upTo++, 1);
    placed[i] = (lighter + upToWeight) / 2 / total;
  }
  return placed;
}

/** Weights of the two sides' people, in the order of their scores. */
export interface SideWeights {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/**
 * Area under the ROC curve with DeLong's interval, from rising scores of those with (`positive`) and without (`negative`) the favourable outcome. The two
 * may come from different groups (cross-AUC). O(n). null when a side is empty or all its weights are 0. With weights a pair counts by the product of its
 * weights, and the variance is that of two weighted means.
 * Source: DeLong, DeLong and Clarke-Pearson (1988); sorted form of Sun and Xu (2014).
 */
export function auc(positive: Float64Array, negative: Float64Array, level = 0.95, weights?: SideWeights): Auc | null {
  const [m, n] = [positive.length, negative.length];
  if (m === 0 || n === 0) return null;
  const above = meanEstimate(placements(positive, negative, weights?.negative), weights?.positive);
  const value = above.mean;
  if (Number.isNaN(value)) return null;
  const below = meanEstimate(placements(negative, positive, weights?.positive), weights?.negative);
  const variance = above.error ** 2 + below.error ** 2;
  if (Number.isNaN(variance)) return { value, variance: null, interval: null, normalInterval: null, positives: m, negatives: n };
  const half = criticalValue(level) * Math.sqrt(variance);
  const normalInterval = { lower: Math.max(0, value - half), upper: Math.min(1, value + half) };
  const expit = (x: number): number => 1 / (1 + Math.exp(-x));
  const centre = Math.log(value / (1 - value));
  const logitHalf = half / (value * (1 - value));
  const interval = value > 0 && value < 1 ? { lower: expit(centre - logitHalf), upper: expit(centre + logitHalf) } : null;
  return { value, variance, interval, normalInterval, positives: m, negatives: n };
}

/** Difference of the AUCs of two groups that share nobody; null when either has no variance. */
export function aucDifference(a: Auc | null, b: Auc | null, level = 0.95): { difference: number; error: number; interval: Interval } | null {
  if (!a || !b || a.variance === null || b.variance === null) return null;
  const difference = a.value - b.value;
  const error = Math.sqrt(a.variance + b.variance);
  const half = criticalValue(level) * error;
  return { difference, error, interval: { lower: difference - half, upper: difference + half } };
}
