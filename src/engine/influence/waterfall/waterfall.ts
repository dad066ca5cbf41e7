import type { Reasons } from '../reasons/types';
import { roundToTotal } from '../../stats/rounding';
import { sumHalfWidth, wholeHalfWidth } from './half-widths';

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
