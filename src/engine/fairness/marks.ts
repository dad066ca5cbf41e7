import { firstAtLeast } from './threshold-index';
import type { ThresholdIndex } from './threshold-index';

/** Steps by which people are bundled into one mark. */
const STEPS = [1, 2, 5];

/** The stacked marks of one bin. */
export interface MarkBin {
  readonly from: number;
  readonly to: number;
  /** People with a favourable and an unfavourable decision: exact, for the table twin. */
  readonly approved: number;
  readonly denied: number;
  /** Marks that stand for them: filled and hollow. */
  readonly filled: number;
  readonly hollow: number;
}

export interface GroupMarks {
  /** Group code; groupCount for people whose group is missing. */
  readonly group: number;
  readonly people: number;
  readonly bins: readonly MarkBin[];
}

export interface Marks {
  readonly perMark: number;
  readonly low: number;
  readonly high: number;
  readonly tallest: number;
  readonly groups: readonly GroupMarks[];
}

/** Lowest and highest finite score of all people; {0, 1} for probabilities or when there is no score. A single value is widened by ½ each way. */
export function scoreRange(index: ThresholdIndex): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const score of index.scores) {
    if (score < low && score > -Infinity) low = score;
    if (score > high && score < Infinity) high = score;
  }
  if (!(low <= high) || (low >= 0 && high <= 1)) return { low: 0, high: 1 };
  return low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high };
}

/**
 * Whole numbers in proportion to `counts` that sum to round(sum(counts) / per), or to 1 where that would be 0 for anybody at all, by largest remainder
 * (ties: the earlier one).
 */
export function largestRemainder(counts: readonly number[], per: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const total = all > 0 ? Math.max(1, Math.round(all / per)) : 0;
  const shares = counts.map((count) => Math.floor(count / per));
  const missing = total - shares.reduce((sum, share) => sum + share, 0);
  const order = counts.map((_, i) => i).sort((a, b) => (counts[b]! % per) - (counts[a]! % per) || a - b);
  for (const i of order.slice(0, missing)) shares[i]!++;
  return shares;
}

/** People at or above and below the threshold in each bin of one group; the last bin includes its upper edge, the outer bins all scores beyond. */
function tally(index: ThresholdIndex, group: number, edges: readonly number[], threshold: number): { approved: number[]; denied: number[] } {
  const bins = edges.length - 1;
  const approved = new Array<number>(bins).fill(0);
  const denied = new Array<number>(bins).fill(0);
  for (let stratum = 3 * group; stratum < 3 * group + 3; stratum++) {
    const line = firstAtLeast(index, stratum, threshold);
    let start = index.offsets[stratum]!;
    for (let bin = 0; bin < bins; bin++) {
      const end = bin === bins - 1 ? index.offsets[stratum + 1]! : Math.max(start, firstAtLeast(index, stratum, edges[bin + 1]!));
      const split = Math.min(end, Math.max(start, line));
      denied[bin]! += split - start;
      approved[bin]! += end - split;
      start = end;
    }
  }
  return { approved, denied };
}

export interface MarkOptions {
  readonly threshold: number;
  /** Number of columns of marks. */
  readonly bins: number;
  /** Most marks one column may hold; people per mark grows 1, 2, 5, 10 … until the tallest fits. */
  readonly tallest: number;
  readonly low: number;
  readonly high: number;
  /** Keep this many people per mark, so that the picture does not change scale while the threshold moves. */
  readonly perMark?: number | undefined;
}

/**
 * Every person as part of a small mark at their score: filled where the decision is favourable, hollow where not. A group of n people gets
 * round(n / perMark) marks (at least 1), shared over its bins and decisions by largest remainder, so the picture keeps every group's size.
 * O(groups · bins · log n), so it follows a moving threshold.
 */
export function marks(index: ThresholdIndex, { threshold, bins, tallest, low, high, perMark }: MarkOptions): Marks {
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  const codes = Array.from({ length: index.groupCount + (index.missingGroups > 0 ? 1 : 0) }, (_, group) => group);
  const tallied = codes.map((group) => ({ group, ...tally(index, group, edges, threshold) }));
  const build = (per: number): Marks => {
    let highest = 0;
    const groups = tallied.map(({ group, approved, denied }) => {
      const shares = largestRemainder([...denied, ...approved], per);
      const list = approved.map((count, bin) => {
        const [hollow, filled] = [shares[bin]!, shares[bins + bin]!];
        highest = Math.max(highest, hollow + filled);
        return { from: edges[bin]!, to: edges[bin + 1]!, approved: count, denied: denied[bin]!, filled, hollow };
      });
      return { group, people: [...approved, ...denied].reduce((sum, count) => sum + count, 0), bins: list };
    });
    return { perMark: per, low, high, tallest: highest, groups };
  };
  if (perMark !== undefined) return build(perMark);
  const fullest = Math.max(1, ...tallied.flatMap(({ approved, denied }) => approved.map((count, bin) => count + denied[bin]!)));
  for (let scale = 1; ; scale *= 10) {
    for (const step of STEPS) {
      // Rounding takes less than one mark off the filled and off the hollow part, so the fullest column cannot fit yet.
      if (fullest / (step * scale) - 2 > tallest) continue;
      const picture = build(step * scale);
      if (picture.tallest <= tallest) return picture;
    }
  }
}
