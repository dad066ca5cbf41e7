import type { PlayerPredicate, Predicate } from '../../../engine/influence/anchors/sampled/predicates';
import type { Feature } from '../../../engine/models/binding/types';
import { en } from '../../text/en';
import { list } from '../../text/numbers';
import { valueText } from './words';

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
