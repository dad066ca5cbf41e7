import { describe, expect, test } from 'vitest';
import { type PooledCell, partialPooling } from '../../../src/engine/fairness/partial-pooling';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';

const expit = (x: number): number => 1 / (1 + Math.exp(-x));
const grid = (sizes: readonly (readonly number[])[], rate: (i: number, j: number) => number): PooledCell[] =>
  sizes.flatMap((row, i) => row.map((n, j) => ({ k: Math.round(n * rate(i, j)), n, parts: [i, j] })));

describe('partial pooling', () => {
  test('leaves large cells where they are and draws small ones towards what their levels say', () => {
    const cells = grid([[5000, 5000, 12], [5000, 5000, 5000]], (i, j) => [0.3, 0.4, 0.5][j]! + 0.1 * i);
    cells[2] = { k: 1, n: 12, parts: [0, 2] };
    const { cells: shrunken } = partialPooling(cells)!;
    cells.forEach(({ k, n }, g) => {
      if (n > 1000) expect(Math.abs(shrunken[g]!.value - k / n)).toBeLessThan(0.01);
    });
    expect(shrunken[2]!.value).toBeGreaterThan(1.2 / 12);
    expect(shrunken[2]!.value).toBeLessThan(0.5);
    expect(shrunken[2]!.lower).toBeLessThan(shrunken[2]!.value);
  });

  test('stays finite for levels where everybody or nobody is selected, and swaps with relabelled outcomes', () => {
    const cells = grid([[20, 8, 15], [30, 11, 9]], (_, j) => [0, 0.5, 1][j]!);
    const [here, there] = [partialPooling(cells)!, partialPooling(cells.map((cell) => ({ ...cell, k: cell.n - cell.k })))!];
    here.cells.forEach((cell, g) => {
      expect(cell.value).toBeGreaterThan(0);
      expect(cell.value).toBeLessThan(1);
      expect(cell.value).toBeCloseTo(1 - there.cells[g]!.value, 5);
    });
  });

  test('the mode solves the normal equations: with one column, u = (k − np)·s² and Σu = 0', () => {
    const cells = [[3, 30], [9, 25], [20, 60], [1, 14]].map(([k, n], i) => ({ k: k!, n: n!, parts: [i] }));
    const { cells: shrunken, spread } = partialPooling(cells)!;
    const logits = shrunken.map(({ value }) => Math.log(value / (1 - value)));
    const own = cells.map(({ k, n }, g) => (k - n * shrunken[g]!.value) * spread ** 2);
    expect(own.reduce((a, b) => a + b)).toBeCloseTo(0, 6);
    logits.forEach((logit, g) => expect(logit - own[g]!).toBeCloseTo(logits[0]! - own[0]!, 6));
  });

  test('with fewer than three cells or an empty one is null', () => {
    expect(partialPooling([{ k: 1, n: 2, parts: [0] }, { k: 1, n: 2, parts: [1] }])).toBeNull();
    expect(partialPooling([0, 1, 2].map((g) => ({ k: 0, n: g, parts: [g] })))).toBeNull();
  });

  test('its intervals cover the true rates about 95 times in 100 and are closer to them than the raw rates', () => {
    const random = new Random(4);
    const sizes = [[12, 25, 60, 200], [15, 40, 100, 30], [10, 20, 20, 80]];
    let [hits, all, shrunkenError, rawError] = [0, 0, 0, 0];
    for (let run = 0; run < 500; run++) {
      const [rows, columns] = [[0, 1, 2].map(() => 0.5 * random.normal()), [0, 1, 2, 3].map(() => 0.5 * random.normal())];
      const truth = sizes.map((row, i) => row.map((_, j) => expit(-0.7 + rows[i]! + columns[j]! + 0.4 * random.normal())));
      const cells = sizes.flatMap((row, i) => row.map((n, j) => ({ k: drawBinomial(n, truth[i]![j]!, random), n, parts: [i, j] })));
      const result = partialPooling(cells)!;
      truth.flat().forEach((p, g) => {
        const { lower, upper, value } = result.cells[g]!;
        if (lower <= p && p <= upper) hits++;
        all++;
        shrunkenError += (value - p) ** 2;
        rawError += (cells[g]!.k / cells[g]!.n - p) ** 2;
      });
    }
    expect(hits / all).toBeGreaterThan(0.93);
    expect(hits / all).toBeLessThan(0.97);
    expect(shrunkenError).toBeLessThan(0.85 * rawError);
  });
});
