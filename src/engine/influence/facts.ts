import type { Task } from '../models/types';

/** What a quantity or a loss has to know of the model. */
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
