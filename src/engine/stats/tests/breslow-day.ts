import { chiSquareUpper } from '../distributions';
import { mantelHaenszel } from './fourfold';
import type { Stratum } from './fourfold';

/** Does the odds ratio change between strata? */
export interface Homogeneity {
  readonly statistic: number;
  readonly p: number;
  /** With Tarone's correction (1985). */
  readonly corrected: number;
  readonly correctedP: number;
  readonly freedom: number;
}

/**
 * Breslow and Day's test that the odds ratio is the same in all strata; null with fewer than two informative strata or without a common odds ratio.
 * Source: Breslow and Day (1980), Statistical Methods in Cancer Research, volume 1.
 */
export function breslowDay(strata: readonly Stratum[]): Homogeneity | null {
  const used = strata.filter(({ k1, n1, k2, n2 }) => n1 > 0 && n2 > 0 && k1 + k2 > 0 && k1 + k2 < n1 + n2);
  const odds = mantelHaenszel(used)?.oddsRatio;
  if (used.length < 2 || odds === null || odds === undefined) return null;
  let [statistic, excess, spread] = [0, 0, 0];
  for (const { k1, n1, k2, n2 } of used) {
    const yes = k1 + k2;
    // The expected count solves e (n2 − yes + e) = odds (n1 − e)(yes − e).
    const a = 1 - odds;
    const b = n2 - yes + odds * (n1 + yes);
    const c = -odds * n1 * yes;
    const expected = Math.abs(a) < 1e-12 ? -c / b : (-2 * c) / (b + Math.sqrt(b * b - 4 * a * c));
    const variance = 1 / (1 / expected + 1 / (n1 - expected) + 1 / (yes - expected) + 1 / (n2 - yes + expected));
    statistic += (k1 - expected) ** 2 / variance;
    excess += k1 - expected;
    spread += variance;
  }
  const freedom = used.length - 1;
  const corrected = Math.max(0, statistic - excess ** 2 / spread);
  return { statistic, p: chiSquareUpper(statistic, freedom), corrected, correctedP: chiSquareUpper(corrected, freedom), freedom };
}
