import type { ProvedPlayer } from '../../../../engine/influence/anchors/proof/job';
import type { FeatureCondition } from '../../../../engine/influence/anchors/proof/told';
import type { Player } from '../../../../engine/influence/players';
import type { Feature } from '../../../../engine/models/binding/types';
import { en } from '../../../text/en';
import { either, list } from '../../../text/numbers';
import { levelName, valueText } from '../words';

/** Values, or stretches of them, named one by one at most. */
const MOST = 4;

/** The values that a condition allows, in words. */
export function allowedText({ ranges, values, others, missing }: FeatureCondition, feature: Feature): string {
  const words = en.proof.values;
  const text = (value: number): string => valueText(feature, value);
  const gap = missing === true ? [words.missing] : [];
  if (others.length === 0) return missing === false ? words.known : either([words.known, ...gap]);
  if (values.length === 0) return words.missing;
  if (feature.kind === 'level') {
    // A short list of what is left out says more than a long one of what is let in.
    if (others.length < values.length && others.length <= MOST) return words.not(either([...Array.from(others, text), ...(missing === false ? [words.missing] : [])]));
    return either(named([...Array.from(values, text), ...gap]));
  }
  const stretches = ranges.map(({ low, high }) => {
    if (low === -Infinity) return values.length === 1 ? text(values[0]!) : words.upTo(text(high));
    if (high === Infinity) return ranges.length === 1 && values.length === 1 ? text(values[0]!) : words.least(text(low));
    return low === high ? text(low) : words.between(text(low), text(high));
  });
  return either(named([...stretches, ...gap]));
}

function named(items: readonly string[]): readonly string[] {
  return items.length <= MOST + 1 ? items : [...items.slice(0, MOST), en.proof.values.more(items.length - MOST)];
}

/** What a rule asks of one player: a block of 0/1 inputs is told by the one that must be 1. */
export function keptText({ conditions, player }: ProvedPlayer, players: readonly Player[], features: readonly Feature[]): { readonly name: string; readonly allowed: string } {
  const { name, features: own } = players[player]!;
  if (own.length === 1) return { name, allowed: allowedText(conditions[0]!, features[own[0]!]!) };
  const ones = conditions.filter(({ values, others, missing }) => values.length === 1 && values[0] === 1 && others.length === 1 && missing !== true);
  if (ones.length === 1) return { name, allowed: levelName(features[ones[0]!.feature]!.name, name) };
  return { name, allowed: list(conditions.map((condition) => en.proof.condition(levelName(features[condition.feature]!.name, name), allowedText(condition, features[condition.feature]!)))) };
}
