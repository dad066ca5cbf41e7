import { solveCholesky } from '../../learn/cholesky';

/** A weighted linear fit. */
export interface LinearFit {
  readonly intercept: number;
  readonly coefficients: Float64Array<ArrayBuffer>;
  /** Weighted share of the variance that the fit explains; null where the target does not vary. */
  readonly rSquared: number | null;
}

/** Weighted moments of columns and a target, from which any subset can be fitted without going over the rows again. */
export interface Gram {
  readonly width: number;
  /** Sum of the weights. */
  readonly total: number;
  readonly means: Float64Array<ArrayBuffer>;
  readonly targetMean: number;
  /** Centred products of columns, width × width, of columns with the target, and of the target with itself. */
  readonly products: Float64Array<ArrayBuffer>;
  readonly withTarget: Float64Array<ArrayBuffer>;
  readonly targetSquare: number;
}

/** Multiplications between two pauses: about a fifth of a second. */
const BETWEEN_PAUSES = 1e8;

/**
 * @param columns row-major, `width` a row
 * @param pause called now and then, so that a stop is heard
 */
export async function weightedGram(
  columns: Float64Array,
  width: number,
  target: Float64Array,
  weights: Float64Array,
  pause?: () => Promise<void>,
): Promise<Gram> {
  const stretch = Math.max(1, Math.floor((2 * BETWEEN_PAUSES) / (width * width)));
  const rows = target.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(width);
  let targetMean = 0;
  for (let row = 0; row < rows; row++) {
    const share = weights[row]! / total;
    targetMean += share * target[row]!;
    for (let j = 0; j < width; j++) means[j] = means[j]! + share * columns[row * width + j]!;
  }
  const products = new Float64Array(width * width);
  const withTarget = new Float64Array(width);
  let targetSquare = 0;
  const own = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    if (pause !== undefined && row % stretch === stretch - 1) await pause();
    const weight = weights[row]!;
    const y = target[row]! - targetMean;
    targetSquare += weight * y * y;
    for (let j = 0; j < width; j++) own[j] = columns[row * width + j]! - means[j]!;
    for (let j = 0; j < width; j++) {
      const scaled = weight * own[j]!;
      withTarget[j] = withTarget[j]! + scaled * y;
      for (let k = 0; k <= j; k++) products[j * width + k] = products[j * width + k]! + scaled * own[k]!;
    }
  }
  for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) products[k * width + j] = products[j * width + k]!;
  return { width, total, means, targetMean, products, withTarget, targetSquare };
}

/** Whether a weighted sum of squares around a mean is more than rounding. */
function varies(squares: number, mean: number, total: number): boolean {
  return squares > 1e-24 * total * mean * mean;
}

/**
 * Ridge regression of the target on some of the columns with an intercept that is not penalised. A column without variation gets 0.
 * @param penalty added to the diagonal of the weighted products, as scikit-learn's `alpha`
 */
export function fitRidge(gram: Gram, chosen: readonly number[], penalty: number): LinearFit {
  const { width, total, means, targetMean, products, withTarget, targetSquare } = gram;
  const used = chosen.filter((j) => varies(products[j * width + j]!, means[j]!, total));
  const size = used.length;
  const a = new Float64Array(size * size);
  const b = Float64Array.from(used, (j) => withTarget[j]!);
  used.forEach((j, row) => used.forEach((k, column) => (a[row * size + column] = products[j * width + k]! + (row === column ? penalty : 0))));
  if (!solveCholesky(a, b)) {
    // Columns that repeat each other share what they carry once the least penalty is put on.
    used.forEach((j, row) => {
      b[row] = withTarget[j]!;
      used.forEach((k, column) => (a[row * size + column] = products[j * width + k]! * (j === k ? 1 + 1e-9 : 1) + (j === k ? penalty : 0)));
    });
    solveCholesky(a, b);
  }
  const coefficients = new Float64Array(width);
  used.forEach((j, row) => (coefficients[j] = b[row]!));
  let explained = 0;
  used.forEach((j) => {
    let sum = 2 * withTarget[j]!;
    for (const k of used) sum -= products[j * width + k]! * coefficients[k]!;
    explained += coefficients[j]! * sum;
  });
  const intercept = coefficients.reduce((sum, coefficient, j) => sum - coefficient * means[j]!, targetMean);
  return { intercept, coefficients, rSquared: varies(targetSquare, targetMean, total) ? explained / targetSquare : null };
}

/**
 * Columns for a short fit: added one at a time, each time the one that explains most, for up to six; else those with the largest |coefficient × own
 * code| in a fit with all.
 */
export function chooseColumns(gram: Gram, own: Float64Array, wanted: number): number[] {
  const all = Array.from({ length: gram.width }, (_, j) => j);
  if (wanted >= gram.width) return all;
  if (wanted > 6) {
    const { coefficients } = fitRidge(gram, all, 0.01);
    return all.sort((a, b) => Math.abs(coefficients[b]! * own[b]!) - Math.abs(coefficients[a]! * own[a]!) || a - b).slice(0, wanted);
  }
  const chosen: number[] = [];
  while (chosen.length < wanted) {
    let [best, most] = [-1, -Infinity];
    for (const j of all) {
      if (chosen.includes(j)) continue;
      const explained = fitRidge(gram, [...chosen, j], 0).rSquared ?? 0;
      if (explained > most) [best, most] = [j, explained];
    }
    chosen.push(best);
  }
  return chosen;
}
