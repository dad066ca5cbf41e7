import { describe, expect, test } from 'vitest';
import { initializer } from '../../../src/engine/models/onnx/write';
import { openSession } from '../../tools/ort';
import { attributes, bytesOf, float, gemm, matrix, ml, open, texts, type GraphParts } from './build';

const shape = (name: string, ...values: number[]) => initializer(name, 'int64', [values.length], values);

/** Scores of three rows given at once, and one after another through the file as it was. */
async function both(parts: GraphParts): Promise<[number[], number[]]> {
  const model = open(parts);
  const rows = [
    [1, 2],
    [-3, 0.5],
    [0, 4],
  ];
  const free = await openSession(model.graph!);
  const together = await free.run([{ name: 'X', type: 'float32', dims: [3, 2], data: Float32Array.from(rows.flat()) }], model.output.tensors);
  await free.release();
  const fixed = await openSession(bytesOf(parts));
  const single: number[] = [];
  for (const row of rows) {
    const out = await fixed.run([{ name: 'X', type: 'float32', dims: [1, 2], data: Float32Array.from(row) }], model.output.tensors);
    single.push(...Array.from(out.get(model.output.tensors[0]!)!.data as ArrayLike<number>));
  }
  await fixed.release();
  return [Array.from(together.get(model.output.tensors[0]!)!.data as ArrayLike<number>), single];
}

const one = matrix(2, 1);
const first = gemm(4, 'X', 'h');
const second = gemm(1, 'h2', 'y', 4);

const loosened: [string, GraphParts][] = [
  ['matrix products', { inputs: [one], nodes: [gemm(1).node], weights: gemm(1).weights, outputs: [float('Z', 1, 1)] }],
  [
    'a reshape that spells out the one row',
    {
      inputs: [one],
      nodes: [first.node, { op: 'Reshape', inputs: ['h', 's'], outputs: ['h2'] }, second.node],
      weights: [...first.weights, ...second.weights, shape('s', 1, 4)],
      outputs: [float('y', 1, 1)],
    },
  ],
  [
    'a reshape of the one row with a free rest',
    {
      inputs: [one],
      nodes: [first.node, { op: 'Reshape', inputs: ['h', 's'], outputs: ['h2'] }, second.node],
      weights: [...first.weights, ...second.weights, shape('s', 1, -1)],
      outputs: [float('y', 1, 1)],
    },
  ],
  [
    'joining and normalising along the columns',
    {
      inputs: [one],
      nodes: [
        first.node,
        { op: 'Concat', inputs: ['h', 'X'], outputs: ['c'], attributes: [attributes.int('axis', 1)] },
        { op: 'Softmax', inputs: ['c'], outputs: ['y'], attributes: [attributes.int('axis', 1)] },
      ],
      weights: first.weights,
      outputs: [float('y', 1, 6)],
    },
  ],
];

const obstacles: [string, GraphParts][] = [
  [
    'a mean over everything',
    { inputs: [one], nodes: [first.node, { op: 'ReduceMean', inputs: ['h'], outputs: ['y'] }], weights: first.weights, outputs: [float('y', 1, 1)] },
  ],
  [
    'a constant joined to the one row',
    {
      inputs: [one],
      nodes: [
        { op: 'Concat', inputs: ['X', 'k'], outputs: ['y'], attributes: [attributes.int('axis', 1)] },
        { op: 'Sigmoid', inputs: ['y'], outputs: ['p'] },
      ],
      weights: [initializer('k', 'float32', [1, 1], [5])],
      outputs: [float('p', 1, 3)],
    },
  ],
  [
    'a transposition',
    {
      inputs: [one],
      nodes: [
        { op: 'Transpose', inputs: ['X'], outputs: ['t'] },
        { op: 'Sigmoid', inputs: ['t'], outputs: ['y'] },
      ],
      outputs: [float('y', 2, 1)],
    },
  ],
];

