import { describe, expect, test } from 'vitest';
import { initializer, type NodeParts } from '../../../../src/engine/models/onnx/write';
import { attributes, float, gemm, ml, open, texts, type GraphParts } from '../build';
import { rows, scaler, value, worst } from './edges';

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
