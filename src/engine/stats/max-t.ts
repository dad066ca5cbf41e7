import { normalCdf, studentQuantile } from './distributions';
import { orderStatistic } from './quantile';
import { Random } from './random';

/** Lower factor of a covariance matrix; a column that adds nothing to those before is 0. */
function factorOf(covariance: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    let diagonal = covariance[j * size + j]!;
    for (let k = 0; k < j; k++) diagonal -= factor[j * size + k]! ** 2;
    if (!(diagonal > 1e-10 * covariance[j * size + j]!)) continue;
    const root = Math.sqrt(diagonal);
    for (let i = j; i < size; i++) {
      let sum = covariance[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!;
      factor[i * size + j] = sum / root;
    }
  }
  return factor;
}

/**
 * The number of standard errors within which all estimates lie at once with the chance `level`: the quantile of the largest |t| of correlated estimates,
 * drawn for normal ones and carried over to t by its tail. Estimates without error count for nothing; NaN where an error is not known.
 * Source: Hothorn, Bretz and Westfall, "Simultaneous inference in general parametric models" (2008).
 * @param covariance size × size
 */
export function maxT(covariance: Float64Array, size: number, freedom: number, level: number, draws: number, seed: number): number {
  const errors = Float64Array.from({ length: size }, (_, i) => Math.sqrt(covariance[i * size + i]!));
  if (errors.some(Number.isNaN)) return NaN;
  const factor = factorOf(covariance, size);
  const random = new Random(seed);
  const normals = new Float64Array(size);
  const largest = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < size; i++) normals[i] = random.normal();
    let most = 0;
    for (let i = 0; i < size; i++) {
      if (errors[i] === 0) continue;
      let sum = 0;
      for (let k = 0; k <= i; k++) sum += factor[i * size + k]! * normals[k]!;
      most = Math.max(most, Math.abs(sum) / errors[i]!);
    }
    largest[draw] = most;
  }
  largest.sort();
  const normal = orderStatistic(largest, level * (draws - 1));
  const tail = 1 - normalCdf(normal);
  return tail > 0 ? studentQuantile(1 - tail, freedom) : normal;
}
