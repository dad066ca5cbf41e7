import { binomialCdf, binomialMass, chiSquareUpper, criticalValue } from '../distributions';
import type { Interval } from '../intervals';

/** Pearson's χ² of a fourfold table without continuity correction, with its p-value; null when a margin is 0. */
export function chiSquare(k1: number, n1: number, k2: number, n2: number): { statistic: number; p: number } | null {
  const [yes, total] = [k1 + k2, n1 + n2];
  const no = total - yes;
  if (!(n1 > 0 && n2 > 0 && yes > 0 && no > 0)) return null;
  const cross = k1 * (n2 - k2) - k2 * (n1 - k1);
  const statistic = (total * cross * cross) / (n1 * n2 * yes * no);
  return { statistic, p: chiSquareUpper(statistic, 1) };
}

export interface McNemar {
  /** Two-sided exact binomial p-value. */
  readonly exact: number;
  readonly midP: number;
  readonly statistic: number;
  readonly corrected: number;
}

/** McNemar's test of two decisions on the same people: `first` got only the first, `second` only the second; null when nobody differs. */
export function mcNemar(first: number, second: number): McNemar | null {
  const n = first + second;
  if (n === 0) return null;
  const small = Math.min(first, second);
  const twice = Math.min(1, 2 * binomialCdf(small, n, 0.5));
  const difference = Math.abs(first - second);
  return {
    exact: twice,
    midP: first === second ? 1 - binomialMass(small, n, 0.5) / 2 : 2 * binomialCdf(small, n, 0.5) - binomialMass(small, n, 0.5),
    statistic: difference ** 2 / n,
    corrected: Math.max(0, difference - 1) ** 2 / n,
  };
}

/** One stratum's fourfold table. */
export interface Stratum {
  readonly k1: number;
  readonly n1: number;
  readonly k2: number;
  readonly n2: number;
}

export interface MantelHaenszel {
  /** Σ n1 n2/n · (p1 − p2) / Σ n1 n2/n: the difference among people of equal stratum. */
  readonly difference: number;
  /** Sato's interval (1989); null when the difference has no spread. */
  readonly interval: Interval | null;
  /** Cochran–Mantel–Haenszel χ² with 1 degree, without and with continuity correction ½. */
  readonly statistic: number | null;
  readonly p: number | null;
  readonly corrected: number | null;
  readonly correctedP: number | null;
  readonly oddsRatio: number | null;
  /** Robins, Breslow and Greenland (1986). */
  readonly oddsInterval: Interval | null;
}

/** Compares two groups within strata; strata in which one of them is absent carry no information. null when that leaves none. */
export function mantelHaenszel(strata: readonly Stratum[], level = 0.95): MantelHaenszel | null {
  const used = strata.filter(({ n1, n2 }) => n1 > 0 && n2 > 0);
  if (used.length === 0) return null;
  let [weights, differences, sato1, sato2] = [0, 0, 0, 0];
  let [excess, variance] = [0, 0];
  let [r, s, pr, cross, qs] = [0, 0, 0, 0, 0];
  for (const { k1, n1, k2, n2 } of used) {
    const n = n1 + n2;
    const yes = k1 + k2;
    weights += (n1 * n2) / n;
    differences += (k1 * n2 - k2 * n1) / n;
    sato1 += (n1 * n1 * k2 - n2 * n2 * k1 + (n1 * n2 * (n2 - n1)) / 2) / (n * n);
    sato2 += (k1 * (n2 - k2) + k2 * (n1 - k1)) / (2 * n);
    excess += k1 - (n1 * yes) / n;
    if (n > 1) variance += (n1 * n2 * yes * (n - yes)) / (n * n * (n - 1));
    const [ad, bc] = [(k1 * (n2 - k2)) / n, ((n1 - k1) * k2) / n];
    const [p, q] = [(k1 + n2 - k2) / n, (n1 - k1 + k2) / n];
    r += ad;
    s += bc;
    pr += p * ad;
    cross += p * bc + q * ad;
    qs += q * bc;
  }
  const z = criticalValue(level);
  const difference = differences / weights;
  const spread = Math.sqrt(Math.max(0, (difference * sato1 + sato2) / weights ** 2));
  const statistic = variance > 0 ? excess ** 2 / variance : null;
  const corrected = variance > 0 ? Math.max(0, Math.abs(excess) - 0.5) ** 2 / variance : null;
  const oddsRatio = r > 0 && s > 0 ? r / s : null;
  const half = z * Math.sqrt(pr / (2 * r * r) + cross / (2 * r * s) + qs / (2 * s * s));
  return {
    difference,
    interval: spread > 0 ? { lower: difference - z * spread, upper: difference + z * spread } : null,
    statistic,
    p: statistic === null ? null : chiSquareUpper(statistic, 1),
    corrected,
    correctedP: corrected === null ? null : chiSquareUpper(corrected, 1),
    oddsRatio,
    oddsInterval: oddsRatio === null ? null : { lower: oddsRatio * Math.exp(-half), upper: oddsRatio * Math.exp(half) },
  };
}
