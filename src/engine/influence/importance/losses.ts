import { AssayError } from '../../errors';
import { isValued } from '../../models/types';
import { FLOAT32_EDGE, type QuantityFacts } from '../facts';

/**
 * What being wrong costs. `log`: −log of the probability given to the true class. `squared`: squared distance from the true value; for classes from
 * 1 for the true class and 0 for the others, summed over them but for two classes counted once (Brier). `zero-one`: 1 where the decision, or the most
 * probable class of several, is not the true one.
 */
export type LossKind = 'log' | 'squared' | 'zero-one';

/** A loss made ready for score rows: plain data that travels with a question. */
export interface Loss {
  readonly kind: LossKind;
  /** Classes; 0 for values. Two classes have one score: the probability of class 1. */
  readonly classes: number;
  /** The class that is decided for where its probability reaches the threshold; two classes only. */
  readonly favourable: number;
  readonly threshold: number;
  /** A probability nearer to 0 than this counts as this near. */
  readonly edge: number;
}

/** @throws AssayError `no-classes` when a loss of classes is asked of a model that gives values */
export function makeLoss(kind: LossKind, facts: QuantityFacts, edge = FLOAT32_EDGE): Loss {
  const valued = isValued(facts.task);
  if (valued && kind !== 'squared') {
    throw new AssayError({
      area: 'influence',
      code: 'no-classes',
      what: `This model gives values, so its ${kind === 'log' ? 'log loss' : 'share of wrong decisions'} is not defined.`,
      why: 'Only models that tell classes apart have it.',
      remedy: 'Choose the squared error instead.',
    });
  }
  return { kind, classes: valued ? 0 : Math.max(2, facts.classes), favourable: facts.favourable, threshold: facts.threshold, edge };
}

/** Numbers in a score row that the loss reads. */
export function lossWidth(loss: Loss): number {
  return Math.max(1, loss.classes === 2 ? 1 : loss.classes);
}

/**
 * Loss of one row of raw scores (row-major, {@link lossWidth} numbers a row).
 * @param label class number, or value; NaN where it is not known, and then so is the loss
 */
export function lossOf(loss: Loss, scores: Float64Array, row: number, label: number): number {
  const { kind, classes, edge } = loss;
  const width = lossWidth(loss);
  const at = row * width;
  const first = scores[at]!;
  if (Number.isNaN(first) || Number.isNaN(label)) return NaN;
  if (classes === 0) return (first - label) ** 2;
  const own = classes === 2 ? (label === 1 ? first : 1 - first) : scores[at + label]!;
  if (kind === 'log') return -Math.log(Math.max(edge, own));
  if (classes === 2) return kind === 'squared' ? (1 - own) ** 2 : decided(loss, first) === label ? 0 : 1;
  let best = 0;
  let sum = (1 - own) ** 2 - own ** 2;
  for (let k = 0; k < width; k++) {
    sum += scores[at + k]! ** 2;
    if (scores[at + k]! > scores[at + best]!) best = k;
  }
  return kind === 'squared' ? sum : best === label ? 0 : 1;
}

function decided({ favourable, threshold }: Loss, probability: number): number {
  const own = favourable === 1 ? probability : 1 - probability;
  return own >= threshold ? favourable : 1 - favourable;
}
