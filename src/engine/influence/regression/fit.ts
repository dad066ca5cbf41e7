import { factorCholesky, solveFactored } from '../../learn/cholesky';
import { CROSS_PLAYERS } from '../sampled/sums';
import type { PairStratum } from './strata';
import type { Ends, PairValues } from './types';

/** Values of the players that differ, from pairs of coalitions; arrays in the order of these players. */
export interface PairFit {
  readonly phi: Float64Array<ArrayBuffer>;
  readonly se: Float64Array<ArrayBuffer>;
  readonly freedom: Float64Array<ArrayBuffer>;
  readonly covariance: Float64Array<ArrayBuffer>;
  readonly between: Float64Array<ArrayBuffer>;
}

/**
 * Weighted least squares for half the difference of the two sides of each pair, with the sum of the values held: solved in the space of values that
 * sum to 0, the equal share of the sum added afterwards. Taking both sides leaves only the odd part of the game, which is all that the values depend
 * on. All pairs of all sizes give the Shapley values. Otherwise the pairs of each size are a random sample without repeats, and the error is that of
 * a regression estimator from a stratified sample: the spread of the weighted residuals within each size, with the share of pairs not taken.
 * Sources: Lundberg and Lee (2017) for the weights; Covert and Lee, "Improving KernelSHAP" (2021) for pairs; Musco and Witter (2025) for the
 * projection; Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), ch. 6 for the error; residuals are over 1 − leverage, as the
 * jackknife has them (MacKinnon and White, 1985), since there may be few pairs for the number of players.
 * @param players number of players that differ, at least 2
 */
export function fitPairs(players: number, strata: readonly PairStratum[], pieces: readonly PairValues[], { end, base }: Ends): PairFit {
  const rows = base.length;
  const { x, y, stratum, pairs } = projectedPairs(players, pieces, end, base);
  const taken = new Int32Array(strata.length);
  for (const own of stratum) taken[own] = taken[own]! + 1;
  const weight = strata.map((own, index) => own.weight / taken[index]!);
  const inverse = inverseNormal(players, x, stratum, weight);

  const byRow = new Float64Array(rows * players);
  const side = new Float64Array(players);
  for (let row = 0; row < rows; row++) {
    side.fill(0);
    for (let pair = 0; pair < pairs; pair++) {
      const scaled = weight[stratum[pair]!]! * y[pair * rows + row]!;
      for (let j = 0; j < players; j++) side[j] = side[j]! + scaled * x[pair * players + j]!;
    }
    const share = (end - base[row]!) / players;
    for (let j = 0; j < players; j++) {
      let value = share;
      for (let k = 0; k < players; k++) value += inverse[j * players + k]! * side[k]!;
      byRow[row * players + j] = value;
    }
  }
  const phi = new Float64Array(players);
  for (let at = 0; at < byRow.length; at++) phi[at % players] = phi[at % players]! + byRow[at]! / rows;
  const between = new Float64Array(players);
  for (let at = 0; at < byRow.length; at++) {
    const j = at % players;
    between[j] = between[j]! + (byRow[at]! - phi[j]!) ** 2 / Math.max(1, rows - 1);
  }

  return { phi, between, ...errors(players, strata, taken, weight, inverse, { x, y, stratum, pairs, rows, phi }) };
}

/** Membership of each pair with its mean taken off, and half the difference of its sides with the equal share taken off, per background row. */
function projectedPairs(players: number, pieces: readonly PairValues[], end: number, base: Float64Array) {
  const rows = base.length;
  const pairs = pieces.reduce((sum, { sizes }) => sum + sizes.length, 0);
  const x = new Float64Array(pairs * players);
  const y = new Float64Array(pairs * rows);
  const stratum = new Int32Array(pairs);
  let pair = 0;
  for (const { members, sizes, differences } of pieces) {
    let member = 0;
    for (const [index, size] of sizes.entries()) {
      stratum[pair] = size - 1;
      x.fill(-size / players, pair * players, (pair + 1) * players);
      for (let k = 0; k < size; k++) {
        const at = pair * players + members[member++]!;
        x[at] = x[at]! + 1;
      }
      const share = (2 * size - players) / players;
      for (let row = 0; row < rows; row++) y[pair * rows + row] = (differences[index * rows + row]! - share * (end - base[row]!)) / 2;
      pair++;
    }
  }
  return { x, y, stratum, pairs };
}

