import type { GapId } from '../../../../engine/fairness/thresholds/criteria';
import type { Joint, JointQuestion } from '../../../../engine/fairness/thresholds/joint/types';
import { setsOfLimits } from '../../../../engine/fairness/thresholds/joint/joint';
import type { Utility } from '../../../../engine/fairness/thresholds/objectives';
import { bestWithin } from '../../../../engine/fairness/thresholds/region';
import type { Region, RegionQuestion } from '../../../../engine/fairness/thresholds/region';

/** The best lines that keep a set of limits: per group the line and the people it selects. */
export interface BestLines {
  readonly lines: readonly number[];
  readonly people: readonly number[];
  readonly utility: number;
}

/** What can be kept small together, between two groups or between all, in one shape. */
export interface Together {
  readonly groups: readonly number[];
  readonly leftOut: readonly number[];
  readonly limits: readonly GapId[];
  readonly kind: Utility['kind'];
  /** The two groups of the picture, as positions in `groups`. */
  readonly axes: readonly [number, number];
  readonly plot: Pick<Region, 'selected' | 'kept'>;
  readonly sets: readonly { readonly bits: number; readonly best: BestLines | null }[];
  /** Lines of the group that has most of them, among those tried. */
  readonly lines: number;
  readonly exact: boolean;
  readonly complete: boolean;
}

/** Two groups: each limit by itself, every two, and all. */
export function ofPair(region: Region, { groups, limits, utility }: RegionQuestion): Together {
  const { thresholds, selected, kept, exact } = region;
  const sets = setsOfLimits(limits.length).map((bits) => {
    const best = bestWithin(region, bits);
    return { bits, best: best && { lines: best.lines.map((line, g) => thresholds[g]![line]!), people: best.lines.map((line, g) => selected[g]![line]!), utility: region.utility[best.cell]! } };
  });
  const lines = Math.max(...thresholds.map(({ length }) => length));
  return { groups, leftOut: [], limits: limits.map(({ gap }) => gap), kind: utility.kind, axes: [0, 1], plot: { selected, kept }, sets, lines, exact, complete: true };
}

/** All groups at once. */
export function ofAll({ considered, leftOut, thresholds, selected, axes, kept, best, exact, complete }: Joint, { limits, utility }: JointQuestion): Together {
  const sets = best.map(({ bits, lines, utility: value }) => ({
    bits,
    best: lines && { lines: lines.map((line, g) => thresholds[g]![line]!), people: lines.map((line, g) => selected[g]![line]!), utility: value },
  }));
  const plot = { selected: [selected[axes[0]]!, selected[axes[1]]!] as const, kept };
  const lines = Math.max(...thresholds.map(({ length }) => length));
  return { groups: considered, leftOut, limits: limits.map(({ gap }) => gap), kind: utility.kind, axes, plot, sets, lines, exact, complete };
}
