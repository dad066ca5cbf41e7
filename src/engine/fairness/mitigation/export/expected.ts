import { numberOf } from '../../../table/cell';
import { attribute } from '../../../models/onnx/write';
import type { Expectation, Predictor, Replacement } from '../types';
import { ELEMENT, OPSET_COMPARING, unwritable, type GraphChange, type Values } from './graph';
import { changedTensors, encodeChanged, type ChangedTensor, type Mapped } from './inputs';

type Expected = Extract<Replacement, { kind: 'expected' }>;

/** Computes the expected values inside the graph, from the model's own inputs, in double. */
export function writeExpected(graph: GraphChange, mapped: Mapped, { predictors, parts }: Expected): void {
  if (graph.opset < OPSET_COMPARING) throw unwritable(`The file was written for operator set ${graph.opset}; working out expected values needs ${OPSET_COMPARING}.`);
  const columns = predictors.map((predictor) => predictorColumn(graph, mapped, predictor));
  const joined = columns.length === 1 ? columns[0]! : graph.before('Concat', columns, [attribute.int('axis', 1)]);
  const all = parts.flatMap((part) => (part.kind === 'number' ? [part.feature] : part.features));
  const made = new Map<Expectation, string>(parts.map((part) => [part, predicted(graph, joined, part)]));
  for (const tensor of changedTensors(mapped, all)) {
    const placed = new Map(tensor.columns.map((column) => {
      const part = parts.find((entry) => (entry.kind === 'number' ? entry.feature === column.feature : entry.features.includes(column.feature)))!;
      return [column.offset, placedColumn(graph, mapped, tensor, column, part, made.get(part)!)];
    }));
    graph.redirectInput(tensor.name, assembled(graph, tensor, placed));
  }
}

/** A column of a tensor as [N, 1] doubles. */
function inputColumn(graph: GraphChange, { model }: Mapped, input: number): string {
  const { tensor, offset } = model.inputs[input]!;
  const { name, rank } = model.tensors[tensor]!;
  const shaped = rank === 1 ? graph.before('Reshape', [name, graph.numbers('int64', [2], [-1, 1])]) : name;
  const column = graph.before('Gather', [shaped, graph.numbers('int64', [1], [offset])], [attribute.int('axis', 1)]);
  return graph.before('Cast', [column], [attribute.int('to', ELEMENT.float64)]);
}

const double = (graph: GraphChange, value: number): string => graph.numbers('float64', [1], [value]);

/** What a regression reads, worked out from the model's inputs as the mapping feeds them. */
function predictorColumn(graph: GraphChange, mapped: Mapped, predictor: Predictor): string {
  const { model, space, binding } = mapped;
  const own = model.inputs.flatMap((_, input) => (space.featureOf[input] === predictor.feature ? [{ input, source: binding.sources[input]! }] : []));
  const { name, levels = [], kind } = space.features[predictor.feature]!;
  if (predictor.kind !== 'level') {
    const plain = own.find(({ source }) => source.as === 'number' && source.missing === undefined);
    if (plain === undefined || plain.source.as !== 'number' || kind !== 'number') throw unwritable(`The justified column “${name}” does not reach the model as a plain number, so nothing can be worked out from it there.`);
    const { subtract = 0, divide = 1 } = plain.source;
    const value = inputColumn(graph, mapped, plain.input);
    const missing = graph.before('IsNaN', [value]);
    if (predictor.kind === 'missing') return graph.before('Cast', [missing], [attribute.int('to', ELEMENT.float64)]);
    const scaled = graph.before('Mul', [value, double(graph, divide / predictor.scale)]);
    const centred = graph.before('Add', [scaled, double(graph, (subtract - predictor.centre) / predictor.scale)]);
    return graph.before('Where', [missing, double(graph, (predictor.fill - predictor.centre) / predictor.scale), centred]);
  }
  const level = levels[predictor.level] ?? '';
  for (const { input, source } of own) {
    if (source.as === 'equals' && source.level === level) {
      const { subtract = 0, divide = 1 } = source;
      return graph.before('Add', [graph.before('Mul', [inputColumn(graph, mapped, input), double(graph, divide)]), double(graph, subtract)]);
    }
    if (source.as === 'code') {
      const code = source.levels.indexOf(level);
      if (code >= 0 && source.unknown !== code) return isEqual(graph, inputColumn(graph, mapped, input), code);
    }
    if (source.as === 'text') {
      const { tensor, offset } = model.inputs[input]!;
      const { name: tensorName, rank } = model.tensors[tensor]!;
      const shaped = rank === 1 ? graph.before('Reshape', [tensorName, graph.numbers('int64', [2], [-1, 1])]) : tensorName;
      const column = graph.before('Gather', [shaped, graph.numbers('int64', [1], [offset])], [attribute.int('axis', 1)]);
      const old = graph.mlOpset < 2;
      const attributes = old ? [attribute.texts('classes_strings', [level])] : [attribute.texts('keys_strings', [level]), attribute.ints('values_int64s', [0])];
      const found = graph.before('LabelEncoder', [column], [...attributes, attribute.int('default_int64', -1)], 'ai.onnx.ml');
      return isEqual(graph, graph.before('Cast', [found], [attribute.int('to', ELEMENT.float64)]), 0);
    }
    if (source.as === 'number' && !Number.isNaN(numberOf(level))) {
      const { subtract = 0, divide = 1 } = source;
      return isEqual(graph, graph.before('Add', [graph.before('Mul', [inputColumn(graph, mapped, input), double(graph, divide)]), double(graph, subtract)]), numberOf(level));
    }
  }
  throw unwritable(`The model cannot tell “${level}” of the justified column “${name}” apart, so nothing can be worked out from it there.`);
}

