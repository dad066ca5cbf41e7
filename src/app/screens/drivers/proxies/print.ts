import type { GapView } from '../../../state/proxies.svelte';
import { en } from '../../../text/en';
import { fixed, signed } from '../../../text/numbers';
import { valueScale } from '../../../text/scale';

/** An AUC, or what is added to one. */
export const printAuc = (value: number): string => fixed(value, 2);
export const printGain = (value: number): string => signed(value, 3);

/** How parts of the gap are printed: points with one decimal, or values with as many digits as the gap deserves. */
export function printShare(gap: GapView | undefined): (value: number) => string {
  if (!gap || gap.points) return (value) => signed(value * 100, 1);
  const scale = valueScale(0, Math.max(...(gap.parts?.phi ?? [1]).map((part) => Math.abs(part)), Math.abs(gap.parts?.total ?? 1)));
  return (value) => `${value > 0 ? '+' : ''}${scale.score(value)}`;
}

/** `0.61 to 0.66` in brackets before the unit; empty where there is no interval. */
export function bracketed(low: number | null | undefined, high: number | null | undefined, print: (value: number) => string): string {
  return low === null || low === undefined || high === null || high === undefined || Number.isNaN(low) || Number.isNaN(high) ? '' : ` (${en.proxies.interval(print(low), print(high))})`;
}
