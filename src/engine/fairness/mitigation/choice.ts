import type { LineRule } from './plan/types';
import type { LearnerName } from './retrain/learners';
import type { Teacher } from './retrain/retrain';
import type { Weighting } from './retrain/weights';
import type { Way } from './types';

export const WAYS = ['constant', 'marginal', 'conditional', 'repair'] as const satisfies readonly Way['kind'][];
export const LINE_RULES = ['share', 'same'] as const satisfies readonly LineRule[];
export const LEARNER_NAMES = ['logistic', 'boosted'] as const satisfies readonly LearnerName[];
export const TEACHERS = ['outcome', 'model'] as const satisfies readonly Teacher[];
export const WEIGHTINGS = ['none', 'reweigh', 'equal-cells', 'equal-groups'] as const satisfies readonly Weighting[];

/** What a person chose to change in order to narrow a gap; inputs by the table column they read. Part of the Audit. */
export interface NarrowChoice {
  readonly inputs: readonly number[];
  readonly way: Way['kind'];
  /** Inputs that others are expected from; when empty, those called justified. */
  readonly justified: readonly number[];
  /** How far ranks are moved, 0 to 1. */
  readonly amount: number;
  readonly lineRule: LineRule;
  readonly learner: LearnerName;
  readonly teacher: Teacher;
  readonly weighting: Weighting;
  /** Inputs the stand-in does not read. */
  readonly dropped: readonly number[];
  readonly addGroup: boolean;
}

export const NO_CHANGE: NarrowChoice = {
  inputs: [],
  way: 'marginal',
  justified: [],
  amount: 1,
  lineRule: 'share',
  learner: 'logistic',
  teacher: 'model',
  weighting: 'none',
  dropped: [],
  addGroup: false,
};
