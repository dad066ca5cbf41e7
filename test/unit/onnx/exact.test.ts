import { describe, expect, test } from 'vitest';
import { decodeScores } from '../../../src/engine/models/binding/decode';
import { compileScores } from '../../../src/engine/models/evaluator';
import { ForestBuilder } from '../../../src/engine/models/forest/builder';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { initializer, tensor, writeForest, writeLinear, type NodeParts } from '../../../src/engine/models/onnx/write';
import type { WireField } from '../../../src/engine/models/onnx/wire';
import type { Model } from '../../../src/engine/models/types';
import { Random } from '../../../src/engine/stats/random';
import { openSession } from '../../tools/ort';
import { attributes, float, gemm, ml, open, stump, texts, type GraphParts } from './build';

/** Rows on, just below and just above whole and half numbers, missing values and infinities. */
function rows(width: number, count = 400): Float64Array<ArrayBuffer> {
  const random = new Random(17);
  return Float64Array.from({ length: width * count }, () => {
    const kind = random.below(8);
    if (kind === 0) return NaN;
    if (kind === 1) return random.below(2) === 0 ? Infinity : -Infinity;
    const base = Math.fround((random.below(17) - 8) / 4);
    if (kind === 2) return Math.fround(base * (1 + 1.2e-7));
    if (kind === 3) return Math.fround(random.normal() * 3);
    return base;
  });
}

/** Largest difference between the structure and the runtime; rows where one has no score and the other has count as infinite. */
async function worst(model: Model, values: Float64Array<ArrayBuffer>): Promise<number> {
  const width = model.inputs.length;
  const count = values.length / width;
  const session = await openSession(model.graph!);
  const double = model.tensors[0]!.type === 'float64';
  const feeds = model.tensors.map(({ name, width: own, type }, t) => {
    const data = double ? new Float64Array(count * own) : new Float32Array(count * own);
    const first = model.inputs.findIndex((input) => input.tensor === t);
    for (let i = 0; i < count; i++) for (let j = 0; j < own; j++) data[i * own + j] = values[i * width + first + j]!;
    return { name, type, dims: [count, own], data };
  });
  const theirs = decodeScores(model, await session.run(feeds, model.output.tensors), count);
  await session.release();
  const ours = compileScores(model)!(values, count);
  expect(ours).toHaveLength(theirs.length);
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    if (Number.isNaN(ours[i]) && Number.isNaN(theirs[i])) continue;
    largest = Math.max(largest, ours[i] === theirs[i] ? 0 : Number.isNaN(ours[i]! - theirs[i]!) ? Infinity : Math.abs(ours[i]! - theirs[i]!));
  }
  return largest;
}

/** A regressor of two trees: each splits column 0 by the mode, then column 1. */
function regressor(mode: string, tracks: 0 | 1, more: WireField[] = [], from = 'X'): NodeParts {
  const tree = [0, 0, 0, 0, 0];
  const twice = <T>(list: readonly T[]): T[] => [...list, ...list];
  return {
    op: 'TreeEnsembleRegressor',
    domain: ml,
    inputs: [from],
    outputs: ['y'],
    attributes: [
      attributes.ints('nodes_treeids', [...tree, ...tree.map(() => 1)]),
      attributes.ints('nodes_nodeids', twice([0, 1, 2, 3, 4])),
      attributes.ints('nodes_featureids', [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]),
      attributes.texts('nodes_modes', twice([mode, mode, 'LEAF', 'LEAF', 'LEAF'])),
      attributes.floats('nodes_values', [0.5, -0.25, 0, 0, 0, 1, 0.75, 0, 0, 0]),
      attributes.ints('nodes_truenodeids', twice([1, 3, 0, 0, 0])),
      attributes.ints('nodes_falsenodeids', twice([2, 4, 0, 0, 0])),
      attributes.ints('nodes_missing_value_tracks_true', [tracks, 1 - tracks, 0, 0, 0, tracks, tracks, 0, 0, 0]),
      attributes.ints('target_treeids', [0, 0, 0, 1, 1, 1]),
      attributes.ints('target_nodeids', twice([2, 3, 4])),
      attributes.ints('target_ids', [0, 0, 0, 0, 0, 0]),
      attributes.floats('target_weights', [1, 2, 4, 8, 16, 32]),
      attributes.int('n_targets', 1),
      ...more,
    ],
  };
}

