import { hypergeometricMasses } from '../distributions';
import type { Interval } from '../intervals';

/** The x at which the falling or rising function `f` is 0, by halving an interval that is first widened until it holds the crossing. */
function crossing(f: (x: number) => number): number {
  let [low, high] = [-1, 1];
  while (f(low) > 0) low *= 2;
  while (f(high) < 0) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-15 * Math.max(1, Math.abs(low)); i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** An odds ratio with its exact interval, whose limits may be 0 or Infinity. */
export interface ConditionalOdds {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Conditional maximum-likelihood odds ratio of a fourfold table, (k1/(n1−k1)) / (k2/(n2−k2)) given its margins, with the exact interval of Fisher's
 * non-central hypergeometric law (as R's fisher.test). Limits may be 0 or Infinity; null for an empty group or when margins leave one table only.
 */
export function conditionalOddsRatio(k1: number, n1: number, k2: number, n2: number, level = 0.95): ConditionalOdds | null {
  if (!(n1 > 0) || !(n2 > 0)) return null;
  return conditionalOdds(hypergeometricMasses({ total: n1 + n2, marked: k1 + k2, drawn: n1 }), k1, level);
}

/**
 * The odds ratio under which the observed count is the mean of the law, when `mass` is its law at an odds ratio of 1, of one table or of several with a
 * common odds ratio; the interval is exact. null when the law has one count only or the observed one is none of its counts.
 */
export function conditionalOdds({ low, mass }: { readonly low: number; readonly mass: Float64Array }, observed: number, level = 0.95): ConditionalOdds | null {
  const last = mass.length - 1;
  const seen = observed - low;
  if (last === 0 || seen < 0 || seen > last) return null;
  const logs = mass.map(Math.log);
  /** Mean, and chance of at most and at least the seen count, at log odds ratio θ. */
  const law = (theta: number): { mean: number; atMost: number; atLeast: number } => {
    let top = -Infinity;
    for (let i = 0; i <= last; i++) top = Math.max(top, logs[i]! + theta * i);
    let [total, mean, atMost, atLeast] = [0, 0, 0, 0];
    for (let i = 0; i <= last; i++) {
      const w = Math.exp(logs[i]! + theta * i - top);
      total += w;
      mean += w * i;
      if (i <= seen) atMost += w;
      if (i >= seen) atLeast += w;
    }
    return { mean: mean / total, atMost: atMost / total, atLeast: atLeast / total };
  };
  const tail = (1 - level) / 2;
  return {
    value: seen === 0 ? 0 : seen === last ? Infinity : Math.exp(crossing((theta) => law(theta).mean - seen)),
    interval: {
      lower: seen === 0 ? 0 : Math.exp(crossing((theta) => law(theta).atLeast - tail)),
      upper: seen === last ? Infinity : Math.exp(crossing((theta) => tail - law(theta).atMost)),
    },
  };
}
