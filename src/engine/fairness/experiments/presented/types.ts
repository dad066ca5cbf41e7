import type { Quantity } from '../../../influence/quantities';
import type { Interval } from '../../../stats/intervals';
import type { CountTest } from '../../../stats/tests';

/** Inputs that are given the same values for everyone presented as one of the two groups: the group itself, where the model reads it. */
export interface FixedInputs {
  readonly features: readonly number[];
  /** One value per feature, as the first and as the second group. */
  readonly values: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
}

/** A number that is moved to the same place among the other group's: known values of the first and of the second group, rising. */
export interface RankedInput {
  readonly feature: number;
  readonly sorted: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
}

/** Inputs that are taken together from one drawn row of the other group: rows of the first and of the second group, row-major. */
export interface TakenInputs {
  readonly features: readonly number[];
  readonly donors: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
}

/** What presenting a person as one group instead of another changes. */
export interface Bundle {
  readonly fixed: FixedInputs;
  readonly ranked: readonly RankedInput[];
  readonly taken: TakenInputs;
}

/**
 * The same people presented to the model twice. `flip`: with the group's input set to either value, all else untouched. `correspondence`: half of
 * `2 × half` copies of a person unchanged, the other half with the bundle set to values typical of the other group.
 */
export interface PresentedQuestion {
  readonly kind: 'flip' | 'correspondence';
  /** Feature rows of the people, row-major. */
  readonly people: Float64Array<ArrayBuffer>;
  readonly width: number;
  /** 0 where the person belongs to the first group, 1 to the second; a flip does not ask. */
  readonly own: Uint8Array<ArrayBuffer>;
  readonly bundle: Bundle;
  /** Copies presented each way; 1 for a flip. */
  readonly half: number;
  /** Segment of each person, −1 unknown; empty without segments. */
  readonly segment: Int32Array<ArrayBuffer>;
  readonly segments: number;
  readonly score: Quantity;
  readonly decision: Quantity;
  readonly seed: number;
  /** Seeded choices of signs for the difference of scores. */
  readonly signDraws: number;
}

export type PresentedShard =
  | { readonly kind: 'score'; readonly question: PresentedQuestion; readonly from: number; readonly to: number }
  | { readonly kind: 'signs'; readonly seed: number; readonly differences: Float64Array<ArrayBuffer>; readonly from: number; readonly to: number };

/** Scores and decisions (1, 0, −1 none) of people `from` on, `1 + half` rows each. */
export interface PresentedPiece {
  readonly from: number;
  readonly scores: Float64Array<ArrayBuffer>;
  readonly decisions: Int8Array<ArrayBuffer>;
}

export interface PresentedPartial {
  readonly people: number;
  readonly pieces: readonly PresentedPiece[];
  readonly signs: { readonly asLarge: number; readonly draws: number };
}

/** Effect of being presented as the first group instead of the second. */
export interface Effect {
  /** People with a decision either way. */
  readonly people: number;
  /** Mean change of the share with the favourable decision. */
  readonly value: number;
  readonly interval: Interval | null;
  /** People who gain, and who lose, by being presented as the first group; who do neither, all the way or on balance. */
  readonly gain: number;
  readonly lose: number;
  readonly same: number;
  /** Favourable decisions as the first group, against each person's two ways swapped by the toss of a coin: speaks of people like these. */
  readonly test: CountTest;
  /** The same count against copies exchanged within each person's block: speaks of these very people. The same for one copy each way. */
  readonly copies: CountTest;
}

/** The change of the score itself. */
export interface ScoreEffect {
  readonly people: number;
  readonly mean: number;
  /** Student's interval of the mean; null for one person. */
  readonly interval: Interval | null;
  /** Largest change of any one person, without sign. */
  readonly largest: number;
  /** By choices of signs; `exact` where all were tried. */
  readonly p: number;
  readonly exact: boolean;
}

export interface Presented {
  /** Of everyone; of the score; by segment, null where a segment has nobody. */
  readonly effect: Effect;
  readonly score: ScoreEffect;
  readonly bySegment: readonly (Effect | null)[];
  /** People left out because the model gives them no score. */
  readonly leftOut: number;
  /** Copies presented each way. */
  readonly half: number;
  /** Rows scored. */
  readonly rows: number;
}

/** What is known so far: nothing but progress until all is done, so that nobody stops when the result pleases. */
export interface PresentedProgress {
  readonly done: number;
  readonly of: number;
  readonly result: Presented | null;
}
