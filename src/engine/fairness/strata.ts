import { mantelHaenszel } from '../stats/tests';
import type { MantelHaenszel } from '../stats/tests';
import { demographicDisparity } from './conditional';
import type { Disparity, StratumTallies } from './conditional';
import { standardised } from './standardised';
import type { Standardised } from './standardised';

/** Selected of all people per stratum and group; people without a decision, a stratum or a group are left out. */
export function stratify(decisions: Int8Array | Uint8Array, strata: Int32Array, strataCount: number, groups: Int32Array, groupCount: number): StratumTallies[] {
  const [k, n] = [new Float64Array(strataCount * groupCount), new Float64Array(strataCount * groupCount)];
  for (let i = 0; i < decisions.length; i++) {
    const [decision, stratum, group] = [decisions[i]!, strata[i]!, groups[i]!];
    if ((decision !== 0 && decision !== 1) || stratum < 0 || group < 0) continue;
    n[stratum * groupCount + group]!++;
    k[stratum * groupCount + group]! += decision;
  }
  return Array.from({ length: strataCount }, (_, s) => Array.from({ length: groupCount }, (_, g) => ({ k: k[s * groupCount + g]!, n: n[s * groupCount + g]! })));
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
    return [own[group]!, rest.reduce((sum, { k, n }) => ({ k: sum.k + k, n: sum.n + n }), { k: 0, n: 0 })];
  });
  return {
    tallies,
    pooled: mantelHaenszel(tallies.map(([a, b]) => ({ k1: a!.k, n1: a!.n, k2: b!.k, n2: b!.n })), level),
    standardised: standardised(tallies, 0, 1, level),
    disparity: demographicDisparity(tallies, 0),
  };
}
