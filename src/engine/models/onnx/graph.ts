import { AssayError } from '../../errors';
import { readAttributes, type Attribute } from './attributes';
import { DIMENSION, ENTRY, FUNCTION, GRAPH, MODEL, NODE, OPSET, SPARSE, TENSOR, TENSOR_TYPE, TYPE, VALUE_INFO } from './schema';
import { all, integer, readFields, text, type WireField } from './wire';

type Bytes = Uint8Array<ArrayBuffer>;

/** A dimension: a fixed size, a named one, or null where the file says nothing. */
export type Dimension = number | string | null;

export type OnnxType =
  | { readonly kind: 'tensor'; readonly element: number; readonly shape: readonly Dimension[] | null }
  | { readonly kind: 'sequence'; readonly of: OnnxType }
  | { readonly kind: 'map'; readonly key: number; readonly value: OnnxType }
  | { readonly kind: 'other'; readonly name: string };

/** A graph input, output or intermediate with its declared type. `field` is where it stands in the graph. */
export interface ValueInfo {
  readonly name: string;
  readonly type: OnnxType;
  readonly docString: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly field: WireField;
}

export interface OnnxNode {
  readonly op: string;
  /** '' for the standard set. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Decoded on first use. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly field: WireField;
}

/** A weight: its name only; its content is decoded by tensor.ts when someone asks. */
export interface Initializer {
  readonly name: string;
  readonly field: WireField;
  readonly sparse: boolean;
}

export interface OnnxGraph {
  readonly name: string;
  readonly docString: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Initializer>;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly valueInfos: readonly ValueInfo[];
  readonly fields: readonly WireField[];
}

export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** Version per operator domain; '' is the standard set. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  /** Operators the file defines itself, as `domain:name`, with their bodies. */
  readonly functions: ReadonlyMap<string, readonly OnnxNode[]>;
  readonly training: boolean;
  readonly fields: readonly WireField[];
}

/** How deep types and subgraphs may nest; no exporter comes near it. */
export const NESTING_LIMIT = 16;

const last = (fields: readonly WireField[], number: number): WireField | undefined => fields.findLast((field) => field.number === number);
const string = (fields: readonly WireField[], number: number): string => text(last(fields, number));

/** A later opening of the same message is merged with the first, as protobuf asks: their bytes are joined. */
function message(fields: readonly WireField[], number: number): Bytes | undefined {
  const parts = all(fields, number).filter((field) => field.type === 2);
  if (parts.length < 2) return parts[0]?.bytes;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part.bytes, at);
    at += part.bytes.length;
  }
  return joined;
}

function tooDeep(): AssayError {
  return new AssayError({
    area: 'model',
    code: 'onnx-too-deep',
    what: 'This ONNX file nests types or subgraphs deeper than any exporter writes them.',
    why: `Assay follows ${NESTING_LIMIT} levels.`,
    remedy: 'Export the model again.',
  });
}

function entries(fields: readonly WireField[], number: number): Map<string, string> {
  const map = new Map<string, string>();
  for (const field of all(fields, number)) {
    const pair = readFields(field.bytes);
    map.set(string(pair, ENTRY.key), string(pair, ENTRY.value));
  }
  return map;
}

function readShape(bytes: Bytes): Dimension[] {
  return all(readFields(bytes), 1).map((field) => {
    const dimension = readFields(field.bytes);
    const value = last(dimension, DIMENSION.value);
    if (value !== undefined) return integer(value);
    return string(dimension, DIMENSION.parameter) || null;
  });
}

function readType(bytes: Bytes | undefined, depth = 0): OnnxType {
  if (depth > NESTING_LIMIT) throw tooDeep();
  if (bytes === undefined) return { kind: 'other', name: 'nothing' };
  const fields = readFields(bytes);
  const tensor = message(fields, TYPE.tensor);
  if (tensor !== undefined) {
    const inner = readFields(tensor);
    const shape = message(inner, TENSOR_TYPE.shape);
    return { kind: 'tensor', element: integer(last(inner, TENSOR_TYPE.element)), shape: shape === undefined ? null : readShape(shape) };
  }
  const sequence = message(fields, TYPE.sequence);
  if (sequence !== undefined) return { kind: 'sequence', of: readType(message(readFields(sequence), 1), depth + 1) };
  const map = message(fields, TYPE.map);
  if (map !== undefined) {
    const inner = readFields(map);
    return { kind: 'map', key: integer(last(inner, 1)), value: readType(message(inner, 2), depth + 1) };
  }
  if (last(fields, TYPE.optional) !== undefined) return { kind: 'other', name: 'an optional value' };
  if (last(fields, TYPE.sparse) !== undefined) return { kind: 'other', name: 'a sparse tensor' };
  return { kind: 'other', name: 'nothing' };
}

