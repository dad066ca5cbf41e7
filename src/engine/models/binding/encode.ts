import { AssayError } from '../../errors';
import { numberOf } from '../../table/cell';
import { numberToHalf } from '../half';
import type { ElementType, Model, ModelInput } from '../types';
import { defaultMissingText, missingTokenIn } from './missing';
import type { Binding, EncodedTensor, Feature, FeatureSpace, InputSource } from './types';

/**
 * Tensors for the runtime. `unfit` has a 1 for each row that cannot be expressed (a missing value in a whole-number input); give it to
 * decodeScores.
 */
export type EncodedBatch = EncodedTensor[] & { unfit?: Uint8Array<ArrayBuffer> };

type Data = EncodedTensor['data'];

const ARRAYS: Record<Exclude<ElementType, 'string'>, (size: number) => Exclude<Data, string[]>> = {
  float32: (size) => new Float32Array(size),
  float64: (size) => new Float64Array(size),
  float16: (size) => new Uint16Array(size),
  int64: (size) => new BigInt64Array(size),
  uint64: (size) => new BigUint64Array(size),
  int32: (size) => new Int32Array(size),
  int16: (size) => new Int16Array(size),
  int8: (size) => new Int8Array(size),
  uint32: (size) => new Uint32Array(size),
  uint16: (size) => new Uint16Array(size),
  uint8: (size) => new Uint8Array(size),
  bool: (size) => new Uint8Array(size),
};

/** Lowest and highest whole number of each type; 64-bit ones within what a double holds exactly. */
export const WHOLE_RANGE: Partial<Record<ElementType, readonly [number, number]>> = {
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int16: [-32768, 32767],
  int8: [-128, 127],
  uint32: [0, 2 ** 32 - 1],
  uint16: [0, 65535],
  uint8: [0, 255],
  bool: [0, 1],
};

/** Turns one feature value into the number a model input gets. */
export function numberSender(source: InputSource, feature: Feature | undefined): (value: number) => number {
  if (source.as === 'constant') {
    const constant = Number(source.value);
    return () => constant;
  }
  const subtract = 'subtract' in source ? (source.subtract ?? 0) : 0;
  const divide = 'divide' in source ? (source.divide ?? 1) : 1;
  const finish = subtract === 0 && divide === 1 ? (x: number): number => x : (x: number): number => (x - subtract) / divide;
  if (feature?.kind === 'level') return tableSender(source, feature.levels ?? [], finish);
  if (source.as === 'number') {
    const { missing } = source;
    return missing === undefined ? finish : (x) => finish(Number.isNaN(x) ? missing : x);
  }
  if (source.as === 'equals') {
    const level = numberOf(source.level);
    return (x) => finish(x === level ? 1 : 0);
  }
  if (source.as === 'code') {
    const codes = new Map(source.levels.map((level, i) => [numberOf(level), i]));
    const missing = source.missing ?? source.unknown;
    return (x) => codes.get(x) ?? (Number.isNaN(x) ? missing : source.unknown);
  }
  return finish;
}

/** The same for levels: every answer is worked out once, then looked up. The last entry is for a missing cell. */
function tableSender(
  source: Exclude<InputSource, { as: 'constant' }>,
  levels: readonly string[],
  finish: (x: number) => number,
): (value: number) => number {
  const answers = new Float64Array(levels.length + 1);
  const codes = new Map(source.as === 'code' ? source.levels.map((level, i) => [level, i]) : []);
  const numbers = new Map(source.as === 'code' ? source.levels.map((level, i) => [numberOf(level), i]) : []);
  numbers.delete(NaN);
  const answer = (level: string | undefined): number => {
    if (source.as === 'equals') return finish((level ?? missingTokenIn([source.level])) === source.level ? 1 : 0);
    if (source.as === 'code') {
      const text = level ?? missingTokenIn(source.levels);
      if (text === undefined) return source.missing ?? source.unknown;
      return codes.get(text) ?? numbers.get(numberOf(text)) ?? source.unknown;
    }
    const number = level === undefined ? NaN : numberOf(level);
    return finish(Number.isNaN(number) && level === undefined && source.as === 'number' && source.missing !== undefined ? source.missing : number);
  };
  levels.forEach((level, i) => {
    answers[i] = answer(level);
  });
  answers[levels.length] = answer(undefined);
  return (x) => answers[x >= 0 ? x : levels.length]!;
}

