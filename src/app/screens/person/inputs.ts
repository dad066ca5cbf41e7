import type { Player } from '../../../engine/influence/players';
import type { Feature } from '../../../engine/models/binding/types';
import { list } from '../../text/numbers';
import { valueText } from './words';

/** A player's values as a person reads them: the value of one input; of a one-hot block the input that is 1; else every input with its value. */
export function playerText({ name, features: own }: Player, features: readonly Feature[], values: Float64Array): string {
  const [only, ...more] = own;
  if (only === undefined) return '';
  if (more.length === 0) return valueText(features[only]!, values[only]!);
  const on = own.filter((feature) => values[feature] === 1);
  if (own.every((feature) => values[feature] === 1 || values[feature] === 0)) {
    if (on.length !== 1) return '';
    const label = features[on[0]!]!.name;
    return (label.startsWith(name) ? label.slice(name.length).replace(/^[_=\-.: ]+/u, '') : label) || label;
  }
  return list(own.map((feature) => `${features[feature]!.name} ${valueText(features[feature]!, values[feature]!)}`));
}
