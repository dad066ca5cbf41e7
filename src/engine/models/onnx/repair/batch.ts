import type { Context } from '../context';
import { readsOf } from '../wiring';
import type { OnnxNode } from '../graph';
import { TENSOR } from '../schema';
import { block, readFields, varint, type WireField } from '../wire';

type Loosening = { readonly swap: Map<WireField, WireField | null> } | { readonly obstacle: string };

const ROWWISE_REFUSALS: ReadonlySet<string> = new Set([
  'Loop',
  'Scan',
  'If',
  'LSTM',
  'GRU',
  'RNN',
  'Compress',
  'NonZero',
  'Unique',
  'TopK',
  'ScatterND',
  'Scatter',
  'ScatterElements',
  'GatherND',
  'DepthToSpace',
  'Einsum',
]);
const AXIS_OPERATORS: Readonly<Record<string, number>> = {
  Concat: 0,
  Split: 0,
  Gather: 0,
  GatherElements: 0,
  ArgMax: 0,
  ArgMin: 0,
  Softmax: -1,
  LogSoftmax: -1,
  CumSum: 1,
  Flatten: 1,
};

function axesOf(context: Context, node: OnnxNode): number[] | undefined {
  const attribute = node.attributes.get('axes')?.ints;
  if (attribute !== undefined && attribute.length > 0) return attribute;
  const values = context.constant(node.inputs[1])?.numbers();
  return values === undefined ? undefined : [...values];
}

/** What in a node depends on the number of rows being the fixed one; undefined when nothing does. */
function dependsOnRows(context: Context, node: OnnxNode, batch: number): boolean {
  if (ROWWISE_REFUSALS.has(node.op)) return true;
  if (node.op in AXIS_OPERATORS) {
    if ((node.attributes.get('axis')?.int ?? AXIS_OPERATORS[node.op]) === 0) return true;
  }
  if (node.op === 'Concat') {
    return node.inputs.some((input) => {
      const tensor = context.constant(input);
      return tensor !== undefined && tensor.dims.length >= 2 && tensor.dims[0] === batch;
    });
  }
  if (node.op === 'Squeeze' || node.op === 'Unsqueeze' || node.op.startsWith('Reduce')) {
    const axes = axesOf(context, node);
    return axes === undefined || axes.includes(0) || axes.some((axis) => axis < -1);
  }
  if (node.op === 'Transpose') return node.attributes.get('perm')?.ints[0] !== 0;
  if (node.op === 'Slice') {
    const axes =
      node.attributes.get('axes')?.ints ?? (node.inputs[3] === undefined ? undefined : [...(context.constant(node.inputs[3])?.numbers() ?? [0])]);
    return axes === undefined || axes.length === 0 || axes.includes(0);
  }
  if (node.op === 'Expand' || node.op === 'Tile') {
    const first = context.constant(node.inputs[1])?.numbers()[0];
    return first !== 1;
  }
  return false;
}

function rewriteShape(field: WireField, values: readonly number[]): WireField {
  const kept = readFields(field.bytes).filter((f) => ![TENSOR.int64Data, TENSOR.rawData, TENSOR.int32Data].includes(f.number as 7));
  return block(field.number, [...kept, ...values.map((value) => varint(TENSOR.int64Data, value))]);
}

/**
 * Sets a graph free of its fixed number of rows: constants of Reshape that spell it out are changed, declared shapes of intermediates are left to
 * the runtime.
 * Where an operator works across rows the obstacle is named instead.
 */
export function loosenBatch(context: Context, inputs: readonly string[], nodes: ReadonlySet<OnnxNode>, batch: number): Loosening {
  const { graph, wiring } = context;
  const swap = new Map<WireField, WireField | null>();
  for (const info of graph.valueInfos) swap.set(info.field, null);
  const rowwise = new Set(inputs);
  for (const node of context.sorted) {
    if (!nodes.has(node) || !readsOf(node).some((name) => rowwise.has(name))) continue;
    if (node.op === 'Shape' || node.op === 'Size') continue;
    const carriesRows = rowwise.has(node.inputs[0] ?? '') || node.op === 'Concat' || ROWWISE_REFUSALS.has(node.op);
    if (carriesRows && dependsOnRows(context, node, batch)) return { obstacle: `${node.op} "${node.name}"` };
    if (node.op === 'Reshape') {
      const shape = context.constant(node.inputs[1]);
      const name = node.inputs[1] ?? '';
      const values = shape === undefined ? undefined : [...shape.numbers()];
      if (shape === undefined || values === undefined) return { obstacle: `Reshape "${node.name}"` };
      if (values[0] === batch && !(values.length === 1 && batch === 1)) {
        const initializer = graph.initializers.get(name);
        const shared = (wiring.consumers.get(name) ?? []).some((other) => other.op !== 'Reshape' || other.inputs[1] !== name);
        if (initializer === undefined || shared) return { obstacle: `Reshape "${node.name}"` };
        const fixed = values.includes(-1) ? [0, ...values.slice(1)] : [-1, ...values.slice(1)];
        swap.set(initializer.field, rewriteShape(initializer.field, fixed));
      } else if (values[0] !== -1 && values[0] !== 0) return { obstacle: `Reshape "${node.name}"` };
    }
    for (const output of node.outputs) rowwise.add(output);
  }
  return { swap };
}
