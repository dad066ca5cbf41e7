import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { RUNTIME } from '../../../src/engine/models/onnx/operators';
import { initializer } from '../../../src/engine/models/onnx/write';
import { block, readFields, varint, writeFields } from '../../../src/engine/models/onnx/wire';
import { attributes, bytesOf, float, gemm, matrix, ml, open, type GraphParts } from './build';

const good = gemm(1);
const scored = (parts: Partial<GraphParts>): GraphParts => ({ nodes: [good.node], weights: good.weights, outputs: [float('Z', 'N', 1)], ...parts });

function record(work: () => unknown): AssayError['record'] {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(AssayError);
    return (error as AssayError).record;
  }
  throw new Error('nothing was refused');
}

const shared: [string, GraphParts, string, string][] = [
  [
    'an operator set of the future',
    scored({ opsets: { '': RUNTIME.opset + 1 } }),
    'onnx-opset',
    `set ${RUNTIME.opset + 1}; this app's runtime supports sets up to ${RUNTIME.opset}`,
  ],
  [
    'a machine-learning operator set of the future',
    scored({ opsets: { '': 17, [ml]: 6 } }),
    'onnx-opset',
    "machine-learning operator set 6; this app's runtime supports sets up to 5",
  ],
  ['a custom operator', scored({ nodes: [{ ...good.node, op: 'Fooz', domain: 'my.custom' }] }), 'onnx-operator', 'my.custom.Fooz'],
  ['an operator nobody has', scored({ nodes: [{ ...good.node, op: 'Gemmm' }] }), 'onnx-operator', 'Gemmm'],
  [
    'a training operator',
    scored({ nodes: [{ op: 'Adam', domain: 'ai.onnx.preview.training', inputs: ['X'], outputs: ['Z'] }] }),
    'onnx-training',
    'Adam',
  ],
  ['an image', scored({ inputs: [float('X', 'N', 3, 224, 224)] }), 'onnx-not-a-table', '[N, 3, 224, 224]'],
  [
    'a lone number besides the table',
    scored({
      inputs: [matrix(2), float('mu')],
      nodes: [
        { op: 'Sub', inputs: ['X', 'mu'], outputs: ['x2'] },
        { ...good.node, inputs: ['x2', 'WZ', 'bZ'] },
      ],
    }),
    'onnx-unfed-constant',
    '"mu"',
  ],
  [
    'a constant left out by the exporter',
    scored({
      inputs: [matrix(2), matrix(2, 1, 'mean')],
      nodes: [
        { op: 'Sub', inputs: ['X', 'mean'], outputs: ['x2'] },
        { ...good.node, inputs: ['x2', 'WZ', 'bZ'] },
      ],
    }),
    'onnx-unfed-constant',
    '"mean"',
  ],
  [
    'a list of one row',
    scored({ inputs: [float('X', 2)], nodes: [{ op: 'MatMul', inputs: ['X', 'WZ'], outputs: ['Z'] }], outputs: [float('Z', 1)] }),
    'onnx-one-row',
    '2 numbers',
  ],
  ['columns beyond reason', scored({ inputs: [matrix(2 ** 40)] }), 'onnx-width', String(2 ** 40)],
  ['no columns', scored({ inputs: [matrix(0)] }), 'onnx-width', '0 columns'],
  [
    'a width nothing tells',
    scored({ inputs: [matrix('any')], nodes: [{ op: 'Sigmoid', inputs: ['X'], outputs: ['Z'] }], outputs: [float('Z', 'N', 'any')] }),
    'onnx-width',
    '"X"',
  ],
  ['no input', scored({ inputs: [], nodes: [{ op: 'Sigmoid', inputs: ['WZ'], outputs: ['Z'] }] }), 'onnx-no-input', 'reads no input'],
  [
    'prepared data without a model',
    scored({
      nodes: [
        {
          op: 'Scaler',
          domain: ml,
          inputs: ['X'],
          outputs: ['Z'],
          attributes: [attributes.floats('scale', [1, 1]), attributes.floats('offset', [0, 0])],
        },
      ],
      outputs: [float('Z', 'N', 2)],
    }),
    'onnx-transformer',
    '"Z"',
  ],
  [
    'an output of pictures',
    scored({
      nodes: [good.node, { op: 'Reshape', inputs: ['Z', 's'], outputs: ['out'] }],
      weights: [...good.weights, initializer('s', 'int64', [3], [-1, 1, 1])],
      outputs: [float('out', 'N', 1, 1)],
    }),
    'onnx-no-output',
    '"out"',
  ],
  [
    'a graph in a circle',
    scored({
      nodes: [
        { op: 'Add', inputs: ['X', 'b'], outputs: ['a'] },
        { op: 'Relu', inputs: ['a'], outputs: ['b'] },
      ],
      outputs: [float('b', 'N', 2)],
    }),
    'onnx-cycle',
    'circle',
  ],
  ['a node that reads itself', scored({ nodes: [{ op: 'Add', inputs: ['X', 'Z'], outputs: ['Z'] }] }), 'onnx-cycle', 'circle'],
  ['a tensor made twice', scored({ nodes: [good.node, good.node] }), 'onnx-broken', 'made twice'],
  ['a tensor nobody makes', scored({ nodes: [{ ...good.node, inputs: ['ghost', 'WZ', 'bZ'] }] }), 'onnx-broken', '"ghost"'],
  ['an output nobody makes', scored({ outputs: [float('ghost', 'N', 1)] }), 'onnx-broken', '"ghost"'],
  ['a weight larger than its bytes', scored({ weights: [initializer('WZ', 'float32', [2, 4096], [1, 2]), good.weights[1]!] }), 'onnx-broken', '8192'],
  [
    'a weight of absurd size',
    scored({ weights: [initializer('WZ', 'float32', [2 ** 20, 2 ** 20], [1, 2]), good.weights[1]!] }),
    'onnx-huge-tensor',
    '1.1e+12',
  ],
  [
    'a small input blown up',
    scored({
      nodes: [
        { op: 'Expand', inputs: ['X', 's'], outputs: ['big'] },
        { ...good.node, inputs: ['big', 'WZ', 'bZ'] },
      ],
      weights: [...good.weights, initializer('s', 'int64', [2], [400_000_000, 2])],
    }),
    'onnx-huge-tensor',
    '8.0e+8',
  ],
];

