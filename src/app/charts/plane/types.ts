/** One line for everyone in the plane of gap against what it serves. */
export interface PlanePoint {
  readonly id: string;
  readonly threshold: number;
  readonly gap: number;
  readonly utility: number;
  /** In words: which line, which gap, how well it serves. */
  readonly spoken: string;
}

export interface PlaneData {
  /** All lines from the strictest to the laxest, thinned; gaps or utilities that are not estimable are NaN and break the curve. */
  readonly curve: readonly { readonly gap: number; readonly utility: number }[];
  /** Lines that no other beats on both, for the heavy part of the curve; and fewer of them, as many as can be walked through. */
  readonly heavy: readonly { readonly gap: number; readonly utility: number }[];
  readonly front: readonly PlanePoint[];
  readonly now: PlanePoint;
  readonly best: PlanePoint | null;
  /** Names of the axes, and how their numbers are printed. */
  readonly across: string;
  readonly up: string;
  readonly gapTick: (gap: number) => string;
  readonly utilityTick: (utility: number) => string;
  readonly nowText: string;
  readonly bestText: string;
}
