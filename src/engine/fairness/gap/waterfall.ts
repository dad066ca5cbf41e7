import { roundToTotal } from '../../stats/rounding';
import { setHalfWidth } from './shares';
import type { GapShares } from './types';

/** One bar of the way from one group's mean to the other's. */
export interface GapStep {
  /** Players in the bar: one, those of “other n together”, or none for the remainder. */
  readonly players: readonly number[];
  readonly kind: 'one' | 'others' | 'remainder';
  readonly value: number;
  /** Running total before and after. */
  readonly from: number;
  readonly to: number;
  readonly halfWidth: number;
  /** As printed: the steps add up to the printed difference of the printed ends. */
  readonly printed: number;
}

/** The way from the mean of `b` to that of `a`. */
export interface GapWaterfall {
  readonly start: number;
  readonly end: number;
  readonly printedStart: number;
  readonly printedEnd: number;
  readonly printedTotal: number;
  readonly steps: readonly GapStep[];
}

export interface GapWaterfallChoice {
  /** Bars shown one by one; the rest are joined. A rest of one is shown by its own name. */
  readonly top: number;
  /** Factor for all numbers, e.g. 100 for points. */
  readonly scale: number;
  readonly decimals: number;
  /** 1 − the confidence of the whiskers. */
  readonly delta: number;
}

/**
 * Orders inputs by the size of their part of the gap and walks from the mean of `b` to the mean of `a`. The remainder is always a step, though it is 0
 * where the parts add up by themselves.
 */
export function gapWaterfall(shares: GapShares, { top, scale, decimals, delta }: GapWaterfallChoice): GapWaterfall {
  const { phi, se, remainder, remainderHalfWidth } = shares;
  const order = Array.from(phi.keys()).sort((a, b) => Math.abs(phi[b]!) - Math.abs(phi[a]!) || a - b);
  const certainlyNone = (player: number): boolean => phi[player] === 0 && se[player] === 0;
  const named = order.filter((player) => !certainlyNone(player));
  const shown = named.length === top + 1 && named.length === order.length ? named : named.slice(0, top);
  const rest = order.filter((player) => !shown.includes(player));
  const bars = [
    ...shown.map((player) => ({ players: [player], kind: 'one' as const, value: phi[player]!, halfWidth: setHalfWidth(shares, [player], delta) })),
    ...(rest.length > 0 ? [{ players: rest, kind: 'others' as const, value: rest.reduce((sum, player) => sum + phi[player]!, 0), halfWidth: setHalfWidth(shares, rest, delta) }] : []),
    { players: [], kind: 'remainder' as const, value: remainder, halfWidth: remainderHalfWidth },
  ];
  const [start, end] = [scale * shares.b, scale * shares.a];
  const [printedStart, printedEnd] = [start, end].map((value) => roundToTotal([value], value, decimals)[0]!) as [number, number];
  const printedTotal = roundToTotal([printedEnd - printedStart], printedEnd - printedStart, decimals)[0]!;
  // Rounding is made up for by the inputs; the remainder keeps its own, so that nothing seems left over where nothing is.
  const left = roundToTotal([scale * remainder], scale * remainder, decimals)[0]!;
  const printed = [...roundToTotal(bars.slice(0, -1).map(({ value }) => scale * value), printedTotal - left, decimals), left];
  let running = start;
  const steps = bars.map((bar, index): GapStep => {
    const from = running;
    running = index === bars.length - 1 ? end : from + scale * bar.value;
    return { ...bar, value: scale * bar.value, from, to: running, halfWidth: Math.abs(scale) * bar.halfWidth, printed: printed[index]! };
  });
  return { start, end, printedStart, printedEnd, printedTotal, steps };
}