function isEqual(graph: GraphChange, column: string, value: number): string {
  return graph.before('Cast', [graph.before('Equal', [column, double(graph, value)])], [attribute.int('to', ELEMENT.float64)]);
}

/** The predictions of one part: values [N, 1], or the number of the likeliest pattern [N, 1]. */
function predicted(graph: GraphChange, joined: string, part: Expectation): string {
  const lists = part.kind === 'number' ? [part.weights] : part.weights;
  const inputs = lists[0]!.length - 1;
  const matrix = Float64Array.from({ length: inputs * lists.length }, (_, at) => lists[at % lists.length]![1 + Math.floor(at / lists.length)]!);
  const product = graph.before('MatMul', [joined, graph.numbers('float64', [inputs, lists.length], matrix)]);
  const sum = graph.before('Add', [product, graph.numbers('float64', [lists.length], lists.map((weights) => weights[0]!))]);
  if (part.kind === 'pattern') return graph.before('ArgMax', [sum], [attribute.int('axis', 1), attribute.int('keepdims', 1)]);
  const held = graph.before('Min', [graph.before('Max', [sum, double(graph, part.low)]), double(graph, part.high)]);
  return part.whole ? graph.before('Round', [held]) : held;
}

/** What one column of a tensor gets, in the tensor's type. */
function placedColumn(graph: GraphChange, mapped: Mapped, tensor: ChangedTensor, { offset, input, feature }: ChangedTensor['columns'][number], part: Expectation, made: string): string {
  if (part.kind === 'pattern') {
    const encoded = encodeChanged(mapped, part.features, part.patterns)(tensor);
    const own = <T>(data: readonly T[]): T[] => part.patterns.map((_, pattern) => data[pattern * tensor.width + offset]!);
    const table: Values = encoded.type === 'string' ? { type: 'string', data: own(encoded.data) } : { type: encoded.type, data: own(encoded.data) };
    return graph.before('Gather', [graph.values(table, [part.patterns.length]), made]);
  }
  const source = mapped.binding.sources[input]!;
  if (source.as !== 'number' || tensor.type === 'string') throw unwritable(`The column “${mapped.space.features[feature]!.name}” does not reach the model as a plain number.`);
  const { subtract = 0, divide = 1 } = source;
  const scaled = subtract === 0 && divide === 1 ? made : graph.before('Div', [graph.before('Sub', [made, double(graph, subtract)]), double(graph, divide)]);
  return graph.before('Cast', [scaled], [attribute.int('to', ELEMENT[tensor.type])]);
}

/** A tensor with some columns taken from elsewhere. */
function assembled(graph: GraphChange, tensor: ChangedTensor, placed: ReadonlyMap<number, string>): string {
  if (tensor.rank === 1) return graph.before('Reshape', [placed.get(0)!, graph.numbers('int64', [1], [-1])]);
  const parts: string[] = [];
  for (let offset = 0; offset < tensor.width; offset++) {
    const other = placed.get(offset);
    if (other !== undefined) {
      parts.push(other);
      continue;
    }
    const from = offset;
    while (offset + 1 < tensor.width && !placed.has(offset + 1)) offset++;
    const indices = Array.from({ length: offset - from + 1 }, (_, k) => from + k);
    parts.push(graph.before('Gather', [tensor.name, graph.numbers('int64', [indices.length], indices)], [attribute.int('axis', 1)]));
  }
  return parts.length === 1 ? parts[0]! : graph.before('Concat', parts, [attribute.int('axis', 1)]);
}