/** Texts a model input gets per level; the last entry is for a missing cell. */
export function textTable(source: InputSource, feature: Feature | undefined, input: ModelInput): string[] {
  if (source.as === 'constant') return [String(source.value)];
  if (source.as === 'text') return [...(feature?.levels ?? []), source.missing ?? defaultMissingText(input)];
  throw new AssayError({
    area: 'binding',
    code: 'binding-type',
    what: `The model wants a text where the mapping sends a number (column "${feature?.name ?? ''}").`,
    why: 'This input of the model takes texts only.',
    remedy: 'Map the column itself to it, without arithmetic or comparison.',
  });
}

/**
 * Makes the function that turns feature rows into the tensors the graph wants. All lookups are worked out here; a call only fills arrays.
 * Numbers are worked out in double and rounded once when stored in a float32 tensor.
 * @throws AssayError `binding-type` when the mapping gives a text input a number.
 */
export function makeEncoder(model: Model, space: FeatureSpace, binding: Binding): (values: Float64Array, count: number) => EncodedBatch {
  const width = space.features.length;
  const senders = model.inputs.map((input, i) => {
    const source = binding.sources[i]!;
    const at = space.featureOf[i]!;
    const feature = at < 0 ? undefined : space.features[at];
    const base = { tensor: input.tensor, offset: input.offset, at, range: WHOLE_RANGE[input.type] };
    return input.type === 'string' ? { ...base, texts: textTable(source, feature, input) } : { ...base, number: numberSender(source, feature) };
  });
  return (values, count) => {
    let unfit: Uint8Array<ArrayBuffer> | undefined;
    const batch: EncodedBatch = model.tensors.map((tensor) => {
      const size = count * tensor.width;
      const data: Data = tensor.type === 'string' ? new Array<string>(size).fill('') : ARRAYS[tensor.type](size);
      return { name: tensor.name, type: tensor.type, dims: tensor.rank === 1 ? [count] : [count, tensor.width], data };
    });
    for (const sender of senders) {
      const { at, offset, tensor, range } = sender;
      const { data } = batch[tensor]!;
      const stride = model.tensors[tensor]!.width;
      if ('texts' in sender) {
        const { texts } = sender;
        const last = texts.length - 1;
        for (let i = 0; i < count; i++) {
          const value = at < 0 ? NaN : values[i * width + at]!;
          (data as string[])[i * stride + offset] = texts[value >= 0 ? value : last]!;
        }
        continue;
      }
      const { number } = sender;
      if (range === undefined) {
        const half = model.tensors[tensor]!.type === 'float16';
        const floats = data as Float64Array;
        for (let i = 0; i < count; i++) {
          const x = number(at < 0 ? NaN : values[i * width + at]!);
          floats[i * stride + offset] = half ? numberToHalf(x) : x;
        }
        continue;
      }
      const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
      for (let i = 0; i < count; i++) {
        const x = number(at < 0 ? NaN : values[i * width + at]!);
        if (!(x >= range[0] && x <= range[1] && Number.isInteger(x))) {
          unfit ??= new Uint8Array(count);
          unfit[i] = 1;
        } else if (big) (data as BigInt64Array)[i * stride + offset] = BigInt(x);
        else (data as Int32Array)[i * stride + offset] = x;
      }
    }
    if (unfit !== undefined) batch.unfit = unfit;
    return batch;
  };
}