/** Inverse of the weighted products of the projected memberships, the direction of equal values put in so that it can be inverted. */
function inverseNormal(players: number, x: Float64Array, stratum: Int32Array, weight: readonly number[]): Float64Array<ArrayBuffer> {
  const normal = new Float64Array(players * players);
  for (const [pair, own] of stratum.entries()) {
    const at = pair * players;
    for (let j = 0; j < players; j++) {
      const scaled = weight[own]! * x[at + j]!;
      for (let k = 0; k <= j; k++) normal[j * players + k] = normal[j * players + k]! + scaled * x[at + k]!;
    }
  }
  let trace = 0;
  for (let j = 0; j < players; j++) trace += normal[j * players + j]!;
  for (let j = 0; j < players; j++) for (let k = 0; k <= j; k++) normal[j * players + k] = normal[j * players + k]! + trace / players ** 2;
  if (!factorCholesky(normal, players)) throw new Error('pairs of all single players were not taken');
  const inverse = new Float64Array(players * players);
  for (let j = 0; j < players; j++) {
    const unit = inverse.subarray(j * players, (j + 1) * players);
    unit[j] = 1;
    solveFactored(normal, unit);
  }
  return inverse;
}

/** Everything the residuals are made of. */
interface Fitted extends ReturnType<typeof projectedPairs> {
  readonly rows: number;
  readonly phi: Float64Array;
}

/** Errors of the values: only strata whose pairs are not all taken have any. */
function errors(
  players: number,
  strata: readonly PairStratum[],
  taken: Int32Array,
  weight: readonly number[],
  inverse: Float64Array,
  { x, y, stratum, pairs, rows, phi }: Fitted,
): Pick<PairFit, 'se' | 'freedom' | 'covariance'> {
  const parts = new Float64Array(pairs * players);
  const means = new Float64Array(strata.length * players);
  const open = strata.map((own, index) => taken[index]! < own.pairs);
  const way = new Float64Array(players);
  for (let pair = 0; pair < pairs; pair++) {
    const own = stratum[pair]!;
    if (!open[own]) continue;
    const at = pair * players;
    let residual = 0;
    for (let row = 0; row < rows; row++) residual += y[pair * rows + row]! / rows;
    let leverage = 0;
    for (let j = 0; j < players; j++) {
      let sum = 0;
      for (let k = 0; k < players; k++) sum += inverse[j * players + k]! * x[at + k]!;
      way[j] = sum;
      leverage += weight[own]! * sum * x[at + j]!;
      residual -= x[at + j]! * phi[j]!;
    }
    const scaled = (weight[own]! * residual) / Math.max(1e-6, 1 - leverage);
    for (let j = 0; j < players; j++) {
      parts[at + j] = scaled * way[j]!;
      means[own * players + j] = means[own * players + j]! + parts[at + j]! / taken[own]!;
    }
  }
  const keep = players <= CROSS_PLAYERS;
  const covariance = new Float64Array(keep ? players * players : 0);
  const byStratum = new Float64Array(strata.length * players);
  for (let pair = 0; pair < pairs; pair++) {
    const own = stratum[pair]!;
    if (!open[own]) continue;
    const count = taken[own]!;
    const scale = (count / (count - 1)) * (1 - count / strata[own]!.pairs);
    for (let j = 0; j < players; j++) {
      const deviation = parts[pair * players + j]! - means[own * players + j]!;
      byStratum[own * players + j] = byStratum[own * players + j]! + scale * deviation * deviation;
      if (!keep) continue;
      for (let k = 0; k < players; k++) {
        const other = parts[pair * players + k]! - means[own * players + k]!;
        covariance[j * players + k] = covariance[j * players + k]! + scale * deviation * other;
      }
    }
  }
  const se = new Float64Array(players);
  const freedom = new Float64Array(players).fill(Infinity);
  for (let j = 0; j < players; j++) {
    let variance = 0;
    let squared = 0;
    strata.forEach((_, own) => {
      const share = byStratum[own * players + j]!;
      variance += share;
      if (share > 0) squared += (share * share) / (taken[own]! + 1);
    });
    se[j] = Math.sqrt(variance);
    if (variance > 0) freedom[j] = Math.max(1, (variance * variance) / squared);
  }
  return { se, freedom, covariance };
}
