import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { block, readFields, varint, writeFields } from '../../../src/engine/models/onnx/wire';
import { Random } from '../../../src/engine/stats/random';
import { describeShared, sharedBytes } from '../../tools/shared';
import { attributes, bytesOf, float, gemm, stump, texts } from './build';

type Bytes = Uint8Array<ArrayBuffer>;

/** `ok`, or the code of the refusal; anything else thrown fails the test. */
function outcome(bytes: Bytes): string {
  try {
    readOnnx({ name: 'm.onnx', bytes });
    return 'ok';
  } catch (error) {
    if (error instanceof AssayError) return error.code;
    throw error;
  }
}

function mutate(bytes: Bytes, random: Random): Bytes {
  const copy = bytes.slice();
  const kind = random.below(4);
  if (kind === 0) return copy.slice(0, random.below(copy.length));
  const edits = 1 + random.below(6);
  for (let i = 0; i < edits; i++) {
    const at = random.below(Math.min(copy.length, kind === 1 ? copy.length : 4096));
    copy[at] = kind === 2 ? copy[at]! ^ (1 << random.below(8)) : random.below(256);
  }
  if (kind === 3) {
    const from = random.below(copy.length);
    const size = random.below(40);
    copy.copyWithin(random.below(copy.length), from, from + size);
  }
  return copy;
}

const small = bytesOf({
  nodes: [
    stump(
      [
        { leaf: 1, id: 0, weight: 0.2 },
        { leaf: 2, id: 0, weight: 0.9 },
      ],
      ['no', 'yes'],
    ),
    { op: 'Reshape', inputs: ['scores', 's'], outputs: ['p'] },
  ],
  weights: [block(5, [varint(1, 2), varint(2, 7), block(8, 's'), varint(7, -1), varint(7, 2)])],
  outputs: [texts('label', 'N'), float('p', 'N', 2)],
});

describe('hostile ONNX files', () => {
  test('600 seeded mutations of a small tree file end in a model or a refusal', () => {
    const random = new Random(20240607);
    const seen = new Map<string, number>();
    for (let i = 0; i < 600; i++) {
      const result = outcome(mutate(small, random));
      seen.set(result, (seen.get(result) ?? 0) + 1);
    }
    expect(seen.get('ok') ?? 0).toBeGreaterThan(0);
    expect([...seen.keys()].filter((code) => code !== 'ok' && !code.startsWith('onnx-'))).toEqual([]);
    expect(seen.size).toBeGreaterThan(3);
  });

  test('every way of cutting a file off is a refusal, and says so once the beginning is there', () => {
    let told = 0;
    for (let length = 0; length < small.length; length++) {
      const result = outcome(small.slice(0, length));
      expect(result).not.toBe('ok');
      if (result === 'onnx-truncated') told++;
    }
    expect(told).toBeGreaterThan(small.length / 2);
  });

  test.each([
    [
      'subgraphs within subgraphs',
      () => {
        let graph = [block(1, [block(1, 'X'), block(2, 'Z'), block(4, 'Relu')])];
        for (let i = 0; i < 200; i++)
          graph = [block(1, [block(1, 'X'), block(2, 'Z'), block(4, 'If'), block(5, [block(1, 'then_branch'), block(6, graph), varint(20, 5)])])];
        return graph;
      },
      'onnx-too-deep',
    ],
    [
      'types within types',
      () => {
        let type = [block(1, [varint(1, 1)])];
        for (let i = 0; i < 200; i++) type = [block(4, [block(1, type)])];
        return [block(1, [block(1, 'X'), block(2, 'Z'), block(4, 'Relu')]), block(11, [block(1, 'X'), block(2, type)])];
      },
      'onnx-too-deep',
    ],
  ])('%s are followed only so far', (_, make, code) => {
    const info = (name: string) => [
      block(1, name),
      block(2, [block(1, [varint(1, 1), block(2, [block(1, [block(2, 'N')]), block(1, [varint(1, 2)])])])]),
    ];
    const bytes = writeFields([varint(1, 8), block(8, [varint(2, 17)]), block(7, [...make(), block(11, info('X')), block(12, info('Z'))])]);
    expect(outcome(bytes)).toBe(code);
  });

  test.each(['Identity', 'Cast', 'Relu'])(
    'a chain of 50,000 %s operators is read without running out of stack',
    (op) => {
      const nodes = Array.from({ length: 50_000 }, (_, i) => ({
        op,
        ...(op === 'Cast' ? { attributes: [attributes.int('to', 1)] } : {}),
        inputs: [i === 0 ? 'Z' : `z${i}`],
        outputs: [`z${i + 1}`],
      }));
      const { node, weights } = gemm(1);
      expect(outcome(bytesOf({ nodes: [node, ...nodes], weights, outputs: [float('z50000', 'N', 1)] }))).toBe('ok');
    },
    5000,
  );

  test('names from the file are data: __proto__ is a name like any other', () => {
    const { node, weights } = gemm(1, '__proto__');
    const model = readOnnx({
      name: 'm',
      bytes: bytesOf({
        inputs: [{ name: '__proto__', type: 'float32', shape: ['N', 2] }],
        nodes: [node, { op: 'Sigmoid', inputs: ['Z'], outputs: ['constructor'] }],
        weights,
        outputs: [float('constructor', 'N', 1)],
        metadata: { __proto__x: '1' },
      }),
    });
    expect(model.tensors[0]!.name).toBe('__proto__');
    expect(({} as Record<string, unknown>).width).toBeUndefined();
  });

  test('a graph opened twice counts as one, as protobuf merges them', () => {
    const fields = readFields(
      bytesOf({ nodes: [gemm(1).node, { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] }], weights: gemm(1).weights, outputs: [float('p', 'N', 1)] }),
    );
    const graph = readFields(fields.find((field) => field.number === 7)!.bytes);
    const halves = [block(7, graph.slice(0, 2)), block(7, graph.slice(2))];
    expect(outcome(writeFields([...fields.filter((field) => field.number !== 7), ...halves]))).toBe('ok');
  });

  test('attributes of the wrong kind are refused or ignored, never a crash', () => {
    const node = {
      op: 'Gemm',
      inputs: ['X', 'WZ', 'bZ'],
      outputs: ['Z'],
      attributes: [attributes.text('transB', 'yes'), attributes.ints('alpha', [1, 2, 3])],
    };
    expect(outcome(bytesOf({ nodes: [node], weights: gemm(1).weights, outputs: [float('Z', 'N', 1)] }))).toBe('ok');
  });
});

describeShared('hostile versions of real files', () => {
  const names = [
    'adult-logreg-zipmap',
    'adult-torch-embeddings',
    'compas-dummies-voting-zipmap',
    'german-torch-legacy-batch1',
    'taiwan-keras-tf2onnx',
    'heloc-gradboost-matrix-reordered',
  ];
  test.each(names)('60 seeded mutations of %s end in a model or a refusal', (name) => {
    const bytes = sharedBytes(`reference/onnx/${name}/model.onnx`);
    const random = new Random(names.indexOf(name) + 7);
    for (let i = 0; i < 60; i++) expect(outcome(mutate(bytes, random))).toMatch(/^(ok|onnx-[a-z-]+)$/);
  });
});
