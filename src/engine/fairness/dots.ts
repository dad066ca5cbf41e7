import { moverDifference } from '../stats/intervals';
import type { Counts } from './counts';
import { estimate } from './rates';
import type { RateId } from './rates';

/**
 * Values for a quantile dotplot: the (i − ½)/count quantiles, so that each dot stands for an equal share of the chances.
 * Source: Kay, Kola, Hullman and Munson (2016); 50 dots after Fernandes et al. (2018).
 */
export function quantileDots(quantile: (p: number) => number, count = 50): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: count }, (_, i) => quantile((i + 0.5) / count));
}

/**
 * The difference "as sure as the data allow": the confidence distribution whose p-quantile is the limit that leaves p below, so that the middle 95% of
 * its dots is the 95% interval shown beside them. null when not estimable.
 */
export function differenceQuantile(id: RateId, here: Counts, there: Counts): ((p: number) => number) | null {
  if (!estimate(id, here) || !estimate(id, there)) return null;
  return (p) => {
    const level = Math.abs(1 - 2 * p);
    if (level < 1e-9) return estimate(id, here)!.value - estimate(id, there)!.value;
    const limits = moverDifference(estimate(id, here, level)!, estimate(id, there, level)!);
    return p < 0.5 ? limits.lower : limits.upper;
  };
}
