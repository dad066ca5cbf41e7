import type { Anchors } from '../../../../engine/influence/anchors/sampled/types';
import type { PlayerPredicate, Predicate } from '../../../../engine/influence/anchors/sampled/predicates';
import type { Feature } from '../../../../engine/models/binding/types';
import type { PersonState } from '../../../state/person.svelte';
import { en } from '../../../text/en';
import { list, ofHundred } from '../../../text/numbers';
import { valueText } from '../words';

/** One condition in words. */
export function conditionText(predicate: Predicate, features: readonly Feature[]): string {
  const words = en.rule;
  const feature = features[predicate.feature]!;
  if (predicate.kind === 'equals') return words.is(feature.name, valueText(feature, predicate.value));
  const { low, high, highInclusive } = predicate;
  if (low === -Infinity) return (highInclusive ? words.upTo : words.under)(feature.name, valueText(feature, high));
  return high === Infinity ? words.over(feature.name, valueText(feature, low)) : words.between(feature.name, valueText(feature, low), valueText(feature, high));
}

/** All conditions of a rule; a block of 0/1 inputs is told by the one that is 1. */
export function conditionsText(conditions: readonly PlayerPredicate[], features: readonly Feature[]): string {
  const told = conditions.map(({ all }) => {
    const ones = all.filter((predicate) => predicate.kind === 'equals' && predicate.value === 1);
    return list((all.length > 1 && ones.length === 1 ? ones : all).map((predicate) => conditionText(predicate, features)));
  });
  return list(told);
}

export interface SampledTold {
  readonly title: string;
  /** What came nearest where no rule is good enough. */
  readonly best: string | undefined;
  readonly decision: string;
  readonly precision: NonNullable<Anchors['precision']>;
  readonly coverage: Anchors['coverage'];
  readonly rowsEvaluated: number;
  readonly seed: number;
}

/** The rule found for the person, in words; undefined until its precision is known. */
export function sampledOf(view: PersonState): SampledTold | undefined {
  const words = en.rule;
  const { answered, result } = view.rule.asked;
  if (!answered || !result?.precision) return undefined;
  const { precision, coverage, rowsEvaluated, seed, reached } = result;
  const decision = view.session.audit.decision[answered.favourable ? 0 : 1];
  const share = ofHundred(precision.value);
  const conditions = conditionsText(result.conditions, view.features);
  const none = result.conditions.length === 0;
  const title = none ? words.always(share, decision) : reached ? words.title(conditions, share, decision) : words.none(ofHundred(answered.question.settings.target));
  return { title, best: reached || none ? undefined : words.best(conditions, share, decision), decision, precision, coverage, rowsEvaluated, seed };
}
