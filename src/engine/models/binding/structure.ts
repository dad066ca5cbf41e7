import type { Player } from '../../influence/players';
import type { ExactStructure } from '../../jobs/types';
import type { Model } from '../types';
import { makeInputRows } from './inputs';
import type { Binding, FeatureSpace } from './types';

/** The exact forest of a model with the way from feature rows to its inputs; undefined for a model without one. */
export function exactStructure(model: Model, space: FeatureSpace, binding: Binding): ExactStructure | undefined {
  if (model.forest === undefined || model.fromMargin === undefined) return undefined;
  const { forest, fromMargin, task } = model;
  return { forest, task, ...fromMargin, featureOf: space.featureOf, inputs: makeInputRows(model, space, binding) };
}

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
