import { largestRemainder } from '../../../engine/stats/rounding';

/** People of one group by score: counts over equal bins of the score axis. */
export type Bins = ArrayLike<number>;

const PER_MARK = [1, 2, 5];

/** How many columns of marks fit: the largest divisor of the bin count whose columns are at least `pitch` wide. */
export function columnsFor(bins: number, width: number, pitch: number): number {
  for (let columns = bins; columns > 1; columns--) {
    if (bins % columns === 0 && width / columns >= pitch) return columns;
  }
  return 1;
}

/** Adds fine bins up to `columns` equal columns. */
export function mergeBins(bins: Bins, columns: number): number[] {
  const merged = new Array<number>(columns).fill(0);
  const each = bins.length / columns;
  for (let i = 0; i < bins.length; i++) merged[Math.floor(i / each)]! += bins[i]!;
  return merged;
}

/** The least round number (1, 2, 5, 10 …) of people per mark with which no column is higher than `tallest` marks. */
export function peoplePerMark(columns: readonly (readonly number[])[], tallest: number): number {
  const most = Math.max(1, ...columns.map((column) => Math.max(0, ...column)));
  for (let power = 1; ; power *= 10) {
    for (const digit of PER_MARK) {
      if (most / (digit * power) <= tallest) return digit * power;
    }
  }
}

/** Marks per column so that a group's marks add up to its people, at least one for anybody at all: rounded by largest remainder. */
export function marksPerColumn(counts: readonly number[], perMark: number): number[] {
  const people = counts.reduce((sum, count) => sum + count, 0);
  const marks = people > 0 ? Math.max(1, Math.round(people / perMark)) : 0;
  return largestRemainder(
    counts.map((count) => count / perMark),
    marks,
  );
}

/** First fine bin whose people are at or above the threshold, as a fraction of bins when the threshold falls inside one. */
export function thresholdBin(threshold: number, domain: readonly [number, number], bins: number): number {
  const at = ((threshold - domain[0]) / (domain[1] - domain[0])) * bins;
  const near = Math.round(at);
  return Math.min(bins, Math.max(0, Math.abs(at - near) < 1e-6 ? near : at));
}

/**
 * How many marks of each column are filled for a threshold: all in columns above it, none below, and in the column the line cuts as large a part as
 * its people at or above the line. Filled marks lie at the bottom of a cut column.
 */
export function filledMarks(marks: readonly number[], bins: Bins, cut: number): number[] {
  const each = bins.length / marks.length;
  return marks.map((count, column) => {
    const from = column * each;
    if (cut <= from) return count;
    if (cut >= from + each) return 0;
    let whole = 0;
    let above = 0;
    for (let i = from; i < from + each; i++) {
      const people = bins[i]!;
      whole += people;
      above += people * Math.min(1, Math.max(0, i + 1 - cut));
    }
    return whole === 0 ? 0 : Math.round((count * above) / whole);
  });
}
