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
 * What two inputs do together beyond what each does alone, in units of the quantity: the root mean square of PD_jk − PD_j − PD_k, each centred over the
 * rows: the root of the numerator of H² per row, so that a large share of little stays little. NaN without rows.
 */
export function interactionSize(first: Float64Array, second: Float64Array, joint: Float64Array): number {
  return Math.sqrt(parts(first, second, joint).rest / joint.length);
}

function parts(first: Float64Array, second: Float64Array, joint: Float64Array): { rest: number; whole: number; scale: number } {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b, c] = [mean(first), mean(second), mean(joint)];
  let rest = 0;
  let whole = 0;
  let scale = 0;
  joint.forEach((value, row) => {
    const own = value - c;
    rest += (own - (first[row]! - a) - (second[row]! - b)) ** 2;
    whole += own * own;
    scale += value * value;
  });
  return { rest, whole, scale };
}
