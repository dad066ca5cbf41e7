import type { GapId } from '../criteria';
import type { Objective } from '../objectives';

/** What lines of several groups can keep together. */
export interface JointQuestion {
  /** Groups of the index, two or more. */
  readonly groups: readonly number[];
  /** The two of them that are looked at. */
  readonly axes: readonly [number, number];
  /** Up to 8 gaps, each with the largest size allowed between any two of the groups, as a share. */
  readonly limits: readonly { readonly gap: GapId; readonly most: number }[];
  /** What the best lines serve: it must add up over the groups. */
  readonly utility: Objective | { readonly kind: 'selection' };
  /** Lines per group at most. */
  readonly lines?: number;
  /** Fewest people behind a group's rate for the group to be asked. */
  readonly minimum?: number;
}

/** Limits that are kept together, and the best lines that keep them. */
export interface JointBest {
  /** Bit k is set for limit k. */
  readonly bits: number;
  /** Position of each considered group's line; null where only selecting everyone or nobody keeps the limits. */
  readonly lines: readonly number[] | null;
  /** Over the people of the considered groups; NaN without lines. */
  readonly utility: number;
}

/**
 * Lines of several groups together. Arrays by group follow `considered`; cell i · (lines of the second axis) + j of `kept` is line i of the first axis with
 * line j of the second.
 */
export interface Joint {
  readonly considered: readonly number[];
  /** Groups with too few people behind one of the rates. */
  readonly leftOut: readonly number[];
  readonly thresholds: readonly Float64Array<ArrayBuffer>[];
  /** People selected at each line: rows, whatever their weight. */
  readonly selected: readonly Float64Array<ArrayBuffer>[];
  /** The two groups looked at, as positions in `considered`. */
  readonly axes: readonly [number, number];
  /** A largest set of limits that some lines of the other groups keep with this pair of lines. */
  readonly kept: Uint8Array<ArrayBuffer>;
  /** For every set of limits that was asked: each, every two, and all. */
  readonly best: readonly JointBest[];
  /** True where all lines of all groups were tried. */
  readonly exact: boolean;
  /** False where the search was ended before its end: then better lines, or more limits kept, may exist. */
  readonly complete: boolean;
}
