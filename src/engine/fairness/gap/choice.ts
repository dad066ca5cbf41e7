/** Gaps that can be taken apart: in decisions, in scores, and in decisions among people with or without the favourable outcome. */
export const GAP_MEASURES = ['decision', 'score', 'tpr', 'fpr'] as const;
export type GapMeasure = (typeof GAP_MEASURES)[number];

/** What a person looks at of a gap. */
export interface GapChoice {
  readonly measure: GapMeasure;
  /** The group asked about and the one it is held against (−1: everyone else), by index of the drawn groups; null: the lowest against everyone else. */
  readonly pair: readonly [number, number] | null;
  /** Whether other ways of taking it apart, and the gap read off leaves, were asked for. */
  readonly lenses: boolean;
  readonly leaves: boolean;
}

export const FIRST_GAP: GapChoice = { measure: 'decision', pair: null, lenses: false, leaves: false };
