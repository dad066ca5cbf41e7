import type { Crossed } from '../../../../engine/fairness/crossed';
import type { RateRow } from '../../../charts/rates/types';
import { en } from '../../../text/en';
import { count } from '../../../text/numbers';

/** Most cells that are drawn; the table has all. */
export const DRAWN_CELLS = 16;

/** One line per cell with its rate as counted and partially pooled, the largest cells in the order of the groups; cells under 10 people have no line. */
export function crossedRows({ cells }: Crossed, names: readonly string[]): { readonly rows: RateRow[]; readonly shown: number; readonly all: number } {
  const told = cells.filter(({ size }) => size !== 'suppressed');
  const kept = new Set([...told].sort((a, b) => b.raw.people - a.raw.people).slice(0, DRAWN_CELLS));
  const rows = told.filter((cell) => kept.has(cell)).map((cell): RateRow => {
    const { raw, shrunken, group } = cell;
    return {
      id: String(group),
      label: names[group] ?? '',
      note: count(raw.people),
      marks: [
        {
          id: `${group}-raw`,
          name: en.rates.crossedRaw,
          slot: 1,
          n: raw.people,
          count: raw.numerator,
          rate: raw.value,
          low95: raw.interval?.lower ?? null,
          high95: raw.interval?.upper ?? null,
          low66: raw.inner?.lower ?? null,
          high66: raw.inner?.upper ?? null,
          tooFew: cell.size === 'uncompared',
        },
        ...(shrunken
          ? [{ id: `${group}-pooled`, name: en.rates.crossedShrunken, slot: 3 as const, n: raw.people, rate: shrunken.value, low95: shrunken.lower, high95: shrunken.upper, low66: shrunken.value, high66: shrunken.value }]
          : []),
      ],
    };
  });
  return { rows, shown: rows.length, all: told.length };
}
