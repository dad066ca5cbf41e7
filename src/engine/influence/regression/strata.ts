/** Pairs of a coalition and its complement whose smaller side has `size` of `players` players. */
export interface PairStratum {
  readonly size: number;
  /** Number of pairs there are; may be Infinity. */
  readonly pairs: number;
  /** Sum of the kernel weights of one side over all pairs, (d − 1)/(s(d − s)), halved where both sides have the same size. */
  readonly weight: number;
}

/** Fewest pairs of a size whose pairs are not all taken: its spread must be known. */
const FEWEST = 2;

/** The strata of pairs of `players` ≥ 2 players, by size. Source of the weights: Lundberg and Lee, "A unified approach" (2017). */
export function pairStrata(players: number): PairStratum[] {
  const strata: PairStratum[] = [];
  let choose = 1;
  for (let size = 1; size * 2 <= players; size++) {
    choose = (choose * (players - size + 1)) / size;
    const half = size * 2 === players ? 0.5 : 1;
    strata.push({ size, pairs: Math.round(choose * half), weight: ((players - 1) / (size * (players - size))) * half });
  }
  return strata;
}

/**
 * How many pairs of each stratum to take when about `wanted` are taken in all: all pairs of single players, at least two of every other size, and
 * beyond that every size of a coalition equally often until its pairs run out. More wanted never means fewer of any size.
 * Source: Musco and Witter, "Provably accurate Shapley value estimation via leverage score sampling" (2025): the leverage of a coalition is one over
 * the number of coalitions of its size.
 */
export function allocatePairs(strata: readonly PairStratum[], players: number, wanted: number): number[] {
  const at = (level: number): number[] =>
    strata.map(({ size, pairs }) =>
      size === 1 ? pairs : Math.min(pairs, Math.max(FEWEST, Math.floor(size * 2 === players ? level / 2 : level))),
    );
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  let low = 0;
  let high = Math.max(1, 2 * wanted);
  if (total(at(high)) <= wanted) return at(high);
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (total(at(middle)) <= wanted) low = middle;
    else high = middle;
  }
  return at(low);
}
