import { Random } from '../stats/random';
import { drawShuffledCounts } from '../stats/sampling';
import { permutationP } from '../stats/tests';
import type { Tally } from './shuffle';

/** One of many groups against everyone else, judged against the largest difference that luck makes among all of them. */
export interface GroupOfMany {
  /** Rate here minus everyone else's; null for an empty group or when it is everyone. */
  readonly difference: number | null;
  /** Share of shuffles in which some group lies at least as many standard errors off, with one added: valid for all groups at once. */
  readonly p: number | null;
}

export interface ManyGroups {
  readonly groups: readonly GroupOfMany[];
  /** Largest difference between any two groups that are estimable. */
  readonly widest: number;
  /** The same on average when the group labels are shuffled: the noise floor. */
  readonly floor: number;
  readonly shuffles: number;
}

/** Standardised difference from everyone else with the pooled rate, which a shuffle leaves as it is. */
function standardisedGap(k: number, n: number, successes: number, people: number): number {
  const rate = successes / people;
  const error = Math.sqrt(rate * (1 - rate) * (1 / n + 1 / (people - n)));
  return error > 0 ? (k / n - (successes - k) / (people - n)) / error : 0;
}

/**
 * Tests every group against everyone else by shuffling the group labels; the statistic is the largest standardised difference of any group (max-T), so
 * that the chance of any false finding among all groups is kept. Only counts are drawn. null with fewer than two groups of people.
 * Source: Westfall and Young (1993), Resampling-Based Multiple Testing, single-step maxT.
 */
export function manyGroups(groups: readonly Tally[], seed: number, shuffles = 1000): ManyGroups | null {
  const kept = groups.flatMap(({ n }, group) => (n > 0 ? [group] : []));
  if (kept.length < 2) return null;
  const sizes = kept.map((group) => groups[group]!.n);
  const people = sizes.reduce((sum, n) => sum + n, 0);
  const successes = kept.reduce((sum, group) => sum + groups[group]!.k, 0);
  const observed = kept.map((group) => Math.abs(standardisedGap(groups[group]!.k, groups[group]!.n, successes, people)));
  const asLarge = new Float64Array(kept.length);
  const drawn = new Float64Array(kept.length);
  let floor = 0;
  for (let i = 0; i < shuffles; i++) {
    drawShuffledCounts(sizes, successes, Random.stream(seed, i), drawn);
    let [largest, low, high] = [0, 1, 0];
    for (let g = 0; g < kept.length; g++) {
      largest = Math.max(largest, Math.abs(standardisedGap(drawn[g]!, sizes[g]!, successes, people)));
      low = Math.min(low, drawn[g]! / sizes[g]!);
      high = Math.max(high, drawn[g]! / sizes[g]!);
    }
    floor += high - low;
    observed.forEach((size, g) => (asLarge[g]! += Number(largest >= size - 1e-12)));
  }
  const rates = kept.map((group) => groups[group]!.k / groups[group]!.n);
  return {
    groups: groups.map(({ k, n }, group) => {
      const at = kept.indexOf(group);
      return at < 0 ? { difference: null, p: null } : { difference: k / n - (successes - k) / (people - n), p: permutationP(asLarge[at]!, shuffles) };
    }),
    widest: Math.max(...rates) - Math.min(...rates),
    floor: floor / shuffles,
    shuffles,
  };
}
