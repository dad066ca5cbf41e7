import { AssayError } from '../../errors';
import { halfToNumber } from '../half';
import { applyLink } from '../links';
import { scoreWidth, type Model } from '../types';

/** A tensor as the runtime hands it back. */
export interface FetchedTensor {
  readonly data: ArrayLike<number> | ArrayLike<bigint> | ArrayLike<string> | ArrayLike<boolean>;
  readonly dims: readonly number[];
  readonly type: string;
}

function bad(why: string): AssayError {
  return new AssayError({
    area: 'runtime',
    code: 'output-shape',
    what: 'The model gave back something else than it promised.',
    why,
    remedy: 'Export the model again; the shapes written in the file are wrong.',
  });
}

function reader(tensor: FetchedTensor): (at: number) => number {
  const { data } = tensor;
  if (tensor.type === 'float16' && data instanceof Uint16Array) return (at) => halfToNumber(data[at]!);
  return (at) => Number(data[at]);
}

function fetch(outputs: ReadonlyMap<string, FetchedTensor>, name: string): FetchedTensor {
  const tensor = outputs.get(name);
  if (tensor === undefined) throw bad(`Its output "${name}" did not come back.`);
  return tensor;
}

/** All classes of each row, row-major, before the link. */
function classRows(model: Model, outputs: ReadonlyMap<string, FetchedTensor>, count: number): Float64Array<ArrayBuffer> {
  const k = model.classes.length;
  const { tensors, layout } = model.output;
  const out = new Float64Array(count * k);
  if (layout === 'class-tensors') {
    if (tensors.length !== k) throw bad(`It has ${tensors.length} outputs for ${k} classes.`);
    tensors.forEach((name, c) => {
      const tensor = fetch(outputs, name);
      if (tensor.data.length !== count) throw bad(`"${name}" has ${tensor.data.length} values for ${count} rows.`);
      const read = reader(tensor);
      for (let i = 0; i < count; i++) out[i * k + c] = read(i);
    });
    return out;
  }
  const tensor = fetch(outputs, tensors[0]!);
  if (tensor.data.length !== count * k) throw bad(`"${tensors[0]}" has ${tensor.data.length} values for ${count} rows and ${k} classes.`);
  const read = reader(tensor);
  for (let i = 0; i < out.length; i++) out[i] = read(i);
  return out;
}

function decisions(model: Model, tensor: FetchedTensor, count: number): Float64Array<ArrayBuffer> {
  if (tensor.data.length !== count) throw bad(`Its decisions are ${tensor.data.length} for ${count} rows.`);
  const index = new Map(model.classes.map((name, i) => [name, i]));
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = tensor.data[i]!;
    out[i] = index.get(typeof value === 'boolean' ? String(Number(value)) : String(value)) ?? NaN;
  }
  return out;
}

/**
 * Scores of `count` rows from the fetched tensors, {@link scoreWidth} numbers per row: probability of the second class (binary), of each class
 * (multiclass),
 * value (regression), or class number (decisions). A decision the model's class list does not hold is NaN, as is a row marked in `unfit`.
 * @throws AssayError `output-shape` when a tensor is missing or has another size.
 */
export function decodeScores(
  model: Model,
  outputs: ReadonlyMap<string, FetchedTensor>,
  count: number,
  unfit?: Uint8Array,
): Float64Array<ArrayBuffer> {
  const scores = decode(model, outputs, count);
  const width = scoreWidth(model);
  if (unfit !== undefined) for (let i = 0; i < count; i++) if (unfit[i] === 1) scores.fill(NaN, i * width, (i + 1) * width);
  return scores;
}

function decode(model: Model, outputs: ReadonlyMap<string, FetchedTensor>, count: number): Float64Array<ArrayBuffer> {
  const { layout, tensors, link, column = 0 } = model.output;
  if (layout === 'decision') return decisions(model, fetch(outputs, tensors[0]!), count);
  if (layout === 'positive' || layout === 'value') {
    const tensor = fetch(outputs, tensors[0]!);
    const stride = count === 0 ? 1 : tensor.data.length / count;
    if (!Number.isInteger(stride) || column >= stride) throw bad(`"${tensors[0]}" has ${tensor.data.length} values for ${count} rows.`);
    const read = reader(tensor);
    const out = new Float64Array(count);
    for (let i = 0; i < count; i++) out[i] = read(i * stride + column);
    return applyLink(link, out, 1);
  }
  const k = model.classes.length;
  const rows = applyLink(link, classRows(model, outputs, count), k);
  if (model.task !== 'binary') return rows;
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = rows[i * k + 1]!;
  return out;
}
