import type { ScoreMeaning } from '../job';
import type { Replacement } from '../types';

/** How the line stands after a change: where it was, or where as many people are approved as before. */
export type LineRule = 'same' | 'share';

/** In which order should inputs be neutralised, if the gap between two groups is to narrow at the least cost? */
export interface PlanQuestion {
  readonly width: number;
  readonly meaning: ScoreMeaning;
  /** One replacement for each input that may be chosen, with its name; none may change the same feature as another. */
  readonly candidates: readonly { readonly name: string; readonly replacement: Replacement }[];
  /** Rows the order is found on, and rows it is then measured on: feature rows with what is known of them, in one order each. */
  readonly search: PlanRows;
  readonly held: PlanRows;
  readonly line: number;
  readonly lineRule: LineRule;
  /** Difference of the rates of these groups, first minus second. */
  readonly pair: readonly [number, number];
  readonly groupCount: number;
  /** Inputs neutralised at most. */
  readonly steps: number;
  readonly level?: number;
}

export interface PlanRows {
  readonly values: Float64Array<ArrayBuffer>;
  readonly scores: Float64Array<ArrayBuffer>;
  readonly groups: Int32Array<ArrayBuffer>;
  readonly labels?: Int8Array<ArrayBuffer> | undefined;
  /** How many people a row stands for; every row counts once when left out. */
  readonly weights?: Float64Array<ArrayBuffer> | undefined;
}

/** What neutralising the inputs in `chosen`, one after the other, does to the rows the order is found on. */
export interface Tried {
  readonly round: number;
  readonly candidate: number;
  /** Size of the difference between the two groups. */
  readonly gap: number;
  /** Share of right decisions, or without outcomes the share of decisions that are as before. */
  readonly right: number;
}