const value = [float('y', 'N', 1)];
const scaler = (scale: number[]): NodeParts => ({
  op: 'Scaler',
  domain: ml,
  inputs: ['X'],
  outputs: ['s'],
  attributes: [attributes.floats('offset', [0.1, -0.7]), attributes.floats('scale', scale)],
});

describe('trees read back', () => {
  test.each(
    ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ'].flatMap((mode) =>
      [0, 1].map((tracks) => [mode, tracks as 0 | 1] as const),
    ),
  )('%s with missing values to the true side %i, at every edge', async (mode, tracks) => {
    const model = open({ nodes: [regressor(mode, tracks)], outputs: value });
    expect(model.forest).toBeDefined();
    expect(await worst(model, rows(2))).toBe(0);
  });

  test.each<[string, GraphParts]>([
    [
      'a mean of trees with a base',
      {
        nodes: [regressor('BRANCH_LEQ', 0, [attributes.text('aggregate_function', 'AVERAGE'), attributes.floats('base_values', [0.5])])],
        outputs: value,
      },
    ],
    ['a scaler in front', { nodes: [scaler([3.3, 0.7]), regressor('BRANCH_LEQ', 1, [], 's')], outputs: value }],
    ['a scaler that turns numbers round', { nodes: [scaler([-1.7, -0.3]), regressor('BRANCH_LT', 0, [], 's')], outputs: value }],
    [
      'an imputer and a scaler in front',
      {
        nodes: [
          {
            op: 'Imputer',
            domain: ml,
            inputs: ['X'],
            outputs: ['i'],
            attributes: [attributes.floats('imputed_value_floats', [0.2, 5]), attributes.float('replaced_value_float', NaN)],
          },
          { ...scaler([1.3, 1]), inputs: ['i'] },
          regressor('BRANCH_GT', 1, [], 's'),
        ],
        outputs: value,
      },
    ],
    [
      'standardising by two operators',
      {
        nodes: [
          { op: 'Sub', inputs: ['X', 'mu'], outputs: ['c'] },
          { op: 'Div', inputs: ['c', 'sd'], outputs: ['s'] },
          regressor('BRANCH_GTE', 0, [], 's'),
        ],
        weights: [initializer('mu', 'float32', [2], [0.3, -0.1]), initializer('sd', 'float32', [2], [1.7, 0.9])],
        outputs: value,
      },
    ],
    [
      'columns in another order',
      {
        nodes: [{ op: 'Gather', inputs: ['X', 'i'], outputs: ['s'], attributes: [attributes.int('axis', 1)] }, regressor('BRANCH_LEQ', 0, [], 's')],
        weights: [initializer('i', 'int64', [2], [1, 0])],
        outputs: value,
      },
    ],
    [
      'a sum of two operators and a constant, through a link',
      {
        nodes: [
          regressor('BRANCH_LEQ', 0),
          { ...regressor('BRANCH_GT', 1), outputs: ['y2'] },
          { op: 'Add', inputs: ['y', 'y2'], outputs: ['both'] },
          { op: 'Sub', inputs: ['both', 'c'], outputs: ['less'] },
          { op: 'Mul', inputs: ['less', 'tenth'], outputs: ['margin'] },
          { op: 'Sigmoid', inputs: ['margin'], outputs: ['p'] },
        ],
        weights: [initializer('c', 'float32', [1], [30]), initializer('tenth', 'float32', [1], [0.1])],
        outputs: [float('p', 'N', 1)],
      },
    ],
    [
      'two classes from one vote',
      {
        nodes: [
          stump(
            [
              { leaf: 1, id: 0, weight: -2 },
              { leaf: 2, id: 0, weight: 3 },
            ],
            ['a', 'b'],
            'LOGISTIC',
            [0.25],
          ),
        ],
        outputs: [texts('label', 'N'), float('scores', 'N', 2)],
      },
    ],
    [
      'two classes from one vote without a link',
      {
        nodes: [
          stump(
            [
              { leaf: 1, id: 0, weight: -2 },
              { leaf: 2, id: 0, weight: 3 },
            ],
            ['a', 'b'],
            'NONE',
            [0.25],
          ),
        ],
        outputs: [texts('label', 'N'), float('scores', 'N', 2)],
      },
    ],
    [
      'shares of votes',
      {
        nodes: [
          stump(
            [
              { leaf: 1, id: 0, weight: 0.2 },
              { leaf: 2, id: 0, weight: 0.9 },
            ],
            ['a', 'b'],
          ),
        ],
        outputs: [texts('label', 'N'), float('scores', 'N', 2)],
      },
    ],
    [
      'two classes from two votes through soft max',
      {
        nodes: [
          stump(
            [
              { leaf: 1, id: 0, weight: 1 },
              { leaf: 1, id: 1, weight: -0.5 },
              { leaf: 2, id: 0, weight: 0.25 },
              { leaf: 2, id: 1, weight: 2 },
            ],
            ['a', 'b'],
            'SOFTMAX',
          ),
        ],
        outputs: [float('scores', 'N', 2)],
      },
    ],
    [
      'three classes through soft max',
      {
        nodes: [
          stump(
            [
              { leaf: 1, id: 0, weight: 1 },
              { leaf: 1, id: 1, weight: -0.5 },
              { leaf: 2, id: 2, weight: 2 },
            ],
            ['a', 'b', 'c'],
            'SOFTMAX',
            [0.5, -0.5, 1],
          ),
        ],
        outputs: [float('scores', 'N', 3)],
      },
    ],
  ])('%s', async (_, parts) => {
    const model = open(parts);
    expect(model.forest).toBeDefined();
    expect(await worst(model, rows(2))).toBeLessThan(2e-7);
  });

  test.each<[string, GraphParts]>([
    ['the smallest of the trees', { nodes: [regressor('BRANCH_LEQ', 0, [attributes.text('aggregate_function', 'MIN')])], outputs: value }],
    [
      'base values that the runtime mixes between two classes',
      {
        nodes: [
          stump(
            [
              { leaf: 1, id: 0, weight: 1 },
              { leaf: 2, id: 1, weight: 2 },
            ],
            ['a', 'b'],
            'SOFTMAX',
            [0.5, -0.5],
          ),
        ],
        outputs: [float('scores', 'N', 2)],
      },
    ],
    [
      'products of inputs in front',
      { nodes: [{ op: 'Mul', inputs: ['X', 'X'], outputs: ['s'] }, regressor('BRANCH_LEQ', 0, [], 's')], outputs: value },
    ],
    [
      'something unknown behind',
      { nodes: [regressor('BRANCH_LEQ', 0), { op: 'Tanh', inputs: ['y'], outputs: ['t'] }], outputs: [float('t', 'N', 1)] },
    ],
  ])('%s: no structure is claimed', (_, parts) => {
    const model = open(parts);
    expect(model.forest).toBeUndefined();
    expect(model.linear).toBeUndefined();
    expect(model.graph).toBeDefined();
  });

  test('a tree that runs in a circle is refused', () => {
    const node = regressor('BRANCH_LEQ', 0);
    const circle = {
      ...node,
      attributes: node.attributes!.map((attribute, i) =>
        i === 5 ? attributes.ints('nodes_truenodeids', [1, 1, 0, 0, 0, 1, 3, 0, 0, 0]) : attribute,
      ),
    };
    expect(() => open({ nodes: [circle], outputs: value })).toThrow(expect.objectContaining({ code: 'forest-parents' }));
  });
});

