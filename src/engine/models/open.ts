import { AssayError } from '../errors';
import { readLightgbm } from './lightgbm/read';
import { readOnnx } from './onnx/read';
import { recogniseFile } from '../recognise/recognise';
import type { Kind } from '../recognise/kinds';
import { refuse } from '../recognise/refusals';
import { sortFiles } from './sort';
import type { Model } from './types';
import { unpack } from './unpack';
import { readXgboost } from './xgboost/read';

export { sortFiles } from './sort';

/** A file with its whole content. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Choices a person can make about a file; each reader takes what concerns it. */
export interface OpenOptions {
  /** Boosting rounds to use: the best one of early stopping (the default), all, or a number. */
  readonly rounds?: 'best' | 'all' | number;
  /** Which of several targets to score; the first when left out. */
  readonly target?: number;
}

type Reader = (file: NamedBytes, companions: readonly NamedBytes[], options: OpenOptions) => Model | Promise<Model>;

const READERS: Partial<Record<Kind, Reader>> = {
  onnx: (file, companions) => readOnnx(file, companions),
  'xgboost-json': readXgboost,
  'xgboost-ubjson': readXgboost,
  'xgboost-binary': readXgboost,
  'lightgbm-text': (file, _, options) => readLightgbm(file, options),
  'lightgbm-json': (file, _, options) => readLightgbm(file, options),
};

/**
 * Opens the model among the given files; the others may be its side files.
 * @throws AssayError the refusal of the first file when none is a usable model, `second-model` when there are two, and whatever the reader refuses
 */
export async function openModel(files: readonly NamedBytes[], options: OpenOptions = {}): Promise<Model> {
  const sorted = sortFiles(files.map((file) => ({ name: file.name, size: file.bytes.length, head: file.bytes, bytes: file.bytes })));
  const second = sorted.refused.find((error) => error.code === 'second-model');
  if (second !== undefined) throw second;
  if (sorted.model === undefined) throw sorted.refused[0] ?? notAModel(files[0]);
  const { file, found } = sorted.model;
  if (found.wrapped === undefined) return READERS[found.kind]!(file, sorted.companions, options);
  const { model, companions } = await unpack(file, found.entry);
  const inside = recogniseFile(model.name, model.bytes);
  const reader = inside.wrapped === undefined ? READERS[inside.kind] : undefined;
  if (reader === undefined) throw refuse(file.name, inside);
  return reader(model, [...companions, ...sorted.companions], options);
}

function notAModel(file: NamedBytes | undefined): AssayError {
  return new AssayError({
    area: 'file',
    code: 'no-model',
    what: file === undefined ? 'No file was opened.' : `“${file.name}” is ${recogniseFile(file.name, file.bytes).title}.`,
    why: 'There is no model among the files.',
    remedy: 'Open a model file, or open the table alone: a column with scores is enough for groups, slices, drift and tests.',
  });
}
