import { describe, expect, test } from 'vitest';
import { decodeScores } from '../../../src/engine/models/binding/decode';
import { initializer } from '../../../src/engine/models/onnx/write';
import { openSession } from '../../tools/ort';
import { attributes, float, gemm, matrix, open, stump, texts, whole, type GraphParts } from './build';

const one = initializer('one', 'float32', [1], [1]);
const classifier = stump(
  [
    { leaf: 1, id: 0, weight: 0.2 },
    { leaf: 2, id: 0, weight: 0.9 },
  ],
  ['no', 'yes'],
);

function chain(width: number, ...ops: (string | { op: string; attributes?: ReturnType<typeof attributes.int>[] })[]): GraphParts {
  const first = gemm(width, 'X', 't0');
  const nodes = ops.map((entry, i) => {
    const { op, attributes: list } = typeof entry === 'string' ? { op: entry, attributes: undefined } : entry;
    return { op, inputs: [`t${i}`], outputs: [`t${i + 1}`], ...(list === undefined ? {} : { attributes: list }) };
  });
  return { nodes: [first.node, ...nodes], weights: first.weights, outputs: [float(`t${ops.length}`, 'N', width)] };
}

const graphs: [string, GraphParts, { task: string; layout: string; link: string; classes?: string[]; questions: string[] }][] = [
  [
    'one number through a sigmoid is a probability of the second class',
    chain(1, 'Sigmoid'),
    { task: 'binary', layout: 'positive', link: 'none', questions: ['positive-class'] },
  ],
  [
    'a sigmoid seen through a reshape stays a probability',
    chain(1, 'Sigmoid', 'Identity', 'Flatten'),
    { task: 'binary', layout: 'positive', link: 'none', questions: ['positive-class'] },
  ],
  [
    'three numbers through a soft max are probabilities',
    chain(3, 'Softmax'),
    { task: 'multiclass', layout: 'per-class', link: 'none', questions: ['class-names'] },
  ],
  [
    'log of soft max becomes probabilities by soft max',
    chain(3, 'LogSoftmax'),
    { task: 'multiclass', layout: 'per-class', link: 'softmax', questions: ['class-names'] },
  ],
  [
    'two unbounded numbers are log-odds, with a question',
    chain(2),
    { task: 'binary', layout: 'per-class', link: 'softmax', questions: ['output-meaning', 'class-names'] },
  ],
  [
    'one unbounded number is a value, with a question',
    chain(1),
    { task: 'regression', layout: 'value', link: 'none', classes: [], questions: ['output-meaning'] },
  ],
  ['a number after relu is a value', chain(1, 'Relu'), { task: 'regression', layout: 'value', link: 'none', classes: [], questions: [] }],
  ['a number after exp is a value', chain(1, 'Exp'), { task: 'regression', layout: 'value', link: 'none', classes: [], questions: [] }],
  [
    'probabilities are chosen over the log-odds beside them',
    { ...chain(2, 'Softmax'), outputs: [float('t0', 'N', 2), float('t1', 'N', 2)] },
    { task: 'binary', layout: 'per-class', link: 'none', questions: ['class-names'] },
  ],
  [
    'the complement of a sigmoid beside it makes two probabilities',
    {
      ...chain(1, 'Sigmoid'),
      nodes: [
        ...chain(1, 'Sigmoid').nodes,
        { op: 'Sub', inputs: ['one', 't1'], outputs: ['n'] },
        { op: 'Concat', inputs: ['n', 't1'], outputs: ['p'], attributes: [attributes.int('axis', 1)] },
      ],
      weights: [...chain(1).weights!, one],
      outputs: [float('p', 'N', 2)],
    },
    { task: 'binary', layout: 'per-class', link: 'none', questions: ['class-names'] },
  ],
  [
    'shares of votes in leaves are probabilities',
    { nodes: [classifier], outputs: [texts('label', 'N'), float('scores', 'N', 2)] },
    { task: 'binary', layout: 'per-class', link: 'none', classes: ['no', 'yes'], questions: [] },
  ],
  [
    'leaves that go below 0 without a link are log-odds',
    {
      nodes: [
        stump(
          [
            { leaf: 1, id: 0, weight: -2 },
            { leaf: 2, id: 1, weight: 3 },
            { leaf: 1, id: 2, weight: 0.5 },
          ],
          ['a', 'b', 'c'],
        ),
      ],
      outputs: [texts('label', 'N'), float('scores', 'N', 3)],
    },
    { task: 'multiclass', layout: 'per-class', link: 'softmax', classes: ['a', 'b', 'c'], questions: [] },
  ],
  [
    'one margin for two classes becomes a probability by sigmoid',
    {
      nodes: [
        stump(
          [
            { leaf: 1, id: 0, weight: -2 },
            { leaf: 2, id: 0, weight: 3 },
          ],
          ['a', 'b'],
        ),
      ],
      outputs: [texts('label', 'N'), float('scores', 'N', 2)],
    },
    { task: 'binary', layout: 'per-class', link: 'sigmoid', classes: ['a', 'b'], questions: [] },
  ],
  [
    'a logistic link in the trees makes probabilities',
    {
      nodes: [
        stump(
          [
            { leaf: 1, id: 0, weight: -2 },
            { leaf: 2, id: 0, weight: 3 },
          ],
          ['a', 'b'],
          'LOGISTIC',
        ),
      ],
      outputs: [texts('label', 'N'), float('scores', 'N', 2)],
    },
    { task: 'binary', layout: 'per-class', link: 'none', classes: ['a', 'b'], questions: [] },
  ],
  [
    'labels alone give decisions',
    { nodes: [classifier], outputs: [texts('label', 'N')] },
    { task: 'binary', layout: 'decision', link: 'none', classes: ['no', 'yes'], questions: [] },
  ],
  [
    'an output called logits is taken for log-odds without asking what it means',
    { ...chain(1), nodes: [...chain(1).nodes, { op: 'Identity', inputs: ['t0'], outputs: ['logits'] }], outputs: [float('logits', 'N', 1)] },
    { task: 'binary', layout: 'positive', link: 'sigmoid', questions: ['positive-class'] },
  ],
];

