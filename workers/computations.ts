import { tellApart } from '../src/engine/fairness/experiments/classifier';
import { comparePairs } from '../src/engine/fairness/experiments/matched/matched';
import { matchingSize } from '../src/engine/fairness/experiments/matched/matching';
import { scoreSides, valueSides } from '../src/engine/fairness/metrics/sides';
import { scoreGaps } from '../src/engine/fairness/score-gaps/gaps';
import { comparePaired } from '../src/engine/fairness/mitigation/paired/compare';
import { buildThresholdIndex } from '../src/engine/fairness/threshold-index';
import { improbableHybrids } from '../src/engine/influence/warnings/improbable';
import { wholeTable } from '../src/engine/fairness/whole-table';
import { heldOut } from '../src/engine/fairness/thresholds/held-out';
import { commonPicture } from '../src/engine/fairness/thresholds/picture';
import { planLines, type LineQuestion } from '../src/engine/fairness/thresholds/plan';
import { jointRegion } from '../src/engine/fairness/thresholds/joint/joint';
import type { JointQuestion } from '../src/engine/fairness/thresholds/joint/types';
import { region, type RegionQuestion } from '../src/engine/fairness/thresholds/region';
import type { ThresholdIndex } from '../src/engine/fairness/threshold-index';
import { retrain } from '../src/engine/fairness/mitigation/retrain/retrain';
import { fitReplacements } from '../src/engine/fairness/mitigation/replacement';
import { sha256 } from '../src/engine/report/sha256';

/** Pure engine functions that are too slow for the page: one argument, one result, buffers in both given away. */
export const computations = {
  buildThresholdIndex,
  improbableHybrids,
  scoreGaps,
  scoreSides,
  commonPicture,
  heldOut,
  planLines: ({ index, question }: { readonly index: ThresholdIndex; readonly question: LineQuestion }) => planLines(index, question),
  region: ({ index, question }: { readonly index: ThresholdIndex; readonly question: RegionQuestion }) => region(index, question),
  jointRegion: ({ index, question }: { readonly index: ThresholdIndex; readonly question: JointQuestion }) => jointRegion(index, question),
  comparePairs,
  matchingSize,
  tellApart,
  sha256,
  valueSides,
  wholeTable,
  comparePaired,
  retrain,
  fitReplacements,
};

export type ComputationName = keyof typeof computations;
export type ArgumentOf<Name extends ComputationName> = Parameters<(typeof computations)[Name]>[0];
export type AnswerOf<Name extends ComputationName> = ReturnType<(typeof computations)[Name]>;
