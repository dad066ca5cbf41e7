import type { CostKind } from '../costs';
import type { Direction } from '../types';

/** How one input may be changed. */
export interface InputLimit {
  /** By index. */
  readonly input: number;
  readonly direction: Direction;
  /** An end that is null is the smallest or largest value of the table. */
  readonly low: number | null;
  readonly high: number | null;
  /** Distance of neighbouring values, above 0; absent: as the table's values are written. */
  readonly step?: number;
  /** Multiplies the cost of a change, above 0; absent: 1. */
  readonly weight?: number;
  /** Levels that some levels may change to; from others to all. */
  readonly levels?: readonly LevelMoves[];
}

/** From one level, −1 where it is missing, to some others; by index. */
export interface LevelMoves {
  readonly from: number;
  readonly to: readonly number[];
}

/** If one input moves a given way, another must move along. */
export interface CoupledMove {
  readonly when: number;
  readonly moves: Direction;
  readonly then: number;
  readonly along: Direction;
  /** At least how far, for numbers: above 0, or 0 where it may go either way and must only change. */
  readonly by: number;
}

/** What may be done about a person. */
export interface ChangeLimits {
  readonly limits: readonly InputLimit[];
  /** Inputs that stay as they are, by index. */
  readonly fixedInputs: readonly number[];
  /** Most inputs that a change may touch; 0: any number, −1: none. */
  readonly mostChanges: number;
  readonly coupled: readonly CoupledMove[];
  /** Missing values may be filled in; else they stay missing. */
  readonly fillMissing: boolean;
}

/** Limits kept under a name of the person's own. */
export interface LimitSet extends ChangeLimits {
  readonly name: string;
}

/** How many sets of limits are kept, and how long their names may be. */
export const MOST_SETS = 20;
export const NAME_LIMIT = 60;
/** How many changes may ask for others. */
export const MOST_COUPLED = 30;

/** How the cost of a change is counted: `max` is the largest percentile shift, all others are added up over the inputs changed. */
export const COST_MEASURES = ['percentile', 'deviation', 'max', 'log'] as const;
export type CostMeasure = (typeof COST_MEASURES)[number];

/** The price of one input's moves under a measure. */
export function costKindOf(measure: CostMeasure): CostKind {
  return measure === 'max' ? 'percentile' : measure;
}

/**
 * What a change is to reach. `decision`: the other decision. `score`: the favourable class's chance, or the value, from `low` to `high`. `class`: that class
 * is the most likely one, by index.
 */
export type GoalChoice = { readonly kind: 'decision' } | { readonly kind: 'score'; readonly low: number | null; readonly high: number | null } | { readonly kind: 'class'; readonly index: number };

/** Those of some settings that are limits, for keeping them under a name. */
export function limitsOf({ limits, fixedInputs, mostChanges, coupled, fillMissing }: ChangeLimits): ChangeLimits {
  return { limits, fixedInputs, mostChanges, coupled, fillMissing };
}

/** Whether two sets of limits say the same. */
export function sameLimits(a: ChangeLimits, b: ChangeLimits): boolean {
  return JSON.stringify(limitsOf(a)) === JSON.stringify(limitsOf(b));
}
