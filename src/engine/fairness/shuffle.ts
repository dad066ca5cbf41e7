import { Random } from '../stats/random';
import { drawShuffledCounts } from '../stats/sampling';
import { exactNull, exactNullQuantile, permutationP } from '../stats/tests';
import { groupCounts } from './counts';
import type { CountTable } from './counts';
import { sizes } from './rates';
import type { RateId } from './rates';

/** k of n people, whole numbers: the numerator and denominator of a rate in one group. */
export interface Tally {
  readonly k: number;
  readonly n: number;
}

/** The people behind a share in every group. Shuffles move people, so weights play no part. */
export function tallies(table: CountTable, id: RateId): Tally[] {
  return Array.from({ length: table.groupCount }, (_, group) => {
    const { people } = groupCounts(table, group);
    const { numerator, denominator } = sizes(id, { people, weight: people, square: people });
    return { k: numerator, n: denominator };
  });
}

/** Two tallies: one group and everyone else. */
export function againstOthers(all: readonly Tally[], group: number): [Tally, Tally] {
  const rest = all.filter((_, g) => g !== group).reduce((sum, { k, n }) => ({ k: sum.k + k, n: sum.n + n }), { k: 0, n: 0 });
  return [all[group]!, rest];
}

/**
 * What is compared across a shuffle: with two tallies the signed difference first − second, with more the largest difference between any two groups.
 * Groups without people are left out; null when fewer than two are left.
 */
export function gapStatistic(groups: readonly Tally[]): number | null {
  const rates = groups.filter(({ n }) => n > 0).map(({ k, n }) => k / n);
  if (rates.length < 2) return null;
  return groups.length === 2 ? rates[0]! - rates[1]! : Math.max(...rates) - Math.min(...rates);
}

/** Statistics of shuffles number `from` to `from + count` of a seed. */
export interface Shuffles {
  readonly seed: number;
  readonly from: number;
  readonly statistic: Float64Array<ArrayBuffer>;
}

/**
 * Shuffles the group labels of all people in the denominator, which leaves every group's size and the number of successes in all as they are, and takes
 * {@link gapStatistic}. Shuffle i depends on (seed, i) only, so shuffling once or 200 times at once gives the same pictures. Only counts are drawn
 * (multivariate hypergeometric), so a million people cost no more than a thousand. null when not estimable.
 */
export function shuffle(groups: readonly Tally[], seed: number, from: number, count: number): Shuffles | null {
  if (gapStatistic(groups) === null) return null;
  const kept = groups.filter(({ n }) => n > 0);
  const group = kept.map(({ n }) => n);
  const successes = kept.reduce((sum, { k }) => sum + k, 0);
  const drawn = new Float64Array(kept.length);
  const statistic = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    drawShuffledCounts(group, successes, Random.stream(seed, from + i), drawn);
    const first = drawn[0]! / group[0]!;
    let [low, high] = [first, first];
    for (let g = 1; g < group.length; g++) {
      const rate = drawn[g]! / group[g]!;
      if (rate < low) low = rate;
      if (rate > high) high = rate;
    }
    statistic[i] = groups.length === 2 ? first - drawn[1]! / group[1]! : high - low;
  }
  return { seed, from, statistic };
}

/** What a set of shuffles says about the gap seen. */
export interface ShuffleResult {
  readonly observed: number;
  readonly shuffles: number;
  /** Shuffles with a gap at least as large, either way. */
  readonly asLarge: number;
  /** (asLarge + 1) / (shuffles + 1). */
  readonly p: number;
  /** With two groups, the p-value of all shuffles there are; else null. */
  readonly exactP: number | null;
  /** Largest gap of any shuffle, without sign. */
  readonly largest: number;
  /** Mean gap of the shuffles, without sign: how large a gap luck alone makes between these groups (the noise floor). */
  readonly expected: number;
}

/** Sums up shuffles; `statistic` may be several parts joined. */
export function shuffleResult(groups: readonly Tally[], statistic: Float64Array): ShuffleResult | null {
  const observed = gapStatistic(groups);
  if (observed === null) return null;
  const bar = Math.abs(observed) - 1e-12;
  let [asLarge, largest, sum] = [0, 0, 0];
  for (const value of statistic) {
    const size = Math.abs(value);
    if (size >= bar) asLarge++;
    if (size > largest) largest = size;
    sum += size;
  }
  const exact = groups.length === 2 ? exactNull(groups[0]!.k, groups[0]!.n, groups[1]!.k, groups[1]!.n) : null;
  return {
    observed,
    shuffles: statistic.length,
    asLarge,
    p: permutationP(asLarge, statistic.length),
    exactP: exact && exact.p,
    largest,
    expected: statistic.length > 0 ? sum / statistic.length : 0,
  };
}

/** Quantile function of the exact distribution of the difference under shuffles of two groups; null when a group is empty. */
export function nullQuantile(first: Tally, second: Tally): ((p: number) => number) | null {
  const law = exactNull(first.k, first.n, second.k, second.n);
  return law && ((p) => exactNullQuantile(law, p));
}
