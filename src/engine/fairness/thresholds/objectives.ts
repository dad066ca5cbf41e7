import { overallCounts } from '../counts';
import type { CountTable } from '../counts';
import type { Linear } from './criteria';
import type { Totals } from './curves';
import { rateValue } from './values';

/**
 * What lines by group are chosen for. All rise with what is wanted: accuracy and balanced accuracy are shares over everyone with a known outcome,
 * `cost` is minus the mean cost per person when a false positive and a false negative cost what is said.
 */
export type Objective = { readonly kind: 'accuracy' } | { readonly kind: 'balanced' } | { readonly kind: 'cost'; readonly falsePositive: number; readonly falseNegative: number };

/** What one line for everyone can be held against besides: the share selected, precision, F1. */
export type Utility = Objective | { readonly kind: 'selection' } | { readonly kind: 'ppv' } | { readonly kind: 'f1' };

export const OBJECTIVE_KINDS: readonly Objective['kind'][] = ['accuracy', 'balanced', 'cost'];
export const UTILITY_KINDS: readonly Utility['kind'][] = [...OBJECTIVE_KINDS, 'selection', 'ppv', 'f1'];

/** False only where decisions alone tell the utility. */
export const needsOutcomes = ({ kind }: Utility): boolean => kind !== 'selection';

/** An objective as a linear form of counts, given the totals of everyone. Of the constant, every group carries none: it is added once. */
export function objectiveForm(objective: Objective, { positives, negatives }: Totals): Linear {
  const known = positives + negatives;
  if (objective.kind === 'balanced') return { constant: 0.5, truePositive: 0.5 / positives, falsePositive: -0.5 / negatives, selected: 0 };
  const [falsePositive, falseNegative] = objective.kind === 'cost' ? [objective.falsePositive, objective.falseNegative] : [1, 1];
  const right = objective.kind === 'cost' ? 0 : 1;
  return { constant: right - (falseNegative * positives) / known, truePositive: falseNegative / known, falsePositive: -falsePositive / known, selected: 0 };
}

/** A utility from sums over everyone; NaN where not estimable. */
export function utilityValue(utility: Utility, truePositive: number, falsePositive: number, selected: number, everyone: Totals): number {
  if (utility.kind !== 'cost') return rateValue(utility.kind, truePositive, falsePositive, selected, everyone);
  const wrong = utility.falsePositive * falsePositive + utility.falseNegative * (everyone.positives - truePositive);
  return -wrong / (everyone.positives + everyone.negatives);
}

/** A utility over everyone of a count table, people without a known group included; NaN where not estimable. */
export function utilityOf(utility: Utility, table: CountTable): number {
  const [tp, fp, su, fn, tn, ru] = overallCounts(table).weight as unknown as [number, number, number, number, number, number];
  return utilityValue(utility, tp, fp, tp + fp + su, { positives: tp + fn, negatives: fp + tn, all: tp + fp + su + fn + tn + ru });
}

/**
 * The cheapest line for a score that is a calibrated probability of the favourable outcome: selecting costs falsePositive · (1 − score), not selecting
 * falseNegative · score. Source: Elkan (2001), "The foundations of cost-sensitive learning".
 */
export const costLine = (falsePositive: number, falseNegative: number): number => falsePositive / (falsePositive + falseNegative);
