import type { Model } from '../types';
import { numberSender } from './encode';
import { defaultMissingText } from './missing';
import type { Binding, FeatureSpace } from './types';

/**
 * Makes the function that turns feature rows into rows of the model's inputs (row-major, one number per input, NaN missing), as the exact structures take
 * them. A text input's number is the position of its text among the input's levels, −1 for a text that is not there.
 */
export function makeInputRows(model: Model, space: FeatureSpace, binding: Binding): (values: Float64Array, count: number) => Float64Array<ArrayBuffer> {
  const width = space.features.length;
  const senders = model.inputs.map((input, i) => {
    const source = binding.sources[i]!;
    const at = space.featureOf[i]!;
    const feature = at < 0 ? undefined : space.features[at];
    if (input.type !== 'string' || source.as === 'equals' || source.as === 'code') return { at, send: numberSender(source, feature) };
    const levels = input.levels ?? [];
    const place = (text: string): number => levels.indexOf(text);
    if (source.as === 'constant') {
      const constant = place(String(source.value));
      return { at, send: () => constant };
    }
    const table = Float64Array.from([...(feature?.levels ?? []), source.as === 'text' ? (source.missing ?? defaultMissingText(input)) : ''], place);
    return { at, send: (x: number) => table[x >= 0 ? x : table.length - 1]! };
  });
  return (values, count) => {
    const rows = new Float64Array(count * senders.length);
    senders.forEach(({ at, send }, i) => {
      for (let row = 0; row < count; row++) rows[row * senders.length + i] = send(at < 0 ? NaN : values[row * width + at]!);
    });
    return rows;
  };
}
