import { en } from '../../text/en';
import type { ChartTwin } from '../shell/types';
import type { PlaneData, PlanePoint } from './types';

/** The plane in words: the present line, the best one, and those that no other beats, by rising gap. */
export function planeTwin({ now, best, front }: PlaneData, lineText: (line: number) => string, gapText: (gap: number) => string, utilityText: (utility: number) => string): ChartTwin {
  const words = en.lines;
  const row = (point: PlanePoint, what: string): (string | number | null)[] => [lineText(point.threshold), Number.isFinite(point.gap) ? point.gap : null, Number.isFinite(point.utility) ? point.utility : null, what];
  return {
    summary: words.planeSummary,
    items: [now, ...(best ? [best] : []), ...front].map(({ id, spoken }) => ({ id, text: spoken })),
    table: {
      columns: [
        { label: words.planeColumns.line },
        { label: words.planeColumns.gap, format: gapText },
        { label: words.planeColumns.utility, format: utilityText },
        { label: words.planeColumns.what },
      ],
      rows: [row(now, words.planeWhich.now), ...(best ? [row(best, words.planeWhich.best)] : []), ...front.map((point) => row(point, words.planeWhich.front))],
    },
  };
}
