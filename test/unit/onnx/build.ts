import { attribute, initializer, writeModel, type GraphValue, type NodeParts } from '../../../src/engine/models/onnx/write';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import type { Model } from '../../../src/engine/models/types';
import type { WireField } from '../../../src/engine/models/onnx/wire';

export interface GraphParts {
  readonly nodes: readonly NodeParts[];
  readonly inputs?: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly weights?: readonly WireField[];
  readonly opsets?: Readonly<Record<string, number>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

export const ml = 'ai.onnx.ml';
export const matrix = (width: number | string, rows: number | string = 'N', name = 'X'): GraphValue => ({
  name,
  type: 'float32',
  shape: [rows, width],
});
export const float = (name: string, ...shape: (number | string)[]): GraphValue => ({ name, type: 'float32', shape });
export const whole = (name: string, ...shape: (number | string)[]): GraphValue => ({ name, type: 'int64', shape });
export const texts = (name: string, ...shape: (number | string)[]): GraphValue => ({ name, type: 'string', shape });

/** Bytes of a small graph; its input is a matrix of two columns where none is given. */
export function bytesOf(parts: GraphParts): Uint8Array<ArrayBuffer> {
  return writeModel({
    name: 'test',
    nodes: parts.nodes,
    initializers: parts.weights ?? [],
    inputs: parts.inputs ?? [matrix(2)],
    outputs: parts.outputs,
    opsets: parts.opsets ?? { '': 17, [ml]: 3 },
    metadata: parts.metadata ?? {},
    producer: 'test',
  });
}

export function open(parts: GraphParts): Model {
  return readOnnx({ name: 'test.onnx', bytes: bytesOf(parts) });
}

/** y = X·W + b with `width` results, weights counting up from 0.1 in steps of 0.1. */
export function gemm(width: number, from = 'X', to = 'Z', columns = 2): { node: NodeParts; weights: WireField[] } {
  const values = Float32Array.from({ length: columns * width }, (_, i) => 0.1 * (i + 1));
  return {
    node: { op: 'Gemm', inputs: [from, `W${to}`, `b${to}`], outputs: [to] },
    weights: [initializer(`W${to}`, 'float32', [columns, width], values), initializer(`b${to}`, 'float32', [width], new Float32Array(width))],
  };
}

const floats = (name: string, values: readonly number[]): WireField => {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  const text = new TextEncoder().encode(name);
  return {
    number: 5,
    type: 2,
    bytes: join([Uint8Array.of(0x0a, text.length), text, Uint8Array.of(0x3a, ...lengthOf(bytes.length)), bytes, Uint8Array.of(0xa0, 0x01, 0x06)]),
  };
};

function lengthOf(size: number): number[] {
  return size < 128 ? [size] : [(size % 128) | 128, Math.floor(size / 128)];
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const attributes = { ...attribute, floats };

/** One split on column 0 at 0, with the given class of each leaf's vote and its weight. */
export function stump(
  votes: readonly { leaf: 1 | 2; id: number; weight: number }[],
  labels: readonly string[],
  post = 'NONE',
  base?: readonly number[],
): NodeParts {
  return {
    op: 'TreeEnsembleClassifier',
    domain: ml,
    inputs: ['X'],
    outputs: ['label', 'scores'],
    attributes: [
      attribute.ints('nodes_treeids', [0, 0, 0]),
      attribute.ints('nodes_nodeids', [0, 1, 2]),
      attribute.ints('nodes_featureids', [0, 0, 0]),
      attribute.texts('nodes_modes', ['BRANCH_LEQ', 'LEAF', 'LEAF']),
      floats('nodes_values', [0, 0, 0]),
      attribute.ints('nodes_truenodeids', [1, 0, 0]),
      attribute.ints('nodes_falsenodeids', [2, 0, 0]),
      attribute.ints(
        'class_treeids',
        votes.map(() => 0),
      ),
      attribute.ints(
        'class_nodeids',
        votes.map((vote) => vote.leaf),
      ),
      attribute.ints(
        'class_ids',
        votes.map((vote) => vote.id),
      ),
      floats(
        'class_weights',
        votes.map((vote) => vote.weight),
      ),
      attribute.texts('classlabels_strings', labels),
      attribute.text('post_transform', post),
      ...(base === undefined ? [] : [floats('base_values', base)]),
    ],
  };
}
