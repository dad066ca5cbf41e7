import { en } from '../../text/en';
import { NOT_ESTIMABLE, count } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { DotChart, GroupChart } from './types';

/** The words and the table of dots with intervals. `rows` may hold more rows than are drawn. */
export function dotTwin(chart: DotChart, summary: string, rows = chart.rows): ChartTwin {
  const { print, heads } = chart;
  const words = en.drivers;
  const marked = rows.some(({ mark }) => mark !== undefined);
  return {
    summary,
    items: chart.rows.map(({ id, label, value, low95, high95, note, mark }, at) => {
      const range = low95 === null || high95 === null ? '' : words.rangeSpoken(print(low95), print(high95));
      const more = [note, mark === undefined ? undefined : words.pickedSpoken(print(mark))].filter((each) => each !== undefined);
      return { id, text: words.rowSpoken(label, print(value), [range, ...more].join(', '), at + 1, chart.rows.length) };
    }),
    table: {
      columns: [
        { label: heads.name },
        { label: heads.value, format: print },
        { label: words.columns.low, format: print },
        { label: words.columns.high, format: print },
        ...(marked ? [{ label: words.pickedMean, format: print }] : []),
      ],
      rows: rows.map(({ label, value, low95, high95, mark }) => [label, value, low95, high95, ...(marked ? [mark ?? null] : [])]),
    },
  };
}

/** The words and the table of groups side by side. */
export function groupTwin({ rows, print }: GroupChart, heads: { readonly input: string; readonly group: string }, summary: string): ChartTwin {
  const words = en.drivers;
  const known = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);
  const spoken = (value: number): string => (known(value) === null ? NOT_ESTIMABLE : print(value));
  const marked = rows.some(({ dots }) => dots.some(({ mark }) => mark !== undefined));
  return {
    summary,
    items: rows.map(({ id, label, dots, flag }) => ({ id, text: `${label}: ${dots.map((dot) => words.groupSize(dot.name, spoken(dot.value))).join(', ')}${flag ? `; ${flag}` : ''}` })),
    table: {
      columns: [{ label: heads.input }, { label: heads.group }, { label: words.columns.people, format: count }, { label: words.columns.size, format: print }, { label: words.columns.low, format: print }, { label: words.columns.high, format: print }, ...(marked ? [{ label: words.pickedMean, format: print }] : [])],
      rows: rows.flatMap(({ label, dots }) => dots.map((dot) => [label, dot.name, dot.people, known(dot.value), dot.low95, dot.high95, ...(marked ? [known(dot.mark)] : [])])),
    },
  };
}
