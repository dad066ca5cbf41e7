import { abrocaOfCounts } from '../abroca';
import { chanceOf, fills } from '../calibration';
import { OUTCOMES } from './table';
import type { Kept, ScoreTable, SideCounts } from './table';

/** Bins of about equally many people, as in the calibration picture. */
const CALIBRATION_BINS = 10;

/**
 * Root mean square of observed share − mean score over bins of about equally many people (or as much weight), less the part that chance alone makes (Kumar,
 * Liang and Ma 2019), which with weights is that of the weighted share; 0 where chance explains all of it, null without known outcomes or where a bin
 * holds one person. Equals the calibration picture's debiased error.
 * @param draws how often chance was at work: 1 for people, 2 for a resample of people, which has the chance of both
 */
export function calibrationError(scores: Float64Array, { weight, square: squares }: SideCounts, draws = 1): number | null {
  const bins = scores.length;
  let all = 0;
  for (let i = 0; i < 2 * bins; i++) all += weight[i]!;
  if (all === 0) return null;
  let [error, upTo, bin] = [0, 0, 1];
  let [people, good, sum, goodSquares, otherSquares] = [0, 0, 0, 0, 0];
  for (let i = 0; i < bins; i++) {
    const here = weight[i]! + weight[bins + i]!;
    people += here;
    upTo += here;
    good += weight[i]!;
    sum += here * scores[i]!;
    goodSquares += squares[i]!;
    otherSquares += squares[bins + i]!;
    if (people === 0 || !fills(upTo, all, bin, CALIBRATION_BINS)) continue;
    const observed = good / people;
    const chance = chanceOf(observed, people, goodSquares, otherSquares);
    if (chance === null) return null;
    error += people * ((observed - sum / people) ** 2 - draws * chance);
    while (bin <= CALIBRATION_BINS && fills(upTo, all, bin, CALIBRATION_BINS)) bin++;
    [people, good, sum, goodSquares, otherSquares] = [0, 0, 0, 0, 0];
  }
  return Math.sqrt(Math.max(0, error / all));
}

/** Largest distance of the two cumulated shares, and the mean distance the scores of one side must move to become those of the other. */
export function distances({ scores, here, there }: ScoreTable): { ks: number; wasserstein: number } | null {
  const bins = scores.length;
  const [mine, theirs] = [here.weight, there.weight];
  let [n, m] = [0, 0];
  for (let cell = 0; cell < OUTCOMES * bins; cell++) [n, m] = [n + mine[cell]!, m + theirs[cell]!];
  if (n === 0 || m === 0) return null;
  let [a, b, ks, wasserstein] = [0, 0, 0, 0];
  for (let i = 0; i < bins; i++) {
    a += (mine[i]! + mine[bins + i]! + mine[2 * bins + i]!) / n;
    b += (theirs[i]! + theirs[bins + i]! + theirs[2 * bins + i]!) / m;
    ks = Math.max(ks, Math.abs(a - b));
    if (i + 1 < bins) wasserstein += Math.abs(a - b) * (scores[i + 1]! - scores[i]!);
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
  if (id === 'abroca') {
    const part = ({ weight }: SideCounts, outcome: number): Float64Array => weight.subarray(outcome * scores.length, (outcome + 1) * scores.length);
    return abrocaOfCounts([part(here, 0), part(here, 1)], [part(there, 0), part(there, 1)]);
  }
  if (id === 'calibration') {
    const [a, b] = [calibrationError(scores, here, draws), calibrationError(scores, there, draws)];
    return a === null || b === null ? null : a - b;
  }
  return distances(table)?.[id] ?? null;
}
