import type { Registration } from '../fairness/experiments/registration';
import type { Opponents } from '../fairness/metrics/table';
import type { MetricId } from '../fairness/metrics/catalogue';
import { EMPTY_INTAKE, type Intake } from '../fairness/primary';
import type { Judged, JudgedReason } from '../fairness/proxies/judged';
import { QUADRANT_LINES } from '../fairness/proxies/quadrants';
import type { Criterion, GapId } from '../fairness/thresholds/criteria';
import type { Objective, Utility } from '../fairness/thresholds/objectives';
import type { InputSource } from '../models/binding/types';
import type { CostMeasure, CoupledMove, GoalChoice, InputLimit, LimitSet } from '../recourse/limits/choice';
import { FIRST_GAP, type GapChoice } from '../fairness/gap/choice';
import type { NarrowChoice } from '../fairness/mitigation/choice';
import { NO_CHANGE } from '../fairness/mitigation/choice';
import type { Notation } from '../table/columns/kind';
import type { ColumnKind, Role } from '../table/types';
import type { ScoreReading } from './column-scores';
import type { Request } from './requests';

/** The people whose scores a score is compared with. */
export type BackgroundChoice =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'favourable' }
  | { readonly kind: 'same-group' }
  /** One group, by its index among those the chosen group columns make. */
  | { readonly kind: 'group'; readonly group: number }
  /** The rows most like the person. */
  | { readonly kind: 'nearest' }
  | { readonly kind: 'row'; readonly row: number }
  /** Rows of another file, which is opened beside the first and never travels with the settings. */
  | { readonly kind: 'second-table' };

/** Which number of a person is explained; `class` by index. */
export type QuantityName = { readonly kind: 'score' } | { readonly kind: 'margin' } | { readonly kind: 'decision' } | { readonly kind: 'loss' } | { readonly kind: 'class'; readonly index: number };

/** People a question about many is limited to: all conditions hold together. */
export interface Cohort {
  /** Index of the group as the chosen group columns make them; −1: all. */
  readonly group: number;
  readonly decision: 'all' | 'favourable' | 'unfavourable';
  /** Numbers of a column from `low` to `high`, both included. */
  readonly ranges: readonly { readonly column: number; readonly low: number; readonly high: number }[];
  /** Levels of a column by index. */
  readonly levels: readonly { readonly column: number; readonly levels: readonly number[] }[];
}

export type { InputLimit } from '../recourse/limits/choice';

export const EVERYONE: Cohort = { group: -1, decision: 'all', ranges: [], levels: [] };

/** What lines are asked for on the screen of groups: one for everyone, and one for each group. */
export interface LineChoices {
  /** What one line for everyone is held against: a gap between groups, and what the line is for. */
  readonly gap: GapId;
  readonly utility: Utility['kind'];
  /** What lines by group keep equal, up to `tolerance` as a share, and what they are chosen for. */
  readonly criterion: Criterion;
  readonly objective: Objective['kind'];
  readonly tolerance: number;
  /** A lot between two lines is allowed. */
  readonly lot: boolean;
  /** What a false positive costs, where a false negative costs 1. */
  readonly costRatio: number;
  /** Gaps that are to be kept small together, which two groups are looked at (null: the two largest), and whether all other groups are to keep them too. */
  readonly together: readonly GapId[];
  readonly pair: readonly [number, number] | null;
  readonly jointly: boolean;
}

/** How a person wants one column read: its kind, and how its numbers or dates are written where that has to be said. */
export interface KindChange {
  readonly column: number;
  readonly kind: ColumnKind;
  readonly notation?: Notation;
  readonly order?: 'day-first' | 'month-first';
}

/**
 * The one serialisable state. Every screen reads it; the link and the saved file are two forms of it. Columns are named by position and classes by
 * index, so that a link holds no text from the files.
 */