describe('ONNX files that cannot be used say what they are', () => {
  test.each(shared)('%s', (_, parts, code, words) => {
    const { what, why, remedy, ...rest } = record(() => open(parts));
    expect(rest.code).toBe(code);
    expect(`${what} ${why}`).toContain(words);
    expect(remedy.length).toBeGreaterThan(10);
  });

  test('file version of the future', () => {
    const fields = readFields(bytesOf(scored({}))).map((field) => (field.number === 1 ? varint(1, 14) : field));
    expect(record(() => readOnnx({ name: 'm.onnx', bytes: writeFields(fields) }))).toMatchObject({
      code: 'onnx-ir',
      what: expect.stringContaining('14') as string,
    });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0)],
    ['a pickle', Uint8Array.of(0x80, 4, 0x95, 10, 0, 0, 0, 0, 0, 0, 0)],
    ['a page', new TextEncoder().encode('<!doctype html><title>404</title>')],
    ['a table', new TextEncoder().encode('age,income\n1,2\n')],
  ])('%s is no ONNX file', (_, bytes) => {
    expect(record(() => readOnnx({ name: 'model.onnx', bytes })).code).toBe('onnx-not-onnx');
  });
});

describe('weights in another file', () => {
  const outside = (location: string, entries: Record<string, string> = {}): Uint8Array<ArrayBuffer> => {
    const pairs = Object.entries({ location, ...entries }).map(([key, value]) => block(13, [block(1, key), block(2, value)]));
    const weight = block(5, [varint(1, 2), varint(1, 1), varint(2, 1), block(8, 'WZ'), ...pairs, varint(14, 1)]);
    return bytesOf(scored({ weights: [weight, good.weights[1]!] }));
  };
  const data = new Uint8Array(Float32Array.of(9, 9, 0.1, 0.2).buffer);
  const read = (bytes: Uint8Array<ArrayBuffer>, ...companions: { name: string; bytes: Uint8Array<ArrayBuffer> }[]) =>
    readOnnx({ name: 'm.onnx', bytes }, companions);

  test('a missing file is named by its base name only', () => {
    const { what } = record(() => read(outside('../../etc/weights.bin')));
    expect(what).toBe('This model keeps its weights in a second file named weights.bin.');
  });

  test.each([['..'], ['a/..'], ['']])('the location "%s" is no file name', (location) => {
    expect(record(() => read(outside(location), { name: '..', bytes: data })).code).toBe('onnx-external-name');
  });

  test('a path is matched by its last part and taken in', () => {
    const model = read(outside('..\\..\\weights.bin', { offset: '8', length: '8' }), { name: 'folder/weights.bin', bytes: data });
    expect(model.externalData).toEqual([]);
    expect(new TextDecoder('latin1').decode(model.graph!)).not.toContain('weights.bin');
    expect(model.provenance[0]!.text).toContain('weights.bin');
  });

  test.each([
    ['an offset past the end', { offset: '12' }],
    ['a negative offset', { offset: '-8' }],
    ["a length that is not the weight's", { length: '4' }],
    ['an offset that is no number', { offset: 'x' }],
  ])('%s does not fit', (_, entries) => {
    expect(record(() => read(outside('w', entries as Record<string, string>), { name: 'w', bytes: data })).code).toBe('onnx-external-short');
  });
});
