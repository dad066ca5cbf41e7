import { AssayError } from '../../errors';
import type { Model, ModelInput, ModelQuestion, ProvenanceLine } from '../types';
import { checkOperators, checkShapes, checkVersions, checkWeights } from './checks';
import { columnFacts } from './columns';
import { contextOf } from './context';
import { editGraph, graphInput, graphOutput, writeModel } from './edit';
import { readStructure } from './exact/read';
import { takeInExternal, type Companion } from './external';
import { modelFacts, structureFact, titleOf } from './facts';
import { readModel, type OnnxModel } from './graph';
import { oneRow, readInputs, type GraphInput } from './inputs';
import { matrixNames } from './names';
import { chooseOutput } from './outputs';
import { refuse } from './refuse';
import { loosenBatch } from './repair/batch';
import { beginsAsOnnx } from './sniff';
import type { WireField } from './wire';
import { needed } from './wiring';

type Bytes = Uint8Array<ArrayBuffer>;

function decode(bytes: Bytes): OnnxModel {
  const begins = beginsAsOnnx(bytes);
  if (!begins) {
    throw refuse(
      'onnx-not-onnx',
      'This is not an ONNX file.',
      'Its first bytes are not those of an ONNX model.',
      'Open the file the exporter wrote, or export the model to ONNX.',
    );
  }
  try {
    return readModel(bytes);
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'onnx-truncated') throw error;
    throw refuse(
      'onnx-truncated',
      'This ONNX file is cut off: it begins as an ONNX model but its last field promises more bytes than are there.',
      'An interrupted download or copy does that.',
      'Copy or export it again, and compare the file sizes.',
    );
  }
}

function inputList(
  model: OnnxModel,
  tensors: readonly GraphInput[],
  facts: ReturnType<typeof columnFacts>,
): { inputs: ModelInput[]; fromMetadata: boolean } {
  const inputs: ModelInput[] = [];
  let fromMetadata = false;
  tensors.forEach((tensor, index) => {
    const names = tensor.width > 1 ? matrixNames(model, tensor.info, tensor.width) : undefined;
    fromMetadata ||= names !== undefined;
    for (let offset = 0; offset < tensor.width; offset++) {
      const { levels, missing, missingText } = facts[inputs.length] ?? {};
      const name =
        tensor.width === 1 ? tensor.name : (names?.[offset] ?? (tensors.length === 1 ? `input ${offset + 1}` : `${tensor.name} ${offset + 1}`));
      inputs.push({
        name,
        named: tensor.width === 1 ? tensors.length > 1 || !/^(x|input|inputs|float_input|args?_?0)(\.\d+)?$/i.test(name) : names !== undefined,
        tensor: index,
        offset,
        type: tensor.type,
        ...(levels === undefined ? {} : { levels }),
        ...(missing === undefined ? {} : { missing }),
        ...(missingText === undefined ? {} : { missingText }),
      });
    }
  });
  return { inputs, fromMetadata };
}

/** The score from which a decision is favourable, where the file says so. */
function storedThreshold(model: OnnxModel): number | undefined {
  for (const [key, text] of model.metadata) {
    const value = Number(text);
    if (/^(?:assay\.)?(threshold|decision_threshold)$/i.test(key) && text.trim() !== '' && Number.isFinite(value)) return value;
  }
  return undefined;
}

/**
 * Opens an ONNX file: checks it, chooses the output to take scores from, repairs what can be repaired and says so, and lists what a table must give.
 * @param companions files opened with it, for weights kept outside; they are matched by name only.
 * @throws AssayError area `model`; every code begins with `onnx-`.
 */
