import { acceleration, bcaInterval, bootstrapP } from '../stats/intervals';
import type { Interval, LeftOut } from '../stats/intervals';
import { orderStatistic } from '../stats/quantile';
import { Random } from '../stats/random';
import { drawMultinomial, drawTotal } from '../stats/sampling';
import { CELLS } from './counts';
import type { CountTable } from './counts';

/**
 * Tables as they might have come out with other people: every group keeps its number of people, who fall on the six cells with the chances seen
 * (multinomial). Resampling the counts is resampling the people, at the cost of a few draws however many rows there are. With weights, the weight of the
 * people who fall on a cell is drawn as a total with the mean and the variance of the weights seen there. Resample i depends on (seed, i) only.
 */
export function* resampleCounts(table: CountTable, seed: number, resamples: number): Generator<CountTable> {
  const cells = new Float64Array(CELLS);
  for (let i = 0; i < resamples; i++) {
    const random = Random.stream(seed, i);
    const people = new Float64Array(table.people.length);
    const weight = table.weighted ? new Float64Array(people.length) : people;
    const square = table.weighted ? new Float64Array(people.length) : people;
    for (let row = 0; row <= table.groupCount; row++) {
      const part = table.people.subarray(row * CELLS, (row + 1) * CELLS);
      const n = part.reduce((sum, count) => sum + count, 0);
      if (n === 0) continue;
      drawMultinomial(n, part, random, cells);
      people.set(cells, row * CELLS);
      if (!table.weighted) continue;
      for (let at = row * CELLS; at < (row + 1) * CELLS; at++) {
        const [drawn, seen] = [people[at]!, table.people[at]!];
        if (drawn === 0) continue;
        const [mean, meanSquare] = [table.weight[at]! / seen, table.square[at]! / seen];
        weight[at] = drawTotal(drawn, mean, meanSquare - mean * mean, random);
        square[at] = drawn * meanSquare;
      }
    }
    yield { ...table, people, weight, square };
  }
}

/** Middle `level` of numbers by linear interpolation between order statistics; NaN is left out, null when nothing is left. */
export function percentileInterval(values: Float64Array, level = 0.95): { lower: number; upper: number } | null {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort();
  if (sorted.length === 0) return null;
  const last = sorted.length - 1;
  return { lower: orderStatistic(sorted, (last * (1 - level)) / 2), upper: orderStatistic(sorted, (last * (1 + level)) / 2) };
}

/** A function of counts that has no closed interval; null where not estimable. */
export type CountStatistic = (table: CountTable) => number | null;

/** The value without one person of each cell that holds any: people of a cell are alike, so there are at most six values per group. */
export function leaveOneOut(table: CountTable, statistic: CountStatistic): LeftOut[] {
  const out: LeftOut[] = [];
  for (let at = 0; at < table.people.length; at++) {
    const people = table.people[at]!;
    if (people === 0) continue;
    const without = (cells: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const copy = cells.slice();
      copy[at]! -= cells[at]! / people;
      return copy;
    };
    const fewer = without(table.people);
    const value = statistic({ ...table, people: fewer, weight: table.weighted ? without(table.weight) : fewer, square: table.weighted ? without(table.square) : fewer });
    if (value !== null && Number.isFinite(value)) out.push({ value, alike: people, stratum: Math.floor(at / CELLS) });
  }
  return out;
}

/** A value with what resampling says about it. */
export interface Bootstrapped {
  readonly value: number;
  /** BCa, at the level asked for and at 66%; null where resamples do not reach to both sides. */
  readonly interval: Interval | null;
  readonly inner: Interval | null;
  /** That the true value is 0. */
  readonly p: number | null;
  /** Resamples in which the value was estimable. */
  readonly resamples: number;
}

export interface BootstrapOptions {
  readonly seed: number;
  readonly resamples?: number;
  readonly level?: number;
}

/** Resamples drawn when nothing else is said. */
export const RESAMPLES = 2000;

/** Intervals and p-values of functions of the same counts, from the same resamples; null for one that is not estimable. */
export function bootstrapCounts(table: CountTable, statistics: readonly CountStatistic[], { seed, resamples = RESAMPLES, level = 0.95 }: BootstrapOptions): (Bootstrapped | null)[] {
  const drawn = statistics.map(() => new Float64Array(resamples));
  let i = 0;
  for (const resample of resampleCounts(table, seed, resamples)) {
    statistics.forEach((statistic, s) => (drawn[s]![i] = statistic(resample) ?? NaN));
    i++;
  }
  return statistics.map((statistic, s) => summarise(statistic(table), drawn[s]!, leaveOneOut(table, statistic), level));
}

/** Sums up resampled values; null when the value itself is not estimable. */
export function summarise(value: number | null, resampled: Float64Array, jackknife: readonly LeftOut[], level = 0.95): Bootstrapped | null {
  if (value === null || !Number.isFinite(value)) return null;
  const usable = resampled.filter((drawn) => Number.isFinite(drawn));
  const accelerated = acceleration(jackknife);
  return {
    value,
    interval: bcaInterval(usable, value, accelerated, level),
    inner: bcaInterval(usable, value, accelerated, 0.66),
    p: bootstrapP(usable),
    resamples: usable.length,
  };
}
