import { en } from '../../text/en';
import type { ScoreScale } from '../../text/scale';
import type { Cell, ChartTwin, TableColumn } from '../shell/types';
import { waterfallRows, type WaterfallData, type WaterfallRow } from './layout';

function spoken(row: WaterfallRow, scale: ScoreScale, whose: string, at: number, of: number): string {
  const words = en.charts;
  if (row.kind === 'start') return words.startSpoken(row.name, scale.score(row.to, scale.decimals));
  if (row.kind === 'end') return words.endSpoken(row.name, scale.score(row.to, scale.decimals));
  const printed = row.printed * scale.up;
  const verb = printed > 0 ? words.raisesBy : printed < 0 ? words.lowersBy : words.changesBy;
  const size = scale.size(row.printed, scale.decimals);
  const range =
    row.low === null || row.high === null ? '' : words.effectRange(scale.change(row.low, scale.decimals), scale.change(row.high, scale.decimals));
  return words.effectSpoken(row.name, row.value, whose, row.typical, verb, scale.unit === 'points' ? words.pointsSize(size) : size, at, of) + range;
}

/** A further column of the table, filled row by row. */
export interface FurtherColumn {
  readonly column: TableColumn;
  cell(row: WaterfallRow): Cell;
}

/** The words and the table of a waterfall. */
export function waterfallTwin(data: WaterfallData, scale: ScoreScale, further: readonly FurtherColumn[] = []): ChartTwin {
  const rows = waterfallRows(data, en.charts.otherInputs, scale);
  const score = (value: number): string => scale.score(value, scale.decimals);
  const change = (value: number): string => scale.change(value, scale.decimals);
  const names = en.charts.columns;
  return {
    summary: en.charts.waterfallSummary(data.start.name, score(data.start.score), data.end.name, score(data.end.score)),
    items: rows.map((row, i) => ({ id: row.id, text: spoken(row, scale, data.typicalHead ?? en.charts.typically, i, rows.length - 2) })),
    table: {
      columns: [
        { label: names.input },
        { label: names.value },
        { label: data.typicalHead ?? names.typical },
        { label: names.effect, format: change },
        { label: names.effectLow, format: change },
        { label: names.effectHigh, format: change },
        { label: names.running, format: score },
        ...further.map(({ column }) => column),
      ],
      rows: rows.map((row) => {
        const part = row.kind === 'part' || row.kind === 'other';
        return [row.name, row.value, row.typical, part ? { value: row.effect, text: change(row.printed) } : '', row.low ?? '', row.high ?? '', row.to, ...further.map(({ cell }) => cell(row))];
      }),
    },
  };
}
