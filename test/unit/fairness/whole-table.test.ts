import { expect, test } from 'vitest';
import { leaveOneOut } from '../../../src/engine/fairness/bootstrap';
import { emptyCounts } from '../../../src/engine/fairness/counts';
import type { CountTable } from '../../../src/engine/fairness/counts';
import { WHOLE_TABLE, type WholeTableId, wholeTable } from '../../../src/engine/fairness/whole-table';
import { Random } from '../../../src/engine/stats/random';
import { drawMultinomial } from '../../../src/engine/stats/sampling';

const CHANCES = [[0.3, 0.1, 0, 0.1, 0.5, 0], [0.25, 0.2, 0, 0.2, 0.35, 0], [0.1, 0.15, 0, 0.3, 0.45, 0]];
const SIZES = [400, 600, 300];

function tableOf(fill: (chances: readonly number[], n: number, out: Float64Array) => void): CountTable {
  const table = emptyCounts(3, true, false);
  CHANCES.forEach((chances, g) => fill(chances, SIZES[g]!, table.people.subarray(6 * g, 6 * g + 6)));
  return table;
}
const truth = tableOf((chances, n, out) => out.set(chances.map((p) => p * n * 1e9)));

test('BCa intervals of one number for all groups cover the truth about 95 times in 100', { timeout: 120_000 }, () => {
  const random = new Random(17);
  const hits = new Map<WholeTableId, number>();
  const runs = 1000;
  for (let run = 0; run < runs; run++) {
    const table = tableOf((chances, n, out) => drawMultinomial(n, chances, random, out));
    for (const { id, result } of wholeTable({ table, seed: run, resamples: 500 })) {
      const value = WHOLE_TABLE[id].of(truth)!;
      const { interval } = result!;
      if (interval && interval.lower <= value && value <= interval.upper) hits.set(id, (hits.get(id) ?? 0) + 1);
    }
  }
  expect([...hits.keys()].sort()).toEqual(Object.keys(WHOLE_TABLE).sort());
  for (const [id, count] of hits) {
    expect(count / runs, id).toBeGreaterThan(0.93);
    expect(count / runs, id).toBeLessThan(0.97);
  }
});

test('leaving one person out of every cell is what the definition says', () => {
  const table = tableOf((chances, n, out) => out.set(chances.map((p) => Math.round(p * n))));
  const total = (t: CountTable): number => t.people.reduce((sum, n) => sum + n, 0);
  const out = leaveOneOut(table, total);
  expect(out.every(({ value }) => value === total(table) - 1)).toBe(true);
  expect(out.reduce((sum, { alike }) => sum + alike, 0)).toBe(total(table));
});

test('without outcomes only selection is told; one empty group changes nothing', () => {
  const table = { ...tableOf((chances, n, out) => out.set(chances.map((p) => Math.round(p * n)))), labelled: false };
  expect(wholeTable({ table, seed: 1, resamples: 50 }).map(({ id }) => id)).toEqual(['selectionSpread', 'differential']);
});
