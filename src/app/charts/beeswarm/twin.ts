import { SPREAD_QUANTILES } from '../../../engine/influence/importance/spread';
import { en } from '../../text/en';
import { count, fixed } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { SwarmChart } from './types';

/** The words and the table of dots by input. `rows` may hold more inputs than are drawn. */
export function swarmTwin({ rows: drawn, print }: SwarmChart, summary: string, rows = drawn): ChartTwin {
  const words = en.drivers;
  const link = (value: number | null): string => (value === null ? words.noLink : fixed(value, 2));
  return {
    summary,
    items: drawn.map(({ id, label, spread }, at) => {
      const [low, , middle, , high] = spread.quantiles as [number, number, number, number, number];
      return { id, text: words.swarmSpoken(label, print(low), print(middle), print(high), link(spread.link), at + 1, drawn.length) };
    }),
    table: {
      columns: [
        { label: words.columns.input },
        { label: words.columns.people, format: count },
        ...SPREAD_QUANTILES.map((p) => ({ label: words.columns.quantile(fixed(p * 100)), format: print })),
        { label: words.columns.link, format: (value: number) => fixed(value, 2) },
      ],
      rows: rows.map(({ label, spread }) => [label, spread.people, ...spread.quantiles, spread.link ?? words.noLink]),
    },
  };
}
