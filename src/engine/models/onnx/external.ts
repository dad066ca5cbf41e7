import type { OnnxModel } from './graph';
import { refuse } from './refuse';
import { ELEMENT_BYTES, GRAPH, TENSOR } from './schema';
import { readTensor } from './tensor';
import { block, readFields, type WireField } from './wire';
import type { GraphEdit } from './edit';

/** A file opened together with the model. */
export interface Companion {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** More weights than this are not run in a page. */
export const WEIGHT_LIMIT = 500_000_000;

/** The last part of a path written with either slash. A path in a model is only ever a name to match, never a place to look. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

/**
 * Puts weights kept in other files into the graph itself, so that one file runs.
 * @returns the edit and the companions used, or null when nothing is outside.
 * @throws AssayError `onnx-external-missing` naming the file, `onnx-external-short`, `onnx-external-name`, `onnx-too-large`.
 */
export function takeInExternal(model: OnnxModel, companions: readonly Companion[]): { edit: GraphEdit; used: string[] } | null {
  const swap = new Map<WireField, WireField>();
  const used = new Set<string>();
  let total = 0;
  for (const { field, sparse } of model.graph.initializers.values()) {
    if (sparse) continue;
    const tensor = readTensor(field);
    if (tensor.external === undefined) continue;
    const { location, offset, length } = tensor.external;
    const wanted = baseName(location);
    if (wanted === '' || wanted === '.' || wanted === '..') {
      throw refuse(
        'onnx-external-name',
        'This model keeps weights in a second file.',
        `Its name is given as "${location}", which is no file name.`,
        'Export it again with external_data=False.',
      );
    }
    const companion = companions.find((file) => baseName(file.name) === wanted);
    if (companion === undefined) {
      throw refuse(
        'onnx-external-missing',
        `This model keeps its weights in a second file named ${wanted}.`,
        'That file was not opened with it.',
        'Open both files together (select both, or drop the folder).',
      );
    }
    const bytes = tensor.size * (ELEMENT_BYTES[tensor.element] ?? NaN);
    const take = length ?? bytes;
    if (take !== bytes || !Number.isSafeInteger(offset) || offset < 0 || offset + bytes > companion.bytes.length) {
      throw refuse(
        'onnx-external-short',
        `The file ${wanted} does not fit this model.`,
        `The weight "${tensor.name}" should be bytes ${offset} to ${offset + take} of it, for ${bytes} bytes; it has ${companion.bytes.length}.`,
        'Open the two files of the same export together, or copy them again.',
      );
    }
    total += bytes;
    if (total > WEIGHT_LIMIT) {
      throw refuse(
        'onnx-too-large',
        'This model is very large.',
        `Its weights take more than ${WEIGHT_LIMIT / 1e6} MB.`,
        'Score the table where the model lives and open the table with its scores.',
      );
    }
    const kept = readFields(field.bytes).filter((f) => f.number !== TENSOR.externalData && f.number !== TENSOR.dataLocation);
    swap.set(field, block(GRAPH.initializer, [...kept, block(TENSOR.rawData, companion.bytes.subarray(offset, offset + bytes))]));
    used.add(wanted);
  }
  return swap.size === 0 ? null : { edit: { swap }, used: [...used] };
}
