import { meanEstimate, moverDifference, studentEstimate, welchOf, wilsonEstimate } from '../../stats/intervals';
import type { Estimate, Interval } from '../../stats/intervals';
import { quantileInterval, sortWeighted, weightedQuantile } from '../../stats/intervals';
import { auc, type Auc } from '../../fairness/auc';
import { type CostSide, withWay } from './side';

/** An estimate at the least and at the most that what is known only within bounds can be; `value` as it was seen. */
export interface Ranged {
  readonly value: number;
  readonly least: Estimate;
  readonly most: Estimate;
}

/** From the lower limit at the least to the upper limit at the most: it holds the true value wherever within the bounds it lies. */
export function rangedInterval({ least, most }: Pick<Ranged, 'least' | 'most'>): Interval {
  return { lower: Math.min(least.lower, most.lower), upper: Math.max(least.upper, most.upper) };
}

/** Effective number of people of a side. */
export function effectivePeople({ people, weights }: CostSide): number {
  if (!weights) return people;
  const sum = weights.reduce((total, w) => total + w, 0);
  const squares = weights.reduce((total, w) => total + w * w, 0);
  return squares > 0 ? sum ** 2 / squares : 0;
}

/** Share of people without a way, by Wilson; null for nobody. */
export function noWayShare(side: CostSide, level = 0.95): Ranged | null {
  const share = (costs: Float64Array): Estimate | null => {
    const { mean, effective } = meanEstimate(costs.map((cost) => (cost === Infinity ? 1 : 0)), side.weights);
    return wilsonEstimate(mean * effective, effective, level);
  };
  const [seen, least, most] = [share(side.seen), share(side.least), share(side.most)];
  return seen && least && most && { value: seen.value, least, most };
}

/** Difference of two ranged estimates of people who have nobody in common. Source as of `moverDifference`. */
export function rangedDifference(a: Ranged, b: Ranged): { readonly value: number; readonly interval: Interval } {
  return { value: a.value - b.value, interval: { lower: moverDifference(a.least, b.most).lower, upper: moverDifference(a.most, b.least).upper } };
}

/** A quantile of the costs of those with a way; null where nobody has one. */
export function costQuantile(side: CostSide, p: number, level = 0.95): Estimate | null {
  const { seen, least, weights } = withWay(side);
  const found = sortWeighted(seen, weights);
  const [low, high] = [quantileInterval(sortWeighted(least, weights), p, level), quantileInterval(found, p, level)];
  return low && high && { value: weightedQuantile(found, p), lower: low.lower, upper: high.upper };
}

/** Mean cost of those with a way, by Student; null with fewer than two of them. */
export function meanCost(side: CostSide, level = 0.95): Estimate | null {
  const { seen, least, weights } = withWay(side);
  const of = (costs: Float64Array): Estimate | null => {
    const { mean, error, freedom } = meanEstimate(costs, weights);
    return studentEstimate(mean, error, freedom, level);
  };
  const [low, high] = [of(least), of(seen)];
  return low && high && { value: high.value, lower: low.lower, upper: high.upper };
}

/** Difference of the mean costs of those with a way, by Welch; null with fewer than two of them on a side. */
export function meanCostDifference(a: CostSide, b: CostSide, level = 0.95): Estimate | null {
  const [here, there] = [withWay(a), withWay(b)];
  const of = (first: Float64Array, second: Float64Array): Estimate | null => welchOf(meanEstimate(first, here.weights), meanEstimate(second, there.weights), level);
  const [seen, low, high] = [of(here.seen, there.seen), of(here.least, there.seen), of(here.seen, there.least)];
  return seen && low && high && { value: seen.value, lower: low.lower, upper: high.upper };
}

/** The chance that somebody of one side has a costlier way than somebody of the other. */
export interface Costlier extends Estimate {
  /** Of the chance as seen. */
  readonly variance: number;
}

/**
 * The chance that a random person of `a` has a costlier way than one of `b`, equal costs half; having none is costlier than having any, and two without
 * are equal. null for nobody, and where it has no interval.
 * Source: Mann and Whitney (1947); interval of DeLong, DeLong and Clarke-Pearson (1988) on the logit scale.
 */
export function chanceCostlier(a: CostSide, b: CostSide, level = 0.95): Costlier | null {
  const of = (here: Float64Array, there: Float64Array): Auc | null => {
    const [first, second] = [sortWeighted(here, a.weights), sortWeighted(there, b.weights)];
    return auc(first.values, second.values, level, a.weights || b.weights ? { positive: first.weights, negative: second.weights } : undefined);
  };
  const [seen, least, most] = [of(a.seen, b.seen), of(a.least, b.most), of(a.most, b.least)];
  if (!seen?.interval || !seen.variance || !least?.interval || !most?.interval) return null;
  return { value: seen.value, lower: least.interval.lower, upper: most.interval.upper, variance: seen.variance };
}
