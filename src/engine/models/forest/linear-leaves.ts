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
      let missing = output < 0;
      let value = missing ? 0 : linear.constants[leaf]!;
      for (let i = linear.offsets[leaf]!; i < linear.offsets[leaf + 1]!; i++) {
        const x = values[row * features + linear.inputs[i]!]!;
        if (Number.isNaN(x)) missing = true;
        value += linear.coefficients[i]! * x;
      }
      if (missing) for (let k = 0; k < outputs; k++) margins[row * outputs + k]! += leafValues[leaf * outputs + k]!;
      else margins[row * outputs + output]! += value;
    }
  };
}
