import type { NullBar } from '../../../engine/fairness/experiments/null-bars';
import type { PowerPoint } from '../../../engine/fairness/experiments/power/curve';
import { en } from '../../text/en';
import { count, fixed, signed } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';

/** What the picture of luck is drawn from; shares. */
export interface LuckData {
  readonly bars: readonly NullBar[];
  /** What was seen. */
  readonly seen: number;
  readonly draws: number;
}

const points = (share: number): string => signed(share * 100, 1);

/** Words and table of the picture of luck. */
export function luckTwin({ bars, seen }: LuckData, beyond: string): ChartTwin {
  const words = en.experiments;
  return {
    summary: `${words.pictureSummary} ${words.seenItem(points(seen))} ${beyond}`,
    items: [
      { id: 'seen', text: `${words.seenItem(points(seen))} ${beyond}` },
      ...bars.map(({ at, chance }, bar) => ({ id: String(bar), text: words.bar(points(at), fixed(chance * 1000, 1)) })),
    ],
    table: {
      columns: [{ label: words.barColumns.at, format: points }, { label: words.barColumns.chance, format: (chance) => fixed(chance * 1000, 1) }, { label: words.barColumns.drawn, format: count }],
      rows: bars.map(({ at, chance, drawn }) => [at, chance, drawn]),
    },
  };
}

/** Words and table of a power curve. */
export function powerTwin(curve: readonly PowerPoint[], unit: (size: number) => string): ChartTwin {
  const words = en.experiments;
  const percent = (power: number): string => fixed(power * 100);
  return {
    summary: words.powerSummary,
    items: curve.map(({ size, power }, at) => ({ id: String(at), text: words.powerAt(unit(size), percent(power)) })),
    table: {
      columns: [{ label: words.powerColumns.size, format: count }, { label: words.powerColumns.power, format: percent }],
      rows: curve.map(({ size, power }) => [size, power]),
    },
  };
}
