import { makeEncoder } from '../../../models/binding/encode';
import type { Binding, FeatureSpace } from '../../../models/binding/types';
import type { Model, TensorInput } from '../../../models/types';
import { unwritable, type Placed, type Values } from './graph';

/** A model with its mapping, whose inputs a change is written for. */
export interface Mapped {
  readonly model: Model;
  readonly space: FeatureSpace;
  readonly binding: Binding;
}

/** One tensor of which some columns change. */
export interface ChangedTensor extends TensorInput {
  readonly type: Placed;
  readonly columns: readonly { readonly offset: number; readonly input: number; readonly feature: number }[];
}

const PLACED: readonly string[] = ['float32', 'float64', 'int64', 'int32', 'string'];

/**
 * The tensors that some features feed.
 * @throws AssayError `export-change` for a type of number that cannot be put in place of another inside a graph
 */
export function changedTensors({ model, space }: Mapped, features: readonly number[]): ChangedTensor[] {
  const wanted = new Set(features);
  return model.tensors.flatMap((tensor, index) => {
    const columns = model.inputs.flatMap((input, i) => {
      const feature = space.featureOf[i]!;
      return input.tensor === index && wanted.has(feature) ? [{ offset: input.offset, input: i, feature }] : [];
    });
    if (columns.length === 0) return [];
    if (!PLACED.includes(tensor.type)) throw unwritable(`The input “${tensor.name}” is of type ${tensor.type}.`);
    return [{ ...tensor, type: tensor.type as Placed, columns }];
  });
}

/**
 * What the model's inputs get for some rows of changed features, as its mapping sends them: by tensor and row, `width` values a row.
 * @param rows values of the changed features; all other features are left missing and their columns mean nothing
 */
export function encodeChanged(mapped: Mapped, features: readonly number[], rows: readonly (readonly number[])[]): (tensor: ChangedTensor) => Values {
  const { model, space, binding } = mapped;
  const width = space.features.length;
  const values = new Float64Array(rows.length * width).fill(NaN);
  rows.forEach((row, r) => features.forEach((feature, k) => (values[r * width + feature] = row[k]!)));
  const batch = makeEncoder(model, space, binding)(values, rows.length);
  return (tensor) => {
    const { data } = batch.find(({ name }) => name === tensor.name)!;
    if (tensor.type === 'string') return { type: 'string', data: data as string[] };
    const whole = tensor.type !== 'float32' && tensor.type !== 'float64';
    const spoiled = tensor.columns.some(({ feature, input }) => needsNumber(binding, input) && rows.some((row) => features.includes(feature) && Number.isNaN(row[features.indexOf(feature)]!)));
    if (whole && spoiled) throw unwritable(`The input “${tensor.name}” takes whole numbers, and a value to be put in is missing.`);
    return { type: tensor.type, data: Array.from(data as ArrayLike<number | bigint>, Number) };
  };
}

/** True where a missing cell has nothing that stands for it. */
function needsNumber(binding: Binding, input: number): boolean {
  const source = binding.sources[input];
  return source?.as === 'number' && source.missing === undefined;
}

/** 1 at the columns that change. */
export function maskOf(width: number, columns: readonly { readonly offset: number }[]): number[] {
  const mask = new Array<number>(width).fill(0);
  for (const { offset } of columns) mask[offset] = 1;
  return mask;
}

/** Numbers per row of each result, where the model's layout makes it certain. */
export function resultWidth({ output, classes }: Model): number | undefined {
  return output.layout === 'per-class' ? classes.length : output.layout === 'class-tensors' ? 1 : undefined;
}
