import { studentQuantile } from '../../stats/distributions';
import type { UnitSums } from './sums';

/** Shapley values for a background from the units seen so far, with their two errors kept apart. */
export interface Estimate {
  /** Background rows that have at least one unit or were enumerated; the estimates are means over them. */
  readonly covered: number;
  /** Fewest units of a row that was not enumerated; Infinity when all were. */
  readonly units: number;
  /** Most units of a row; the two differ after a look that had no rows left for all. */
  readonly mostUnits: number;
  readonly totalUnits: number;
  /** Mean quantity of the covered rows. */
  readonly start: number;
  readonly phi: Float64Array<ArrayBuffer>;
  /** Standard error of the computation, for this very background. */
  readonly se: Float64Array<ArrayBuffer>;
  /** Degrees of freedom of each. */
  readonly freedom: Float64Array<ArrayBuffer>;
  /** Variance between background rows, players each: what another draw of rows would change, for one row. */
  readonly between: Float64Array<ArrayBuffer>;
}

/**
 * Stratified estimate: background rows are strata. Variance B^-2 Σ_r s_r²/n_r with s_r² the variance within row r, and Satterthwaite's degrees of
 * freedom with the correction for estimated variances, (Σ a_r)²/Σ(a_r²/(n_r + 1)), a_r = s_r²/n_r. While some row has a single unit, the variance
 * between all row means stands in: it is too wide, never too narrow. A single unit in all has no error to be known: NaN.
 */
export function estimate(sums: UnitSums): Estimate {
  const { players, units, means, squares } = sums;
  const rows: number[] = [];
  let fewest = Infinity;
  let mostUnits = 0;
  let totalUnits = 0;
  for (let row = 0; row < sums.rows; row++) {
    const own = units[row]!;
    if (own === 0) continue;
    rows.push(row);
    if (own < 0) continue;
    fewest = Math.min(fewest, own);
    mostUnits = Math.max(mostUnits, own);
    totalUnits += own;
  }
  const covered = rows.length;
  const phi = new Float64Array(players);
  let start = 0;
  for (const row of rows) {
    start += sums.base[row]! / covered;
    for (let player = 0; player < players; player++) phi[player] = phi[player]! + means[row * players + player]! / covered;
  }
  const spread = new Float64Array(players);
  const within = new Float64Array(players);
  const withinSquared = new Float64Array(players);
  let most = 0;
  for (const row of rows) {
    const own = units[row]!;
    if (own > 1) most += own - 1;
    for (let player = 0; player < players; player++) {
      const at = row * players + player;
      const deviation = means[at]! - phi[player]!;
      spread[player] = spread[player]! + deviation * deviation;
      if (own < 2) continue;
      const share = squares[at]! / ((own - 1) * own);
      within[player] = within[player]! + share;
      withinSquared[player] = withinSquared[player]! + (share * share) / (own + 1);
    }
  }
  const single = fewest === 1;
  const degrees = Math.max(1, covered - 1);
  const se = new Float64Array(players);
  const freedom = new Float64Array(players).fill(Infinity);
  const between = new Float64Array(players);
  for (let player = 0; player < players; player++) {
    const variance = !single ? within[player]! / (covered * covered) : covered < 2 ? NaN : spread[player]! / (degrees * covered);
    se[player] = Math.sqrt(variance);
    if (variance > 0) freedom[player] = single ? degrees : Math.max(1, Math.min(most, within[player]! ** 2 / withinSquared[player]!));
    between[player] = covered < 2 ? 0 : Math.max(0, spread[player]! / degrees - (single ? 0 : within[player]! / covered));
  }
  return { covered, units: fewest, mostUnits, totalUnits, start, phi, se, freedom, between };
}

/**
 * Covariance of the errors of the computation, players × players: in proportion to the products of deviations of all units together, with the total
 * variance of the estimate. Its rows sum to 0, since the values have a known sum. Empty above 64 players.
 */
export function errorCovariance({ rows, players, units, means, cross }: UnitSums, { units: fewest, phi, se }: Estimate): Float64Array<ArrayBuffer> {
  const covariance = new Float64Array(cross.length);
  if (cross.length === 0 || fewest === Infinity) return covariance;
  let products = cross;
  if (fewest === 1) {
    products = new Float64Array(cross.length);
    for (let row = 0; row < rows; row++) {
      if (units[row] === 0) continue;
      for (let i = 0; i < players; i++) {
        const deviation = means[row * players + i]! - phi[i]!;
        if (deviation === 0) continue;
        for (let j = 0; j < players; j++)
          products[i * players + j] = products[i * players + j]! + deviation * (means[row * players + j]! - phi[j]!);
      }
    }
  }
  let pooled = 0;
  for (let player = 0; player < players; player++) pooled += products[player * players + player]!;
  const scale = pooled === 0 ? 0 : se.reduce((sum, error) => sum + error * error, 0) / pooled;
  return products.map((product) => product * scale);
}

/**
 * Covariance between background rows, players × players, for one row: that of the rows' means less what the computation adds to it. Empty above 64
 * players.
 * @param errors covariance of the errors of the computation, see {@link errorCovariance}; empty where every row is exact
 */
export function betweenCovariance(sums: UnitSums, { covered, phi, units: fewest }: Estimate, errors: Float64Array): Float64Array<ArrayBuffer> {
  const { rows, players, units, means, cross } = sums;
  const out = new Float64Array(cross.length);
  if (cross.length === 0 || covered < 2) return out;
  for (let row = 0; row < rows; row++) {
    if (units[row] === 0) continue;
    for (let i = 0; i < players; i++) {
      const deviation = (means[row * players + i]! - phi[i]!) / (covered - 1);
      if (deviation === 0) continue;
      for (let j = 0; j < players; j++) out[i * players + j] = out[i * players + j]! + deviation * (means[row * players + j]! - phi[j]!);
    }
  }
  // With a single unit the computation's error is not told apart: it stays in, as it does in the variances.
  if (fewest > 1 && errors.length > 0) errors.forEach((error, at) => (out[at] = out[at]! - error * covered));
  return out;
}

/** Half-widths of two-sided t intervals at 1 − delta. */
export function halfWidths(se: Float64Array, freedom: Float64Array, delta: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(se, (error, player) => (error === 0 ? 0 : error * twoSidedStudent(freedom[player]!, delta)));
}

const known = new Map<number, Map<number, number>>();

/**
 * The t that |t| exceeds with chance delta. Degrees of freedom are rounded down to two digits, which widens by less than 1% and lets values be kept.
 */
export function twoSidedStudent(freedom: number, delta: number): number {
  const whole = Math.max(1, Math.min(1e6, Math.floor(freedom)));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(whole)) - 1);
  const degrees = Math.floor(whole / step) * step;
  let byDegrees = known.get(delta);
  if (byDegrees === undefined) known.set(delta, (byDegrees = new Map<number, number>()));
  let t = byDegrees.get(degrees);
  if (t === undefined) byDegrees.set(degrees, (t = studentQuantile(1 - delta / 2, degrees)));
  return t;
}
