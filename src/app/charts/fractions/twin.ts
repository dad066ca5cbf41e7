import { en } from '../../text/en';
import { count, fixed } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { FractionRow } from './types';

/** The words and the table of fractions. */
export function fractionTwin(rows: readonly FractionRow[], summary: string): ChartTwin {
  const names = en.charts.columns;
  return {
    summary,
    items: rows.map((row) => ({
      id: row.id,
      text: [
        ...row.fractions.map((each) =>
          each.whole === 0 || each.few
            ? `${row.label}, ${each.name}: ${each.few ? en.charts.fractionFew : en.charts.fractionNone}`
            : en.charts.fractionSpoken(row.label, each.name, fixed((100 * each.part) / each.whole), each.part, each.whole),
        ),
        ...(row.evidence ? [en.evidence[row.evidence]] : []),
        ...(row.note ? [row.note] : []),
      ].join('. '),
    })),
    table: {
      columns: [
        { label: names.question },
        { label: names.group },
        { label: names.part, format: count },
        { label: names.whole, format: count },
        { label: names.rate, format: (share) => fixed(share * 100, 1) },
      ],
      rows: rows.flatMap((row) => row.fractions.map((each) => [row.label, each.name, each.few ? null : each.part, each.whole, each.whole > 0 && !each.few ? each.part / each.whole : null])),
    },
  };
}