describe('the newer tree operator', () => {
  const numbers = (name: string, type: 'float64' | 'float32' | 'uint8', values: readonly number[]) =>
    attributes.tensor(name, tensor('', type, [values.length], values));
  const newer = (type: 'float64' | 'float32', modes: [number, number, number]): GraphParts => ({
    inputs: [{ name: 'X', type, shape: ['N', 2] }],
    opsets: { '': 21, [ml]: 5 },
    nodes: [
      {
        op: 'TreeEnsemble',
        domain: ml,
        inputs: ['X'],
        outputs: ['y'],
        attributes: [
          attributes.int('n_targets', 1),
          attributes.int('aggregate_function', 1),
          attributes.int('post_transform', 0),
          attributes.ints('tree_roots', [0, 2]),
          attributes.ints('nodes_featureids', [0, 1, 0]),
          numbers('nodes_modes', 'uint8', modes),
          numbers('nodes_splits', type, [0.5, -0.25, 0]),
          attributes.ints('nodes_truenodeids', [1, 0, 3]),
          attributes.ints('nodes_trueleafs', [0, 1, 1]),
          attributes.ints('nodes_falsenodeids', [2, 1, 3]),
          attributes.ints('nodes_falseleafs', [1, 1, 1]),
          attributes.ints('nodes_missing_value_tracks_true', [1, 0, 0]),
          attributes.ints('leaf_targetids', [0, 0, 0, 0]),
          numbers('leaf_weights', type, [1, 2, 4, 8]),
        ],
      },
    ],
    outputs: [{ name: 'y', type, shape: ['N', 1] }],
  });

  test.each([
    ['float32', 'at most and below', [0, 1, 0]],
    ['float64', 'at most and below', [0, 1, 0]],
    ['float64', 'at least and above', [2, 3, 0]],
    ['float32', 'equal and unequal', [4, 5, 0]],
  ] as const)('%s, %s, with a second tree of one leaf', async (type, _, modes) => {
    const model = open(newer(type, [...modes]));
    expect(model.forest?.arithmetic).toBe(type);
    expect(await worst(model, rows(2))).toBe(0);
  });
});

