import type { ElementType, TensorInput } from '../types';
import type { Context } from './context';
import type { Dimension, OnnxNode, OnnxType, ValueInfo } from './graph';
import { EXPORT_LINES, refuse } from './refuse';
import { ELEMENT_NAMES, feedable } from './schema';

/** No table has more columns than this for one model. */
export const WIDTH_LIMIT = 100_000;

/** An input tensor with its batch dimension as the file declares it. */
export interface GraphInput extends TensorInput {
  readonly info: ValueInfo;
  readonly element: number;
  readonly batch: Dimension;
  /** True when the width was worked out from the operators, not declared. */
  readonly inferred: boolean;
}

function describeType(type: OnnxType): string {
  if (type.kind === 'tensor') return ELEMENT_NAMES[type.element] ?? 'an unknown type';
  return type.kind === 'sequence' ? 'a list' : type.kind === 'map' ? 'a dictionary' : type.name;
}

const showShape = (shape: readonly Dimension[]): string => `[${shape.map((dim) => dim ?? '?').join(', ')}]`;

function elementOf(info: ValueInfo): { element: number; type: ElementType; shape: readonly Dimension[] | null } {
  if (info.type.kind !== 'tensor') {
    throw refuse(
      info.type.kind === 'map' ? 'onnx-map-input' : 'onnx-input-type',
      `This model's input "${info.name}" is ${describeType(info.type)}.`,
      "A table gives numbers and texts, and this app's runtime takes tensors only.",
      `Export it with one number or text per column, for example:\n${EXPORT_LINES.sklearn}`,
    );
  }
  const type = feedable(info.type.element);
  if (type === undefined) {
    throw refuse(
      'onnx-input-type',
      `This model's input "${info.name}" has the type ${describeType(info.type)}.`,
      'A table column cannot be turned into it.',
      'Export the model with float inputs.',
    );
  }
  return { element: info.type.element, type, shape: info.type.shape };
}

/** Width an operator asks of its input, when the graph input itself does not say. */
function widthAsked(context: Context, node: OnnxNode, name: string): number | undefined {
  const length = (attribute: string): number | undefined => node.attributes.get(attribute)?.floats.length || undefined;
  switch (node.op) {
    case 'TreeEnsembleClassifier':
    case 'TreeEnsembleRegressor':
    case 'TreeEnsemble': {
      const ids = node.attributes.get('nodes_featureids')?.ints ?? [];
      return ids.reduce((highest, id) => Math.max(highest, id + 1), 1);
    }
    case 'LinearClassifier':
    case 'LinearRegressor': {
      const rows = node.attributes.get('intercepts')?.floats.length || node.attributes.get('targets')?.int || 1;
      const count = length('coefficients');
      return count === undefined ? undefined : count / rows;
    }
    case 'Gemm': {
      const weight = context.constant(node.inputs[1]);
      return node.inputs[0] === name ? weight?.dims[node.attributes.get('transB')?.int === 1 ? 1 : 0] : undefined;
    }
    case 'MatMul':
      return node.inputs[0] === name ? context.constant(node.inputs[1])?.dims[0] : undefined;
    case 'Scaler':
      return Math.max(length('offset') ?? 0, length('scale') ?? 0) || undefined;
    case 'Imputer':
      return length('imputed_value_floats');
    case 'Sub':
    case 'Div':
    case 'Mul':
    case 'Add': {
      const other = context.constant(node.inputs[node.inputs[0] === name ? 1 : 0]);
      return other === undefined || other.size < 2 ? undefined : other.dims.at(-1);
    }
    default:
      return undefined;
  }
}

function inferWidth(context: Context, start: string): number | undefined {
  let queue = [start];
  for (let steps = 0; steps < 20 && queue.length > 0; steps++) {
    const next: string[] = [];
    for (const name of queue) {
      for (const node of context.wiring.consumers.get(name) ?? []) {
        const width = widthAsked(context, node, name);
        if (width !== undefined && Number.isInteger(width) && width > 0) return width;
        if (['Identity', 'Cast', 'Sub', 'Div', 'Mul', 'Add', 'Scaler', 'Imputer', 'Normalizer', 'Where', 'Clip'].includes(node.op))
          next.push(node.outputs[0] ?? '');
      }
    }
    queue = next;
  }
  return undefined;
}

