import { en } from '../../text/en';
import { count } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { DependenceCurve } from './types';

/** True where a value lies in a stretch with hardly anybody. */
export function isThin(curve: Pick<DependenceCurve, 'thin'>, value: number): boolean {
  return curve.thin.some(([from, to]) => value >= from && value <= to);
}

/** The words and the table of a curve: its points, one by one. */
export function curveTwin(curve: DependenceCurve, summary: string): ChartTwin {
  const { x, y, half, score, value } = curve;
  const words = en.drivers;
  const low = (at: number): number | null => (half[at] === null || half[at] === undefined ? null : y[at]! - half[at]);
  const high = (at: number): number | null => (half[at] === null || half[at] === undefined ? null : y[at]! + half[at]);
  return {
    summary,
    items: x.map((at, i) => {
      const [from, to] = [low(i), high(i)];
      const range = from === null || to === null ? '' : words.rangeSpoken(score(from), score(to));
      return { id: String(i), text: words.pointSpoken(curve.name, value(at), curve.what, score(y[i]!), range, isThin(curve, at)) };
    }),
    table: {
      columns: [
        { label: curve.name, format: value },
        { label: curve.head, format: score },
        { label: words.columns.low, format: score },
        { label: words.columns.high, format: score },
        { label: words.columns.near, format: count },
      ],
      rows: x.map((at, i) => [at, y[i]!, low(i), high(i), curve.near[i] ?? null]),
    },
  };
}
