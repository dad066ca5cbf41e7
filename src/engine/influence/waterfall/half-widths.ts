import { pooledFreedom } from '../../stats/freedom';
import type { Reasons } from '../reasons/types';
import { twoSidedStudent } from '../sampled/estimate';

/**
 * Half-width of the sum of some players' values, from the covariance of their errors. Without it (above 64 players) the errors are added as if they
 * all went the same way, over these players or over all others, whichever is less: all values together have a known sum, so the two sums have the
 * same error.
 */
export function sumHalfWidth(reasons: Reasons, players: readonly number[]): number {
  const count = reasons.phi.length;
  if (reasons.method === 'exact') return 0;
  if (players.length === 1) return reasons.halfWidth[players[0]!]!;
  if (reasons.covariance.length === 0) {
    const inside = new Set(players);
    let within = 0;
    let outside = 0;
    reasons.halfWidth.forEach((half, player) => (inside.has(player) ? (within += half) : (outside += half)));
    return Math.min(within, outside);
  }
  if (players.length === count) return 0;
  let variance = 0;
  for (const i of players) for (const j of players) variance += reasons.covariance[i * count + j]!;
  if (!(variance > 0)) return Number.isNaN(variance) ? NaN : 0;
  return Math.sqrt(variance) * twoSidedStudent(meanFreedom(reasons), reasons.delta);
}

/** Harmonic mean of all players' degrees of freedom, weighted by variance: a sum mixes the rows that make the single values uncertain. */
function meanFreedom({ se, freedom }: Reasons): number {
  let variance = 0;
  let shares = 0;
  se.forEach((error, player) => {
    variance += error * error;
    shares += (error * error) / freedom[player]!;
  });
  return variance / shares;
}

/**
 * Half-width of the sum of some players' values, for both errors together: that of the computation, and that of having drawn these background rows and
 * no others. The two are independent, so their variances add up; degrees of freedom after Satterthwaite (1946). Where covariances are not kept (above
 * 64 players) the background errors of several players are added as if they all went the same way.
 */
export function wholeHalfWidth(reasons: Reasons, players: readonly number[]): number {
  const { backgroundSe, backgroundHalfWidth, backgroundCovariance } = reasons;
  const computed = sumHalfWidth(reasons, players);
  if (backgroundSe === null || backgroundHalfWidth === null) return computed;
  const [only] = players;
  if (players.length === 1) return together(reasons, computed, reasons.freedom[only!]!, backgroundSe[only!]! ** 2);
  if (backgroundCovariance.length === 0) {
    return Math.hypot(
      computed,
      players.reduce((sum, player) => sum + backgroundHalfWidth[player]!, 0),
    );
  }
  return together(reasons, computed, meanFreedom(reasons), varianceOf(backgroundCovariance, reasons.phi.length, players.map((player) => [player, 1])));
}

/**
 * Half-width of the difference of two players' values, for both errors together; where covariances are not kept both are added, which can only widen.
 */
export function contrastHalfWidth(reasons: Reasons, a: number, b: number): number {
  const { phi, halfWidth, covariance, backgroundHalfWidth, backgroundCovariance, delta, freedom } = reasons;
  const terms: readonly Term[] = [
    [a, 1],
    [b, -1],
  ];
  const degrees = Math.min(freedom[a]!, freedom[b]!);
  const computed = covariance.length > 0 ? Math.sqrt(varianceOf(covariance, phi.length, terms)) * twoSidedStudent(degrees, delta) : halfWidth[a]! + halfWidth[b]!;
  if (backgroundHalfWidth === null) return computed;
  if (backgroundCovariance.length === 0) return Math.hypot(computed, backgroundHalfWidth[a]! + backgroundHalfWidth[b]!);
  return together(reasons, computed, degrees, varianceOf(backgroundCovariance, phi.length, terms));
}

/** A player and what its value is multiplied by. */
type Term = readonly [player: number, factor: number];

/** Variance of a weighted sum; rounding can leave a hair below 0. */
function varianceOf(covariance: Float64Array, count: number, terms: readonly Term[]): number {
  let variance = 0;
  for (const [i, a] of terms) for (const [j, b] of terms) variance += a * b * covariance[i * count + j]!;
  return variance < 0 ? 0 : variance;
}

/** Joins the half-width of a computation with the variance from drawn rows. NaN when one of them is. */
function together({ background, delta }: Reasons, computed: number, freedom: number, drawn: number): number {
  const variance = computed === 0 ? 0 : (computed / twoSidedStudent(freedom, delta)) ** 2;
  if (!(variance + drawn > 0)) return Number.isNaN(variance + drawn) ? NaN : 0;
  return Math.sqrt(variance + drawn) * twoSidedStudent(pooledFreedom(variance, freedom, drawn, background.covered - 1), delta);
}