describe('linear operators read back', () => {
  const classifier = (post: string, coefficients: number[], intercepts: number[], labels: string[], from = 'X'): NodeParts => ({
    op: 'LinearClassifier',
    domain: ml,
    inputs: [from],
    outputs: ['label', 'scores'],
    attributes: [
      attributes.floats('coefficients', coefficients),
      attributes.floats('intercepts', intercepts),
      attributes.texts('classlabels_strings', labels),
      attributes.text('post_transform', post),
      attributes.int('multi_class', 0),
    ],
  });
  const two = [texts('label', 'N'), float('scores', 'N', 2)];
  const finite = rows(2).map((x) => (Number.isFinite(x) || Number.isNaN(x) ? x : 2));

  test.each<[string, GraphParts]>([
    [
      'a product with bias through a sigmoid',
      { nodes: [gemm(1).node, { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] }], weights: gemm(1).weights, outputs: [float('p', 'N', 1)] },
    ],
    [
      'three outputs through soft max',
      {
        nodes: [gemm(3).node, { op: 'Softmax', inputs: ['Z'], outputs: ['p'], attributes: [attributes.int('axis', 1)] }],
        weights: gemm(3).weights,
        outputs: [float('p', 'N', 3)],
      },
    ],
    [
      'two outputs through soft max',
      {
        nodes: [gemm(2).node, { op: 'Softmax', inputs: ['Z'], outputs: ['p'], attributes: [attributes.int('axis', 1)] }],
        weights: gemm(2).weights,
        outputs: [float('p', 'N', 2)],
      },
    ],
    [
      'a scaled logistic regression',
      { nodes: [scaler([2, -0.5]), classifier('LOGISTIC', [-1, -2, 1, 2], [-0.5, 0.5], ['no', 'yes'], 's')], outputs: two },
    ],
    ['a soft max of two classes', { nodes: [classifier('SOFTMAX', [-1, 0.5, 1, 2], [-0.5, 0.25], ['no', 'yes'])], outputs: two }],
    [
      'a regression',
      {
        nodes: [
          {
            op: 'LinearRegressor',
            domain: ml,
            inputs: ['X'],
            outputs: ['y'],
            attributes: [attributes.floats('coefficients', [0.5, -2]), attributes.floats('intercepts', [3]), attributes.int('targets', 1)],
          },
        ],
        outputs: value,
      },
    ],
    [
      'a product and a sum',
      {
        nodes: [
          { op: 'MatMul', inputs: ['X', 'WZ'], outputs: ['m'] },
          { op: 'Add', inputs: ['m', 'bias'], outputs: ['a'] },
          { op: 'Sigmoid', inputs: ['a'], outputs: ['p'] },
        ],
        weights: [gemm(1).weights[0]!, initializer('bias', 'float32', [1], [-0.75])],
        outputs: [float('p', 'N', 1)],
      },
    ],
  ])('%s', async (_, parts) => {
    const model = open(parts);
    expect(model.linear).toBeDefined();
    expect(await worst(model, finite)).toBeLessThan(1e-6);
  });

  test('a second layer is no linear model', () => {
    const first = gemm(4, 'X', 'h');
    const second = gemm(1, 'r', 'Z', 4);
    expect(
      open({
        nodes: [first.node, { op: 'Relu', inputs: ['h'], outputs: ['r'] }, second.node],
        weights: [...first.weights, ...second.weights],
        outputs: [float('Z', 'N', 1)],
      }).linear,
    ).toBeUndefined();
  });
});