function takesWholeVector(context: Context, name: string): boolean {
  return (context.wiring.consumers.get(name) ?? []).some((node) => node.op === 'MatMul' || node.op === 'Gemm');
}

function readInput(context: Context, info: ValueInfo): GraphInput {
  const { element, type, shape } = elementOf(info);
  const known = shape ?? [null, null];
  if (known.length > 2) {
    throw refuse(
      'onnx-not-a-table',
      `This model does not read a table: its input "${info.name}" has ${known.length} dimensions ${showShape(known)}.`,
      'Models of images, sound or text sequences are shaped like that. Assay works with one number or text per column.',
      'Open a model that takes one row of columns per person.',
    );
  }
  if (known.length === 0) {
    throw refuse(
      'onnx-unfed-constant',
      `This model wants a single number "${info.name}" besides the table.`,
      'It is the same for all rows, so no column can give it; an exporter has left out a constant.',
      'Export the model again with its constants inside.',
    );
  }
  if (known.length === 1) {
    const batch = known[0]!;
    if (typeof batch === 'number' && takesWholeVector(context, info.name))
      throw oneRow(info.name, `takes one list of ${batch} numbers and leaves no room for several rows`);
    return { name: info.name, type, rank: 1, width: 1, info, element, batch, inferred: false };
  }
  const declared = known[1]!;
  if (typeof declared === 'number' && (declared < 1 || declared > WIDTH_LIMIT)) {
    throw refuse(
      'onnx-width',
      `This model's input "${info.name}" declares ${declared} columns.`,
      `Assay reads from 1 to ${WIDTH_LIMIT}.`,
      'Export the model again.',
    );
  }
  const width = typeof declared === 'number' ? declared : inferWidth(context, info.name);
  if (width === undefined || width > WIDTH_LIMIT) {
    throw refuse(
      'onnx-width',
      `This model does not say how many columns its input "${info.name}" has.`,
      'Neither the declared shape nor the operators tell.',
      'Export it again with a sample of the data, so that the exporter writes the number of columns.',
    );
  }
  return { name: info.name, type, rank: 2, width, info, element, batch: known[0]!, inferred: typeof declared !== 'number' };
}

/** The refusal of a model that can only ever score one row. */
export function oneRow(name: string, how: string): Error {
  return refuse(
    'onnx-one-row',
    'This model was exported for a fixed number of rows.',
    `It ${how} ("${name}").`,
    `Export it again with a free number of rows:\n${EXPORT_LINES.torch}`,
  );
}

/**
 * Reads what must be fed. Graph inputs that have a weight of the same name are constants, and those no needed node reads are left out.
 * @throws AssayError `onnx-map-input`, `onnx-input-type`, `onnx-not-a-table`, `onnx-unfed-constant`, `onnx-width`, `onnx-one-row`, `onnx-no-input`
 */
export function readInputs(context: Context, nodes: ReadonlySet<OnnxNode>): { inputs: GraphInput[]; constants: ValueInfo[]; unused: ValueInfo[] } {
  const { graph, wiring } = context;
  const constants = graph.inputs.filter((info) => graph.initializers.has(info.name));
  const open = graph.inputs.filter((info) => !graph.initializers.has(info.name));
  const used = open.filter((info) => wiring.consumers.get(info.name)?.some((node) => nodes.has(node)) === true);
  const unused = open.filter((info) => !used.includes(info));
  const inputs = used.map((info) => readInput(context, info));
  if (inputs.length === 0) {
    throw refuse('onnx-no-input', 'This ONNX file reads no input.', 'Its result is always the same.', 'Export the model with its inputs.');
  }
  const fixed = inputs.find((input) => typeof input.batch === 'number');
  const other = inputs.find((input) => input.batch !== fixed?.batch);
  if (fixed !== undefined && other !== undefined) {
    const odd = typeof other.batch === 'number' && other.batch !== 1 && fixed.batch === 1 ? other : fixed;
    throw refuse(
      'onnx-unfed-constant',
      `This model wants "${odd.name}" with exactly ${odd.batch} row${odd.batch === 1 ? '' : 's'} besides its other inputs.`,
      'So it is no column of a table; some exporters (tf2onnx for a Keras Normalization layer) leave out constants that way.',
      'Export the model again with its constants inside, for example with the normalisation done by a Dense or Rescaling layer.',
    );
  }
  return { inputs, constants, unused };
}
