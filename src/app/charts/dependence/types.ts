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
  readonly axis: string;
  readonly value: (value: number) => string;
  readonly score: (score: number) => string;
  readonly tick: (score: number) => string;
}
