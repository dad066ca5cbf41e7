import { NAMED } from '../../../engine/influence/player-groups';
import type { Player } from '../../../engine/influence/players';
import type { Feature } from '../../../engine/models/binding/types';
import { list } from '../../text/numbers';
import { levelName, valueText } from './words';

/**
 * A player's values as a person reads them: the value of one input; of a one-hot block the input that is 1; of a few inputs put together their
 * values in the order of their names; of more every input with its value.
 */
export function playerText({ name, features: own }: Player, features: readonly Feature[], values: Float64Array): string {
  const [only, ...more] = own;
  if (only === undefined) return '';
  if (more.length === 0) return valueText(features[only]!, values[only]!);
  if (own.every((feature) => features[feature]!.name.startsWith(name))) {
    const on = own.filter((feature) => values[feature] === 1);
    return on.length === 1 ? levelName(features[on[0]!]!.name, name) : '';
  }
  if (own.length <= NAMED) return list(own.map((feature) => valueText(features[feature]!, values[feature]!)));
  return list(own.map((feature) => `${features[feature]!.name} ${valueText(features[feature]!, values[feature]!)}`));
}
