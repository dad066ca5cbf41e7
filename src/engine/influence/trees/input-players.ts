import type { Forest } from '../../models/forest/types';
import { checkPlayers } from '../players';
import type { Player } from '../players';

/**
 * Groups of features as groups of a forest's inputs: an input belongs to the player of the feature that feeds it, so a feature that feeds several
 * brings them all. Constants, which no feature feeds and in which no two rows differ, stand last in a player of their own.
 * @param featureOf feature of each input, −1 for constants
 */
export function inputPlayers(players: readonly Player[], featureOf: Int32Array): Player[] {
  const inputsOf = (wanted: (feature: number) => boolean): number[] => Array.from(featureOf.keys()).filter((input) => wanted(featureOf[input]!));
  return [
    ...players.map(({ name, features }) => ({ name, features: inputsOf((feature) => features.includes(feature)) })),
    { name: 'constants', features: inputsOf((feature) => feature < 0) },
  ];
}

/**
 * Player of each input of a forest, and how many there are: every input is one of its own when no groups are given.
 * @throws AssayError `players`
 */
export function playersOfInputs({ features }: Forest, players: readonly Player[] | undefined): { playerOf: Int32Array<ArrayBuffer>; count: number } {
  const playerOf = Int32Array.from({ length: features }, (_, input) => input);
  if (players === undefined) return { playerOf, count: features };
  checkPlayers(players, features);
  for (const [player, own] of players.entries()) for (const input of own.features) playerOf[input] = player;
  return { playerOf, count: players.length };
}
