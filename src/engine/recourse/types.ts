/** Which way a number may move from the person's own. */
export type Direction = 'any' | 'up' | 'down';

/** What may be done about one input, in the person's own units. The own value is always allowed. */
export type FeatureRule =
  | { readonly kind: 'locked' }
  | {
      readonly kind: 'number';
      /** Smallest and largest value, both included. */
      readonly low: number;
      readonly high: number;
      /** Distance of neighbouring values, counted from `low`; above 0. */
      readonly step: number;
      readonly direction: Direction;
      /** Multiplies the cost of a change; above 0. */
      readonly weight: number;
      /** A missing value may be filled in with any value from `low` to `high`; else it stays missing. */
      readonly missing?: true;
    }
  | {
      readonly kind: 'level';
      /** Levels it may change to, by index. */
      readonly levels: readonly number[];
      readonly weight: number;
    };

/** Values a plan may give one feature, and what each costs. */
export interface FeatureOptions {
  /** Index of the feature. */
  readonly feature: number;
  /** Numbers ascending, or levels; NaN where the person's own is missing. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Of the same length: 0 for the own value, at least 0 for others. */
  readonly costs: Float64Array<ArrayBuffer>;
  /** Index of the person's own value. */
  readonly own: number;
}

/** What a plan must do with the margins of a model: Σ weights[k] · margin[k] ≥ least. */
export interface Goal {
  readonly weights: readonly number[];
  readonly least: number;
}

/** What a plan is to reach: a score of one class, or a value, of at least `above`, at most `below`, or between the two. */
export interface Target {
  /** Index of the class whose chance it is; of no account for values. */
  readonly class: number;
  /** Of several classes: the score is by how much the chance of the class is above the largest other one. Made by {@link leadTarget}. */
  readonly lead?: true;
  readonly above?: number;
  readonly below?: number;
}

/** The class is to be the most likely of all. */
export function leadTarget(index: number): Target {
  return { class: index, lead: true, above: Number.MIN_VALUE };
}

/** Where a change of one feature asks something of another: if `when` is changed to one of `values`, then `then` must be one of `allowed`. */
export interface Coupling {
  readonly when: number;
  readonly values: (value: number) => boolean;
  readonly then: number;
  readonly allowed: (value: number) => boolean;
}

export interface PlanChange {
  readonly feature: number;
  readonly from: number;
  readonly to: number;
  readonly cost: number;
}

/** Values of some inputs that reach the goal, all others as they are. */
export interface Plan {
  readonly changes: readonly PlanChange[];
  /** Sum of the changes’ costs (or the largest, where that is the cost). */
  readonly cost: number;
  /** Whole feature row. */
  readonly row: Float64Array<ArrayBuffer>;
}

/** A plan with the score that the model itself gives it. */
export interface ScoredPlan extends Plan {
  readonly score: number;
}

/**
 * `optimal`: no admissible plan costs less, proved. `gap`: a plan, and a bound below which none costs. `none`: no admissible change reaches the goal,
 * proved. `unsettled`: no plan was found within the work allowed, and none is ruled out; any would cost at least `bound`.
 */
export type Certificate =
  | { readonly kind: 'optimal'; readonly plan: Plan }
  | { readonly kind: 'gap'; readonly plan: Plan; readonly bound: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsettled'; readonly bound: number };
