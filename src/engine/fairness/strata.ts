import { mantelHaenszel } from '../stats/tests';
import type { MantelHaenszel, Stratum } from '../stats/tests';
import { demographicDisparity } from './conditional';
import type { Disparity, StratumTallies, StratumTally } from './conditional';
import { rateVariance, standardised } from './standardised';
import type { Standardised } from './standardised';
import { chiSquareUpper, criticalValue } from '../stats/distributions';

/** Selected of all people (or of their weight) per stratum and group; people without a decision, a stratum or a group are left out. */
export function stratify(decisions: Int8Array | Uint8Array, strata: Int32Array, strataCount: number, groups: Int32Array, groupCount: number, weights?: Float64Array): StratumTallies[] {
  const [k, n, squares] = Array.from({ length: 3 }, () => new Float64Array(strataCount * groupCount)) as [Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < decisions.length; i++) {
    const [decision, stratum, group] = [decisions[i]!, strata[i]!, groups[i]!];
    if ((decision !== 0 && decision !== 1) || stratum < 0 || group < 0) continue;
    const [at, weight] = [stratum * groupCount + group, weights ? weights[i]! : 1];
    n[at]! += weight;
    k[at]! += weight * decision;
    squares[at]! += weight * weight;
  }
  const tally = (at: number): StratumTally => ({ k: k[at]!, n: n[at]!, ...(weights ? { effective: squares[at]! > 0 ? n[at]! ** 2 / squares[at]! : 0 } : {}) });
  return Array.from({ length: strataCount }, (_, s) => Array.from({ length: groupCount }, (_, g) => tally(s * groupCount + g)));
}

/** A group against another, or against everyone else, among people of equal stratum. */
export interface WithinStrata {
  readonly tallies: readonly StratumTallies[];
  readonly pooled: MantelHaenszel | null;
  readonly standardised: Standardised | null;
  readonly disparity: Disparity;
}

/** Everything that is said about one group within strata. The tallies hold two groups: it, and those it is compared with. */
export function withinStrata(strata: readonly StratumTallies[], group: number, against: number | 'others', level = 0.95): WithinStrata {
  const tallies = strata.map((own): StratumTallies => {
    const rest = against === 'others' ? own.filter((_, g) => g !== group) : [own[against]!];
    return [own[group]!, together(rest)];
  });
  const weighted = tallies.some((own) => own.some(({ effective }) => effective !== undefined));
  return {
    tallies,
    pooled: (weighted ? weightedPooled : mantelHaenszel)(tallies.map(([a, b]) => ({ k1: a!.k, n1: a!.n, k2: b!.k, n2: b!.n, sides: [a!, b!] as const })), level),
    standardised: standardised(tallies, 0, 1, level),
    disparity: demographicDisparity(tallies, 0),
  };
}

function together(tallies: readonly StratumTally[]): StratumTally {
  const sum = (of: (tally: StratumTally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const [k, n] = [sum((own) => own.k), sum((own) => own.n)];
  if (!tallies.some(({ effective }) => effective !== undefined)) return { k, n };
  const squares = sum((own) => (own.n > 0 ? own.n ** 2 / (own.effective ?? own.n) : 0));
  return { k, n, effective: squares > 0 ? n ** 2 / squares : 0 };
}

/**
 * Mantel and Haenszel's pooled difference of weighted people: their weights n₁n₂/n with sums of weights, and in place of the exact variance of counts that of
 * each stratum's rates by effective numbers (linearisation), on which the test of no difference stands as well.
 */
function weightedPooled(strata: readonly (Stratum & { readonly sides: readonly [StratumTally, StratumTally] })[], level: number): MantelHaenszel | null {
  const used = strata.filter(({ n1, n2 }) => n1 > 0 && n2 > 0);
  const whole = mantelHaenszel(used, level);
  if (!whole) return null;
  const total = used.reduce((sum, { n1, n2 }) => sum + (n1 * n2) / (n1 + n2), 0);
  const variance = used.reduce((sum, { n1, n2, sides: [a, b] }) => sum + ((n1 * n2) / (n1 + n2) / total) ** 2 * (rateVariance(a) + rateVariance(b)), 0);
  const half = criticalValue(level) * Math.sqrt(variance);
  const statistic = whole.difference ** 2 / variance;
  return {
    difference: whole.difference,
    interval: { lower: whole.difference - half, upper: whole.difference + half },
    statistic,
    p: chiSquareUpper(statistic, 1),
    corrected: null,
    correctedP: null,
    oddsRatio: whole.oddsRatio,
    oddsInterval: null,
  };
}
