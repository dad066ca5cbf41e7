import type { Linear } from '../../linear/types';
import type { Context } from '../context';
import type { OnnxNode } from '../graph';
import type { CorePath } from './core';
import type { Expression, NumberExpression } from './expressions';

export interface LinearOperator {
  readonly outputs: number;
  readonly post: string;
  /** Folds what is in front and behind into weights on the model's inputs. */
  finish(path: CorePath, take: readonly (readonly number[])[], features: number): Linear;
}

/** Row-major outputs × columns weights and one intercept per output. */
interface Weights {
  readonly outputs: number;
  readonly post: string;
  readonly weights: ArrayLike<number>;
  readonly intercept: ArrayLike<number>;
}

function ofOperator(context: Context, node: OnnxNode, width: number): Weights | undefined {
  if (node.op === 'LinearClassifier' || node.op === 'LinearRegressor') {
    const weights = node.attributes.get('coefficients')?.floats ?? [];
    const outputs = weights.length / width;
    if (!Number.isInteger(outputs) || outputs < 1) return undefined;
    return {
      outputs,
      post: node.attributes.get('post_transform')?.string || 'NONE',
      weights,
      intercept: node.attributes.get('intercepts')?.floats ?? [],
    };
  }
  const matrix = context.constant(node.inputs[1]);
  if (matrix?.dims.length !== 2 || (node.attributes.get('transA')?.int ?? 0) !== 0) return undefined;
  const transposed = node.attributes.get('transB')?.int === 1;
  const [rows, columns] = transposed ? [matrix.dims[1]!, matrix.dims[0]!] : [matrix.dims[0]!, matrix.dims[1]!];
  if (rows !== width) return undefined;
  const alpha = node.attributes.get('alpha')?.float ?? 1;
  const beta = node.attributes.get('beta')?.float ?? 1;
  const values = matrix.numbers();
  const weights = new Float64Array(rows * columns);
  for (let k = 0; k < columns; k++)
    for (let j = 0; j < rows; j++) weights[k * rows + j] = alpha * values[transposed ? k * rows + j : j * columns + k]!;
  const bias = node.op === 'Gemm' && node.inputs[2] ? context.constant(node.inputs[2]) : undefined;
  if (node.op === 'Gemm' && node.inputs[2] && (bias === undefined || (bias.size !== 1 && bias.size !== columns))) return undefined;
  return { outputs: columns, post: 'NONE', weights, intercept: bias === undefined ? [] : bias.numbers().map((value) => beta * value) };
}

/** Reads a linear operator whose columns are unfilled linear functions of number inputs. */
export function readLinear(context: Context, node: OnnxNode, columns: readonly Expression[], classes: number): LinearOperator | undefined {
  const usable = columns.every(
    (x): x is NumberExpression & { affine: { factor: number; shift: number } } => x.kind === 'number' && x.affine !== null,
  );
  const own = usable ? ofOperator(context, node, columns.length) : undefined;
  if (!usable || own === undefined) return undefined;
  if (node.op === 'LinearClassifier' && own.outputs !== classes && !(own.outputs === 1 && classes === 2)) return undefined;
  return {
    outputs: own.outputs,
    post: own.post,
    finish({ factor, shift }, take, features) {
      const weights = new Float64Array(take.length * features);
      const intercept = new Float64Array(take.length);
      take.forEach((signs, t) => {
        signs.forEach((sign, k) => {
          if (sign === 0) return;
          intercept[t]! +=
            sign *
            (factor * (own.intercept.length === 1 ? own.intercept[0]! : (own.intercept[k] ?? 0)) + (shift.length === 1 ? shift[0]! : shift[k]!));
          columns.forEach((x, j) => {
            const weight = sign * factor * own.weights[k * columns.length + j]!;
            weights[t * features + x.input]! += weight * x.affine.factor;
            intercept[t]! += weight * x.affine.shift;
          });
        });
      });
      return { features, outputs: take.length, weights, intercept };
    },
  };
}