export interface Audit {
  readonly version: 1;
  /** SHA-256 of the opened files, hex; empty where none is open. */
  readonly tableHash: string;
  readonly modelHash: string;
  /** Role per column position, where the person changed the guess or accepted it. */
  readonly roles: readonly Role[];
  /** Reading per column position, only where the person changed it. */
  readonly kinds: readonly KindChange[];
  /** One source per model input; null where not found. */
  readonly binding: readonly (InputSource | null)[];
  /** Order of the label's levels that gives the classes, by class index: index into the label column's levels; empty when names match. */
  readonly classLevels: readonly number[];
  /** Index of the favourable class; for regression 1 = higher is favourable, 0 = lower. */
  readonly favourable: number;
  /** Score at or above which the decision is favourable: a probability in [0, 1], or a value for regression. */
  readonly threshold: number;
  /** What the two decisions are called, favourable first, as past participles: `approved`, `denied`. The person's own words. */
  readonly decision: readonly [string, string];
  /** One to three group columns. */
  readonly groups: readonly number[];
  /** Where a number column is cut into groups, by column position; columns without an entry are cut into parts of about equally many people. */
  readonly cuts: readonly { readonly column: number; readonly at: readonly number[] }[];
  /** Measures chosen before looking, at most three. */
  readonly primary: readonly MetricId[];
  /** Whom each group is compared with; a group by its index. */
  readonly against: Opponents;
  /** Column within whose levels groups are compared as well; −1: none. */
  readonly stratum: number;
  /** What the person said about the stakes, for the choice of a measure and the report. */
  readonly intake: Intake;
  /** Differences within ± this share are called small. */
  readonly margin: number;
  readonly background: BackgroundChoice;
  /** SHA-256 of the second table that is compared with, hex; empty where none was opened. */
  readonly secondHash: string;
  /** Number of background rows drawn. */
  readonly backgroundSize: number;
  readonly seed: number;
  readonly quantity: QuantityName;
  /** Inputs that are replaced together, by index, beside the one-hot blocks that are found. */
  readonly playerGroups: readonly (readonly number[])[];
  /** Groups of inputs share out their value among their inputs (Owen values) instead of counting as one. */
  readonly splitGroups: boolean;
  /** Limits of changes, for some inputs. */
  readonly limits: readonly InputLimit[];
  /** Most inputs that a change may touch; 0: any number, −1: none. */
  readonly mostChanges: number;
  /** Changes that ask for others. */
  readonly coupled: readonly CoupledMove[];
  /** Missing values may be filled in where changes are looked for. */
  readonly fillMissing: boolean;
  /** Sets of limits kept under names. */
  readonly limitSets: readonly LimitSet[];
  readonly costMeasure: CostMeasure;
  /** What changes are to reach. */
  readonly goal: GoalChoice;
  /** Inputs that a person cannot change, by index: marked where reasons are told, and left as they are where changes are looked for. */
  readonly fixedInputs: readonly number[];
  /** Order of the inputs over all people: by mean size of influence, by loss when shuffled, or by Shapley shares of the loss. */
  readonly ranking: 'influence' | 'loss' | 'sage';
  /**
   * What inputs are followed on over all people: the score, or the margin it is made of. The score at first, although a forest's margin is exact over
   * everybody: points of the score are what the line is drawn in and what the other screens tell, and a move that cannot change a decision is small in them.
   */
  readonly followed: 'score' | 'margin';
  /** Index of the player looked into, and of the one it is read beside; −1: the largest, and the one it goes with most. */
  readonly input: number;
  readonly partner: number;
  readonly effect: 'accumulated' | 'partial';
  readonly cohort: Cohort;
  /** What a person says of inputs that carry a gap, and why. */
  readonly verdicts: readonly Judged[];
  /** Rates count rows by the weight column. */
  readonly weighted: boolean;
  readonly gap: GapChoice;
  /** What would narrow the gap: inputs neutralised, and a stand-in fitted again. */
  readonly narrow: NarrowChoice;
  readonly reasons: readonly JudgedReason[];
  /** From which AUC on an input counts as telling the group, and from which part of a gap on as carrying it. */
  readonly proxyLines: readonly [number, number];
  /** What the score or prediction column holds, where the person has said so and no model is open. */
  readonly scoresAs: ScoreReading | null;
  /** Boosting rounds to use of a model that was stopped early. */
  readonly rounds: 'best' | 'all';
  /** Which of a model's targets is scored. */
  readonly target: number;
  /** Row of the person under question, or −1. */
  readonly person: number;
  /** Row of the second person, whose score the first one's is held against; −1: nobody. */
  readonly second: number;
  /** Answers about the person that were asked for. */
  readonly requests: readonly Request[];
  readonly lines: LineChoices;
  /** Experiments in the order of their registration. */
  readonly experiments: readonly Registration[];
}

export const FIRST_LINES: LineChoices = {
  gap: 'selection',
  utility: 'accuracy',
  criterion: 'selection',
  objective: 'accuracy',
  tolerance: 0.02,
  lot: false,
  costRatio: 1,
  together: ['selection', 'tpr', 'fpr'],
  pair: null,
  jointly: true,
};

export const EMPTY_AUDIT: Audit = {
  version: 1,
  tableHash: '',
  modelHash: '',
  roles: [],
  kinds: [],
  binding: [],
  classLevels: [],
  favourable: 1,
  threshold: 0.5,
  decision: ['selected', 'not selected'],
  groups: [],
  cuts: [],
  primary: ['selection'],
  against: 'others',
  stratum: -1,
  intake: EMPTY_INTAKE,
  margin: 0.02,
  background: { kind: 'everyone' },
  secondHash: '',
  backgroundSize: 500,
  seed: 1,
  quantity: { kind: 'score' },
  playerGroups: [],
  splitGroups: false,
  limits: [],
  mostChanges: 0,
  coupled: [],
  fillMissing: false,
  limitSets: [],
  costMeasure: 'percentile',
  goal: { kind: 'decision' },
  fixedInputs: [],
  ranking: 'influence',
  followed: 'score',
  input: -1,
  partner: -1,
  effect: 'accumulated',
  cohort: EVERYONE,
  verdicts: [],
  weighted: false,
  gap: FIRST_GAP,
  narrow: NO_CHANGE,
  reasons: [],
  proxyLines: [QUADRANT_LINES.association, QUADRANT_LINES.share],
  scoresAs: null,
  rounds: 'best',
  target: 0,
  person: -1,
  second: -1,
  requests: [],
  lines: FIRST_LINES,
  experiments: [],
};