function readValueInfo(field: WireField): ValueInfo {
  const fields = readFields(field.bytes);
  return {
    name: string(fields, VALUE_INFO.name),
    type: readType(message(fields, VALUE_INFO.type)),
    docString: string(fields, VALUE_INFO.docString),
    metadata: entries(fields, VALUE_INFO.metadata),
    field,
  };
}

/** `ai.onnx` is another spelling of the standard domain. */
export function domainName(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** Reads one node of a graph, with the graphs inside its attributes. */
export function readNode(field: WireField, depth = 0): OnnxNode {
  const fields = readFields(field.bytes);
  let attributes: ReadonlyMap<string, Attribute> | undefined;
  return {
    op: string(fields, NODE.opType),
    domain: domainName(string(fields, NODE.domain)),
    name: string(fields, NODE.name),
    inputs: all(fields, NODE.input).map(text),
    outputs: all(fields, NODE.output).map(text),
    get attributes() {
      return (attributes ??= readAttributes(all(fields, NODE.attribute), depth));
    },
    field,
  };
}

/** Decodes a graph: names and wiring at once, types and wiring only; weights and attributes stay bytes. */
export function readGraph(bytes: Bytes, depth = 0): OnnxGraph {
  if (depth > NESTING_LIMIT) throw tooDeep();
  const fields = readFields(bytes);
  const initializers = new Map<string, Initializer>();
  for (const field of fields) {
    if (field.number === GRAPH.initializer && field.type === 2) {
      const name = string(readFields(field.bytes), TENSOR.name);
      initializers.set(name, { name, field, sparse: false });
    } else if (field.number === GRAPH.sparseInitializer && field.type === 2) {
      const values = message(readFields(field.bytes), SPARSE.values);
      const name = values === undefined ? '' : string(readFields(values), TENSOR.name);
      initializers.set(name, { name, field, sparse: true });
    }
  }
  return {
    name: string(fields, GRAPH.name),
    docString: string(fields, GRAPH.docString),
    nodes: all(fields, GRAPH.node).map((field) => readNode(field, depth)),
    initializers,
    inputs: all(fields, GRAPH.input).map(readValueInfo),
    outputs: all(fields, GRAPH.output).map(readValueInfo),
    valueInfos: all(fields, GRAPH.valueInfo).map(readValueInfo),
    fields,
  };
}

/**
 * Decodes a whole ONNX file as far as its wiring.
 * @throws AssayError `onnx-truncated`, `onnx-broken`, `onnx-too-deep`, `onnx-no-graph`.
 */
export function readModel(bytes: Bytes): OnnxModel {
  const fields = readFields(bytes);
  const graph = message(fields, MODEL.graph);
  if (graph === undefined) {
    throw new AssayError({
      area: 'model',
      code: 'onnx-no-graph',
      what: 'This ONNX file holds no graph.',
      why: 'It has a header but nothing that computes.',
      remedy: 'Export the model again.',
    });
  }
  const opsets = new Map<string, number>();
  for (const field of all(fields, MODEL.opsetImport)) {
    const inner = readFields(field.bytes);
    opsets.set(domainName(string(inner, OPSET.domain)), integer(last(inner, OPSET.version)));
  }
  const functions = new Map<string, readonly OnnxNode[]>();
  for (const field of all(fields, MODEL.functions)) {
    const inner = readFields(field.bytes);
    functions.set(
      `${domainName(string(inner, FUNCTION.domain))}:${string(inner, FUNCTION.name)}`,
      all(inner, FUNCTION.node).map((node) => readNode(node, 1)),
    );
  }
  return {
    irVersion: integer(last(fields, MODEL.irVersion)),
    producer: string(fields, MODEL.producerName),
    producerVersion: string(fields, MODEL.producerVersion),
    docString: string(fields, MODEL.docString),
    metadata: entries(fields, MODEL.metadata),
    opsets,
    graph: readGraph(graph),
    functions,
    training: last(fields, MODEL.trainingInfo) !== undefined,
    fields,
  };
}
