import type { Interval } from '../../stats/intervals/types';
import { logInterval, NOTHING } from './log-interval';

/**
 * Squared H statistic of two inputs: the share of their joint partial dependence's variance that is not the sum of the two single ones,
 * Σ(PD_jk − PD_j − PD_k)² / ΣPD_jk², each centred over the rows. 0 without interaction. Null when the joint one does not vary.
 * Source: Friedman and Popescu, "Predictive learning via rule ensembles" (2008).
 * @param first, second, joint partial dependences at the same rows
 */
export function hSquared(first: Float64Array, second: Float64Array, joint: Float64Array): number | null {
  const { rest, whole, scale } = parts(first, second, joint);
  return whole > scale * NOTHING ? rest / whole : null;
}

/**
 * What two inputs do together beyond what each does alone at each row, in units of the quantity: PD_jk − PD_j − PD_k, each centred over the rows. Its
 * root mean square is the root of the numerator of H² per row, so that a large share of little stays little.
 */
export function interactionAt(first: Float64Array, second: Float64Array, joint: Float64Array): Float64Array<ArrayBuffer> {
  const [a, b, c] = [mean(first), mean(second), mean(joint)];
  return Float64Array.from(joint, (value, row) => value - c - (first[row]! - a) - (second[row]! - b));
}

/**
 * Intervals of {@link hSquared} and of the root mean square of {@link interactionAt} for people like these rows: t intervals of the logarithm with the
 * jackknife's variance, Σ(θ₋ₖ − mean)²·(n − 1)/n, and the degrees of freedom it is worth. Leaving a row out takes it from the points and from what each
 * point's mean is over, as drawing another one would. From the 80 rows of the screen they hold the truth in .93 to .97 of samples of bounded inputs, in
 * .90 to .94 of normal ones and in .80 to .90 of exponential ones (measured): `spreadInteraction` does better where there are more rows. [0, 0] without
 * interaction; null where not estimable.
 * Source: Efron and Stein, "The jackknife estimate of variance" (1981).
 * @param first, second, joint the quantity of every row with each row's own values put in, points × rows, of one input, the other and both
 */
export function interactionIntervals(
  first: Float64Array,
  second: Float64Array,
  joint: Float64Array,
  delta = 0.05,
): { hSquared: Interval | null; size: Interval | null } {
  const n = Math.round(Math.sqrt(joint.length));
  // Per row left out: logarithms of H² and of the squared size.
  const shares = new Float64Array(n);
  const sizes = new Float64Array(n);
  const rest = joint.map((value, at) => value - first[at]! - second[at]!);
  const sums = [rest, joint].map((each) => Float64Array.from({ length: n }, (_, point) => each.subarray(point * n, (point + 1) * n).reduce((sum, value) => sum + value, 0))) as [Float64Array, Float64Array];
  // Sum of squares about the mean of the points' means, once a row is out.
  const squares = (each: Float64Array, sum: Float64Array, out: number): { spread: number; scale: number } => {
    const kept = out < 0 ? n : n - 1;
    const meanAt = (point: number): number => (sum[point]! - (out < 0 ? 0 : each[point * n + out]!)) / kept;
    let [middle, spread, scale] = [0, 0, 0];
    for (let point = 0; point < n; point++) if (point !== out) middle += meanAt(point) / kept;
    for (let point = 0; point < n; point++) {
      if (point === out) continue;
      const mean = meanAt(point);
      spread += (mean - middle) ** 2;
      scale += mean * mean;
    }
    return { spread, scale };
  };
  const [alone, whole] = [squares(rest, sums[0], -1), squares(joint, sums[1], -1)];
  if (n < 3 || !(whole.spread > whole.scale * NOTHING)) return { hSquared: null, size: null };
  const none = { lower: 0, upper: 0 };
  if (!(alone.spread > whole.scale * NOTHING)) return { hSquared: none, size: none };
  for (let out = 0; out < n; out++) {
    const own = squares(rest, sums[0], out).spread;
    shares[out] = Math.log(own / squares(joint, sums[1], out).spread);
    sizes[out] = Math.log(own / (n - 1)) / 2;
  }
  // Pseudo-values: their mean has the jackknife's variance.
  const around = (value: number, left: Float64Array): Interval | null => logInterval(value, left.map((own) => (1 - n) * own), delta);
  return { hSquared: around(alone.spread / whole.spread, shares), size: around(Math.sqrt(alone.spread / n), sizes) };
}

/** Root mean square; NaN of nothing. */
export function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function parts(first: Float64Array, second: Float64Array, joint: Float64Array): { rest: number; whole: number; scale: number } {
  const centre = mean(joint);
  let whole = 0;
  let scale = 0;
  for (const value of joint) {
    whole += (value - centre) ** 2;
    scale += value * value;
  }
  const rest = interactionAt(first, second, joint).reduce((sum, value) => sum + value * value, 0);
  return { rest, whole, scale };
}
