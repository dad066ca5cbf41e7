import type { MethodCell, MethodColumn } from './types';

/** Largest reach of a column from zero, whiskers included; 1 where all is zero. */
export function reachOf({ cells, rest }: MethodColumn): number {
  const reach = [...cells, ...(rest ? [rest] : [])].reduce((most, { value, half }) => Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value) + (Number.isNaN(half) ? 0 : half)), 0);
  return reach > 0 ? reach : 1;
}

/** A bar and its whisker in plot units around `zero`, `length` being the column's reach; undefined where nothing is known. */
export function barOf({ value, half }: MethodCell, reach: number, zero: number, length: number): { readonly from: number; readonly to: number; readonly low: number; readonly high: number } | undefined {
  if (Number.isNaN(value)) return undefined;
  const at = (of: number): number => zero + (of / reach) * length;
  const known = Number.isNaN(half) ? 0 : half;
  return { from: Math.min(zero, at(value)), to: Math.max(zero, at(value)), low: at(value - known), high: at(value + known) };
}