describe('a file made for one row at a time', () => {
  test.each(loosened)('scores many rows at once with the same numbers: %s', async (_, parts) => {
    const [together, single] = await both(parts);
    expect(together).toEqual(single);
    expect(open(parts).provenance.some((line) => line.kind === 'repaired' && line.text.includes('exactly 1 row'))).toBe(true);
  });

  test.each(obstacles)('is refused where a step works across rows: %s', (_, parts) => {
    expect(() => open(parts)).toThrow(expect.objectContaining({ code: 'onnx-one-row' }));
  });
});

describe('what a graph does not need for its scores', () => {
  test('inputs, outputs and operators off the way are left out, even ones the runtime does not know', async () => {
    const model = open({
      inputs: [matrix(2), matrix(3, 'N', 'unused')],
      nodes: [
        gemm(1).node,
        { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] },
        { op: 'Fooz', domain: 'my.custom', inputs: ['unused'], outputs: ['label'] },
      ],
      weights: gemm(1).weights,
      outputs: [texts('label', 'N'), float('p', 'N', 1)],
    });
    expect(model.tensors.map((tensor) => tensor.name)).toEqual(['X']);
    const session = await openSession(model.graph!);
    const out = await session.run([{ name: 'X', type: 'float32', dims: [1, 2], data: Float32Array.of(1, 1) }], ['p']);
    expect(Number(out.get('p')!.data[0])).toBeCloseTo(1 / (1 + Math.exp(-0.3)), 6);
    await session.release();
  });

  test('inputs that have a value in the file are constants', () => {
    const model = open({
      inputs: [matrix(2), float('WZ', 2, 1), float('bZ', 1)],
      nodes: [gemm(1).node, { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] }],
      weights: gemm(1).weights,
      outputs: [float('p', 'N', 1)],
    });
    expect(model.inputs.map((input) => input.name)).toEqual(['input 1', 'input 2']);
  });
});

describe('what is known of an input', () => {
  test('names of a matrix come from metadata', () => {
    const model = open({
      nodes: [gemm(1).node],
      weights: gemm(1).weights,
      outputs: [float('Z', 'N', 1)],
      metadata: { feature_names: "['age', 'income']" },
    });
    expect(model.inputs.map((input) => [input.name, input.named])).toEqual([
      ['age', true],
      ['income', true],
    ]);
  });

  test('the width is worked out from the operators where it is not declared', () => {
    const model = open({
      inputs: [matrix('any')],
      nodes: [gemm(1).node, { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] }],
      weights: gemm(1).weights,
      outputs: [float('p', 'N', 1)],
    });
    expect(model.tensors[0]).toMatchObject({ width: 2, rank: 2 });
  });

  test('levels come from the encoder each column reaches, through joins and cuts', () => {
    const encoder = (from: string, to: string, levels: string[]) => ({
      op: 'OneHotEncoder',
      domain: ml,
      inputs: [from],
      outputs: [to],
      attributes: [attributes.texts('cats_strings', levels), attributes.int('zeros', 1)],
    });
    const model = open({
      inputs: [texts('home', 'N', 1), texts('job', 'N', 1)],
      nodes: [
        { op: 'Concat', inputs: ['home', 'job'], outputs: ['both'], attributes: [attributes.int('axis', 1)] },
        { op: 'ArrayFeatureExtractor', domain: ml, inputs: ['both', 'i1'], outputs: ['second'] },
        { op: 'ArrayFeatureExtractor', domain: ml, inputs: ['both', 'i0'], outputs: ['first'] },
        encoder('second', 'e1', ['clerk', 'none']),
        encoder('first', 'e0', ['own', 'rent', 'other']),
        { op: 'Concat', inputs: ['e0', 'e1'], outputs: ['e'], attributes: [attributes.int('axis', -1)] },
        { op: 'Reshape', inputs: ['e', 's'], outputs: ['flat'] },
        { ...gemm(1, 'flat', 'Z', 5).node },
        { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] },
      ],
      weights: [...gemm(1, 'flat', 'Z', 5).weights, initializer('i0', 'int64', [1], [0]), initializer('i1', 'int64', [1], [1]), shape('s', -1, 5)],
      outputs: [float('p', 'N', 1)],
    });
    expect(model.inputs.map((input) => input.levels)).toEqual([
      ['own', 'rent', 'other'],
      ['clerk', 'none'],
    ]);
  });
});
