import { meanEstimate } from '../../../stats/intervals';
import { sortOrder } from '../../../stats/sort';
import { NOT_ESTIMABLE, normalLimits, normalP, type PairedChange } from './change';
import type { PairedNumbers } from './numbers';

/** Share (of the weight) of `others` below each of `mine`, ties half; both in any order. */
function placements(mine: Float64Array, others: Float64Array, weights: Float64Array | undefined): Float64Array<ArrayBuffer> {
  const ranks = weights && sortOrder(others);
  const sorted = ranks ? Float64Array.from(ranks, (i) => others[i]!) : Float64Array.from(others).sort();
  /** Weight of the first so many. */
  const upToWeight = new Float64Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) upToWeight[i + 1] = upToWeight[i]! + (ranks ? weights[ranks[i]!]! : 1);
  const order = Int32Array.from(mine.keys()).sort((a, b) => mine[a]! - mine[b]!);
  const placed = new Float64Array(mine.length);
  let [below, upTo] = [0, 0];
  for (const i of order) {
    const score = mine[i]!;
    while (below < sorted.length && sorted[below]! < score) below++;
    if (upTo < below) upTo = below;
    while (upTo < sorted.length && sorted[upTo]! === score) upTo++;
    placed[i] = (upToWeight[below]! + upToWeight[upTo]!) / 2 / upToWeight[sorted.length]!;
  }
  return placed;
}

interface AucMove {
  readonly before: number;
  readonly after: number;
  readonly variance: number;
  readonly people: number;
}

function aucMove(positive: PairedNumbers, negative: PairedNumbers): AucMove | undefined {
  const [m, n] = [positive.before.length, negative.before.length];
  if (m === 0 || n === 0) return undefined;
  const pairs = [
    [placements(positive.before, negative.before, negative.weights), placements(positive.after, negative.after, negative.weights)],
    [placements(negative.before, positive.before, positive.weights), placements(negative.after, positive.after, positive.weights)],
  ] as const;
  const own = [positive.weights, negative.weights];
  const [above, below] = pairs.map(([before, after], side) =>
    meanEstimate(
      after.map((value, i) => value - before[i]!),
      own[side],
    ),
  );
  const [before, after] = pairs[0].map((placed) => meanEstimate(placed, positive.weights).mean);
  return { before: before!, after: after!, variance: above!.error ** 2 + below!.error ** 2, people: Math.min(m, n) };
}

function toChange(before: number, after: number, variance: number, people: number, level: number): PairedChange {
  const difference = after - before;
  if (!Number.isFinite(variance)) return { before, after, difference, interval: null, p: null, people };
  return { before, after, difference, interval: normalLimits(difference, variance, level), p: normalP(difference, variance), people };
}

/**
 * How the AUC moved among the same people, with DeLong's interval for two correlated curves. Not estimable without people of both outcomes.
 * Source: DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated ROC curves" (1988).
 */
export function aucChange(positive: PairedNumbers, negative: PairedNumbers, level = 0.95): PairedChange {
  const move = aucMove(positive, negative);
  return move === undefined ? NOT_ESTIMABLE : toChange(move.before, move.after, move.variance, move.people, level);
}

/** How the difference of the AUC between two groups moved. */
export function aucGapChange(a: { positive: PairedNumbers; negative: PairedNumbers }, b: { positive: PairedNumbers; negative: PairedNumbers }, level = 0.95): PairedChange {
  const [left, right] = [aucMove(a.positive, a.negative), aucMove(b.positive, b.negative)];
  if (left === undefined || right === undefined) return NOT_ESTIMABLE;
  return toChange(left.before - right.before, left.after - right.after, left.variance + right.variance, Math.min(left.people, right.people), level);
}
