import type { Slot } from '../../design/tokens';
import { textWidth } from '../marks/text-fit';
import { columnsFor, marksPerColumn, mergeBins, peoplePerMark, type Bins } from './columns';

/** One row of people marks. */
export interface PeopleGroup {
  readonly id: string;
  readonly name: string;
  readonly slot: Slot | 'none';
  readonly n: number;
  /** People per equal bin of the score axis; all groups have the same number of bins (200 suits most widths). */
  readonly bins: Bins;
  /** Favourable share at the threshold, counted by the engine; null when nobody is there. */
  readonly rate: number | null;
}

export interface PeopleRow {
  readonly group: PeopleGroup;
  readonly marks: readonly number[];
  /** The line the marks stand on. */
  readonly base: number;
  readonly top: number;
  readonly centre: number;
}

export interface PeopleLayout {
  readonly narrow: boolean;
  /** Where the score axis begins and ends. */
  readonly left: number;
  readonly right: number;
  readonly columns: number;
  readonly perMark: number;
  readonly radius: number;
  /** Height of one mark in its column. */
  readonly rise: number;
  readonly rows: readonly PeopleRow[];
  /** Baseline of the axis labels and centre of the handle. */
  readonly axis: number;
  readonly differenceTop: number;
  readonly height: number;
}

export interface PeopleOptions {
  readonly width: number;
  /** Room for the strip of differences below the axis. */
  readonly difference: boolean;
  /** Leaves out group names, for a single row that needs none. */
  readonly bare?: boolean;
  /** Highest column of marks; else by the number of groups. */
  readonly tallest?: number;
}

/** From here on names stand above their row and marks shrink. */
export const NARROW = 480;

const HEAD = 40;
const LABEL = 112;
/** Names take at most this share of the width. */
const NAMES = 0.2;
const STRIP = 68;

/** Places rows, columns and marks. Pure: the same data and width give the same picture. */
export function peopleLayout(groups: readonly PeopleGroup[], options: PeopleOptions): PeopleLayout {
  const narrow = options.width < NARROW;
  const names = Math.max(LABEL, ...groups.map((group) => textWidth(group.name, 14, 600) + 30));
  const left = narrow || options.bare ? 2 : Math.max(LABEL, Math.min(names, options.width * NAMES));
  const right = options.width - (narrow ? 2 : 6);
  const bins = groups[0]?.bins.length ?? 100;
  const columns = columnsFor(bins, right - left, narrow ? 5.6 : 8.6);
  const pitch = (right - left) / columns;
  const radius = Math.min(4.1, Math.max(1.7, pitch * 0.36)) - 0.45;
  const rise = 2 * (radius + 0.55) + 1.5;
  const merged = groups.map((group) => mergeBins(group.bins, columns));
  const tallest = options.tallest ?? (groups.length <= 2 ? 11 : 8);
  const perMark = peoplePerMark(merged, narrow ? Math.round(tallest * 1.3) : tallest);

  const rows: PeopleRow[] = [];
  let y = narrow ? 22 : HEAD;
  groups.forEach((group, i) => {
    const marks = marksPerColumn(merged[i]!, perMark);
    const high = Math.max(2, ...marks) * rise + 4;
    const named = narrow && !options.bare ? 28 : 0;
    const room = narrow || options.bare ? high : Math.max(high, 46);
    const top = y + named;
    const base = top + room;
    rows.push({ group, marks, base, top, centre: base - Math.min(room, 46) / 2 });
    y = base + (narrow ? 14 : 24);
  });
  const axis = y + 6;
  const differenceTop = axis + 30;
  return {
    narrow,
    left,
    right,
    columns,
    perMark,
    radius,
    rise,
    rows,
    axis,
    differenceTop,
    height: options.difference ? differenceTop + STRIP : axis + 16,
  };
}
