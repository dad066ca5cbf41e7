import type { Tally } from './shuffle';

/** Selected of all people, or of their weight; then with the effective number of people, (Σw)² / Σw². */
export interface StratumTally extends Tally {
  readonly effective?: number;
}

/** One tally per group within one stratum of a factor that may matter. */
export type StratumTallies = readonly StratumTally[];

export interface Disparity {
  /** Share of the group among those denied minus its share among those approved: positive when the group is denied more. */
  readonly overall: number | null;
  readonly byStratum: readonly (number | null)[];
  /** Mean over strata, weighted by people; strata where everybody or nobody is approved have no value and are left out of sum and weight. */
  readonly conditional: number | null;
}

function disparity(tallies: StratumTallies, group: number): number | null {
  const [approved, all] = tallies.reduce(([k, n], tally) => [k + tally.k, n + tally.n], [0, 0]);
  const denied = all - approved;
  if (approved === 0 || denied === 0) return null;
  const own = tallies[group]!;
  return (own.n - own.k) / denied - own.k / approved;
}

/**
 * Demographic disparity of a group, overall and within strata.
 * Source: Wachter, Mittelstadt and Russell (2021), "Bias preservation in machine learning"; the conditional form loops over strata.
 */
export function demographicDisparity(strata: readonly StratumTallies[], group: number): Disparity {
  const groups = strata[0]?.length ?? 0;
  const joined = Array.from({ length: groups }, (_, g) =>
    strata.reduce((sum, tallies) => ({ k: sum.k + tallies[g]!.k, n: sum.n + tallies[g]!.n }), { k: 0, n: 0 }),
  );
  const byStratum = strata.map((tallies) => disparity(tallies, group));
  let [sum, weight] = [0, 0];
  byStratum.forEach((value, s) => {
    if (value === null) return;
    const people = strata[s]!.reduce((total, { n }) => total + n, 0);
    sum += people * value;
    weight += people;
  });
  return { overall: groups > 0 ? disparity(joined, group) : null, byStratum, conditional: weight > 0 ? sum / weight : null };
}