describe('files we write come back as they were', () => {
  const builder = (): ForestBuilder => {
    const made = new ForestBuilder(2, 1);
    made.add(5, (at) => {
      if (at === 0) return { feature: 0, operator: 'le', split: 0.5, missingLeft: true, left: 1, right: 2 };
      if (at === 1) return { feature: 1, operator: 'lt', split: -0.25, missingLeft: false, left: 3, right: 4 };
      return { leaf: [at / 7] };
    });
    return made;
  };

  test.each(['columns', 'matrix'] as const)('a forest, inputs as %s', async (layout) => {
    const forest = builder().finish([0.125], 'sum', 'float64');
    const model = readOnnx({
      name: 'own.onnx',
      bytes: writeForest(forest, { inputNames: ['age', 'income'], layout, classes: ['no', 'yes'], link: 'sigmoid' }),
    });
    expect(model.inputs.map((input) => [input.name, input.named])).toEqual([
      ['age', true],
      ['income', true],
    ]);
    expect(model.classes).toEqual(['no', 'yes']);
    expect(model.questions).toEqual([]);
    expect(model.fromMargin).toEqual({ link: 'sigmoid', scale: 1 });
    expect(compileScores(model)!(rows(2), 400)).toEqual(compileScores({ ...model, forest })!(rows(2), 400));
    expect(await worst(model, rows(2))).toBeLessThan(1e-15);
  });

  test.each(['columns', 'matrix'] as const)('a logistic regression, inputs as %s', async (layout) => {
    const linear = { features: 2, outputs: 1, weights: Float64Array.of(0.3, -1.7), intercept: Float64Array.of(0.2) };
    const model = readOnnx({
      name: 'own.onnx',
      bytes: writeLinear(linear, { inputNames: ['age', 'income'], layout, classes: ['no', 'yes'], link: 'sigmoid' }),
    });
    expect(model.linear).toEqual(linear);
    expect(model.questions).toEqual([]);
    expect(
      await worst(
        model,
        rows(2).map((x) => (Number.isFinite(x) ? x : 1)),
      ),
    ).toBeLessThan(1e-15);
  });
});
