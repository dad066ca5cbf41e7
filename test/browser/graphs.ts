import type { Model } from '../../src/engine/models/types';
import { initializer, writeModel } from '../../src/engine/models/onnx/write/index';
import { block, varint } from '../../src/engine/models/onnx/wire';

/** A model and its mapping as plain data that a test can send into a page. */
export interface SentGraph {
  readonly graph: number[];
  readonly width: number;
}

/** One matrix X [N, width] in, one value per row out: sigmoid(Σ weights·x). */
export function logisticGraph(weights: readonly number[]): SentGraph {
  const graph = writeModel({
    name: 'logistic',
    producer: 'test',
    nodes: [
      { op: 'MatMul', inputs: ['X', 'W'], outputs: ['margin'] },
      { op: 'Sigmoid', inputs: ['margin'], outputs: ['score'] },
    ],
    initializers: [initializer('W', 'float32', [weights.length, 1], weights)],
    inputs: [{ name: 'X', type: 'float32', shape: ['N', weights.length] }],
    outputs: [{ name: 'score', type: 'float32', shape: ['N', 1] }],
    opsets: { '': 17 },
    metadata: {},
  });
  return { graph: [...graph], width: weights.length };
}

const boolean = 9;
const float = 1;
const value = (number: 11 | 12, name: string, type: number, dims?: (number | string)[]) =>
  block(number, [
    block(1, name),
    block(2, [block(1, [varint(1, type), ...(dims ? [block(2, dims.map((dim) => block(1, [typeof dim === 'number' ? varint(1, dim) : block(2, dim)])))] : [])])]),
  ]);

/** One value per row in; the same value out after `trips` rounds of a loop that does nothing. 2^53 trips are for ever. */
export function loopGraph(trips: number): SentGraph {
  const same = (input: string, output: string) => block(1, [block(1, input), block(2, output), block(4, 'Identity')]);
  const body = [
    same('go', 'goes'),
    same('x', 'x_next'),
    block(2, 'body'),
    value(11, 'round', 7, []),
    value(11, 'go', boolean, []),
    value(11, 'x', float),
    value(12, 'goes', boolean, []),
    value(12, 'x_next', float),
  ];
  const graph = writeModel({
    name: 'loop',
    producer: 'test',
    nodes: [{ op: 'Loop', inputs: ['trips', 'yes', 'X'], outputs: ['score'], attributes: [block(5, [block(1, 'body'), block(6, body), varint(20, 5)])] }],
    initializers: [initializer('trips', 'int64', [], [trips]), initializer('yes', 'bool', [], [1])],
    inputs: [{ name: 'X', type: 'float32', shape: ['N', 1] }],
    outputs: [{ name: 'score', type: 'float32', shape: ['N', 1] }],
    opsets: { '': 17 },
    metadata: {},
  });
  return { graph: [...graph], width: 1 };
}

/** Facts of a model with one matrix input, without its graph. */
export function matrixModel(width: number): Omit<Model, 'graph'> {
  return {
    format: 'onnx',
    title: `test model of ${width} inputs`,
    tensors: [{ name: 'X', type: 'float32', rank: 2, width }],
    inputs: Array.from({ length: width }, (_, offset) => ({ name: `x${offset}`, named: true, tensor: 0, offset, type: 'float32' as const })),
    task: 'regression',
    classes: [],
    output: { tensors: ['score'], layout: 'value', link: 'none' },
    externalData: [],
    questions: [],
    provenance: [],
    facts: [],
  };
}