export function readOnnx(file: { readonly name: string; readonly bytes: Bytes }, companions: readonly Companion[] = []): Model {
  let model = decode(file.bytes);
  checkVersions(model);
  checkWeights(model);
  const provenance: ProvenanceLine[] = [];
  const outside = takeInExternal(model, companions);
  if (outside !== null) {
    model = editGraph(model, outside.edit);
    provenance.push({ kind: 'read', text: `The weights were read from ${outside.used.join(', ')}.` });
  }
  const context = contextOf(model);
  const chosen = chooseOutput(context);
  const nodes = needed(context.wiring, chosen.output.tensors);
  checkOperators(model, nodes);
  checkShapes(model.graph, context.wiring);
  const { inputs: tensors, constants, unused } = readInputs(context, nodes);
  if (constants.length > 0)
    provenance.push({ kind: 'repaired', text: `${constants.length} constants were declared as inputs; they keep the values in the file.` });
  if (unused.length > 0)
    provenance.push({ kind: 'repaired', text: `Not needed for the scores and left out: ${unused.map((info) => `"${info.name}"`).join(', ')}.` });

  const swap = new Map<WireField, WireField | null>();
  const batch = tensors[0]!.batch;
  if (typeof batch === 'number') {
    const loosened = loosenBatch(
      context,
      tensors.map((tensor) => tensor.name),
      nodes,
      batch,
    );
    if ('obstacle' in loosened)
      throw oneRow(loosened.obstacle, `was written for ${batch} row${batch === 1 ? '' : 's'} at a time and a step of it depends on that`);
    for (const [field, other] of loosened.swap) swap.set(field, other);
    provenance.push({
      kind: 'repaired',
      text: `The file was made for exactly ${batch} row${batch === 1 ? '' : 's'} at a time; Assay has set the number of rows free.`,
    });
  }
  for (const info of [...constants, ...unused]) swap.set(info.field, null);
  for (const tensor of tensors) {
    const rows = typeof tensor.batch === 'string' ? tensor.batch : 'rows';
    swap.set(tensor.info.field, graphInput(tensor.name, tensor.element, tensor.rank === 1 ? [rows] : [rows, tensor.width]));
  }
  for (const node of model.graph.nodes) if (!nodes.has(node)) swap.set(node.field, null);
  for (const output of model.graph.outputs) swap.set(output.field, null);
  const add = chosen.output.tensors.map((name) => {
    const info = [...model.graph.outputs, ...model.graph.valueInfos].find((entry) => entry.name === name);
    return graphOutput(name, info?.type.kind === 'tensor' ? info.type.element : 0, null);
  });
  const { inputs, fromMetadata } = inputList(model, tensors, columnFacts(context, tensors, nodes));
  if (fromMetadata) provenance.push({ kind: 'read', text: 'The names of the columns come from the metadata of the file.' });
  for (const tensor of tensors.filter((t) => t.inferred)) {
    provenance.push({ kind: 'assumed', text: `The file does not say how many columns "${tensor.name}" has; its operators use ${tensor.width}.` });
  }
  const questions: ModelQuestion[] = [...chosen.questions];
  const unnamed = inputs.filter((input) => !input.named).length;
  if (unnamed > 0) {
    questions.push({
      id: 'input-order',
      text: `The model reads ${unnamed === 1 ? 'a column' : `${unnamed} columns in a fixed order`} and does not name ${unnamed === 1 ? 'it' : 'them'}. Which column comes first, second …?`,
    });
  }
  const threshold = storedThreshold(model);
  if (threshold !== undefined)
    provenance.push({ kind: 'read', text: `The line between the decisions, ${threshold}, comes from the metadata of the file.` });
  const opened: Model = {
    format: 'onnx',
    title: titleOf(model),
    tensors: tensors.map(({ name, type, rank, width }) => ({ name, type, rank, width })),
    inputs,
    task: chosen.task,
    classes: chosen.classes,
    output: chosen.output,
    graph: writeModel(model, { swap, add }),
    externalData: [],
    ...(threshold === undefined ? {} : { threshold }),
    questions,
    provenance: [...provenance, ...chosen.provenance],
    facts: modelFacts(model),
  };
  const structure = readStructure(context, opened, tensors);
  return structure === undefined ? opened : { ...opened, ...structure, facts: [...opened.facts, structureFact(structure)] };
}
