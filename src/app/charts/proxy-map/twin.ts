import { en } from '../../text/en';
import type { ChartTwin } from '../shell/types';
import type { MapChart } from './types';

/** The map in words: one entry an input, the nearest to the corner first. */
export function mapTwin({ points, printX, printY }: MapChart, summary: string): ChartTwin {
  const words = en.proxies;
  return {
    summary,
    items: points.map(({ id, label, place, x, y, xLow, xHigh, yLow, yHigh }, at) => ({
      id,
      text: words.spoken(place, label, printX(x), xLow === null || xHigh === null ? '' : words.range(printX(xLow), printX(xHigh)), printY(y), yLow === null || yHigh === null ? '' : words.range(printY(yLow), printY(yHigh)), at + 1, points.length),
    })),
    table: {
      columns: [
        { label: en.charts.columns.input },
        { label: words.columns.place },
        { label: words.columns.auc, format: printX },
        { label: words.columns.low, format: printX },
        { label: words.columns.high, format: printX },
        { label: words.columns.share, format: printY },
        { label: words.columns.low, format: printY },
        { label: words.columns.high, format: printY },
      ],
      rows: points.map(({ label, place, x, y, xLow, xHigh, yLow, yHigh }) => [label, place, x, xLow, xHigh, y, yLow, yHigh]),
    },
  };
}
