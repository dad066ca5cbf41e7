import { en } from '../../text/en';
import { fixed, signed } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';

/** What a chance picture is drawn from; differences and margin are shares. */
export interface ChanceData {
  /** Fifty dots that share out how large the difference may be. */
  readonly difference: readonly number[];
  /** Fifty dots that share out the differences of shuffled labels; empty before the first shuffle. */
  readonly shuffled: readonly number[];
  readonly margin: number;
}

/** The words and the table of a chance picture. */
export function chanceTwin(data: ChanceData, summary: string): ChartTwin {
  const { difference, shuffled, margin } = data;
  const points = (share: number): string => signed(share * 100, 1);
  const range = (values: readonly number[]): [string, string] => [points(Math.min(...values)), points(Math.max(...values))];
  const words = en.charts;
  return {
    summary,
    items: [
      ...(difference.length > 0
        ? [
            { id: 'above', text: `${words.dotsAbove(difference.filter((each) => each > 0).length, difference.length)}.` },
            {
              id: 'beyond',
              text: `${words.dotsBeyond(difference.filter((each) => Math.abs(each) > margin).length, difference.length, fixed(margin * 100))}.`,
            },
            { id: 'difference', text: `${words.differenceRange(...range(difference))}.` },
          ]
        : []),
      ...(shuffled.length > 0 ? [{ id: 'shuffled', text: `${words.shuffledRange(...range(shuffled))}.` }] : []),
    ],
    table: {
      columns: [{ label: words.columns.dot, format: fixed }, { label: words.columns.difference, format: points }, { label: words.columns.shuffled, format: points }],
      rows: Array.from({ length: Math.max(difference.length, shuffled.length) }, (_, i) => [i + 1, difference[i] ?? '', shuffled[i] ?? '']),
    },
  };
}
