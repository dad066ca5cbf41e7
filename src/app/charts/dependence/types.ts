/** How a score goes along one number. */
export interface DependenceCurve {
  readonly name: string;
  /** Points of the line, ascending; a band where it is known. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly half: readonly (number | null)[];
  /** Rows at or near each point. */
  readonly near: readonly (number | null)[];
  /** Single people: the score at each point of `curvesX`. */
  readonly curvesX: readonly number[];
  readonly curves: readonly (readonly number[])[];
  /** Stretches where hardly anybody is. */
  readonly thin: readonly (readonly [number, number])[];
  /** Stretch by which people are picked out. */
  readonly picked?: readonly [number, number] | undefined;
  /** Values of people picked out. */
  readonly rug?: readonly number[];
  readonly axis: string;
  /** What is followed, within a sentence and at the head of a column. */
  readonly what: string;
  readonly head: string;
  readonly value: (value: number) => string;
  readonly score: (score: number) => string;
  readonly tick: (score: number) => string;
}

/** The value of one input against its influence, a dot for each person. */
export interface DotField {
  readonly name: string;
  readonly ordered: boolean;
  /** Numbers, or levels by number; NaN where missing. */
  readonly values: Float64Array;
  readonly influence: Float64Array;
  readonly tones: Uint8Array | undefined;
  /** Levels that occur, the most frequent first; empty for numbers. */
  readonly levels: readonly { readonly value: number; readonly label: string }[];
  readonly labels: { readonly missing: string; readonly others: (levels: number) => string };
  readonly axis: string;
  readonly value: (value: number) => string;
  readonly print: (influence: number) => string;
  readonly tick: (influence: number) => string;
  /** Ticks of the influence, and the ends of its axis. */
  readonly ticks: readonly number[];
  readonly extent: readonly [number, number];
}
