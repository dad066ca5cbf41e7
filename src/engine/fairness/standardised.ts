import { criticalValue } from '../stats/distributions';
import type { Interval } from '../stats/intervals';
import type { StratumTallies, StratumTally } from './conditional';

/** Two groups' rates as they would be if both had the same mix of strata. */
export interface Standardised {
  readonly here: number;
  readonly there: number;
  readonly difference: number;
  /** Normal interval with each stratum's binomial variance. */
  readonly interval: Interval | null;
  /** Share of the people of the two groups who are in a stratum that both have. */
  readonly covered: number;
}

/** Variance of one stratum's rate with one success and one failure added, so that a rate of 0 or 1 is not taken as certain; of the effective number. */
export function rateVariance({ k, n, effective = n }: StratumTally): number {
  const p = ((k / n) * effective + 1) / (effective + 2);
  return (p * (1 - p)) / (effective + 2);
}

/**
 * Directly standardised rates Σ wₛ pₛ with wₛ the share of both groups' people in stratum s; strata in which one group has nobody are left out of all
 * sums. null when no stratum has both.
 * Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, chapter 19; variance Σ wₛ² pₛ(1 − pₛ)/nₛ with Agresti and
 * Caffo's added successes and failures, so that a stratum with a rate of 0 or 1 is not taken as certain.
 */
export function standardised(strata: readonly StratumTallies[], group: number, other: number, level = 0.95): Standardised | null {
  const all = strata.reduce((sum, tallies) => sum + tallies[group]!.n + tallies[other]!.n, 0);
  const used = strata.filter((tallies) => tallies[group]!.n > 0 && tallies[other]!.n > 0);
  const people = used.reduce((sum, tallies) => sum + tallies[group]!.n + tallies[other]!.n, 0);
  if (people === 0) return null;
  let [here, there, variance] = [0, 0, 0];
  for (const tallies of used) {
    const [a, b] = [tallies[group]!, tallies[other]!];
    const weight = (a.n + b.n) / people;
    here += (weight * a.k) / a.n;
    there += (weight * b.k) / b.n;
    variance += weight * weight * (rateVariance(a) + rateVariance(b));
  }
  const difference = here - there;
  const half = criticalValue(level) * Math.sqrt(variance);
  return { here, there, difference, interval: { lower: difference - half, upper: difference + half }, covered: people / all };
}
