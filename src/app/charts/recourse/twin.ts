import { en } from '../../text/en';
import { count } from '../../text/numbers';
import type { ChartTwin, ExplorerItem } from '../shell/types';
import type { CostChart } from './types';

/**
 * The words and the table of costs by group.
 * @param person what is said of a person, by id; people are left out of the keyboard’s list where it is left out
 */
export function costTwin({ rows, print }: CostChart, summary: string, person?: (id: string) => string): ChartTwin {
  const words = en.recourse;
  const told = ({ id, label, costs, quartiles, none, unfound }: CostChart['rows'][number]): ExplorerItem => ({
    id,
    text: words.groupSpoken(label, costs.length, quartiles && print(quartiles[1].value), none, unfound),
  });
  const order = (costs: Float64Array): number[] => [...costs.keys()].sort((a, b) => (costs[a] === costs[b] ? a - b : costs[a]! < costs[b]! ? -1 : 1));
  return {
    summary,
    items: rows.flatMap((row) => [told(row), ...(person ? order(row.costs).map((at) => ({ id: row.people[at]!, text: person(row.people[at]!) })) : [])]),
    table: {
      columns: [
        { label: en.charts.columns.group },
        { label: words.columns.people, format: count },
        { label: words.columns.none, format: count },
        { label: words.columns.unfound, format: count },
        { label: words.columns.low, format: print },
        { label: words.columns.median, format: print },
        { label: words.columns.medianLow, format: print },
        { label: words.columns.medianHigh, format: print },
        { label: words.columns.high, format: print },
        { label: words.columns.mean, format: print },
      ],
      rows: rows.map(({ label, costs, none, unfound, quartiles, mean }) => [
        label,
        costs.length,
        none,
        unfound,
        quartiles?.[0].value ?? null,
        quartiles?.[1].value ?? null,
        quartiles?.[1].lower ?? null,
        quartiles?.[1].upper ?? null,
        quartiles?.[2].value ?? null,
        mean?.value ?? null,
      ]),
    },
  };
}
