import { sortOrder } from '../stats/sort';

/** People in the order a ranking shows them, best first, as group codes (−1 unknown). */
export function rankGroups(scores: Float64Array, groups: Int32Array): Int32Array<ArrayBuffer> {
  const known = Int32Array.from({ length: scores.length }, (_, i) => i).filter((i) => !Number.isNaN(scores[i]!));
  // Sorted by falling score; equal scores stay in the order of the rows.
  const order = sortOrder(Float64Array.from(known, (i) => -scores[i]!));
  return Int32Array.from(order, (place) => groups[known[place]!]!);
}

/** Attention a place in a ranking gets, 1/log₂(place + 1). Source: Järvelin and Kekäläinen (2002), the discount of DCG. */
const discount = (place: number): number => 1 / Math.log2(place + 1);

/** How a group fares in a ranking. */
export interface RankShare {
  /** People of the group in the ranking, and among its first k. */
  readonly people: number;
  readonly inTop: number;
  /** Mean attention its people get; 1 would be the first place. */
  readonly exposure: number;
  /** log of (its share of the first k / its share of all); −Infinity when nobody is among them. Source: Geyik, Ambler and Kenthapadi (2019). */
  readonly skew: number;
}

/** Every group's attention and its part of the first k; null for a group with nobody. People without a group hold their places but belong to nobody. */
export function rankShares(ranked: Int32Array, groupCount: number, k: number): (RankShare | null)[] {
  const [people, inTop, seen] = [new Float64Array(groupCount), new Float64Array(groupCount), new Float64Array(groupCount)];
  let [known, knownTop] = [0, 0];
  ranked.forEach((group, i) => {
    if (group < 0) return;
    known++;
    people[group]!++;
    seen[group]! += discount(i + 1);
    if (i >= k) return;
    knownTop++;
    inTop[group]!++;
  });
  return Array.from(people, (n, g) => {
    if (n === 0) return null;
    return { people: n, inTop: inTop[g]!, exposure: seen[g]! / n, skew: knownTop === 0 ? NaN : Math.log(inTop[g]! / knownTop / (n / known)) };
  });
}

/** A ranking as a whole against the shares of the groups among all who are ranked. */
export interface RankDistance {
  /** Normalised discounted Kullback–Leibler divergence over all prefixes: 0 when every prefix has the groups' overall shares. */
  readonly ndkl: number;
  /** Prefixes in which some group has fewer than ⌊share × length⌋ people, and their share of all prefixes (infeasible index and rate). */
  readonly infeasible: number;
  readonly infeasibleRate: number;
}

/**
 * null without ranked people of known group; those of unknown group are left out.
 * @param first how many prefixes are looked at: 1, 2, …, first
 * Source: Geyik, Ambler and Kenthapadi (2019), "Fairness-aware ranking in search & recommendation systems".
 */
export function rankDistance(ranked: Int32Array, groupCount: number, first = Infinity): RankDistance | null {
  const known = ranked.filter((group) => group >= 0);
  if (known.length === 0) return null;
  const shares = new Float64Array(groupCount);
  for (const group of known) shares[group]! += 1 / known.length;
  const counts = new Float64Array(groupCount);
  const length = Math.min(first, known.length);
  let [sum, weight, infeasible] = [0, 0, 0];
  for (let i = 1; i <= length; i++) {
    counts[known[i - 1]!]!++;
    let divergence = 0;
    let short = false;
    for (let g = 0; g < groupCount; g++) {
      const own = counts[g]! / i;
      if (own > 0) divergence += own * Math.log(own / shares[g]!);
      if (counts[g]! < Math.floor(shares[g]! * i + 1e-9)) short = true;
    }
    sum += discount(i) * divergence;
    weight += discount(i);
    if (short) infeasible++;
  }
  return { ndkl: sum / weight, infeasible, infeasibleRate: infeasible / length };
}
