import { wilson } from '../stats/intervals';
import type { Interval } from '../stats/intervals';
import type { GroupScores } from './scores';

export interface CalibrationBin {
  readonly people: number;
  readonly positives: number;
  readonly lowest: number;
  readonly highest: number;
  readonly meanScore: number;
  /** Share with the favourable outcome, with Wilson's limits. */
  readonly observed: number;
  readonly interval: Interval;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean |observed − mean score| over people (expected calibration error); rises with fewer people even for a perfect model. */
  readonly error: number;
  /**
   * Root mean square of observed − mean score less the part that chance alone makes (Kumar, Liang and Ma 2019); 0 when chance explains all of it, null when
   * a bin has a single person.
   */
  readonly debiasedError: number | null;
}

/** Scores with outcomes, rising: outcome 1 for those with the favourable outcome. */
function labelled({ positive, negative }: GroupScores): { score: Float64Array; outcome: Uint8Array } {
  const n = positive.length + negative.length;
  const score = new Float64Array(n);
  const outcome = new Uint8Array(n);
  for (let i = 0, p = 0, q = 0; i < n; i++) {
    const fromPositive = q === negative.length || (p < positive.length && positive[p]! < negative[q]!);
    score[i] = fromPositive ? positive[p++]! : negative[q++]!;
    outcome[i] = fromPositive ? 1 : 0;
  }
  return { score, outcome };
}

/** Bins of about equally many people; equal scores are never split, so there may be fewer bins. null without people of known outcome. */
export function calibration(scores: GroupScores, bins = 10): Calibration | null {
  const { score, outcome } = labelled(scores);
  const n = score.length;
  if (n === 0) return null;
  const list: CalibrationBin[] = [];
  for (let start = 0, b = 1; start < n; b++) {
    let end = Math.max(start + 1, Math.round((n * b) / bins));
    while (end < n && score[end] === score[end - 1]) end++;
    let [sum, positives] = [0, 0];
    for (let i = start; i < end; i++) {
      sum += score[i]!;
      positives += outcome[i]!;
    }
    const people = end - start;
    list.push({
      people,
      positives,
      lowest: score[start]!,
      highest: score[end - 1]!,
      meanScore: sum / people,
      observed: positives / people,
      interval: wilson(positives, people)!,
    });
    start = end;
  }
  let [error, square] = [0, 0];
  for (const { people, observed, meanScore } of list) {
    error += (people / n) * Math.abs(observed - meanScore);
    square += (people / n) * ((observed - meanScore) ** 2 - (observed * (1 - observed)) / (people - 1));
  }
  const single = list.some(({ people }) => people === 1);
  return { bins: list, error, debiasedError: single ? null : Math.sqrt(Math.max(0, square)) };
}

export interface CalibrationLine {
  /** logit P(favourable outcome) = intercept + slope · logit(score); 0 and 1 when the score means what it says. */
  readonly intercept: number;
  readonly slope: number;
  readonly interceptError: number;
  readonly slopeError: number;
  /** The intercept when the slope is held at 1: positive when outcomes are better than the scores say. */
  readonly inTheLarge: number;
  readonly inTheLargeError: number;
}

const CLIP = 1e-6;

/**
 * Fits the calibration line by Newton steps; scores are probabilities, cut to [1e-6, 1 − 1e-6]. Standard errors are model based. null when outcomes or
 * scores do not vary, or a score separates the outcomes entirely (no finite line).
 * Source: Cox (1958); Steyerberg (2019), Clinical Prediction Models, chapter 15.
 */
export function calibrationLine(scores: GroupScores): CalibrationLine | null {
  const { score, outcome } = labelled(scores);
  const positives = scores.positive.length;
  if (positives === 0 || positives === score.length || score[0] === score[score.length - 1]) return null;
  const [highestNegative, lowestPositive] = [scores.negative[scores.negative.length - 1]!, scores.positive[0]!];
  if (highestNegative <= lowestPositive || scores.positive[positives - 1]! <= scores.negative[0]!) return null;
  const x = score.map((s) => {
    const p = Math.min(1 - CLIP, Math.max(CLIP, s));
    return Math.log(p / (1 - p));
  });
  const [line, level] = [newton(x, outcome, 2), newton(x, outcome, 1)];
  if (!line || !level) return null;
  return {
    intercept: line.a,
    slope: line.b,
    interceptError: line.errorA,
    slopeError: line.errorB,
    inTheLarge: level.a,
    inTheLargeError: level.errorA,
  };
}

/** Maximum likelihood of logit p = a + b·x; with one parameter b stays 1. */
function newton(x: Float64Array, y: Uint8Array, parameters: 1 | 2): { a: number; b: number; errorA: number; errorB: number } | null {
  let [a, b] = [0, 1];
  for (let step = 0; step < 100; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      const p = 1 / (1 + Math.exp(-a - b * x[i]!));
      const w = p * (1 - p);
      ga += y[i]! - p;
      gb += (y[i]! - p) * x[i]!;
      haa += w;
      hab += w * x[i]!;
      hbb += w * x[i]! * x[i]!;
    }
    const determinant = haa * hbb - hab * hab;
    const [da, db] = parameters === 1 ? [ga / haa, 0] : [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    if (!Number.isFinite(da) || !Number.isFinite(db)) return null;
    const size = Math.max(Math.abs(da), Math.abs(db));
    const scale = size > 5 ? 5 / size : 1;
    a += da * scale;
    b += db * scale;
    if (size < 1e-12 * (1 + Math.abs(a) + Math.abs(b))) {
      if (parameters === 1) return { a, b, errorA: 1 / Math.sqrt(haa), errorB: 0 };
      return { a, b, errorA: Math.sqrt(hbb / determinant), errorB: Math.sqrt(haa / determinant) };
    }
  }
  return null;
}
