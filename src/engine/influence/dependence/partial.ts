import { twoSidedStudent } from '../sampled/estimate';

/** Partial dependence with the curves it is the mean of. NaN stands for not estimable. */
export interface PartialDependence {
  /** Rows behind the means. */
  readonly rows: number;
  /** Mean quantity with each point put into every row. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Half-width of the t interval for people like these rows, point by point. */
  readonly halfWidth: Float64Array<ArrayBuffer>;
  /** The same for the change from the first point, which says more about shape: curves at different heights cancel out. */
  readonly change: Float64Array<ArrayBuffer>;
  readonly changeHalfWidth: Float64Array<ArrayBuffer>;
  /** Individual conditional expectation, rows × points. */
  readonly curves: Float64Array<ArrayBuffer>;
}

/**
 * Partial dependence as the mean of individual curves.
 * Sources: Friedman, "Greedy function approximation" (2001); Goldstein, Kapelner, Bleich and Pitkin, "Peeking inside the black box" (2015).
 * @param curves rows × points
 */
export function partialDependence(curves: Float64Array<ArrayBuffer>, points: number, delta = 0.05): PartialDependence {
  const rows = curves.length / points;
  const [mean, halfWidth] = columnMeans(curves, points, delta);
  const [change, changeHalfWidth] = columnMeans(centredCurves(curves, points), points, delta);
  return { rows, mean, halfWidth, change, changeHalfWidth, curves };
}

/** Individual curves moved so that each is 0 at point `anchor`. */
export function centredCurves(curves: Float64Array, points: number, anchor = 0): Float64Array<ArrayBuffer> {
  return Float64Array.from(curves, (value, at) => value - curves[at - (at % points) + anchor]!);
}

function columnMeans(curves: Float64Array, points: number, delta: number): [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>] {
  const rows = curves.length / points;
  const mean = new Float64Array(points);
  const half = new Float64Array(points).fill(NaN);
  for (let point = 0; point < points; point++) {
    let sum = 0;
    for (let at = point; at < curves.length; at += points) sum += curves[at]!;
    mean[point] = sum / rows;
    if (rows < 2) continue;
    let squares = 0;
    for (let at = point; at < curves.length; at += points) squares += (curves[at]! - mean[point]!) ** 2;
    half[point] = twoSidedStudent(rows - 1, delta) * Math.sqrt(squares / (rows - 1) / rows);
  }
  return [mean, half];
}
