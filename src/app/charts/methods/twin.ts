import { en } from '../../text/en';
import { list } from '../../text/numbers';
import type { Cell, ChartTwin } from '../shell/types';
import type { MethodCell, MethodGridData } from './types';

/** The words and the table of inputs by methods. `all` may hold more rows than are drawn. */
export function methodTwin(data: MethodGridData, all = data): ChartTwin {
  const words = en.others;
  const said = (name: string, { text, halfText, turned }: MethodCell): string =>
    words.valueSpoken(name, text, halfText ? words.halfSpoken(halfText.replace('±', '')) : '', turned);
  const cellsOf = ({ value, text, half, halfText }: MethodCell): Cell[] => [Number.isNaN(value) ? null : { value, text }, half > 0 ? { value: half, text: halfText.replace('±', '') || '0' } : ''];
  return {
    summary: words.summary,
    items: data.rows.map(({ id, label }, at) => ({ id, text: words.spoken(label, list(data.columns.map((column) => said(column.name, column.cells[at]!)))) })),
    table: {
      columns: [{ label: en.charts.columns.input }, ...all.columns.flatMap(({ name }) => [{ label: name, format: String }, { label: words.columnHalf(name), format: String }])],
      rows: all.rows.map(({ label }, at) => [label, ...all.columns.flatMap(({ cells }) => cellsOf(cells[at]!))]),
    },
  };
}
