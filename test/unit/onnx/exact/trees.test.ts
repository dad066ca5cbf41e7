import { describe, expect, test } from 'vitest';
import { initializer, tensor } from '../../../../src/engine/models/onnx/write';
import { attributes, float, ml, open, stump, texts, type GraphParts } from '../build';
import { regressor, rows, scaler, value, worst } from './edges';

/** Two classes from one vote. */
const oneVote = (link: string): GraphParts => ({
  nodes: [
    stump(
      [
        { leaf: 1, id: 0, weight: -2 },
        { leaf: 2, id: 0, weight: 3 },
      ],
      ['a', 'b'],
      link,
      [0.25],
    ),
  ],
  outputs: [texts('label', 'N'), float('scores', 'N', 2)],
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
    ['two classes from one vote', oneVote('LOGISTIC')],
    ['two classes from one vote without a link', oneVote('NONE')],
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
