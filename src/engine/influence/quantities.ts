import { AssayError } from '../errors';
import { type Task, isValued } from '../models/types';

/**
 * Which number of a row is explained. `score`: the probability of the favourable class, or the value of a regression in its own units.
 * `margin`: the log odds of that probability. `decision`: 1 where the decision is favourable, else 0. `class`: the probability of any one class.
 */
export type QuantityChoice =
  { readonly kind: 'score' } | { readonly kind: 'margin' } | { readonly kind: 'decision' } | { readonly kind: 'class'; readonly index: number };

/** A choice made ready for score rows: plain data that travels with a question. */
export interface Quantity {
  readonly kind: 'score' | 'margin' | 'decision';
  /** Numbers per score row, and the one of them that is read. */
  readonly width: number;
  readonly column: number;
  /** True where the number read is the probability of the other class, so that 1 − p is meant. */
  readonly complement: boolean;
  /** `decision` only. `above` true: favourable at or above the threshold; false: at or below it. */
  readonly threshold: number;
  readonly above: boolean;
  /** `margin` only: a probability nearer to 0 or 1 than this counts as this near. */
  readonly edge: number;
}

export interface QuantityFacts {
  readonly task: Task;
  /** Number of classes; 0 for regression. */
  readonly classes: number;
  /** Index of the favourable class; for regression 1 = higher is favourable, 0 = lower. */
  readonly favourable: number;
  readonly threshold: number;
}

/** Half the spacing of float32 just below 1: no scorer that computes in float32 can tell a probability from 1 any closer. */
export const FLOAT32_EDGE = 2 ** -25;

/**
 * Makes a choice ready for the score rows of a model.
 * @throws AssayError `no-probability` when a margin or class is asked of a model without probabilities, `no-such-class` for a class it does not have.
 */
export function makeQuantity(choice: QuantityChoice, facts: QuantityFacts, edge = FLOAT32_EDGE): Quantity {
  const valued = isValued(facts.task);
  if (valued && (choice.kind === 'margin' || choice.kind === 'class')) {
    throw new AssayError({
      area: 'influence',
      code: 'no-probability',
      what: `This model gives values, so it has no ${choice.kind === 'margin' ? 'log odds' : 'class probability'} to explain.`,
      why: 'Only models that give probabilities have them.',
      remedy: 'Choose the score or the decision instead.',
    });
  }
  const wanted = choice.kind === 'class' ? choice.index : facts.favourable;
  const classes = valued ? 2 : Math.max(2, facts.classes);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted >= classes) {
    throw new AssayError({
      area: 'influence',
      code: 'no-such-class',
      what: `Class ${wanted} was asked for, and this model has ${classes} classes, numbered from 0.`,
      why: 'The setting does not belong to this model.',
      remedy: 'Choose the favourable outcome again.',
    });
  }
  const multiclass = facts.task === 'multiclass';
  return {
    kind: choice.kind === 'class' ? 'score' : choice.kind,
    width: multiclass ? facts.classes : 1,
    column: multiclass ? wanted : 0,
    complement: facts.task === 'binary' && wanted === 0,
    threshold: facts.threshold,
    above: !valued || facts.favourable === 1,
    edge,
  };
}

/** The log odds of a probability, −log(1/p − 1), held within the log odds of `edge` and 1 − `edge`. NaN stays NaN. */
export function logOdds(probability: number, edge = FLOAT32_EDGE): number {
  const p = probability < edge ? edge : probability > 1 - edge ? 1 - edge : probability;
  return Math.log(p) - Math.log1p(-p);
}

/** The quantity of one row of raw scores (row-major, `quantity.width` numbers a row). */
export function quantityOf(quantity: Quantity, scores: Float64Array, row: number): number {
  const read = scores[row * quantity.width + quantity.column]!;
  const oriented = quantity.complement ? 1 - read : read;
  if (quantity.kind === 'score') return oriented;
  if (quantity.kind === 'margin') return logOdds(oriented, quantity.edge);
  if (Number.isNaN(oriented)) return NaN;
  return (quantity.above ? oriented >= quantity.threshold : oriented <= quantity.threshold) ? 1 : 0;
}

/** True where {@link quantityOf} had to hold a margin back at the edge. */
export function heldBack(quantity: Quantity, scores: Float64Array, row: number): boolean {
  const read = scores[row * quantity.width + quantity.column]!;
  return quantity.kind === 'margin' && (read < quantity.edge || read > 1 - quantity.edge);
}
