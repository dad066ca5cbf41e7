import { wilson } from '../stats/intervals';
import type { Interval } from '../stats/intervals';
import type { GroupScores } from './scores';

export interface CalibrationBin {
  /** Rows. */
  readonly people: number;
  /** Sum of weights, of all and of those with the favourable outcome; rows without weights. */
  readonly weight: number;
  readonly positives: number;
  readonly lowest: number;
  readonly highest: number;
  readonly meanScore: number;
  /** Share with the favourable outcome, with Wilson's limits for the effective number. */
  readonly observed: number;
  readonly interval: Interval;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean |observed − mean score| over people (expected calibration error); rises with fewer people even for a perfect model. */
  readonly error: number;
  /**
   * Root mean square of observed − mean score less the part that chance alone makes (Kumar, Liang and Ma 2019), with weights that of the weighted
   * share; 0 when chance explains all of it, null when a bin stands on a single person.
   */
  readonly debiasedError: number | null;
}

/** Scores with outcomes, rising: outcome 1 for those with the favourable outcome. */
function labelled({ positive, negative, weights }: GroupScores): { score: Float64Array; outcome: Uint8Array; weight: Float64Array | undefined } {
  const n = positive.length + negative.length;
  const score = new Float64Array(n);
  const outcome = new Uint8Array(n);
  const weight = weights && new Float64Array(n);
  for (let i = 0, p = 0, q = 0; i < n; i++) {
    const fromPositive = q === negative.length || (p < positive.length && positive[p]! < negative[q]!);
    if (weight) weight[i] = fromPositive ? weights.positive[p]! : weights.negative[q]!;
    score[i] = fromPositive ? positive[p++]! : negative[q++]!;
    outcome[i] = fromPositive ? 1 : 0;
  }
  return { score, outcome, weight };
}

/**
 * Variance of a weighted share, (Σw²(y − p)²)/(Σw)² with Bessel's correction for the effective number; p(1 − p)/(n − 1) without weights. null for a single
 * person.
 * @param goodSquares, otherSquares Σw² of those with and without the favourable outcome
 */
export function chanceOf(share: number, weight: number, goodSquares: number, otherSquares: number): number | null {
  const effective = (weight * weight) / (goodSquares + otherSquares);
  if (effective <= 1) return null;
  return (((1 - share) ** 2 * goodSquares + share ** 2 * otherSquares) / (weight * weight)) * (effective / (effective - 1));
}

/** The first `upTo` of `all` fill `bin` of `bins` equal parts, up to rounding. */
export function fills(upTo: number, all: number, bin: number, bins: number): boolean {
  return upTo >= ((all * bin) / bins) * (1 - 1e-12);
}

/**
 * Bins of about equally many people, or as much weight; equal scores are never split, so there may be fewer bins. null without people of known outcome
 * and a weight above 0.
 */
