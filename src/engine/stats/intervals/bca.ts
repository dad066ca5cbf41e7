import { normalCdf, normalQuantile } from '../distributions';
import { orderStatistic } from '../quantile';
import type { Interval } from './types';

/** What leaving out one unit of a stratum does: the value without it, how many units are alike, and how many units the stratum has. */
export interface LeftOut {
  readonly value: number;
  readonly alike: number;
  readonly stratum: number;
}

/**
 * The acceleration of a statistic of independent samples: a sixth of Σ l³ / (Σ l²)^1.5 over everyone's influence l = (n − 1)(θ̄ − θ₋ᵢ)/n in their stratum.
 * 0 where no unit moves the value.
 * Source: Davison and Hinkley (1997), Bootstrap Methods and their Application, §5.3.2, for several samples.
 */
export function acceleration(jackknife: readonly LeftOut[]): number {
  const strata = new Map<number, { units: number; sum: number }>();
  for (const { value, alike, stratum } of jackknife) {
    const own = strata.get(stratum) ?? { units: 0, sum: 0 };
    strata.set(stratum, { units: own.units + alike, sum: own.sum + alike * value });
  }
  let [squares, cubes] = [0, 0];
  for (const { value, alike, stratum } of jackknife) {
    const { units, sum } = strata.get(stratum)!;
    const influence = ((units - 1) * (sum / units - value)) / units;
    squares += alike * influence ** 2;
    cubes += alike * influence ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/**
 * The bias-corrected and accelerated bootstrap interval. Resamples in which the value is not estimable (NaN) are left out; of those equal to the observed
 * value half count as below it.
 * @param resampled the statistic in each resample, in any order
 * @param accelerated of {@link acceleration}
 * @returns null with fewer than 20 resamples, and where they all lie on one side of the observed value
 * Source: Efron (1987), "Better bootstrap confidence intervals".
 */
export function bcaInterval(resampled: Float64Array, observed: number, accelerated: number, level = 0.95): Interval | null {
  const sorted = resampled.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length < 20 || Number.isNaN(observed)) return null;
  if (sorted[0] === sorted[sorted.length - 1]) return { lower: sorted[0]!, upper: sorted[0]! };
  let below = 0;
  for (const value of sorted) below += value < observed ? 1 : value === observed ? 0.5 : 0;
  if (below === 0 || below === sorted.length) return null;
  const bias = normalQuantile(below / sorted.length);
  const limit = (p: number): number => {
    const shifted = bias + normalQuantile(p);
    const place = normalCdf(bias + shifted / (1 - accelerated * shifted));
    return orderStatistic(sorted, place * (sorted.length + 1) - 1);
  };
  return { lower: limit((1 - level) / 2), upper: limit((1 + level) / 2) };
}

/** Two-sided p-value that a bootstrapped value is 0: twice the smaller share of resamples on either side of 0, with one added; never 0. NaN is left out. */
export function bootstrapP(resampled: Float64Array): number | null {
  let [low, high, all] = [0, 0, 0];
  for (const value of resampled) {
    if (Number.isNaN(value)) continue;
    all++;
    if (value <= 0) low++;
    if (value >= 0) high++;
  }
  return all === 0 ? null : Math.min(1, (2 * (Math.min(low, high) + 1)) / (all + 1));
}
