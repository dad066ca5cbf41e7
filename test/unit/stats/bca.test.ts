import { expect, test } from 'vitest';
import { acceleration, bcaInterval, bootstrapP } from '../../../src/engine/stats/intervals';

const hundred = Float64Array.from({ length: 99 }, (_, i) => i + 1);

test('without bias and acceleration it is the percentile interval', () => {
  const limits = bcaInterval(hundred, 50, 0, 0.9)!;
  expect(limits.lower).toBeCloseTo(5, 6);
  expect(limits.upper).toBeCloseTo(95, 6);
});

test('a value low among its resamples, and acceleration, move both limits as the formula says', () => {
  // z₀ = Φ⁻¹(29.5/99) = −0.5312; a = 0.1, z = ±1.6449: places Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))).
  const limits = bcaInterval(hundred, 30, 0.1, 0.9)!;
  expect(limits.lower).toBeCloseTo(100 * 0.010436, 1);
  expect(limits.upper).toBeCloseTo(100 * 0.767, 0);
});

test('resamples on one side only, or too few, give none; all equal give a point', () => {
  expect(bcaInterval(hundred, 0, 0)).toBeNull();
  expect(bcaInterval(hundred.slice(0, 10), 5, 0)).toBeNull();
  expect(bcaInterval(new Float64Array(30).fill(2), 2, 0)).toEqual({ lower: 2, upper: 2 });
});

test('acceleration of a mean is its skewness over 6√n, and units alike may be told together', () => {
  const values = [1, 1, 1, 1, 9];
  const mean = 13 / 5;
  const left = (x: number): number => (13 - x) / 4;
  const [m2, m3] = [2, 3].map((power) => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / 5);
  const expected = m3! / m2! ** 1.5 / (6 * Math.sqrt(5));
  const single = values.map((x) => ({ value: left(x), alike: 1, stratum: 0 }));
  expect(acceleration(single)).toBeCloseTo(expected, 12);
  expect(acceleration([{ value: left(1), alike: 4, stratum: 0 }, { value: left(9), alike: 1, stratum: 0 }])).toBeCloseTo(expected, 12);
  expect(acceleration([{ value: 3, alike: 5, stratum: 0 }])).toBe(0);
});

test('the p-value is twice the smaller side with one added', () => {
  expect(bootstrapP(Float64Array.of(-1, 1, 2, 3, NaN))).toBe((2 * 2) / 5);
  expect(bootstrapP(Float64Array.of(1, 2, 3))).toBe(0.5);
  expect(bootstrapP(Float64Array.of(NaN))).toBeNull();
});
