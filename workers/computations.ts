import { scoreSides, valueSides } from '../src/engine/fairness/metrics/sides';
import { scoreGaps } from '../src/engine/fairness/score-gaps/gaps';
import { buildThresholdIndex } from '../src/engine/fairness/threshold-index';
import { improbableHybrids } from '../src/engine/influence/warnings/improbable';
import { wholeTable } from '../src/engine/fairness/whole-table';
import { sha256 } from '../src/engine/report/sha256';

/** Pure engine functions that are too slow for the page: one argument, one result, buffers in both given away. */
export const computations = {
  buildThresholdIndex,
  improbableHybrids,
  scoreGaps,
  scoreSides,
  sha256,
  valueSides,
  wholeTable,
};

export type ComputationName = keyof typeof computations;
export type ArgumentOf<Name extends ComputationName> = Parameters<(typeof computations)[Name]>[0];
export type AnswerOf<Name extends ComputationName> = ReturnType<(typeof computations)[Name]>;
