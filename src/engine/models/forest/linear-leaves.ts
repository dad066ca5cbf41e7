import type { Forest, LinearLeaves } from './types';

/** Adds what the reached leaves give to the margins of a block of rows, for forests with linear leaves. */
export function linearAdder(
  forest: Forest,
  linear: LinearLeaves,
): (margins: Float64Array, values: Float64Array, leaves: Int32Array, rows: number, first: number) => void {
  const { outputs, leafValues, features } = forest;
  return (margins, values, leaves, rows, first) => {
    for (let row = first; row < first + rows; row++) {
      const leaf = leaves[row - first]!;
      const output = linear.output[leaf]!;
      let value = NaN;
      if (output >= 0) {
        value = linear.constants[leaf]!;
        for (let i = linear.offsets[leaf]!; i < linear.offsets[leaf + 1]!; i++) value += linear.coefficients[i]! * values[row * features + linear.inputs[i]!]!;
      }
      if (Number.isNaN(value)) for (let k = 0; k < outputs; k++) margins[row * outputs + k]! += leafValues[leaf * outputs + k]!;
      else margins[row * outputs + output]! += value;
    }
  };
}
