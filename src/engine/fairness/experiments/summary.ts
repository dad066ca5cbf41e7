import type { Interval } from '../../stats/intervals';
import type { CountTest } from '../../stats/tests';
import type { Classifier } from './classifier';
import type { Matched } from './matched/types';
import type { Presented } from './presented/types';

/** What an experiment found, whichever it was. */
export type ExperimentResult =
  | { readonly kind: 'presented'; readonly presented: Presented }
  | { readonly kind: 'matched'; readonly matched: Matched }
  | { readonly kind: 'classifier'; readonly classifier: Classifier };

/** The numbers that every experiment has. */
export interface ExperimentSummary {
  /** Share: favourable decisions as the first group less those as the second, or AUC − ½. */
  readonly effect: number;
  readonly interval: Interval | null;
  /** The registered exact p-value: two-sided, but one-sided for telling groups apart, where less than guessing means nothing. */
  readonly p: number;
  /** People, or pairs, that the effect is a share of; held-out people for telling groups apart. */
  readonly people: number;
  readonly test: CountTest;
  /** A count t of the test's law stands for the share (t − expected) × scale. */
  readonly scale: number;
  /** False where only large counts are surprising. */
  readonly twoSided: boolean;
}

/** Reads what is told in sentences from any experiment's result. */
export function summariseExperiment(result: ExperimentResult): ExperimentSummary {
  if (result.kind === 'presented') {
    const { effect, half } = result.presented;
    const { value, interval, test, people } = effect;
    return { effect: value, interval, p: test.twoSided, people, test, scale: 2 / (people * half), twoSided: true };
  }
  if (result.kind === 'matched') {
    const { effect, interval, test, pairs } = result.matched;
    return { effect, interval, p: test.twoSided, people: pairs, test, scale: 2 / pairs, twoSided: true };
  }
  const { effect, interval, test, heldOut } = result.classifier;
  return { effect, interval, p: test.greater, people: heldOut[0] + heldOut[1], test, scale: 1 / heldOut[0], twoSided: false };
}
