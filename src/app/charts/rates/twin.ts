import { en } from '../../text/en';
import { count, fixed, hundredth, signedPoints } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { RateMark, RateRow } from './types';

const share = (value: number): string => fixed(value * 100, 1);
const hundred = (value: number | null): number | null => (value === null ? null : value);

function spoken(row: RateRow, mark: RateMark): string {
  const name = row.label === mark.name ? mark.name : `${row.label}, ${mark.name}`;
  if (mark.rate === null) return en.charts.groupNoRateSpoken(name);
  if (mark.tooFew) return en.charts.groupFewSpoken(name, mark.n);
  const versus = mark.versus ? en.charts.groupVersusSpoken(signedPoints(mark.versus.difference)) : '';
  return en.charts.groupSpoken(name, hundredth(mark.rate), hundredth(mark.low95), hundredth(mark.high95), mark.n, versus);
}

/** The words and the table of rates by group (or by stratum and group). */
export function rateTwin(rows: readonly RateRow[], summary: string): ChartTwin {
  const strata = rows.some((row) => row.marks.length > 1);
  const names = en.charts.columns;
  return {
    summary,
    items: rows.map((row) => ({ id: row.id, text: row.marks.map((mark) => spoken(row, mark)).join('. ') })),
    table: {
      columns: [
        ...(strata ? [{ label: names.part }] : []),
        { label: names.group },
        { label: names.people, format: count },
        { label: names.favourable, format: count },
        { label: names.rate, format: share },
        { label: names.low, format: share },
        { label: names.high, format: share },
        { label: names.versus, format: (value: number) => signedPoints(value, 0) },
      ],
      rows: rows.flatMap((row) =>
        row.marks.map((mark) => [
          ...(strata ? [row.label] : []),
          mark.name,
          mark.n,
          mark.count ?? (mark.rate === null ? null : Math.round(mark.rate * mark.n)),
          hundred(mark.rate),
          hundred(mark.low95),
          hundred(mark.high95),
          mark.versus ? mark.versus.difference : null,
        ]),
      ),
    },
  };
}
