import { AssayError } from '../errors';
import { isValued } from '../models/types';
import { FLOAT32_EDGE, type QuantityFacts } from './facts';
import { type Loss, type LossKind, lossOf, lossWidth, makeLoss } from './importance/losses';

/**
 * Which number of a row is explained. `score`: the probability of the favourable class, or the value of a regression in its own units.
 * `margin`: the log odds of that probability. `leaves`: what a forest's leaves come to for the favourable class, before the link that makes a score of it:
 * log odds where the link is a sigmoid. `decision`: 1 where the decision is favourable, else 0. `class`: the probability of any one class.
 * `loss`: what the model's answer for a row costs, given what really happened.
 */
export type QuantityChoice =
  | { readonly kind: 'score' }
  | { readonly kind: 'margin' }
  | { readonly kind: 'leaves' }
  | { readonly kind: 'decision' }
  | { readonly kind: 'class'; readonly index: number }
  | {
      readonly kind: 'loss';
      readonly loss: LossKind;
      /** What really happened: class number, or value. Left out of questions about many people, who each have their own. */
      readonly label?: number;
    };

/** A choice made ready for score rows, or for rows of margins where it is `leaves`: plain data that travels with a question. */
export interface Quantity {
  readonly kind: 'score' | 'margin' | 'leaves' | 'decision' | 'loss';
  /** Numbers per score row, and the one of them that is read. */
  readonly width: number;
  readonly column: number;
  /** True where the number read is the probability of the other class, so that 1 − p is meant; or its margin, whose sign is turned. */
  readonly complement: boolean;
  /** `decision` only. `above` true: favourable at or above the threshold; false: at or below it. */
  readonly threshold: number;
  readonly above: boolean;
  /** `margin` only: a probability nearer to 0 or 1 than this counts as this near. */
  readonly edge: number;
  /** `loss` only. */
  readonly loss?: Loss;
  /** `loss` only: what really happened; NaN where each row of a question has its own. */
  readonly label?: number;
}

/**
 * Makes a choice ready for the score rows of a model.
 * @throws AssayError `no-probability` when a margin or class is asked of a model without probabilities, `no-such-class` for a class it does not have,
 * `no-outcome` when the loss is asked of a row whose outcome is not known.
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
  if (choice.kind === 'loss') return lossQuantity(choice.loss, choice.label, facts, edge);
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

function lossQuantity(kind: LossKind, label: number | undefined, facts: QuantityFacts, edge: number): Quantity {
  const loss = makeLoss(kind, facts, edge);
  const common = { width: lossWidth(loss), column: 0, complement: false, threshold: facts.threshold, above: true, edge };
  const open: Quantity = { kind: 'loss', ...common, loss, label: NaN };
  return label === undefined ? open : withLabel(open, label);
}

/**
 * The loss given what really happened to one person; any other quantity as it is.
 * @param label class number, or value
 * @throws AssayError `no-outcome` where it is neither a class of the model nor a value
 */
export function withLabel(quantity: Quantity, label: number): Quantity {
  const { loss } = quantity;
  if (loss === undefined) return quantity;
  const known = loss.classes === 0 ? Number.isFinite(label) : Number.isInteger(label) && label >= 0 && label < loss.classes;
  if (!known) {
    throw new AssayError({
      area: 'influence',
      code: 'no-outcome',
      what: 'It cannot be said how wrong the model is about this row.',
      why: `What really happened is not known for it (${label}).`,
      remedy: 'Choose the score or the decision instead, or a row whose outcome is known.',
    });
  }
  return { ...quantity, label };
}

/** The log odds of a probability, −log(1/p − 1), held within the log odds of `edge` and 1 − `edge`. NaN stays NaN. */
export function logOdds(probability: number, edge = FLOAT32_EDGE): number {
  const p = probability < edge ? edge : probability > 1 - edge ? 1 - edge : probability;
  return Math.log(p) - Math.log1p(-p);
}

/**
 * The quantity of one row of raw scores (row-major, `quantity.width` numbers a row).
 * @param label `loss` only: what really happened to the row, where that is not in the quantity
 */
export function quantityOf(quantity: Quantity, scores: Float64Array, row: number, label = quantity.label ?? NaN): number {
  if (quantity.loss !== undefined) return lossOf(quantity.loss, scores, row, label);
  const read = scores[row * quantity.width + quantity.column]!;
  if (quantity.kind === 'leaves') return quantity.complement ? -read : read;
  const oriented = quantity.complement ? 1 - read : read;
  if (quantity.kind === 'score') return oriented;
  if (quantity.kind === 'margin') return logOdds(oriented, quantity.edge);
  if (Number.isNaN(oriented)) return NaN;
  return (quantity.above ? oriented >= quantity.threshold : oriented <= quantity.threshold) ? 1 : 0;
}

/** True where {@link quantityOf} had to hold a margin, or a log loss, back at the edge. */
export function heldBack(quantity: Quantity, scores: Float64Array, row: number): boolean {
  const { loss } = quantity;
  if (loss !== undefined) return loss.kind === 'log' && lossOf(loss, scores, row, quantity.label!) >= -Math.log(loss.edge);
  const read = scores[row * quantity.width + quantity.column]!;
  return quantity.kind === 'margin' && (read < quantity.edge || read > 1 - quantity.edge);
}