export function calibration(scores: GroupScores, bins = 10): Calibration | null {
  const { score, outcome, weight } = labelled(counting(scores));
  const n = score.length;
  const all = weight ? weight.reduce((sum, w) => sum + w, 0) : n;
  if (n === 0) return null;
  const list: (CalibrationBin & { readonly chance: number | null })[] = [];
  let [start, upTo, bin] = [0, 0, 1];
  let [people, own, sum, positives] = [0, 0, 0, 0];
  const squares = [0, 0] as [number, number];
  for (let i = 0; i < n; i++) {
    const w = weight ? weight[i]! : 1;
    people++;
    own += w;
    upTo += w;
    squares[outcome[i]!]! += w * w;
    sum += w * score[i]!;
    positives += w * outcome[i]!;
    const tied = i + 1 < n && score[i + 1] === score[i];
    if (tied || !fills(upTo, all, bin, bins)) continue;
    const effective = (own * own) / (squares[0] + squares[1]);
    const observed = positives / own;
    list.push({ people, weight: own, positives, lowest: score[start]!, highest: score[i]!, meanScore: sum / own, observed, chance: chanceOf(observed, own, squares[1], squares[0]), interval: wilson(observed * effective, effective)! });
    while (bin <= bins && fills(upTo, all, bin, bins)) bin++;
    start = i + 1;
    [people, own, sum, positives] = [0, 0, 0, 0];
    squares.fill(0);
  }
  let [error, square] = [0, 0];
  for (const { weight: mass, observed, meanScore, chance } of list) {
    error += (mass / all) * Math.abs(observed - meanScore);
    square += (mass / all) * ((observed - meanScore) ** 2 - (chance ?? NaN));
  }
  return { bins: list.map(({ chance: _, ...rest }) => rest), error, debiasedError: Number.isNaN(square) ? null : Math.sqrt(Math.max(0, square)) };
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
  const counted = counting(scores);
  const { positive, negative } = counted;
  const { score, outcome, weight } = labelled(counted);
  if (positive.length === 0 || negative.length === 0 || score[0] === score[score.length - 1]) return null;
  if (negative.at(-1)! <= positive[0]! || positive.at(-1)! <= negative[0]!) return null;
  const x = score.map((s) => {
    const p = Math.min(1 - CLIP, Math.max(CLIP, s));
    return Math.log(p / (1 - p));
  });
  const [line, level] = [newton(x, outcome, weight, 2), newton(x, outcome, weight, 1)];
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

/** Those of known outcome with a weight above 0. */
function counting(scores: GroupScores): GroupScores {
  const { weights } = scores;
  if (!weights) return scores;
  const part = (of: Float64Array, side: 'positive' | 'negative'): Float64Array => of.filter((_, i) => weights[side][i]! > 0);
  return {
    ...scores,
    positive: part(scores.positive, 'positive'),
    negative: part(scores.negative, 'negative'),
    weights: { ...weights, positive: part(weights.positive, 'positive'), negative: part(weights.negative, 'negative') },
  };
}

/**
 * Maximum likelihood of logit p = a + b·x; with one parameter b stays 1. With weights the weighted likelihood, whose errors are those of the score equations'
 * own spread, H⁻¹(Σ w²(y − p)² zzᵀ)H⁻¹. Source: Binder, "On the variances of asymptotically normal estimators from complex surveys" (1983).
 */
function newton(x: Float64Array, y: Uint8Array, weight: Float64Array | undefined, parameters: 1 | 2): { a: number; b: number; errorA: number; errorB: number } | null {
  let [a, b] = [0, 1];
  for (let step = 0; step < 100; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    let [saa, sab, sbb] = [0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      const p = 1 / (1 + Math.exp(-a - b * x[i]!));
      const own = weight ? weight[i]! : 1;
      const w = own * p * (1 - p);
      const score = own * (y[i]! - p);
      ga += score;
      gb += score * x[i]!;
      haa += w;
      hab += w * x[i]!;
      hbb += w * x[i]! * x[i]!;
      saa += score * score;
      sab += score * score * x[i]!;
      sbb += score * score * x[i]! * x[i]!;
    }
    const determinant = haa * hbb - hab * hab;
    const [da, db] = parameters === 1 ? [ga / haa, 0] : [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    if (!Number.isFinite(da) || !Number.isFinite(db)) return null;
    const size = Math.max(Math.abs(da), Math.abs(db));
    const scale = size > 5 ? 5 / size : 1;
    a += da * scale;
    b += db * scale;
    if (size < 1e-12 * (1 + Math.abs(a) + Math.abs(b))) {
      if (parameters === 1) return { a, b, errorA: weight ? Math.sqrt(saa) / haa : 1 / Math.sqrt(haa), errorB: 0 };
      if (!weight) return { a, b, errorA: Math.sqrt(hbb / determinant), errorB: Math.sqrt(haa / determinant) };
      return {
        a,
        b,
        errorA: Math.sqrt(hbb * hbb * saa - 2 * hbb * hab * sab + hab * hab * sbb) / determinant,
        errorB: Math.sqrt(hab * hab * saa - 2 * hab * haa * sab + haa * haa * sbb) / determinant,
      };
    }
  }
  return null;
}
