import type { Model } from '../types';
import { numberSender, textTable } from './encode';
import type { Binding, FeatureSpace } from './types';

/**
 * Makes the function that turns feature rows into rows of the model's inputs as numbers, for forests and linear models that are computed without their
 * graph: row-major, one number per model input, NaN missing. A text input is the position of its text among the input's levels, −1 where it is none of them.
 */
export function makeInputRows(model: Model, space: FeatureSpace, binding: Binding): (values: Float64Array, count: number) => Float64Array<ArrayBuffer> {
  const width = space.features.length;
  const inputs = model.inputs.length;
  const senders = model.inputs.map((input, index) => {
    const source = binding.sources[index]!;
    const at = space.featureOf[index]!;
    const feature = at < 0 ? undefined : space.features[at];
    if (input.type !== 'string') return { at, send: numberSender(source, feature) };
    const positions = textTable(source, feature, input).map((text) => input.levels?.indexOf(text) ?? -1);
    const last = positions.length - 1;
    return { at, send: (value: number): number => positions[value >= 0 ? value : last]! };
  });
  return (values, count) => {
    const rows = new Float64Array(count * inputs);
    senders.forEach(({ at, send }, index) => {
      for (let row = 0; row < count; row++) rows[row * inputs + index] = send(at < 0 ? NaN : values[row * width + at]!);
    });
    return rows;
  };
}
