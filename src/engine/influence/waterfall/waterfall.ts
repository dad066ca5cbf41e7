import type { Reasons } from '../reasons/types';
import { twoSidedStudent } from '../sampled/estimate';
import { roundToTotal } from '../../stats/rounding';

/** One bar: a player, or the rest taken together. */
export interface WaterfallStep {
  /** Players in the bar: one, or those of “other n together”. */
  readonly players: readonly number[];
  readonly other: boolean;
  readonly value: number;
  /** Running total before and after. */
  readonly from: number;
  readonly to: number;
  /** Half-width of the interval of `value` for these background rows: 0 when exact, NaN when not estimable. */
  readonly halfWidth: number;
  /** The same for the background rows having been drawn as well; equal to `halfWidth` where they were not. */
  readonly wholeHalfWidth: number;
  /** The value as printed: start, steps and end add up. */
  readonly printed: number;
}

export interface Waterfall {
  readonly start: number;
  readonly end: number;
  readonly printedStart: number;
  readonly printedEnd: number;
  readonly steps: readonly WaterfallStep[];
}

export interface WaterfallChoice {
  /** Bars shown one by one; the rest are joined. A rest of one is shown by its own name. */
  readonly top: number;
  /** Factor for all numbers, e.g. 100 for points. */
  readonly scale: number;
  readonly decimals: number;
}

/**
 * Orders players by the size of their influence and walks from the background's mean to the person's quantity. Players with exactly no influence join
 * the rest.
 */
export function waterfall(reasons: Reasons, { top, scale, decimals }: WaterfallChoice): Waterfall {
  const order = Array.from(reasons.phi.keys()).sort((a, b) => Math.abs(reasons.phi[b]!) - Math.abs(reasons.phi[a]!) || a - b);
  const certainlyNone = (player: number): boolean => reasons.phi[player] === 0 && reasons.se[player] === 0;
  const named = order.filter((player) => !certainlyNone(player));
  const shown = named.length === top + 1 && named.length === order.length ? named : named.slice(0, top);
  const rest = order.filter((player) => !shown.includes(player));
  const bars = [...shown.map((player) => [player]), ...(rest.length > 0 ? [rest] : [])];
  const values = bars.map((players) => scale * players.reduce((sum, player) => sum + reasons.phi[player]!, 0));
  const start = scale * reasons.start;
  const end = scale * reasons.end;
  const printedStart = roundToTotal([start], start, decimals)[0]!;
  const printedEnd = roundToTotal([end], end, decimals)[0]!;
  const printed = roundToTotal(values, printedEnd - printedStart, decimals);
  let running = start;
  const steps = bars.map((players, index): WaterfallStep => {
    const from = running;
    running = index === bars.length - 1 ? end : from + values[index]!;
    const halfWidth = Math.abs(scale) * sumHalfWidth(reasons, players);
    const whole = Math.abs(scale) * wholeHalfWidth(reasons, players);
    return { players, other: players === rest, value: values[index]!, from, to: running, halfWidth, wholeHalfWidth: whole, printed: printed[index]! };
  });
  return { start, end, printedStart, printedEnd, steps };
}

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
 * no others. The two are independent, so their variances add up; degrees of freedom after Satterthwaite (1946). Above 64 players the background errors
 * of several players are added as if they all went the same way.
 */
export function wholeHalfWidth(reasons: Reasons, players: readonly number[]): number {
  const { backgroundSe, backgroundHalfWidth, backgroundCovariance, background, delta } = reasons;
  const computed = sumHalfWidth(reasons, players);
  if (backgroundSe === null || backgroundHalfWidth === null) return computed;
  if (players.length > 1 && backgroundCovariance.length === 0) {
    return Math.hypot(
      computed,
      players.reduce((sum, player) => sum + backgroundHalfWidth[player]!, 0),
    );
  }
  const count = reasons.phi.length;
  const [only] = players;
  const drawn =
    players.length === 1
      ? backgroundSe[only!]! ** 2
      : Math.max(
          0,
          players.reduce((sum, i) => players.reduce((within, j) => within + backgroundCovariance[i * count + j]!, sum), 0),
        );
  if (Number.isNaN(drawn) || Number.isNaN(computed)) return NaN;
  const freedom = players.length === 1 ? reasons.freedom[only!]! : meanFreedom(reasons);
  const variance = computed === 0 ? 0 : (computed / twoSidedStudent(freedom, delta)) ** 2;
  if (variance + drawn === 0) return 0;
  const rows = background.covered - 1;
  const shared = variance === 0 ? rows : (variance + drawn) ** 2 / (variance ** 2 / freedom + drawn ** 2 / rows);
  return Math.sqrt(variance + drawn) * twoSidedStudent(shared, delta);
}
