import { en } from '../../text/en';
import type { ChartTwin } from '../shell/types';
import type { DotChart } from './types';

/** The words and the table of dots with intervals. `rows` may hold more rows than are drawn. */
export function dotTwin(chart: DotChart, summary: string, rows = chart.rows): ChartTwin {
  const { print, heads } = chart;
  const words = en.drivers;
  return {
    summary,
    items: chart.rows.map(({ id, label, value, low95, high95, note }, at) => {
      const range = low95 === null || high95 === null ? '' : words.rangeSpoken(print(low95), print(high95));
      return { id, text: words.rowSpoken(label, print(value), note ? `${range}, ${note}` : range, at + 1, chart.rows.length) };
    }),
    table: {
      columns: [{ label: heads.name }, { label: heads.value, format: print }, { label: words.columns.low, format: print }, { label: words.columns.high, format: print }],
      rows: rows.map(({ label, value, low95, high95 }) => [label, value, low95, high95]),
    },
  };
}
