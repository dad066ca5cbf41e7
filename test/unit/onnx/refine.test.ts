import { describe, expect, test } from 'vitest';
import type { FetchedTensor } from '../../../src/engine/models/binding/decode';
import { refineOutput, withClassNames } from '../../../src/engine/models/onnx/refine';
import { float, gemm, open, type GraphParts } from './build';

const bare = (width: number): GraphParts => ({ nodes: [gemm(width).node], weights: gemm(width).weights, outputs: [float('Z', 'N', width)] });
const called = (name: string, width: number): GraphParts => ({
  ...bare(width),
  nodes: [...bare(width).nodes, { op: 'Identity', inputs: ['Z'], outputs: [name] }],
  outputs: [float(name, 'N', width)],
});
const values = (name: string, ...numbers: number[]): Map<string, FetchedTensor> =>
  new Map([[name, { data: Float64Array.from(numbers), dims: [], type: 'float32' }]]);
const asked = (model: { questions: readonly { id: string }[] }): boolean => model.questions.some((q) => q.id === 'output-meaning');

describe('what values tell when the graph does not', () => {
  test('rows of several numbers that sum to 1 are probabilities', () => {
    const model = refineOutput(open(bare(2)), values('Z', 0.3, 0.7, 0.9, 0.1), 2);
    expect(model.output.link).toBe('none');
    expect(asked(model)).toBe(false);
  });

  test('rows of several numbers outside 0 and 1 stay log-odds; the question goes when the label has as many levels', () => {
    expect(asked(refineOutput(open(bare(3)), values('Z', -3, 0.7, 9, 1, 2, 3), 2))).toBe(true);
    const model = refineOutput(open(bare(3)), values('Z', -3, 0.7, 9, 1, 2, 3), 2, 3);
    expect(model.output.link).toBe('softmax');
    expect(asked(model)).toBe(false);
  });

  test('numbers called probabilities that leave 0 and 1 are log-odds after all', () => {
    expect(open(called('probability', 1)).output.link).toBe('none');
    expect(refineOutput(open(called('probability', 1)), values('probability', -4, 2), 2).output.link).toBe('sigmoid');
    expect(refineOutput(open(called('probability', 1)), values('probability', 0.4, 1), 2).output.link).toBe('none');
  });

  test('one number per row is log-odds when the label has two levels, a value otherwise', () => {
    const two = refineOutput(open(bare(1)), values('Z', -4, 2), 2, 2);
    expect(two).toMatchObject({ task: 'binary', output: { layout: 'positive', link: 'sigmoid' } });
    expect(two.questions.map((q) => q.id)).toContain('positive-class');
    expect(withClassNames(two, ['bad', 'good']).questions.map((q) => q.id)).toEqual(['input-order']);
    const many = refineOutput(open(bare(1)), values('Z', -4, 2), 2, 50);
    expect(many.task).toBe('regression');
    expect(asked(many)).toBe(true);
  });

  test('the exact structure follows the new meaning, or is given up', () => {
    expect(open(bare(1)).fromMargin).toEqual({ link: 'none', scale: 1 });
    const two = refineOutput(open(bare(1)), values('Z', -4, 2), 2, 2);
    expect(two.fromMargin).toEqual({ link: 'sigmoid', scale: 1 });
    expect(two.linear).toBeDefined();
    const probabilities = refineOutput(open(bare(2)), values('Z', 0.3, 0.7, 0.9, 0.1), 2);
    expect(open(bare(2)).linear).toBeDefined();
    expect(probabilities.linear).toBeUndefined();
    expect(probabilities.fromMargin).toBeUndefined();
  });

  test('no rows and missing numbers change nothing', () => {
    const model = open(bare(1));
    expect(refineOutput(model, values('Z'), 0, 2)).toBe(model);
    expect(refineOutput(model, values('Z', NaN, NaN), 2, 2)).toBe(model);
    expect(refineOutput(model, new Map(), 2, 2)).toBe(model);
  });
});
