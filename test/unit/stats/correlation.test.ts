import { describe, expect, test } from 'vitest';
import { midranks, pearson, spearman } from '../../../src/engine/stats/correlation';
import { Random } from '../../../src/engine/stats/random';

const of = (...values: number[]): Float64Array<ArrayBuffer> => Float64Array.from(values);

describe('rank correlation', () => {
  test('equal values share the mean of their ranks', () => expect([...midranks(of(5, 1, 5, -2, 5, 1))]).toEqual([5, 2.5, 5, 1, 5, 2.5]));

  test('without ties is 1 − 6 Σd² / (n³ − n)', () => {
    const random = new Random(3);
    for (let n = 2; n < 40; n += 7) {
      const x = Float64Array.from({ length: n }, () => random.normal());
      const y = Float64Array.from(x, (value) => value ** 3 + random.normal());
      const [a, b] = [midranks(x), midranks(y)];
      const squares = a.reduce((sum, rank, i) => sum + (rank - b[i]!) ** 2, 0);
      expect(spearman(x, y)).toBeCloseTo(1 - (6 * squares) / (n ** 3 - n), 12);
    }
  });

  // With ties by hand: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4 have Σxy = 4.5 about their means, Σx² = 4.5 and Σy² = 5.
  test('with ties is the correlation of the ranks', () => expect(spearman(of(1, 2, 2, 3), of(1, 3, 2, 4))).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12));

  test.each([
    ['does not change under a rising function', spearman(of(1, 4, 2, 8), of(3, 5, 9, 7)), spearman(of(1, 4, 2, 8).map(Math.exp), of(3, 5, 9, 7))],
    ['leaves pairs with a missing value out', spearman(of(1, NaN, 2, 3), of(2, 9, 4, NaN)), spearman(of(1, 2), of(2, 4))],
  ])('%s', (_, a, b) => expect(a).toBe(b));

  test.each([
    ['of one pair', of(1), of(2)],
    ['of a constant', of(1, 1, 1), of(1, 2, 3)],
    ['of nothing', of(), of()],
  ])('%s is not estimable', (_, x, y) => expect(spearman(x, y)).toBeNull());

  test('stays within −1 and 1', () => {
    expect(pearson(of(0.1, 0.2, 0.3), of(0.3, 0.6, 0.9))).toBe(1);
    expect(spearman(of(1, 2, 3), of(3, 2, 1))).toBe(-1);
  });
});
