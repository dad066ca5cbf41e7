import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as numbers from '../../../src/app/text/numbers';
import { PROBABILITY, valueScale } from '../../../src/app/text/scale';

describe('numbers', () => {
  test.each([
    [numbers.fixed(-13.84, 1), '−13.8'],
    [numbers.fixed(-0.04, 1), '0.0'],
    [numbers.fixed(-0), '0'],
    [numbers.fixed(4000), '4,000'],
    [numbers.fixed(NaN), 'not estimable'],
    [numbers.signed(2.6, 1), '+2.6'],
    [numbers.signed(0.04, 1), '0.0'],
    [numbers.signed(-0.4), '0'],
    [numbers.count(1_234_567), '1,234,567'],
    [numbers.spokenCount(1_234_567), '1234567'],
    [numbers.points(0.265), '27'],
    [numbers.points(0.265, 0.8), '26.5'],
    [numbers.points(0.265, 2.5), '27'],
    [numbers.points(null), 'not estimable'],
    [numbers.signedPoints(-0.134), '−13'],
    [numbers.ofHundred(0.464), '46 of 100'],
    [numbers.ofHundred(null), 'not estimable'],
    [numbers.countOf(153, 1251), '153 of 1,251'],
    [numbers.pointsInterval(0.236, 0.294), '24 to 29'],
    [numbers.pointsInterval(-0.03, 0.05), '−3 to 5'],
    [numbers.pointsInterval(null, 0.05), 'not estimable'],
    [numbers.quantity(43_500), '43,500'],
    [numbers.quantity(0.012_345), '0.01235'],
    [numbers.quantity(5.5), '5.5'],
    [numbers.quantity(261_000.4), '261,000'],
    [numbers.quantity(-2.50), '−2.5'],
    [numbers.quantity(NaN), 'missing'],
    [numbers.quantity(0), '0'],
    [numbers.quantity(3e-9), '3.00e−9'],
    [numbers.day(Date.UTC(2024, 1, 29, 23, 59)), '29 Feb 2024'],
    [numbers.day(NaN), 'not estimable'],
    [numbers.either(['a', 'b', 'c']), 'a, b, or c'],
    [numbers.bytes(1), '1 byte'],
    [numbers.bytes(0), '0 bytes'],
    [numbers.bytes(412_000), '412 kB'],
    [numbers.bytes(999_600), '1.0 MB'],
    [numbers.bytes(94_000_000), '94 MB'],
    [numbers.counted(1, 'row', 'rows'), '1 row'],
    [numbers.counted(0, 'row', 'rows'), '0 rows'],
    [numbers.counted(4000, 'row', 'rows'), '4,000 rows'],
    [numbers.list(['a', 'b']), 'a and b'],
  ])('%s', (printed, expected) => expect(printed).toBe(expected));

  test('no number is printed with a hyphen or as minus zero', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 4 }), (value, decimals) => {
        for (const text of [numbers.fixed(value, decimals), numbers.signed(value, decimals), numbers.quantity(value)]) {
          expect(text).not.toContain('-');
          expect(text).not.toMatch(/^[−+]0(\.0*)?$/);
        }
      }),
    );
  });

  test('a decimal is printed only when the half-width of the interval is below one point', () => {
    expect([0, 0.5, 0.99, 1, 3, Infinity].map(numbers.decimalsFor)).toEqual([1, 1, 1, 0, 0, 0]);
  });
});

describe('score scales', () => {
  test.each([
    [PROBABILITY.score(0.291), '29'],
    [PROBABILITY.score(0.291, 1), '29.1'],
    [PROBABILITY.change(-0.138, 1), '−13.8'],
    [PROBABILITY.size(-0.21), '21'],
    [valueScale(100_000, 500_000).score(214_000), '214,000'],
    [valueScale(0, 5).score(3.14159), '3.14'],
    [valueScale(0, 5).change(-0.5), '−0.50'],
  ])('%s', (printed, expected) => expect(printed).toBe(expected));

  test('an axis without extent still has one', () => {
    const { domain, step } = valueScale(3, 3);
    expect(domain[1]).toBeGreaterThan(domain[0]);
    expect(step).toBeGreaterThan(0);
  });
});
