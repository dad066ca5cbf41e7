import { describe, expect, test } from 'vitest';
import { averagePath, growIsolation, isolationScore } from '../../../src/engine/learn/isolation';
import { Random } from '../../../src/engine/stats/random';

/** Mean depth of a row over the trees, from its score. */
const pathOf = (score: number, sample: number): number => -Math.log2(score) * averagePath(sample);

describe('the mean path', () => {
  test('is the mean depth of an unsuccessful search: the recursion over where the root falls, by going through every case', () => {
    // With n keys there are n + 1 places to end; a root of rank i leaves i and n − 1 − i keys.
    const total = [0, 2];
    for (let n = 2; n <= 40; n++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += total[i]! + total[n - 1 - i]! + (n + 1);
      total.push(sum / n);
    }
    // The formula counts n external nodes for n rows, as the method's authors do: those of a tree of n − 1 keys.
    for (const n of [2, 3, 5, 17, 40]) expect(averagePath(n)).toBeCloseTo(total[n - 1]! / n, 12);
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 5 / 3],
    // The approximation 2(ln 255 + 0.5772) − 2 · 255/256 that other libraries use.
    [256, 2 * (Math.log(255) + 0.5772156649) - (2 * 255) / 256],
  ])('of %d rows is %d', (n, path) => {
    expect(averagePath(n)).toBeCloseTo(path, 2);
  });
});

describe('isolation scores', () => {
  test('of three numbers are those of going through every split', () => {
    // 0, a and 1: the first split falls below a with chance a and leaves a and 1 together, or leaves 0 and a.
    for (const a of [0.1, 0.5, 0.8]) {
      const forest = growIsolation(Float64Array.of(0, a, 1), ['number'], { trees: 20_000, sample: 3, seed: 4 });
      const paths = [0, a, 1].map((x) => pathOf(isolationScore(forest, [x]), 3));
      [2 - a, 2, 1 + a].forEach((path, k) => expect(Math.abs(paths[k]! - path)).toBeLessThan(0.02));
    }
  });

  test('are one half where no row can be told from another', () => {
    const forest = growIsolation(new Float64Array(40).fill(7), ['number', 'level'], { trees: 5, sample: 20, seed: 1 });
    expect(isolationScore(forest, [7, 7])).toBeCloseTo(0.5, 12);
    expect(isolationScore(growIsolation(Float64Array.of(1), ['number'], { trees: 5, sample: 20, seed: 1 }), [1])).toBeNaN();
  });

  test('are higher the further out a number is, for a rare level and for a missing value; about the same whatever the seed', () => {
    const random = new Random(2);
    const rows = Float64Array.from({ length: 3 * 1000 }, (_, at) => (at % 3 < 2 ? random.normal() : at < 9 ? 1 : random.uniform() < 0.5 ? 0 : 2));
    const kinds = ['number', 'number', 'level'] as const;
    const forest = growIsolation(rows, kinds, { trees: 200, sample: 256, seed: 5 });
    const score = (...row: number[]): number => isolationScore(forest, row);
    const outward = [0, 1.5, 3, 5].map((x) => score(x, 0, 0));
    expect([...outward].sort((a, b) => a - b)).toEqual(outward);
    expect(score(0, 0, 0)).toBeLessThan(0.5);
    expect(score(5, 5, 0)).toBeGreaterThan(0.65);
    expect(score(0, 0, 1)).toBeGreaterThan(score(0, 0, 0));
    const again = growIsolation(rows, kinds, { trees: 200, sample: 256, seed: 6 });
    expect(Math.abs(isolationScore(again, [3, 0, 0]) - score(3, 0, 0))).toBeLessThan(0.03);
    expect(growIsolation(rows, kinds, { trees: 3, sample: 256, seed: 5 })).toEqual({ ...forest, trees: forest.trees.slice(0, 3) });
    // A planted cluster of far rows is set apart before all but a few of the others.
    const ordinary = Array.from({ length: 300 }, (_, row) => isolationScore(forest, rows.subarray(3 * row, 3 * row + 3)));
    expect(ordinary.filter((own) => own >= score(6, -6, 0)).length).toBe(0);
  });

  test('missing values go to both sides', () => {
    const rows = Float64Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? NaN : row));
    const forest = growIsolation(rows, ['number'], { trees: 50, sample: 200, seed: 3 });
    expect(isolationScore(forest, [NaN])).toBeGreaterThan(0);
    expect(forest.trees.some(({ missingLeft }) => missingLeft[0] === 1) && forest.trees.some(({ missingLeft }) => missingLeft[0] === 0)).toBe(true);
  });
});
