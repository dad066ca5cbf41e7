import { describe, expect, test } from 'vitest';
import { cutAt, cutByQuantiles, intersect, MOST_CELLS, poolSmall } from '../../../src/engine/fairness/intersections';

describe('combined groups', () => {
  const race = { codes: Int32Array.of(0, 1, 1, -1, 0, 2), levels: ['a', 'b', 'c'] };
  const sex = { codes: Int32Array.of(1, 0, 1, 0, -1, 1), levels: ['x', 'y'] };

  test('are the pairs that occur, in level order, with every row placed or missing', () => {
    const { codes, cells, missing } = intersect([race, sex]);
    expect(cells.map(({ parts }) => parts)).toEqual([[0, 1], [1, 0], [1, 1], [2, 1]]);
    expect([...codes]).toEqual([0, 1, 2, -1, -1, 3]);
    expect(missing).toBe(2);
    expect(cells.reduce((sum, { count }) => sum + count, 0) + missing).toBe(6);
  });

  test('of one column are its levels that occur', () => {
    const { codes, cells } = intersect([{ codes: Int32Array.of(2, 0, -1), levels: ['a', 'b', 'c'] }]);
    expect(cells.map(({ parts }) => parts)).toEqual([[0], [2]]);
    expect([...codes]).toEqual([1, 0, -1]);
  });

  test('are flagged when small and can be pooled', () => {
    const sizes = [9, 10, 29, 30, 200];
    const codes = Int32Array.from(sizes.flatMap((size, level) => new Array<number>(size).fill(level)));
    const { cells } = intersect([{ codes, levels: ['a', 'b', 'c', 'd', 'e'] }]);
    expect(cells.map(({ size }) => size)).toEqual(['suppressed', 'uncompared', 'uncompared', 'shown', 'shown']);
    expect(poolSmall(cells)).toEqual({ codeOf: Int32Array.of(2, 2, 2, 0, 1), pool: 2, kept: 2 });
    expect(poolSmall(cells, 5)).toEqual({ codeOf: Int32Array.of(0, 1, 2, 3, 4), pool: null, kept: 5 });
  });

  test('more cells than the limit are refused by name', () => {
    const many = (size: number) => ({ codes: Int32Array.from({ length: size }, (_, i) => i), levels: Array.from({ length: size }, String) });
    expect(intersect([many(MOST_CELLS)]).cells.length).toBe(MOST_CELLS);
    expect(() => intersect([many(MOST_CELLS + 1)])).toThrow(/1001 groups/);
  });
});

describe('ranges of a number', () => {
  test('start at each cut; cuts outside the data and doubles are dropped', () => {
    const { codes, edges } = cutAt(Float64Array.of(18, 25, 40, 39.9, NaN, 80), [40, 25, 25, 200, 10, 18]);
    expect(edges).toEqual([18, 25, 40, 80]);
    expect([...codes]).toEqual([0, 1, 2, 1, -1, 2]);
  });
  test('by quantiles hold equally many people', () => {
    const { codes } = cutByQuantiles(Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 1000), 4);
    expect([0, 1, 2, 3].map((code) => codes.filter((c) => c === code).length)).toEqual([250, 250, 250, 250]);
  });
  test('never split a shared value, and survive constant or missing columns', () => {
    expect(cutByQuantiles(Float64Array.of(1, 1, 1, 1, 2), 4).edges).toEqual([1, 2]);
    expect(cutByQuantiles(Float64Array.of(5, 5, 5), 3).edges).toEqual([5, 5]);
    expect(cutByQuantiles(Float64Array.of(NaN, NaN), 3)).toEqual({ codes: Int32Array.of(-1, -1), edges: [] });
  });
});
