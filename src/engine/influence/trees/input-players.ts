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
