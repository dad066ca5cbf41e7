import { comparePaired } from '../src/engine/fairness/mitigation/paired/compare';
import { buildThresholdIndex } from '../src/engine/fairness/threshold-index';
import { sha256 } from '../src/engine/report/sha256';

/** Pure engine functions that are too slow for the page: one argument, one result, buffers in both given away. */
export const computations = {
  buildThresholdIndex,
  sha256,
  comparePaired,
};

export type ComputationName = keyof typeof computations;
export type ArgumentOf<Name extends ComputationName> = Parameters<(typeof computations)[Name]>[0];
export type AnswerOf<Name extends ComputationName> = ReturnType<(typeof computations)[Name]>;
