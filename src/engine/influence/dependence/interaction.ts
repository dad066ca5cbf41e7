/**
 * Squared H statistic of two inputs: the share of their joint partial dependence's variance that is not the sum of the two single ones,
 * Σ(PD_jk − PD_j − PD_k)² / ΣPD_jk², each centred over the rows. 0 without interaction. Null when the joint one does not vary.
 * Source: Friedman and Popescu, "Predictive learning via rule ensembles" (2008).
 * @param first, second, joint partial dependences at the same rows
 */
export function hSquared(first: Float64Array, second: Float64Array, joint: Float64Array): number | null {
  const { rest, whole, scale } = parts(first, second, joint);
  return whole > scale * 1e-24 ? rest / whole : null;
}

/**
 * What two inputs do together beyond what each does alone at each row, in units of the quantity: PD_jk − PD_j − PD_k, each centred over the rows. Its
 * root mean square is the root of the numerator of H² per row, so that a large share of little stays little.
 */
export function interactionAt(first: Float64Array, second: Float64Array, joint: Float64Array): Float64Array<ArrayBuffer> {
  const [a, b, c] = [mean(first), mean(second), mean(joint)];
  return Float64Array.from(joint, (value, row) => value - c - (first[row]! - a) - (second[row]! - b));
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
