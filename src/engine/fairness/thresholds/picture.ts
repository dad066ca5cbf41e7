import type { ThresholdIndex } from '../threshold-index';
import { bestOf, frontier, sweepCommon } from './common';
import type { CommonQuestion } from './common';

/** One line for everyone, with what it comes to; NaN where not estimable. */
export interface CommonLine {
  readonly threshold: number;
  readonly gap: number;
  readonly utility: number;
}

/** The plane of gap against utility over all lines for everyone, as a picture needs it. */
export interface CommonPicture {
  /** Some lines from the strictest to the laxest, the best among them. */
  readonly curve: readonly CommonLine[];
  /** Lines that no other beats on both counts, by rising gap: all of them up to {@link FRONTIER}. */
  readonly frontier: readonly CommonLine[];
  /** The line that serves the utility best; null where it is nowhere estimable. */
  readonly best: CommonLine | null;
  /** Lines looked at. */
  readonly lines: number;
}

/** Most lines of the frontier that are kept. */
export const FRONTIER = 5000;
const CURVE = 300;

function evenly(positions: ArrayLike<number>, most: number): number[] {
  const { length } = positions;
  if (length <= most) return Array.from(positions);
  return Array.from({ length: most }, (_, i) => positions[Math.round((i * (length - 1)) / (most - 1))]!);
}

/** Looks at every line for everyone and keeps what can be drawn. */
export function commonPicture({ index, ...question }: CommonQuestion & { readonly index: ThresholdIndex }): CommonPicture {
  const sweep = sweepCommon(index, question);
  const at = (position: number): CommonLine => ({ threshold: sweep.thresholds[position]!, gap: sweep.gap[position]!, utility: sweep.utility[position]! });
  const best = bestOf(sweep);
  const drawn = evenly(Array.from({ length: sweep.thresholds.length }, (_, i) => i), CURVE);
  return {
    curve: [...new Set([...drawn, ...(best < 0 ? [] : [best])])].sort((a, b) => a - b).map(at),
    frontier: evenly(frontier(sweep), FRONTIER).map(at),
    best: best < 0 ? null : at(best),
    lines: sweep.thresholds.length,
  };
}

/** The line with the smallest gap among those of a frontier that serve the utility at least so well; undefined where there is none. */
export function noWorse(lines: readonly CommonLine[], utility: number): CommonLine | undefined {
  return lines.find((line) => line.utility >= utility - 1e-12);
}
