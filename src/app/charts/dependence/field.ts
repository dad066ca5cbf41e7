import { scaleLinear } from '../marks/d3';
import { axisEnds } from '../marks/extent';
import { textWidth } from '../marks/text-fit';
import type { DotField } from './types';

/** Where the dots of one level, of the rarer levels or of people without a value stand. */
export interface FieldColumn {
  /** The level's number; NaN for missing values, −1 for the rarer levels together. */
  readonly level: number;
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface FieldPlaces {
  readonly left: number;
  readonly right: number;
  readonly columns: readonly FieldColumn[];
  /** Place of a number, and the number at a place; undefined where values have no order. */
  readonly scale: { (value: number): number; invert(place: number): number; ticks(count: number): number[] } | undefined;
  readonly x: Float32Array<ArrayBuffer>;
}

/** Narrowest column of a level, width of the strip of missing values, and what parts it from the rest. */
const COLUMN = 46;
const STRIP = 40;
const GAP = 10;
/** Multiples of the golden section's smaller part fill a stretch evenly, in an order that looks like none: the same dots stand in the same places again. */
const GOLDEN = 0.618_033_988_749_895;

/** Places of all dots along the value of the input. */
export function fieldPlaces({ ordered, values, levels, labels, tick, ticks }: DotField, width: number): FieldPlaces {
  const left = Math.max(...ticks.map((each) => textWidth(tick(each), 12))) + 12;
  const right = width - 10;
  const missing = values.some((value) => Number.isNaN(value));
  const end = missing ? right - STRIP - GAP : right;
  const strip: FieldColumn[] = missing ? [{ level: NaN, label: labels.missing, from: right - STRIP, to: right }] : [];
  const within = (at: number, { from, to }: FieldColumn): number => from + (to - from) * (0.15 + 0.7 * (((at + 1) * GOLDEN) % 1));
  if (ordered) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const scale = scaleLinear(axisEnds(low, high), [left + 8, end - 8]);
    return { left, right, columns: strip, scale, x: Float32Array.from(values, (value, at) => (Number.isNaN(value) ? within(at, strip[0]!) : scale(value))) };
  }
  const room = Math.max(1, Math.floor((end - left) / COLUMN));
  const shown = levels.length <= room ? levels : levels.slice(0, room - 1);
  const each = (end - left) / Math.max(1, Math.min(levels.length, room));
  const columns = shown.map(({ value, label }, i): FieldColumn => ({ level: value, label, from: left + i * each, to: left + (i + 1) * each }));
  const rest: FieldColumn[] = shown.length < levels.length ? [{ level: -1, label: labels.others(levels.length - shown.length), from: left + shown.length * each, to: end }] : [];
  const columnOf = new Map(columns.map((column) => [column.level, column]));
  const all = [...columns, ...rest, ...strip];
  return { left, right, columns: all, scale: undefined, x: Float32Array.from(values, (value, at) => within(at, Number.isNaN(value) ? strip[0]! : (columnOf.get(value) ?? rest[0]!))) };
}
