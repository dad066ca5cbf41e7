import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestRemainder, roundToTotal } from '../../../src/engine/stats/rounding';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('largest remainder', () => {
  test.each([
    [[], 0, []],
    [[], 3, []],
    [[0, 0], 0, [0, 0]],
    [[0.3, 0, 0.1], 1, [1, 0, 0]],
    [[1.4, 1.4, 1.4], 4, [2, 1, 1]],
    [[2, 5, 0.14], 7, [2, 5, 0]],
    [[0.2, 1.2, 2.2], 4, [1, 1, 2]],
    [[-1.5, 2.75], 1, [-2, 3]],
    [[1, 1], 5, [3, 2]],
    [[1, 1], -1, [0, -1]],
  ])('of %j to %d', (shares, total, expected) => expect(largestRemainder(shares, total)).toEqual(expected));

  test('adds up, moves no share by a whole, and gives nothing to nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1 }), fc.constantFrom(1, 2, 5, 10, 50, 100), (counts, per) => {
        const total = Math.round(sum(counts) / per);
        const shares = largestRemainder(counts.map((count) => count / per), total);
        expect(sum(shares)).toBe(total);
        shares.forEach((share, i) => {
          if (counts[i] === 0) expect(share).toBe(0);
          expect(Math.abs(share - counts[i]! / per)).toBeLessThan(1);
        });
      }),
    );
  });
});

describe('rounding to a total', () => {
  test.each([
    [[0.4, 0.4, 0.4], 1.2, 0, [1, 0, 0]],
    [[10.26, -3.14, 0.08], 7.2, 1, [10.3, -3.2, 0.1]],
    [[17.66, 8.81, 0.03], 26.5, 1, [17.7, 8.8, 0]],
    [[-0.5, -0.5], -1, 0, [0, -1]],
    [[33.333, 33.333, 33.334], 100, 0, [33, 33, 34]],
    [[], 0, 1, []],
    [[0, 0, 5.4], 5, 0, [0, 0, 5]],
    [[0.6, 0.6], 1, 0, [1, 0]],
    [[-0.2, 0.2], 0, 0, [0, 0]],
  ])('%j to %f with %i decimals', (parts, total, decimals, expected) => expect(roundToTotal(parts, total, decimals)).toEqual(expected));

  test('moves no part by a whole unit and always adds up, also to the printed difference of two printed ends', () => {
    const part = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), part, fc.integer({ min: 0, max: 2 }), (parts, start, decimals) => {
        const total = sum(parts);
        const shown = Number((start + total).toFixed(decimals)) - Number(start.toFixed(decimals));
        for (const wanted of [total, shown]) {
          const rounded = roundToTotal(parts, wanted, decimals);
          expect(Math.round(sum(rounded) * 10 ** decimals)).toBe(Math.round(wanted * 10 ** decimals) + 0);
          rounded.forEach((each, i) => expect(Math.abs(each - parts[i]!)).toBeLessThanOrEqual(10 ** -decimals + 1e-9));
        }
      }),
    );
  });
});
