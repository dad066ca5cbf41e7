import { describe, expect, test } from 'vitest';
import { compileScores } from '../../../../src/engine/models/evaluator';
import { ForestBuilder } from '../../../../src/engine/models/forest/builder';
import { readOnnx } from '../../../../src/engine/models/onnx/read';
import { writeForest, writeLinear } from '../../../../src/engine/models/onnx/write';
import { rows, worst } from './edges';

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
