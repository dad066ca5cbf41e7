import { solveCholesky } from './cholesky';
import { cannotLearn, checkTraining, type Training } from './training';

export interface RidgeFit {
  readonly coefficients: Float64Array<ArrayBuffer>;
  readonly intercept: number;
}

/**
 * Weighted linear regression with an L2 penalty: minimises ½·Σ weight × (value − prediction)² + ½·λ·|coefficients|², the intercept free. Solved on columns
 * centred by their weighted means, where the intercept is the mean of the values. Source: Hoerl and Kennard (1970), "Ridge regression".
 * @param penalty λ; on the coefficients of the columns as given. Default 1
 * @throws AssayError of {@link checkTraining}; `learn-no-optimum` when without a penalty columns repeat
 */
export function fitRidge(data: Training, penalty = 1): RidgeFit {
  checkTraining(data, { binary: false, missing: false });
  const { values, rows, columns, labels, weights } = data;
  const means = new Float64Array(columns + 1);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    total += weight;
    for (let j = 0; j < columns; j++) means[j]! += weight * values[row * columns + j]!;
    means[columns]! += weight * labels[row]!;
  }
  means.forEach((sum, j) => (means[j] = sum / total));
  const matrix = new Float64Array(columns * columns);
  const coefficients = new Float64Array(columns);
  const centred = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) continue;
    for (let j = 0; j < columns; j++) centred[j] = values[row * columns + j]! - means[j]!;
    const target = labels[row]! - means[columns]!;
    for (let j = 0; j < columns; j++) {
      const own = weight * centred[j]!;
      coefficients[j]! += own * target;
      for (let k = 0; k <= j; k++) matrix[j * columns + k]! += own * centred[k]!;
    }
  }
  for (let j = 0; j < columns; j++) matrix[j * columns + j]! += penalty;
  if (!solveCholesky(matrix, coefficients)) throw cannotLearn('learn-no-optimum', 'One input repeats others, so that no best set of weights exists.', 'Use a penalty above 0, or leave out the repeated input.');
  return { coefficients, intercept: means[columns]! - coefficients.reduce((sum, weight, j) => sum + weight * means[j]!, 0) };
}

/** The predicted value of each row. */
export function predictRidge({ coefficients, intercept }: RidgeFit, values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
  const columns = coefficients.length;
  const out = new Float64Array(rows).fill(intercept);
  for (let row = 0; row < rows; row++) for (let j = 0; j < columns; j++) out[row]! += coefficients[j]! * values[row * columns + j]!;
  return out;
}
