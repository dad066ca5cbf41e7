import { auc } from '../fairness/auc';
import type { Auc } from '../fairness/auc';
import { overallCounts } from '../fairness/counts';
import { rate } from '../fairness/rates';
import type { Rate } from '../fairness/rates';
import { overallScores, scoresBelow } from '../fairness/scores';
import type { ThresholdIndex } from '../fairness/threshold-index';
import { COMPARE_FROM } from '../fairness/verdict';
import type { AccuracyFinding, Amount, DataFault, DataFinding, FindingsInput, PersonFinding, SelectionFinding, SelfTestFinding } from './finding-types';

const amount = ({ value, numerator, denominator, interval }: Rate): Amount => ({ value: value!, numerator, denominator, interval });
const sureness = ({ people }: Rate): 'estimated' | 'few' => (people < COMPARE_FROM ? 'few' : 'estimated');

/** How many people get the favourable decision; null without people. */
export function selectionFinding({ table, threshold }: FindingsInput): SelectionFinding | null {
  const overall = rate('selection', overallCounts(table));
  if (overall.value === null) return null;
  return {
    kind: 'selection',
    here: amount(overall),
    size: overall.value,
    interval: overall.interval,
    sure: sureness(overall),
    n: overall.people,
    comparedWith: 'threshold',
    threshold,
    limit: 'one-threshold',
    link: { screen: 'groups' },
  };
}

/** The AUC does not move with the threshold, so it is computed once per index. */
const areas = new WeakMap<ThresholdIndex, Auc | null>();

function overallAuc(index: ThresholdIndex): Auc | null {
  const known = areas.get(index);
  if (known !== undefined) return known;
  const scores = overallScores(index);
  const area = auc(scores.positive, scores.negative);
  areas.set(index, area);
  return area;
}

/** How often decisions are right; null without known outcomes. */
export function accuracyFinding({ table, index }: FindingsInput): AccuracyFinding | null {
  const counts = overallCounts(table);
  const overall = rate('accuracy', counts);
  const base = rate('base', counts).value;
  if (overall.value === null || base === null) return null;
  const area = index ? overallAuc(index) : null;
  return {
    kind: 'accuracy',
    here: amount(overall),
    size: overall.value,
    interval: overall.interval,
    sure: sureness(overall),
    n: overall.people,
    comparedWith: 'majority',
    majority: Math.max(base, 1 - base),
    auc: area && { value: area.value, interval: area.interval },
    limit: 'average-over-groups',
    link: { screen: 'groups' },
  };
}

/** The person under question; null when nobody is chosen or there is no score. */
export function personFinding({ person, index, threshold, lowIsFavourable }: FindingsInput): PersonFinding | null {
  if (!person || Number.isNaN(person.score)) return null;
  const sign = lowIsFavourable ? -1 : 1;
  const { below, equal } = index ? scoresBelow(index, sign * person.score) : { below: 0, equal: 0 };
  const scored = index?.scores.length ?? 0;
  const lower = lowIsFavourable ? scored - below - equal : below;
  return {
    kind: 'person',
    row: person.row,
    score: person.score,
    threshold,
    favourable: sign * person.score >= sign * threshold,
    rank: scored > 0 ? (lower + equal / 2) / scored : NaN,
    size: person.score - threshold,
    interval: null,
    sure: 'exact',
    n: 1,
    comparedWith: 'threshold',
    limit: 'not-why-person',
    link: { screen: 'person', row: person.row },
  };
}

/** Every kind of row that could not be used in full, most rows first. */
export function dataFindings({ index, table, inputs }: FindingsInput): DataFinding[] {
  const rows = index ? index.rows : overallCounts(table).people.reduce((sum, n) => sum + n, 0);
  const faults: [DataFault, number | null, number][] = [];
  if (index) {
    faults.push(['missing-score', null, index.missingScores], ['missing-group', null, index.missingGroups]);
    if (index.labelled) faults.push(['missing-label', null, index.missingLabels]);
  }
  for (const { column, missing, unseen } of inputs ?? []) faults.push(['missing-input', column, missing], ['unseen-level', column, unseen]);
  return faults
    .filter(([, , count]) => count > 0)
    .sort((a, b) => b[2] - a[2])
    .map(([fault, column, count]) => ({
      kind: 'data',
      fault,
      column,
      size: count,
      share: count / rows,
      interval: null,
      sure: 'exact',
      n: rows,
      comparedWith: 'table',
      limit: fault === 'unseen-level' ? 'scored-as-unknown' : 'missing-not-random',
      link: { screen: 'check' },
    }));
}

/** A self-test that did not come out equal; null when it did, or none was made. */
export function selfTestFinding({ selfTest }: FindingsInput): SelfTestFinding | null {
  if (!selfTest || (selfTest.differ === 0 && selfTest.largestDifference <= selfTest.tolerance)) return null;
  return {
    kind: 'self-test',
    column: selfTest.column,
    largestDifference: selfTest.largestDifference,
    differ: selfTest.differ,
    size: selfTest.differ,
    interval: null,
    sure: 'exact',
    n: selfTest.compared,
    comparedWith: 'column',
    limit: 'same-model-unknown',
    link: { screen: 'check' },
  };
}
