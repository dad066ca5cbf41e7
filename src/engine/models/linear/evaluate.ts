import type { Linear } from './types';

/**
 * Margins (row-major count × outputs) of `count` rows (row-major count × features). A missing input makes the margin NaN, unless the model takes missing
 * for zero.
 */
export function evaluateLinear(linear: Linear, values: Float64Array, count: number): Float64Array<ArrayBuffer> {
  const { features, outputs, weights, intercept, missingIsZero } = linear;
  const margins = new Float64Array(count * outputs);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let j = 0; j < features; j++) {
        const x = values[row * features + j]!;
        if (missingIsZero !== true || !Number.isNaN(x)) sum += weights[k * features + j]! * x;
      }
      margins[row * outputs + k] = sum + intercept[k]!;
    }
  }
  return margins;
}
