import { normalCdf } from '../../stats/distributions';
import { twoSidedStudent } from '../sampled/estimate';
import { stratifiedMean } from './strata';

/** One player over many people. Half-widths are of t intervals for the mean over the whole table; NaN where not estimable. */
export interface MeanInfluence {
  readonly size: number;
  readonly sizeHalfWidth: number;
  /** How much of `size` can be computation noise: a value of 0 known with error is on average larger than 0. 0 when every value is exact. */
  readonly noise: number;
  readonly signed: number;
  readonly signedHalfWidth: number;
}

/** Influence values of some rows of a table, however they were worked out. */
export interface InfluenceRows {
  readonly players: number;
  /** Rows × players, and their standard errors, 0 where exact. */
  readonly phi: Float64Array<ArrayBuffer>;
  readonly se: Float64Array<ArrayBuffer>;
  /** Stratum of each row, and rows of each stratum in the table. */
  readonly stratum: Int32Array<ArrayBuffer>;
  readonly sizes: Int32Array<ArrayBuffer>;
}

/** What a random error adds to the mean size of a value: E|N(value, error)| − |value|. */
function noiseOf(value: number, error: number): number {
  if (!(error > 0)) return 0;
  const z = Math.abs(value) / error;
  return error * (Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) - 2 * z * normalCdf(-z));
}

/**
 * Mean absolute and mean signed influence of each player over a table, from a stratified sample of its rows.
 * @param only when given, the means over the rows of this stratum alone
 */
export function meanInfluence(rows: InfluenceRows, delta = 0.05, only?: number): MeanInfluence[] {
  const { players, phi, se, sizes } = rows;
  const chosen = Int32Array.from(rows.stratum.keys()).filter((row) => only === undefined || rows.stratum[row] === only);
  const stratum = chosen.map((row) => rows.stratum[row]!);
  return Array.from({ length: players }, (_, player) => {
    const values = Float64Array.from(chosen, (row) => phi[row * players + player]!);
    const errors = Float64Array.from(chosen, (row) => se[row * players + player]!);
    const half = (which: Float64Array): [number, number] => {
      const { mean, se: error, freedom } = stratifiedMean(which, errors, stratum, sizes);
      return [mean, error === 0 ? 0 : error * twoSidedStudent(Math.max(1, freedom), delta)];
    };
    const [size, sizeHalfWidth] = half(values.map(Math.abs));
    const [signed, signedHalfWidth] = half(values);
    const noise = stratifiedMean(
      values.map((value, i) => noiseOf(value, errors[i]!)),
      new Float64Array(values.length),
      stratum,
      sizes,
    ).mean;
    return { size, sizeHalfWidth, noise, signed, signedHalfWidth };
  });
}

/** Mean absolute influence of each player on some of the rows alone; NaN for no rows. Exact for these rows where their values are. */
export function meanSizes({ players, phi }: InfluenceRows, chosen: Int32Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(players);
  for (const row of chosen) for (let player = 0; player < players; player++) sums[player] = sums[player]! + Math.abs(phi[row * players + player]!);
  return sums.map((sum) => sum / chosen.length);
}
