import type { Player } from '../../influence/players';

/**
 * How inputs stop carrying information about a person without refitting the model. `constant`: everybody gets the typical value. `marginal`: the mean
 * of the scores with each of `draws` people's values put in. `conditional`: the value expected from the inputs called justified. `repair`: values moved
 * by `amount` (0 to 1) from the distribution of the person's group to that of everybody; it reads the group when it decides.
 */
export type Way =
  | { readonly kind: 'constant' }
  | { readonly kind: 'marginal'; readonly draws: number }
  | { readonly kind: 'conditional'; readonly justified: readonly Player[] }
  | { readonly kind: 'repair'; readonly amount: number };

/** One column that a small regression reads: a number (missing as `fill`, then centred and scaled), whether it is missing, or whether it is a level. */
export type Predictor =
  | { readonly kind: 'number'; readonly feature: number; readonly fill: number; readonly centre: number; readonly scale: number }
  | { readonly kind: 'missing'; readonly feature: number }
  | { readonly kind: 'level'; readonly feature: number; readonly level: number };

/**
 * What is expected of one player. A number: intercept and weights of its regression, held within what occurs, rounded where only whole numbers are taken. Levels and blocks: one such list for each
 * pattern of values that occurs, and the pattern with the largest prediction is taken.
 */
export type Expectation =
  | { readonly kind: 'number'; readonly feature: number; readonly weights: Float64Array<ArrayBuffer>; readonly low: number; readonly high: number; readonly whole: boolean }
  | {
      readonly kind: 'pattern';
      readonly features: readonly number[];
      /** One value per feature for each pattern. */
      readonly patterns: readonly (readonly number[])[];
      readonly weights: readonly Float64Array<ArrayBuffer>[];
    };

/** Rising values of one number in each group and in all, for moving one distribution onto the other. */
export interface RankMap {
  readonly feature: number;
  readonly groups: readonly Float64Array<ArrayBuffer>[];
  readonly pooled: Float64Array<ArrayBuffer>;
  readonly whole: boolean;
}

/** A way made ready for rows: plain data that travels with a question. */
export type Replacement =
  | { readonly kind: 'constant'; readonly features: readonly number[]; readonly values: readonly number[] }
  /** `values`: row-major, one number per feature for each draw. */
  | { readonly kind: 'draws'; readonly features: readonly number[]; readonly values: Float64Array<ArrayBuffer>; readonly draws: number }
  | { readonly kind: 'expected'; readonly predictors: readonly Predictor[]; readonly parts: readonly Expectation[] }
  | { readonly kind: 'repaired'; readonly amount: number; readonly maps: readonly RankMap[] };

/** Draws of the marginal expectation. */
export const DRAWS = { fewest: 20, usual: 30, most: 50 } as const;
