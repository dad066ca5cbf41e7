import { en } from '../../text/en';
import { count } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { PairSurface } from './types';

/** Steps of the diverging colours from the strongest lowering to the strongest raising; the fourth is no effect. */
const STEPS = 7;

/** Step of an effect on a scale that goes equally far both ways. */
export function stepOfEffect(effect: number, largest: number): number {
  if (!(largest > 0)) return (STEPS + 1) / 2;
  return Math.min(STEPS, Math.max(1, Math.round(((effect / largest + 1) / 2) * (STEPS - 1)) + 1));
}

/** The largest effect of a cell that rests on enough people. */
export function largestEffect({ effects, thin }: Pick<PairSurface, 'effects' | 'thin'>): number {
  return effects.reduce((most, effect, cell) => (thin[cell] === 1 || Number.isNaN(effect) ? most : Math.max(most, Math.abs(effect))), 0);
}

/** The words and the table of a surface: its cells one by one. */
export function surfaceTwin(surface: PairSurface, summary: string): ChartTwin {
  const { names, edges, levels, effects, counts, thin, values, print } = surface;
  const words = en.drivers;
  const second = edges[1].length - 1;
  const stretch = (axis: 0 | 1, bin: number): string => levels?.[axis]?.[bin] ?? words.fromTo(values[axis](edges[axis][bin]!), values[axis](edges[axis][bin + 1]!));
  const cells = Array.from(effects, (effect, cell) => {
    const [one, other] = [stretch(0, Math.floor(cell / second)), stretch(1, cell % second)];
    return { one, other, effect: thin[cell] === 1 ? null : effect, people: counts[cell]! };
  });
  return {
    summary,
    items: cells.map(({ one, other, effect, people }, cell) => ({ id: String(cell), text: words.cellSpoken(names[0], one, names[1], other, effect === null ? words.thinNote : print(effect), people) })),
    table: {
      columns: [{ label: names[0] }, { label: names[1] }, { label: words.columns.together, format: print }, { label: words.columns.people, format: count }],
      rows: cells.map(({ one, other, effect, people }) => [one, other, effect, people]),
    },
  };
}
