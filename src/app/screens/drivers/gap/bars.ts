import type { GapShares } from '../../../../engine/fairness/gap/types';
import { type GapWaterfall, gapWaterfall } from '../../../../engine/fairness/gap/waterfall';
import type { GapChart, GapEnd } from '../../../charts/gap/types';
import type { GapPair } from '../../../state/gap-questions';
import type { GroupsState } from '../../../state/groups.svelte';
import { en } from '../../../text/en';
import { fixed, signed } from '../../../text/numbers';
import type { TagOf } from './tags';

const words = en.gap;
/** Inputs with a bar of their own. */
const TOP = 6;

/** How the numbers of a gap are printed. */
export interface GapPrint {
  /** Printed number per unit: 100 for shares of people. */
  readonly factor: number;
  readonly decimals: number;
}

/** One side of the gap by name. */
export function sideName(groups: GroupsState, side: number | 'others'): string {
  return side === 'others' ? words.restOf : (groups.names[side] ?? '');
}

export function endOf(groups: GroupsState, side: number | 'others', value: number, text: string): GapEnd {
  return { name: sideName(groups, side), slot: side === 'others' ? 'none' : groups.slot(side), value, text };
}

/** The way from the lower mean to the higher, with printed parts that add up. */
export function wayOf(shares: GapShares, players: readonly string[], groups: GroupsState, { a, b }: GapPair, { factor, decimals }: GapPrint, axis: string, delta: number, tag: TagOf = () => undefined): { readonly chart: GapChart; readonly way: GapWaterfall } {
  const way = gapWaterfall(shares, { top: TOP, scale: factor, decimals, delta });
  const print = (value: number): string => fixed(value, decimals);
  const bars = way.steps.map(({ players: own, kind, value, from, to, halfWidth, printed }) => {
    const known = halfWidth > 0;
    const name = kind === 'one' ? players[own[0]!]! : kind === 'others' ? words.others(own.length) : words.remainder;
    return {
      id: kind === 'one' ? String(own[0]) : kind,
      name,
      note: kind === 'one' ? tag(own[0]!) : undefined,
      from,
      to,
      low: known ? value - halfWidth : null,
      high: known ? value + halfWidth : null,
      text: signed(printed, decimals),
      kind,
    };
  });
  const chart = {
    start: endOf(groups, b, way.start, print(way.printedStart)),
    end: endOf(groups, a, way.end, print(way.printedEnd)),
    bars,
    axis,
    tick: (value: number) => String(Number(value.toPrecision(4))).replace('-', '−'),
    print,
  };
  return { chart, way };
}
