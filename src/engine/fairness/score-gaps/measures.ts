import { abrocaOfCounts } from '../abroca';
import type { Kept, ScoreTable, SideCounts } from './table';

/** Bins of about equally many people, as in the calibration picture. */
const CALIBRATION_BINS = 10;

/**
 * Root mean square of observed share − mean score over bins of about equally many people, less the part that chance alone makes (Kumar, Liang and Ma 2019);
 * 0 where chance explains all of it, null without known outcomes or where a bin holds one person. Equals the calibration picture's debiased error.
 * @param draws how often chance was at work: 1 for people, 2 for a resample of people, which has the chance of both
 */
export function calibrationError(scores: Float64Array, [positive, negative]: SideCounts, draws = 1): number | null {
  let all = 0;
  for (let i = 0; i < scores.length; i++) all += positive[i]! + negative[i]!;
  if (all === 0) return null;
  let [square, upTo, bin] = [0, 0, 1];
  let [people, good, sum] = [0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const here = positive[i]! + negative[i]!;
    people += here;
    upTo += here;
    good += positive[i]!;
    sum += here * scores[i]!;
    if (people === 0 || upTo < Math.round((all * bin) / CALIBRATION_BINS)) continue;
    if (people === 1) return null;
    const observed = good / people;
    square += people * ((observed - sum / people) ** 2 - (draws * observed * (1 - observed)) / (people - 1));
    while (bin <= CALIBRATION_BINS && Math.round((all * bin) / CALIBRATION_BINS) <= upTo) bin++;
    [people, good, sum] = [0, 0, 0];
  }
  return Math.sqrt(Math.max(0, square / all));
}

/** Largest distance of the two cumulated shares, and the mean distance the scores of one side must move to become those of the other. */
export function distances({ scores, here, there }: ScoreTable): { ks: number; wasserstein: number } | null {
  const of = (side: SideCounts, i: number): number => side[0][i]! + side[1][i]! + side[2][i]!;
  let [n, m] = [0, 0];
  for (let i = 0; i < scores.length; i++) [n, m] = [n + of(here, i), m + of(there, i)];
  if (n === 0 || m === 0) return null;
  let [a, b, ks, wasserstein] = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    a += of(here, i) / n;
    b += of(there, i) / m;
    ks = Math.max(ks, Math.abs(a - b));
    if (i + 1 < scores.length) wasserstein += Math.abs(a - b) * (scores[i + 1]! - scores[i]!);
  }
  return { ks, wasserstein };
}

/** Measures of two sides' scores without a closed interval: ABROCA, difference of calibration errors, Kolmogorov–Smirnov, Wasserstein-1. */
export const SCORE_GAPS = ['abroca', 'calibration', 'ks', 'wasserstein'] as const;
export type ScoreGapId = (typeof SCORE_GAPS)[number];

/** ABROCA looks at people of known outcome and is resampled within outcomes; the others look at everyone. */
export const withinOutcome = (id: ScoreGapId): boolean => id === 'abroca';

/** What shuffles leave as it is: for ABROCA the outcomes, for calibration the scores, for the distance of scores nothing. */
export const keptByShuffles = (id: ScoreGapId): Kept => (id === 'abroca' ? 'outcome' : id === 'calibration' ? 'score' : 'none');

/** @param draws as in {@link calibrationError} */
export function scoreGap(id: ScoreGapId, table: ScoreTable, draws = 1): number | null {
  const { scores, here, there } = table;
  if (id === 'abroca') return abrocaOfCounts([here[0], here[1]], [there[0], there[1]]);
  if (id === 'calibration') {
    const [a, b] = [calibrationError(scores, here, draws), calibrationError(scores, there, draws)];
    return a === null || b === null ? null : a - b;
  }
  return distances(table)?.[id] ?? null;
}
