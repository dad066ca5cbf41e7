import { hypergeometricMasses } from '../distributions';

/** A fourfold table's p-values given its margins. */
export interface FisherResult {
  /** Sum of all tables no more likely than the observed one. */
  readonly twoSided: number;
  /** `twoSided` less half the chance of the observed table (of every table as likely as it counts once, as in scipy and R). */
  readonly midP: number;
  /** Chance of at most as many successes in the first row. */
  readonly less: number;
  /** Chance of at least as many successes in the first row. */
  readonly greater: number;
}

/** Tables whose chances differ by less than this share count as equally likely, as in R's fisher.test. */
const TIE = 1e-7;

/** Fisher's exact test that k1 of n1 and k2 of n2 share one rate; null when a group is empty. Counts are whole numbers. */
export function fisherExact(k1: number, n1: number, k2: number, n2: number): FisherResult | null {
  if (!(n1 > 0) || !(n2 > 0)) return null;
  const { low, mass } = hypergeometricMasses({ total: n1 + n2, marked: k1 + k2, drawn: n1 });
  const observed = mass[k1 - low] ?? 0;
  let twoSided = 0;
  let less = 0;
  let greater = 0;
  for (let i = 0; i < mass.length; i++) {
    const m = mass[i]!;
    if (m <= observed * (1 + TIE)) twoSided += m;
    if (i + low <= k1) less += m;
    if (i + low >= k1) greater += m;
  }
  return { twoSided: Math.min(1, twoSided), midP: Math.min(1, twoSided - observed / 2), less: Math.min(1, less), greater: Math.min(1, greater) };
}
