import type { ThresholdIndex } from '../threshold-index';

/** Most scores that are told apart; with more, neighbours are counted together. */
export const MOST_SCORES = 200;

/** First position from `from` up to `to` whose score is above `score`, or at least it where `equal` counts. */
function first(scores: Float64Array, from: number, to: number, score: number, equal: boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const own = scores[middle]!;
    if (own < score || (!equal && own === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The scores that occur in some strata, rising; undefined where there are more than {@link MOST_SCORES}. */
function distinct({ scores, offsets }: ThresholdIndex, strata: readonly number[]): Float64Array | undefined {
  const seen = new Set<number>();
  for (const stratum of strata) {
    for (let at = offsets[stratum]!; at < offsets[stratum + 1]!; at++) {
      if (at > offsets[stratum]! && scores[at] === scores[at - 1]) continue;
      seen.add(scores[at]!);
      if (seen.size > MOST_SCORES) return undefined;
    }
  }
  return Float64Array.from(seen).sort();
}

/**
 * Scores above which a new bin begins: every score that occurs where there are few, else {@link MOST_SCORES} cuts with about equally many people (or as
 * much weight) between them. The strata are sorted already, so each cut is searched for in them and nothing is sorted again.
 */
export function scoreCuts(index: ThresholdIndex, strata: readonly number[]): Float64Array {
  const few = distinct(index, strata);
  if (few) return few;
  const { scores, offsets, weighted, weightBefore } = index;
  const mass = (from: number, to: number): number => (weighted ? weightBefore[to]! - weightBefore[from]! : to - from);
  const start = Int32Array.from(strata, (stratum) => offsets[stratum]!);
  const end = Int32Array.from(strata, (stratum) => offsets[stratum + 1]!);
  const total = start.reduce((sum, from, s) => sum + mass(from, end[s]!), 0);
  const [low, high] = [start.slice(), end.slice()];
  const cuts = new Set<number>();
  for (let b = 1; b <= MOST_SCORES; b++) {
    const target = (total * b) / MOST_SCORES - 1e-9 * total / MOST_SCORES;
    high.set(end);
    let best = NaN;
    for (;;) {
      let widest = 0;
      for (let s = 1; s < strata.length; s++) if (high[s]! - low[s]! > high[widest]! - low[widest]!) widest = s;
      if (high[widest]! <= low[widest]!) break;
      const pivot = scores[(low[widest]! + high[widest]!) >>> 1]!;
      let upTo = 0;
      for (let s = 0; s < strata.length; s++) upTo += mass(start[s]!, first(scores, low[s]!, high[s]!, pivot, false));
      if (upTo >= target) {
        best = pivot;
        for (let s = 0; s < strata.length; s++) high[s] = first(scores, low[s]!, high[s]!, pivot, true);
      } else for (let s = 0; s < strata.length; s++) low[s] = first(scores, low[s]!, high[s]!, pivot, false);
    }
    // What rounding leaves of the last target is the largest score.
    cuts.add(Number.isNaN(best) ? Math.max(...strata.map((_, s) => (end[s]! > start[s]! ? scores[end[s]! - 1]! : -Infinity))) : best);
  }
  return Float64Array.from(cuts).sort();
}
