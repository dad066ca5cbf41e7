import { block, float32, varint, writeFields, type WireField } from '../wire';

/**
 * The messages of onnx.proto that the writers need, as wire fields.
 * Source: onnx/onnx.proto (field and type numbers); packed repeated numbers, which every reader of proto3 accepts.
 */
export const TENSOR_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, string: 8, bool: 9, float64: 11 } as const;
export type TensorType = keyof typeof TENSOR_TYPE;

export interface GraphValue {
  readonly name: string;
  readonly type: TensorType;
  /** Texts are named free dimensions. */
  readonly shape: readonly (number | string)[];
}

export interface NodeParts {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly WireField[];
  readonly domain?: string;
  readonly name?: string;
}

export interface ModelParts {
  readonly name: string;
  readonly nodes: readonly NodeParts[];
  readonly initializers: readonly WireField[];
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Operator set version by domain; '' is ai.onnx. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly producer: string;
  readonly doc?: string;
}

/** IR version 10: the one that came with ai.onnx 21 and ai.onnx.ml 5. */
const IR_VERSION = 10;

/** Packs integers ≥ −2^53 as varints; negative ones take ten bytes. */
function packed(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (let i = 0; i < values.length; i++) {
    let rest = values[i]!;
    if (rest < 0) length += 10;
    else {
      do length++;
      while ((rest = Math.floor(rest / 128)) > 0);
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    let rest = values[i]!;
    if (rest < 0) {
      const negative = varint(1, rest).bytes;
      bytes.set(negative, at);
      at += negative.length;
      continue;
    }
    while (rest > 127) {
      bytes[at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    bytes[at++] = rest;
  }
  return bytes;
}

function raw(type: TensorType, values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const width = { float32: 4, uint8: 1, int32: 4, int64: 8, bool: 1, float64: 8, string: 0 }[type];
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (type === 'float64') view.setFloat64(i * 8, value, true);
    else if (type === 'float32') view.setFloat32(i * 4, value, true);
    else if (type === 'int32') view.setInt32(i * 4, value, true);
    else if (type === 'int64') view.setBigInt64(i * 8, BigInt(value), true);
    else bytes[i] = value;
  }
  return bytes;
}

/** TensorProto of numbers, with little-endian raw data. */
export function tensor(name: string, type: Exclude<TensorType, 'string'>, dims: readonly number[], values: ArrayLike<number>): WireField[] {
  const shape = dims.map((dim) => varint(1, dim));
  return [...shape, varint(2, TENSOR_TYPE[type]), ...(name === '' ? [] : [block(8, name)]), block(9, raw(type, values))];
}

/** A named tensor as the graph's initializer. */
export function initializer(name: string, type: Exclude<TensorType, 'string'>, dims: readonly number[], values: ArrayLike<number>): WireField {
  return block(5, tensor(name, type, dims, values));
}

export const attribute = {
  float: (name: string, value: number): WireField => block(5, [block(1, name), float32(2, value), varint(20, 1)]),
  int: (name: string, value: number): WireField => block(5, [block(1, name), varint(3, value), varint(20, 2)]),
  text: (name: string, value: string): WireField => block(5, [block(1, name), block(4, value), varint(20, 3)]),
  tensor: (name: string, value: WireField[]): WireField => block(5, [block(1, name), block(5, value), varint(20, 4)]),
  ints: (name: string, values: ArrayLike<number>): WireField => block(5, [block(1, name), block(8, packed(values)), varint(20, 7)]),
  texts: (name: string, values: readonly string[]): WireField =>
    block(5, [block(1, name), ...values.map((value) => block(9, value)), varint(20, 8)]),
};

/** A node as the graph's field; `index` makes up a name where none is given. */
export function nodeField(parts: NodeParts, index: number): WireField {
  return block(1, [
    ...parts.inputs.map((name) => block(1, name)),
    ...parts.outputs.map((name) => block(2, name)),
    block(3, parts.name ?? `${parts.op}_${index}`),
    block(4, parts.op),
    ...(parts.attributes ?? []),
    ...(parts.domain === undefined ? [] : [block(7, parts.domain)]),
  ]);
}

function valueInfo(number: 11 | 12, value: GraphValue): WireField {
  const dims = value.shape.map((dim) => block(1, [typeof dim === 'number' ? varint(1, dim) : block(2, dim)]));
  return block(number, [block(1, value.name), block(2, [block(1, [varint(1, TENSOR_TYPE[value.type]), block(2, dims)])])]);
}

/** Bytes of an ONNX file. */
export function writeModel(parts: ModelParts): Uint8Array<ArrayBuffer> {
  const graph = [
    ...parts.nodes.map(nodeField),
    block(2, parts.name),
    ...parts.initializers,
    ...parts.inputs.map((value) => valueInfo(11, value)),
    ...parts.outputs.map((value) => valueInfo(12, value)),
  ];
  return writeFields([
    varint(1, IR_VERSION),
    block(2, parts.producer),
    ...(parts.doc === undefined ? [] : [block(6, parts.doc)]),
    block(7, graph),
    ...Object.entries(parts.opsets).map(([domain, version]) => block(8, [...(domain === '' ? [] : [block(1, domain)]), varint(2, version)])),
    ...Object.entries(parts.metadata).map(([key, value]) => block(14, [block(1, key), block(2, value)])),
  ]);
}
