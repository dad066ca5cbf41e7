import type { Linear } from './types';

/** Margins (row-major count × outputs) of `count` rows (row-major count × features). A missing input makes the margin NaN. */
export function evaluateLinear(linear: Linear, values: Float64Array, count: number): Float64Array<ArrayBuffer> {
  const { features, outputs, weights, intercept } = linear;
  const margins = new Float64Array(count * outputs);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let j = 0; j < features; j++) sum += weights[k * features + j]! * values[row * features + j]!;
      margins[row * outputs + k] = sum + intercept[k]!;
    }
  }
  return margins;
}