describe('the output scores are taken from', () => {
  test.each(graphs)('%s', (_, parts, expected) => {
    const model = open(parts);
    expect({ task: model.task, layout: model.output.layout, link: model.output.link }).toEqual({
      task: expected.task,
      layout: expected.layout,
      link: expected.link,
    });
    if (expected.classes !== undefined) expect(model.classes).toEqual(expected.classes);
    expect(model.questions.map((q) => q.id).filter((id) => id !== 'input-order')).toEqual(expected.questions);
  });

  test('class names come from metadata where the graph has none', () => {
    expect(open({ ...chain(3, 'Softmax'), metadata: { class_names: '["low", "middle", "high"]' } }).classes).toEqual(['low', 'middle', 'high']);
  });

  test('one output per class is read in column order, not in the order of the outputs', () => {
    const slice = (at: number, name: string) => [
      { op: 'Gather', inputs: ['scores', `i${at}`], outputs: [name], attributes: [attributes.int('axis', 1)] },
    ];
    const model = open({
      nodes: [classifier, ...slice(1, 'syes'), ...slice(0, 'sno')],
      weights: [initializer('i0', 'int64', [1], [0]), initializer('i1', 'int64', [1], [1])],
      outputs: [float('syes', 'N', 1), float('sno', 'N', 1)],
    });
    expect(model.output.tensors).toEqual(['scores']);
    expect(model.classes).toEqual(['no', 'yes']);
  });

  test('labels of a tree whose votes name both classes are replaced by its scores, because the runtime gets them wrong', async () => {
    const votes = [
      { leaf: 1 as const, id: 0, weight: 0.8 },
      { leaf: 1 as const, id: 1, weight: 0.2 },
      { leaf: 2 as const, id: 0, weight: -0.3 },
      { leaf: 2 as const, id: 1, weight: 1.3 },
    ];
    const model = open({ nodes: [stump(votes, ['no', 'yes'])], outputs: [texts('label', 'N')] });
    expect(model.output).toEqual({ tensors: ['scores'], layout: 'per-class', link: 'softmax' });
    const session = await openSession(model.graph!);
    const outputs = await session.run([{ name: 'X', type: 'float32', dims: [2, 2], data: Float32Array.of(-1, 0, 1, 0) }], model.output.tensors);
    const scores = decodeScores(model, outputs, 2);
    expect(scores[0]).toBeCloseTo(1 / (1 + Math.exp(0.6)), 6);
    expect(scores[1]).toBeCloseTo(1 / (1 + Math.exp(-1.6)), 6);
    await session.release();
  });

  test('one margin for two classes: the second class gets its sigmoid through the runtime', async () => {
    const model = open({
      nodes: [
        stump(
          [
            { leaf: 1, id: 0, weight: -2 },
            { leaf: 2, id: 0, weight: 3 },
          ],
          ['a', 'b'],
        ),
      ],
      outputs: [float('scores', 'N', 2)],
    });
    const session = await openSession(model.graph!);
    const scores = decodeScores(
      model,
      await session.run([{ name: 'X', type: 'float32', dims: [2, 2], data: Float32Array.of(-1, 0, 1, 0) }], ['scores']),
      2,
    );
    expect(scores[0]).toBeCloseTo(1 / (1 + Math.exp(2)), 7);
    expect(scores[1]).toBeCloseTo(1 / (1 + Math.exp(-3)), 7);
    await session.release();
  });

  test('several targets: the first is read, and that is said', () => {
    const model = open({ ...chain(3, 'Relu') });
    expect(model.task).toBe('regression');
    expect(model.provenance.map((line) => line.text).join()).toContain('3 values per row');
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...decodeScores(model, new Map([['t1', { data, dims: [2, 3], type: 'float32' }]]), 2)]).toEqual([1, 4]);
  });

  test('whole-number labels of other graphs give decisions', () => {
    const model = open({
      nodes: [gemm(3).node, { op: 'ArgMax', inputs: ['Z'], outputs: ['y'], attributes: [attributes.int('axis', 1), attributes.int('keepdims', 0)] }],
      weights: gemm(3).weights,
      outputs: [whole('y', 'N')],
      inputs: [matrix(2)],
    });
    expect(model.output.layout).toBe('decision');
    expect(model.questions.map((q) => q.id)).toContain('class-names');
  });
});
