import { scaleLinear, type ScaleLinear } from '../marks/d3';
import type { ScoreScale } from '../../text/scale';
import { roundToTotal } from '../../../engine/stats/rounding';

/** One input's part of the way from the reference to the score; effects in model units. */
export interface WaterfallPart {
  readonly id: string;
  readonly name: string;
  /** The person's value and the typical value of the reference, as printed. */
  readonly value: string;
  readonly typical: string;
  readonly effect: number;
  /** Ends of the 95 % range of the effect; null or absent when exact. */
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface WaterfallData {
  readonly start: { readonly name: string; readonly score: number };
  readonly end: { readonly name: string; readonly score: number };
  /** In the order to draw. */
  readonly parts: readonly WaterfallPart[];
  /** All inputs without a row of their own. */
  readonly other?: { readonly count: number; readonly effect: number } | null;
  readonly threshold: number | null;
  /** Head of the column of the reference's values, where “Typical” is not what they are. */
  readonly typicalHead?: string;
}

export interface WaterfallRow {
  readonly id: string;
  readonly kind: 'start' | 'part' | 'other' | 'end';
  readonly name: string;
  readonly value: string;
  readonly typical: string;
  /** Running score before and after. */
  readonly from: number;
  readonly to: number;
  readonly effect: number;
  /** Effect as printed: rounded so that the printed column adds up. */
  readonly printed: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Rows from the reference down to the person, with running scores and printed parts that add up. */
export function waterfallRows(data: WaterfallData, otherName: (count: number) => string, scale: ScoreScale): WaterfallRow[] {
  const { start, end, parts, other } = data;
  const steps = [...parts.map((part) => part.effect), ...(other ? [other.effect] : [])];
  const round = (score: number): number => Math.round(score * scale.factor * 10 ** scale.decimals) / 10 ** scale.decimals;
  const printed = roundToTotal(
    steps.map((step) => step * scale.factor),
    round(end.score) - round(start.score),
    scale.decimals,
  ).map((each) => each / scale.factor);
  const rows: WaterfallRow[] = [
    { id: 'start', kind: 'start', name: start.name, value: '', typical: '', from: start.score, to: start.score, effect: 0, printed: 0, low: null, high: null },
  ];
  let running = start.score;
  parts.forEach((part, i) => {
    const to = running + part.effect;
    rows.push({
      id: part.id,
      kind: 'part',
      name: part.name,
      value: part.value,
      typical: part.typical,
      from: running,
      to,
      effect: part.effect,
      printed: printed[i] ?? part.effect,
      low: part.low ?? null,
      high: part.high ?? null,
    });
    running = to;
  });
  if (other) {
    const to = running + other.effect;
    rows.push({ id: 'other', kind: 'other', name: otherName(other.count), value: '', typical: '', from: running, to, effect: other.effect, printed: printed.at(-1) ?? 0, low: null, high: null });
  }
  rows.push({ id: 'end', kind: 'end', name: end.name, value: '', typical: '', from: end.score, to: end.score, effect: 0, printed: 0, low: null, high: null });
  return rows;
}

/** Score axis over all running values and whiskers and the threshold, rounded to ticks; `zoomed` when it is not the whole scale. */
export function waterfallAxis(
  rows: readonly WaterfallRow[],
  threshold: number | null,
  scale: ScoreScale,
  range: readonly [number, number],
  labelRoom: number,
): { readonly x: ScaleLinear<number, number>; readonly ticks: number[]; readonly zoomed: boolean } {
  const ends = rows.flatMap((row) => [row.from, row.to, ...(row.low === null || row.high === null ? [] : [row.from + row.low, row.from + row.high])]);
  if (threshold !== null) ends.push(threshold);
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const span = Math.max(high - low, 2 * scale.step);
  const room = (labelRoom / Math.max(1, range[1] - range[0] - 2 * labelRoom)) * span;
  const bounded = scale.kind === 'probability';
  let from = low - room;
  let to = high + room;
  if (bounded && span > 0.6) {
    from = Math.min(0, low);
    to = Math.max(1, high);
  }
  const x = scaleLinear([from, to], [range[0], range[1]]);
  const width = range[1] - range[0];
  const ticks = x.ticks(Math.max(2, Math.round(width / 64))).filter((tick) => !bounded || (tick > -1e-9 && tick < 1 + 1e-9));
  return { x, ticks, zoomed: bounded ? from > 1e-9 || to < 1 - 1e-9 : true };
}
