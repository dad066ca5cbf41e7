import type { ThresholdIndex } from '../threshold-index';
import { bestOf, frontier, smallestGap, sweepCommon } from './common';
import type { CommonQuestion, CommonSweep } from './common';

/** One line for everyone, with what it comes to; NaN where not estimable. */
export interface CommonLine {
  readonly threshold: number;
  readonly gap: number;
  readonly utility: number;
}

/** The plane of gap against utility over all lines for everyone, as a picture needs it. */
export interface CommonPicture {
  /** Some lines from the strictest to the laxest, among them all that are named below. */
  readonly curve: readonly CommonLine[];
  /** Lines that no other beats on both counts, by rising gap. */
  readonly frontier: readonly CommonLine[];
  /** The line that serves the utility best; the one with the smallest gap that serves it no worse than the present line. null where there is none. */
  readonly best: CommonLine | null;
  readonly noWorse: CommonLine | null;
  /** Lines looked at. */
  readonly lines: number;
}

function evenly(positions: ArrayLike<number>, most: number): number[] {
  const { length } = positions;
  if (length <= most) return Array.from(positions);
  return Array.from({ length: most }, (_, i) => positions[Math.round((i * (length - 1)) / (most - 1))]!);
}

/** The utility of the sweep's line that decides as `line` does: the strictest score at or above it. */
function utilityAt({ thresholds, utility }: CommonSweep, line: number): number {
  let low = 0;
  let high = thresholds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (thresholds[middle]! >= line) low = middle;
    else high = middle - 1;
  }
  return utility[low]!;
}

/**
 * Looks at every line for everyone and keeps what can be drawn.
 * @param input.line the present line
 * @param input.points most points of the curve, and of the frontier
 */
export function commonPicture({ index, line, points = 300, ...question }: CommonQuestion & { readonly index: ThresholdIndex; readonly line: number; readonly points?: number }): CommonPicture {
  const sweep = sweepCommon(index, question);
  const at = (position: number): CommonLine => ({ threshold: sweep.thresholds[position]!, gap: sweep.gap[position]!, utility: sweep.utility[position]! });
  const [best, noWorse] = [bestOf(sweep), smallestGap(sweep, utilityAt(sweep, line))];
  const named = [best, noWorse].filter((position) => position >= 0);
  const drawn = evenly(Array.from({ length: sweep.thresholds.length }, (_, i) => i), points);
  return {
    curve: [...new Set([...drawn, ...named])].sort((a, b) => a - b).map(at),
    frontier: evenly(frontier(sweep), points).map(at),
    best: best < 0 ? null : at(best),
    noWorse: noWorse < 0 ? null : at(noWorse),
    lines: sweep.thresholds.length,
  };
}
