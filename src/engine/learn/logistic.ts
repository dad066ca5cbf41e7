import { solveCholesky } from './cholesky';
import { sigmoid } from '../models/links';
import { cannotLearn, checkTraining, type Training } from './training';

export interface LogisticOptions {
  /** λ of ½·λ·|coefficients|²; scikit-learn's 1/C. The intercept is not penalised. Default 1. */
  readonly penalty?: number;
  readonly maxIterations?: number;
}

export interface LogisticFit {
  readonly coefficients: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  /** Σ weight × log loss + ½·λ·|coefficients|² at the optimum. */
  readonly objective: number;
  readonly iterations: number;
}

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function centreAndScale({ values, rows, columns }: Training): { centre: Float64Array; scale: Float64Array } {
  const centre = new Float64Array(columns);
  const scale = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * columns + j]!;
    centre[j] = sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (values[i * columns + j]! - centre[j]!) ** 2;
    scale[j] = Math.sqrt(squares / rows) || 1;
  }
  return { centre, scale };
}

/**
 * Weighted logistic regression with an L2 penalty, by iteratively reweighted least squares (Newton steps, halved when they overshoot).
 * Columns are centred and scaled for the arithmetic only: the penalty is on the coefficients of the columns as given.
 * Source: McCullagh and Nelder, Generalized Linear Models (1989), §2.5; the objective is scikit-learn's.
 * @throws AssayError of {@link checkTraining}; `learn-no-optimum` when without a penalty the classes can be told apart exactly or columns repeat.
 */
export function fitLogistic(data: Training, options: LogisticOptions = {}): LogisticFit {
  checkTraining(data, { binary: true, missing: false });
  const { values, rows, columns, labels, weights } = data;
  const penalty = options.penalty ?? 1;
  const limit = options.maxIterations ?? 100;
  const { centre, scale } = centreAndScale(data);
  const size = columns + 1;
  let theta = new Float64Array(size);
  const z = new Float64Array(size);
  z[columns] = 1;
  const load = (row: number): void => {
    for (let j = 0; j < columns; j++) z[j] = (values[row * columns + j]! - centre[j]!) / scale[j]!;
  };
  const ridge = (j: number): number => penalty / (scale[j]! * scale[j]!);
  const objectiveAt = (at: Float64Array): number => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += 0.5 * ridge(j) * at[j]! ** 2;
    for (let row = 0; row < rows; row++) {
      load(row);
      let margin = 0;
      for (let j = 0; j < size; j++) margin += at[j]! * z[j]!;
      sum += (weights?.[row] ?? 1) * softplus(labels[row] === 1 ? -margin : margin);
    }
    return sum;
  };
  const noOptimum = (): never => {
    const why = 'The outcomes can be told apart exactly, or one input repeats others, so that no best set of weights exists.';
    throw cannotLearn('learn-no-optimum', why, 'Use a penalty above 0, or leave out the repeated input.');
  };
  let objective = objectiveAt(theta);
  const hessian = new Float64Array(size * size);
  for (let iteration = 1; iteration <= limit; iteration++) {
    hessian.fill(0);
    const step = new Float64Array(size);
    for (let j = 0; j < columns; j++) {
      hessian[j * size + j] = ridge(j);
      step[j] = -ridge(j) * theta[j]!;
    }
    for (let row = 0; row < rows; row++) {
      load(row);
      let margin = 0;
      for (let j = 0; j < size; j++) margin += theta[j]! * z[j]!;
      const p = sigmoid(margin);
      const weight = weights?.[row] ?? 1;
      const slope = weight * (labels[row]! - p);
      const curve = weight * p * sigmoid(-margin);
      for (let j = 0; j < size; j++) {
        step[j] = step[j]! + slope * z[j]!;
        const scaled = curve * z[j]!;
        for (let k = 0; k <= j; k++) hessian[j * size + k] = hessian[j * size + k]! + scaled * z[k]!;
      }
    }
    const slope = step.slice();
    if (!solveCholesky(hessian, step)) noOptimum();
    let decrement = 0;
    for (let j = 0; j < size; j++) decrement += slope[j]! * step[j]!;
    let length = 1;
    let next = theta;
    let nextObjective = objective;
    for (; length > 1e-9; length /= 2) {
      next = theta.map((value, j) => value + length * step[j]!);
      nextObjective = objectiveAt(next);
      if (nextObjective <= objective + 1e-12 * Math.abs(objective)) break;
    }
    theta = next;
    objective = nextObjective;
    const stillMoving = step.some((value, j) => Math.abs(value) > 1e-6 * (1 + Math.abs(theta[j]!)));
    if (stillMoving || decrement > 1e-22 * (1 + objective)) continue;
    const coefficients = new Float64Array(columns);
    let intercept = theta[columns]!;
    for (let j = 0; j < columns; j++) {
      coefficients[j] = theta[j]! / scale[j]!;
      intercept -= coefficients[j]! * centre[j]!;
    }
    return { coefficients, intercept, objective, iterations: iteration };
  }
  return noOptimum();
}

/** Probability of the label 1 for each row. */
export function predictLogistic(fit: Pick<LogisticFit, 'coefficients' | 'intercept'>, values: Float64Array, rows: number): Float64Array<ArrayBuffer> {
  const columns = fit.coefficients.length;
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let margin = fit.intercept;
    for (let j = 0; j < columns; j++) margin += fit.coefficients[j]! * values[row * columns + j]!;
    scores[row] = sigmoid(margin);
  }
  return scores;
}
