import { criticalValue, normalQuantile } from '../../stats/distributions';
import { moverDifference, moverRatio, welchOf } from '../../stats/intervals';
import type { Estimate, Interval } from '../../stats/intervals';
import { chiSquare, fisherExact } from '../../stats/tests';
import { isShare, sizes } from '../rates';
import type { RateId } from '../rates';
import { judge, minimumDetectableGap, rowsNeeded } from '../verdict';
import type { Judgement } from '../verdict';
import { isRate, metricInfo } from './catalogue';
import type { MetricId } from './catalogue';
import { estimator } from './estimators';
import type { Estimator } from './estimators';
import type { Side } from './sides';

export interface ContrastOptions {
  /** Difference called small, as a share; for predicted values as a share of {@link scale}. */
  readonly margin: number;
  readonly level?: number;
  /** Standard deviation of the outcome over everyone, for predicted values. */
  readonly scale?: number | undefined;
}

/** One measure of some people beside the same measure of others, who have nobody in common. All differences are here minus there. */
export interface Contrast {
  readonly id: MetricId;
  readonly here: number | null;
  readonly there: number | null;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly inner: Interval | null;
  readonly ratio: number | null;
  readonly ratioInterval: Interval | null;
  /** That the two do not differ; null where not estimable. */
  readonly p: number | null;
  readonly judgement: Judgement;
  readonly minimumDetectable: number | null;
  readonly rowsNeeded: number | null;
}

/** Up to this many people Fisher's exact mid-p is taken; beyond it Pearson's χ², which then differs in no printed digit. */
const EXACT_PEOPLE = 20_000;
const POWER = 0.8;

/** A rising function of a share is tested as that share. */
function shareP(id: RateId, here: Side, there: Side): number | null {
  const [a, b] = [sizes(id, here.counts!), sizes(id, there.counts!)];
  const k = (side: typeof a): number => (side.numerator / side.denominator) * side.effective;
  const weighted = a.effective !== a.people || b.effective !== b.people;
  if (!weighted && a.people + b.people <= EXACT_PEOPLE) return fisherExact(a.numerator, a.people, b.numerator, b.people)?.midP ?? null;
  const [k1, k2] = [k(a), k(b)];
  if (k1 + k2 === 0 || k1 + k2 === a.effective + b.effective) return 1;
  return chiSquare(k1, a.effective, k2, b.effective)?.p ?? null;
}

