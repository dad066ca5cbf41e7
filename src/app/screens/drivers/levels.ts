import type { Player } from '../../../engine/influence/players';
import type { PlayerValues } from '../../../engine/influence/values';
import type { Feature } from '../../../engine/models/binding/types';
import { levelName, valueText } from '../person/words';

/** What a combination of a block is called: the input that is 1, without the beginning that all of them share; else all its values. */
export function combinationName(player: Player, combination: readonly number[], features: readonly Feature[]): string {
  const on = player.features.filter((_, k) => combination[k] === 1).map((feature) => levelName(features[feature]!.name, player.name));
  return on.length > 0 ? on.join(', ') : combination.map((value, k) => valueText(features[player.features[k]!]!, value)).join(', ');
}

/** A value of a player as people read it: a number, a level, or a combination of a block. */
export function codeText(player: Player, { combinations }: PlayerValues, value: number, features: readonly Feature[]): string {
  const combination = combinations[value];
  return combination ? combinationName(player, combination, features) : valueText(features[player.features[0]!]!, value);
}

/** Levels or combinations that occur, the most frequent first. */
export function levelsOfPlayer(player: Player, own: PlayerValues, features: readonly Feature[]): { readonly value: number; readonly label: string }[] {
  if (own.ordered) return [];
  const counts = new Map<number, number>();
  for (const value of own.values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, others]) => others - many || a - b).map(([value]) => ({ value, label: codeText(player, own, value, features) }));
}
