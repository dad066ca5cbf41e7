import type { Forest } from '../forest/types';
import type { Linear } from '../linear/types';
import type { Link } from '../links';
import type { Model, Task } from '../types';
import { makeInputRows } from './inputs';
import type { Binding, FeatureSpace } from './types';

/** The forest behind a scorer, exactly: its scores are the link of scale × margin. */
export interface ExactStructure {
  readonly forest: Forest;
  readonly task: Task;
  readonly link: Link;
  readonly scale: number;
  /** Feature that feeds each input of the forest, −1 for constants. */
  readonly featureOf: Int32Array;
  /** Rows of the forest's inputs for feature rows, both row-major. */
  inputs(values: Float64Array, count: number): Float64Array<ArrayBuffer>;
}

/** The exact forest of a model with the way from feature rows to its inputs; undefined for a model without one. */
export function exactStructure(model: Model, space: FeatureSpace, binding: Binding): ExactStructure | undefined {
  if (model.forest === undefined || model.fromMargin === undefined) return undefined;
  const { forest, fromMargin, task } = model;
  return { forest, task, ...fromMargin, featureOf: space.featureOf, inputs: makeInputRows(model, space, binding) };
}

/** The linear predictor behind a scorer, exactly: its scores are the link of scale × margin. */
export interface LinearStructure extends Omit<ExactStructure, 'forest'> {
  readonly linear: Linear;
}

/** The exact linear predictor of a model with the way from feature rows to its inputs; undefined for a model without one. */
export function linearStructure(model: Model, space: FeatureSpace, binding: Binding): LinearStructure | undefined {
  if (model.linear === undefined || model.fromMargin === undefined) return undefined;
  const { linear, fromMargin, task } = model;
  return { linear, task, ...fromMargin, featureOf: space.featureOf, inputs: makeInputRows(model, space, binding) };
}