/** The p-value at which the interval of a difference just reaches 0, for measures without a test of their own. */
function invertedP(a: Estimator, b: Estimator): number | null {
  if (!a.at(0.95) || !b.at(0.95)) return null;
  const holdsZero = (p: number): boolean => {
    const limits = moverDifference(a.at(1 - p)!, b.at(1 - p)!);
    return limits.lower <= 0 && limits.upper >= 0;
  };
  let [low, high] = [Math.log(1e-14), 0];
  if (holdsZero(1 - 1e-12)) return 1;
  if (!holdsZero(Math.exp(low))) return Math.exp(low);
  for (let step = 0; step < 28; step++) {
    const middle = (low + high) / 2;
    if (holdsZero(Math.exp(middle))) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

function pValue(id: MetricId, here: Side, there: Side, a: Estimator, b: Estimator): number | null {
  if (isRate(id) && id !== 'balanced') return shareP(id, here, there);
  if (a.mean && b.mean) return welchOf(a.mean, b.mean)?.p ?? null;
  return invertedP(a, b);
}

/** The estimates whose difference is judged: FN per FP as a share of all mistakes, so that a margin in points means something; others as they are. */
function judged(id: MetricId, estimate: Estimate): Estimate {
  if (id !== 'treatment') return estimate;
  const share = (ratio: number): number => (Number.isFinite(ratio) ? ratio / (1 + ratio) : 1);
  return { value: share(estimate.value), lower: share(estimate.lower), upper: share(estimate.upper) };
}

const limitsOf = (a: Estimate | null, b: Estimate | null): Interval | null => a && b && moverDifference(a, b);
const scaled = (interval: Interval | null, by: number): Interval | null => interval && { lower: interval.lower / by, upper: interval.upper / by };

/** The smallest difference shown 4 times out of 5, from the standard error that the 95% interval stands for; and the rows for the difference seen. */
function detectable(interval: Interval | null, level: number, people: number, gap: number): { minimumDetectable: number | null; rowsNeeded: number | null } {
  if (!interval || !Number.isFinite(interval.upper - interval.lower)) return { minimumDetectable: null, rowsNeeded: null };
  const z = criticalValue(level);
  const minimum = ((interval.upper - interval.lower) / 2 / z) * (z + normalQuantile(POWER));
  return { minimumDetectable: minimum, rowsNeeded: gap > 0 ? Math.ceil(people * (minimum / gap) ** 2) : null };
}

/** Compares two sets of people by one measure. */
export function contrast(id: MetricId, here: Side, there: Side, options: ContrastOptions): Contrast {
  if (id === 'equalizedOdds') return equalizedOdds(here, there, options);
  const { margin, level = 0.95 } = options;
  const unit = metricInfo(id).unit === 'value' ? (options.scale ?? 1) : 1;
  const [a, b] = [estimator(id, here), estimator(id, there)];
  const smallest = Math.min(a?.people ?? 0, b?.people ?? 0);
  if (!a || !b) {
    return { id, here: a?.value ?? null, there: b?.value ?? null, difference: null, interval: null, inner: null, ratio: null, ratioInterval: null, p: null, judgement: judge(null, smallest, margin), minimumDetectable: null, rowsNeeded: null };
  }
  const [left, right] = [a.at(level), b.at(level)];
  const welch = a.mean && b.mean && !isPairedRatio(id) && !isCurved(id) ? welchOf(a.mean, b.mean, level) : null;
  const interval = welch ? { lower: welch.lower, upper: welch.upper } : limitsOf(left, right);
  const innerWelch = welch && welchOf(a.mean!, b.mean!, 0.66);
  const inner = innerWelch ? { lower: innerWelch.lower, upper: innerWelch.upper } : limitsOf(a.at(0.66), b.at(0.66));
  const difference = Number.isFinite(a.value - b.value) ? a.value - b.value : null;
  const usable = difference !== null && interval && !Number.isNaN(interval.lower + interval.upper) ? interval : null;
  const verdictOn = usable && id === 'treatment' ? limitsOf(left && judged(id, left), right && judged(id, right)) : scaled(usable, unit);
  const gap = Math.max(Math.abs(difference ?? 0), margin * unit);
  const share = isRate(id) && isShare(id);
  const pooled = (a.value * a.effective + b.value * b.effective) / (a.effective + b.effective);
  const ratioAble = a.value >= 0 && b.value > 0 && Number.isFinite(a.value / b.value) && (metricInfo(id).unit !== 'value' || id === 'mae' || id === 'rmse') && id !== 'r2';
  return {
    id,
    here: a.value,
    there: b.value,
    difference,
    interval: usable,
    inner: usable && inner,
    ratio: ratioAble ? a.value / b.value : null,
    ratioInterval: ratioAble && left && right && left.lower >= 0 && right.lower >= 0 ? moverRatio(left, right) : null,
    p: pValue(id, here, there, a, b),
    judgement: judge(verdictOn, smallest, margin),
    ...(share
      ? {
          minimumDetectable: minimumDetectableGap(pooled, a.effective, b.effective, level, POWER),
          rowsNeeded: rowsNeeded(pooled, a.effective, b.effective, gap, level, POWER),
        }
      : detectable(usable, level, a.people + b.people, gap)),
  };
}

const isPairedRatio = (id: MetricId): boolean => id === 'acceptance' || id === 'rejection';
/** Measures tested on another scale than their own, or with limits that are not Student's. */
const isCurved = (id: MetricId): boolean => id === 'auc' || id === 'rmse' || id === 'r2' || id === 'coverage' || id === 'within';

/**
 * The larger of the true and the false positive rate's differences, without sign. It holds the true value at least as often as the level says: both
 * differences' Newcombe intervals at a level shared between them (Bonferroni), because the larger of two noisy differences is too large on average.
 */
function equalizedOdds(here: Side, there: Side, options: ContrastOptions): Contrast {
  const { margin, level = 0.95 } = options;
  const at = (wanted: number): readonly [Contrast, Contrast] => {
    const shared = { margin, level: 1 - (1 - wanted) / 2 };
    return [contrast('tpr', here, there, shared), contrast('fpr', here, there, shared)];
  };
  const union = (pair: readonly [Contrast, Contrast]): Interval | null => {
    const parts = pair.map(({ interval }) => interval && { lower: Math.max(0, interval.lower, -interval.upper), upper: Math.max(interval.upper, -interval.lower) });
    return parts[0] && parts[1] ? { lower: Math.max(parts[0].lower, parts[1].lower), upper: Math.max(parts[0].upper, parts[1].upper) } : null;
  };
  const [t, f] = at(level);
  const interval = union([t, f]);
  const difference = t.difference === null || f.difference === null ? null : Math.max(Math.abs(t.difference), Math.abs(f.difference));
  const smallest = Math.min(t.judgement.smallest, f.judgement.smallest);
  const people = [here, there].reduce((sum, { counts }) => sum + (counts ? sizes('accuracy', counts).people : 0), 0);
  return {
    id: 'equalizedOdds',
    here: null,
    there: null,
    difference,
    interval: difference === null ? null : interval,
    inner: difference === null ? null : union(at(0.66)),
    ratio: null,
    ratioInterval: null,
    p: t.p === null || f.p === null ? null : Math.min(1, 2 * Math.min(t.p, f.p)),
    judgement: judge(difference === null ? null : interval, smallest, margin),
    ...detectable(difference === null ? null : interval, level, people, Math.max(difference ?? 0, margin)),
  };
}

/** How far apart two means are in standard deviations (Cohen's d with the pooled deviation). */
export interface StandardisedDifference {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Standardised mean difference of scores; null where a side has fewer than two people or nobody varies.
 * Source: Hedges and Olkin (1985), variance 1/n₁ + 1/n₂ + d²/(2(n₁ + n₂)).
 */
export function standardisedDifference(here: Side, there: Side, level = 0.95): StandardisedDifference | null {
  const [a, b] = [here.scores, there.scores];
  const [x, y] = [a?.means.score, b?.means.score];
  if (!a || !b || !x || !y || !(x.freedom > 0) || !(y.freedom > 0)) return null;
  // Sums of squares from the weighted deviations: s²(n − 1) = n·deviation².
  const pooled = (x.effective * a.deviation ** 2 + y.effective * b.deviation ** 2) / (x.freedom + y.freedom);
  if (!(pooled > 0)) return null;
  const value = (x.mean - y.mean) / Math.sqrt(pooled);
  const half = criticalValue(level) * Math.sqrt(1 / x.effective + 1 / y.effective + value ** 2 / (2 * (x.effective + y.effective)));
  return { value, interval: { lower: value - half, upper: value + half } };
}
