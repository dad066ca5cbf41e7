import type { Replacement } from '../types';
import { writeDraws } from './draws';
import { writeExpected } from './expected';
import { GraphChange, unwritable } from './graph';
import { changedTensors, encodeChanged, maskOf, resultWidth, type Mapped } from './inputs';

export interface ChangedFile extends Mapped {
  readonly replacement: Replacement;
  /** What was changed, in words: kept in the file. */
  readonly note: string;
  /** Score from which the second class is chosen, where the line moved. */
  readonly threshold?: number | undefined;
}

/**
 * The model as an ONNX file with a change of its inputs built in: it takes the same inputs and gives the same kind of result.
 * A constant is put in place of what comes in. Drawn values repeat every row inside the graph and average the results. Expected values are computed from
 * the justified inputs. Moving ranks is refused, because it needs the group of a person, which is no input.
 * @throws AssayError `export-change`
 */
export function writeChanged(file: ChangedFile): Uint8Array<ArrayBuffer> {
  const { model, replacement, note, threshold } = file;
  if (model.graph === undefined) throw unwritable('This model runs without an ONNX graph here, so there is none to change.');
  if (replacement.kind === 'repaired') throw unwritable('It needs the group of each person, and the group is no input of the model.');
  const graph = new GraphChange(model.graph);
  if (replacement.kind === 'constant') writeConstant(graph, file, replacement.features, replacement.values);
  else if (replacement.kind === 'draws') writeDraws(graph, file, replacement);
  else writeExpected(graph, file, replacement);
  if (replacement.kind !== 'draws') for (const result of model.output.tensors) if (graph.isUndeclared(result)) graph.giveOutput(result, graph.takeOutput(result), resultWidth(model));
  const named = model.classes.length > 1 && !model.questions.some(({ id }) => id === 'class-names');
  return graph.write({ 'assay.change': note, ...(named ? { 'assay.classes': JSON.stringify(model.classes) } : {}), ...(threshold === undefined ? {} : { 'assay.threshold': String(threshold) }) });
}

function writeConstant(graph: GraphChange, mapped: Mapped, features: readonly number[], values: readonly number[]): void {
  const encoded = encodeChanged(mapped, features, [values]);
  for (const tensor of changedTensors(mapped, features)) {
    const shape = tensor.rank === 1 ? [1] : [1, tensor.width];
    const mask = graph.numbers('bool', shape, maskOf(tensor.width, tensor.columns));
    graph.redirectInput(tensor.name, graph.before('Where', [mask, graph.values(encoded(tensor), shape), tensor.name]));
  }
}

/** Ways that can be built into a file of this model at all: what {@link writeChanged} refuses for other reasons it says itself. */
export function isWritable({ model }: Mapped, replacement: Replacement): boolean {
  if (model.graph === undefined || replacement.kind === 'repaired') return false;
  return replacement.kind !== 'draws' || model.output.layout !== 'decision';
}

