import { compileForest } from './forest/evaluate';
import { evaluateLinear } from './linear/evaluate';
import { applyLink } from './links';
import type { Model } from './types';

/**
 * Scores of a model with a forest or linear structure, computed without its graph: the cross-check, and the scorer of models that ONNX cannot carry.
 * Takes `count` rows of the model's inputs, row-major, NaN missing; gives probabilities of the second class, values, or one number per class.
 * @returns undefined for a model without an exact structure
 */
export function compileScores(model: Model): ((values: Float64Array, count: number) => Float64Array<ArrayBuffer>) | undefined {
  const { forest, linear, fromMargin } = model;
  if (fromMargin === undefined) return undefined;
  const { link, scale } = fromMargin;
  if (forest !== undefined) {
    const compiled = compileForest(forest);
    return (values, count) => applyLink(link, compiled.margins(values, count), forest.outputs, scale);
  }
  return linear === undefined ? undefined : (values, count) => applyLink(link, evaluateLinear(linear, values, count), linear.outputs, scale);
}
