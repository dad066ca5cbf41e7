import { describe, expect, test } from 'vitest';
import { meanSizes } from '../../../../src/engine/influence/importance/mean-influence';
import { influenceBands, influenceSpread } from '../../../../src/engine/influence/importance/spread';
import type { PlayerValues } from '../../../../src/engine/influence/values';

const own = (ordered: boolean, values: number[]): PlayerValues => ({ ordered, values: Float64Array.from(values), combinations: [] });

describe('how an influence spreads over people', () => {
  test('quantiles stand at (i − ½)/n, and the link is the rank correlation', () => {
    const values = Array.from({ length: 10 }, (_, i) => i);
    const { people, quantiles, link } = influenceSpread(own(true, values), Float64Array.from(values, (value) => 100 - value ** 2));
    expect(people).toBe(10);
    [19, 51, (100 - 16 + 100 - 25) / 2, 96, 100].forEach((expected, k) => expect(quantiles[k]).toBeCloseTo(expected, 12));
    expect(link).toBe(-1);
  });

  test('levels have no link, and neither has a number that does not vary', () => {
    expect(influenceSpread(own(false, [0, 1, 2]), Float64Array.of(1, 2, 3)).link).toBeNull();
    expect(influenceSpread(own(true, [4, 4, 4]), Float64Array.of(1, 2, 3)).link).toBeNull();
  });

  test('one person is a spread of one value, nobody is none', () => {
    expect(influenceSpread(own(true, [4]), Float64Array.of(2)).quantiles).toEqual([2, 2, 2, 2, 2]);
    expect(influenceSpread(own(true, []), new Float64Array(0)).quantiles).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });

  test('bands hold every person once, in order of the value, those without one last', () => {
    const values = Array.from({ length: 101 }, (_, i) => (i === 50 ? NaN : i));
    const bands = influenceBands(own(true, values), Float64Array.from(values, (_, i) => i), 5);
    expect(bands.map(({ spread }) => spread.people)).toEqual([20, 20, 20, 20, 20, 1]);
    expect(bands.reduce((sum, { spread }) => sum + spread.people, 0)).toBe(101);
    bands.slice(0, -1).forEach((band, k) => {
      expect(band.high).toBeGreaterThan(band.low);
      if (k > 0) expect(band.low).toBeGreaterThan(bands[k - 1]!.high);
    });
    expect([bands.at(-1)!.low, bands.at(-1)!.spread.quantiles[2]]).toEqual([NaN, 50]);
  });

  test('levels are a band each', () => {
    const bands = influenceBands(own(false, [2, 0, 2, NaN]), Float64Array.of(4, 1, 6, 9));
    expect(bands.map(({ low, high, spread }) => [low, high, spread.people, spread.quantiles[2]])).toEqual([[0, 0, 1, 1], [2, 2, 2, 5], [NaN, NaN, 1, 9]]);
  });

  test('a number with one value is one band', () => expect(influenceBands(own(true, [3, 3, 3]), Float64Array.of(1, 2, 3))).toHaveLength(1));
});

test('the mean size over some rows is the mean of absolute values over these rows', () => {
  const rows = { players: 2, phi: Float64Array.of(1, -2, -3, 4, 5, -6), se: new Float64Array(6), stratum: new Int32Array(3), sizes: Int32Array.of(3) };
  expect([...meanSizes(rows, Int32Array.of(0, 2))]).toEqual([3, 4]);
  expect([...meanSizes(rows, new Int32Array(0))]).toEqual([NaN, NaN]);
});
