import { orderStatistic } from '../stats/quantile';
import { Random } from '../stats/random';
import { drawMultinomial } from '../stats/sampling';
import { CELLS } from './counts';
import type { CountTable } from './counts';

/**
 * Tables as they might have come out with other people: every group keeps its number of people, who fall on the six cells with the chances seen
 * (multinomial). Resampling the counts is resampling the people, at the cost of a few draws however many rows there are. Resample i depends on
 * (seed, i) only. Weighted tables are refused: their cells do not hold all that is needed.
 * @throws RangeError for a weighted table.
 */
export function* resampleCounts(table: CountTable, seed: number, resamples: number): Generator<CountTable> {
  if (table.weighted) throw new RangeError('a weighted count table cannot be resampled; resample its rows');
  const cells = new Float64Array(CELLS);
  for (let i = 0; i < resamples; i++) {
    const random = Random.stream(seed, i);
    const people = new Float64Array(table.people.length);
    for (let row = 0; row <= table.groupCount; row++) {
      const part = table.people.subarray(row * CELLS, (row + 1) * CELLS);
      const n = part.reduce((sum, count) => sum + count, 0);
      if (n === 0) continue;
      drawMultinomial(n, part, random, cells);
      people.set(cells, row * CELLS);
    }
    yield { ...table, people, weight: people, square: people };
  }
}

/** Middle `level` of numbers by linear interpolation between order statistics; NaN is left out, null when nothing is left. */
export function percentileInterval(values: Float64Array, level = 0.95): { lower: number; upper: number } | null {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort();
  if (sorted.length === 0) return null;
  const last = sorted.length - 1;
  return { lower: orderStatistic(sorted, (last * (1 - level)) / 2), upper: orderStatistic(sorted, (last * (1 + level)) / 2) };
}
