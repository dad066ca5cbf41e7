import { AssayError } from '../../errors';
import type { ThresholdIndex } from '../threshold-index';
import { SHOW_FROM } from '../verdict';
import { along, gapBetween, peopleBehind, rateForm } from './criteria';
import type { Criterion, GapId } from './criteria';
import { lineCurve, totals } from './curves';
import type { LineCurve, Totals } from './curves';
import { objectiveForm, utilityOf } from './objectives';
import type { Objective } from './objectives';
import { nearOddsLines } from './near-odds';
import { equalOddsLines } from './odds';
import { bestMixedLines } from './parity';
import { plainOddsLines } from './plain-odds';
import { countsUnder, oneLine } from './rules';
import type { GroupRule } from './rules';
import { bestLines } from './window';

/** What lines by group are asked for. */
export interface LineQuestion {
  readonly criterion: Criterion;
  readonly objective: Objective;
  /** Largest gap allowed in the criterion, as a share. */
  readonly tolerance: number;
  /** Allows a lot between two lines. */
  readonly randomised: boolean;
  /** The line that people without a group, and groups too small to be asked, keep. */
  readonly line: number;
  /** Fewest people behind a group's rate for the group to be asked. */
  readonly minimum?: number;
}

/** Lines by group, and what they come to on the people they were chosen from. */
export interface LinePlan {
  /** One per group, and one more for people without a known group. */
  readonly rules: readonly GroupRule[];
  /** Groups whose lines were chosen, and those that keep the line for everyone: too few people behind their rate. */
  readonly considered: readonly number[];
  readonly leftOut: readonly number[];
  /** The gap that is left in the criterion between the groups considered; NaN for `none`. */
  readonly gap: number;
  /** False where no choice of lines keeps the gap within the tolerance: then it is the smallest there is. */
  readonly met: boolean;
  /** The objective over everyone. */
  readonly utility: number;
  /** True where every line of every group was tried. */
  readonly exact: boolean;
}

const refuse = (code: string, what: string, why: string, remedy: string): AssayError => new AssayError({ area: 'fairness', code, what, why, remedy });

function refuseUnanswerable({ groupCount }: ThresholdIndex, { positives, negatives }: Totals, { criterion, objective }: LineQuestion): void {
  if (groupCount < 2) {
    throw refuse('one-group', 'There is one group only.', 'Lines by group need two groups or more.', 'Choose a group column with at least two levels.');
  }
  if (!(positives + negatives > 0)) {
    throw refuse(
      'no-known-outcomes',
      'No row has a known outcome.',
      'Whether a line serves its purpose is measured on people whose outcome is known.',
      'Choose the column that holds the true outcome on the Check screen.',
    );
  }
  const both = criterion === 'odds' || objective.kind === 'balanced';
  if (both && !(positives > 0 && negatives > 0)) {
    throw refuse(
      'one-outcome',
      `Every known outcome is ${positives > 0 ? 'favourable' : 'unfavourable'}.`,
      'Balanced accuracy and equalized odds compare people with the one outcome and people with the other.',
      'Choose accuracy or a cost, or open a table in which both outcomes occur.',
    );
  }
}

function everyone(curves: readonly LineCurve[]): Totals {
  const all = curves.map(({ weight }) => totals(weight));
  const sum = (of: (own: Totals) => number): number => all.reduce((total, own) => total + of(own), 0);
  return { positives: sum(({ positives }) => positives), negatives: sum(({ negatives }) => negatives), all: sum((own) => own.all) };
}

function choose(curves: readonly LineCurve[], own: readonly Totals[], question: LineQuestion, whole: Totals): { rules: GroupRule[]; met: boolean; exact: boolean } {
  const { criterion, tolerance, randomised } = question;
  const objective = objectiveForm(question.objective, whole);
  const lines = (at: ArrayLike<number>): GroupRule[] => curves.map(({ thresholds }, g) => oneLine(thresholds[at[g]!]!));
  if (criterion === 'odds') {
    if (randomised) return { rules: tolerance > 0 ? nearOddsLines(curves, objective, tolerance) : equalOddsLines(curves, objective), met: true, exact: true };
    const { at, exact } = plainOddsLines(curves, objective, tolerance);
    return { rules: lines(at), met: true, exact };
  }
  if (criterion === 'none') {
    const best = curves.map((curve) => {
      const utility = along(curve, objective);
      return utility.reduce((top, value, i) => (value > utility[top]! ? i : top), 0);
    });
    return { rules: lines(best), met: true, exact: true };
  }
  const rates = own.map((size) => rateForm(criterion, size)!);
  if (randomised) return { rules: bestMixedLines(curves, rates, objective, tolerance), met: true, exact: true };
  const { at, utility } = bestLines(
    curves.map((curve, g) => along(curve, rates[g]!)),
    curves.map((curve) => along(curve, { ...objective, constant: 0 })),
    tolerance,
  );
  return { rules: lines(at), met: utility > -Infinity, exact: true };
}

/**
 * Chooses lines by group: the best for the objective among those that keep the criterion. In O(people) after the index, with a sort of the distinct
 * scores where no lot is allowed.
 * @throws AssayError `one-group`, `no-known-outcomes`, `one-outcome`, or `too-few-groups` where fewer than two groups have enough people behind the rate.
 */
export function planLines(index: ThresholdIndex, question: LineQuestion): LinePlan {
  const { criterion, objective, line, minimum = SHOW_FROM } = question;
  const curves = Array.from({ length: index.groupCount + 1 }, (_, group) => lineCurve(index, group));
  const whole = everyone(curves);
  refuseUnanswerable(index, whole, question);
  const groups = Array.from({ length: index.groupCount }, (_, group) => group);
  const enough = (group: number): boolean => {
    const [people, weight] = [peopleBehind(criterion, totals(curves[group]!.people)), peopleBehind(criterion, totals(curves[group]!.weight))];
    return people >= minimum && weight > 0;
  };
  const considered = groups.filter(enough);
  const leftOut = groups.filter((group) => !enough(group));
  if (considered.length < 2) {
    throw refuse(
      'too-few-groups',
      `${considered.length === 0 ? 'No group has' : 'Only one group has'} at least ${minimum} people to measure this on.`,
      'A line for a group cannot be chosen from a handful of people.',
      'Choose another measure or another group column.',
    );
  }
  const own = considered.map((group) => totals(curves[group]!.weight));
  const { rules: chosen, met, exact } = choose(
    considered.map((group) => curves[group]!),
    own,
    question,
    whole,
  );
  const rules: GroupRule[] = Array.from({ length: index.groupCount + 1 }, () => oneLine(line));
  considered.forEach((group, g) => (rules[group] = chosen[g]!));
  const table = countsUnder(index, rules);
  const gap = criterion === 'none' ? NaN : gapBetween(table, criterion satisfies GapId, considered);
  return { rules, considered, leftOut, gap, met, utility: utilityOf(objective, table), exact };
}
