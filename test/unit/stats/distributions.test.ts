import { describe, expect, test } from 'vitest';
import * as d from '../../../src/engine/stats/distributions';
import * as values from './distribution-values';

const relative = (actual: number, expected: number): number => Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-320);

describe('against 60-digit arithmetic', () => {
  test.each(values.LOG_GAMMA)('ln Γ(%d)', (x, expected) => {
    expect(Math.abs(d.logGamma(x) - expected)).toBeLessThan(4e-15 * Math.max(1, Math.abs(expected)));
  });
  test.each(values.GAMMA_UPPER)('Q(%d, %d)', (a, x, expected) => {
    expect(relative(d.gammaUpper(a, x), expected)).toBeLessThan(2e-12);
    expect(d.gammaLower(a, x) + d.gammaUpper(a, x)).toBeCloseTo(1, 14);
  });
  test.each(values.BETA_LOWER)('I_x(%d, %d) at %d', (a, b, x, expected) => {
    expect(relative(d.betaLower(x, a, b), expected)).toBeLessThan(1e-12);
    expect(relative(d.betaUpper(1 - x, b, a, x), expected)).toBeLessThan(1e-12);
  });
  test.each(values.NORMAL_CDF)('Φ(%d)', (x, expected) => expect(relative(d.normalCdf(x), expected)).toBeLessThan(6e-15));
  test.each(values.NORMAL_QUANTILE)('normal quantile at %d', (p, expected) => expect(relative(d.normalQuantile(p), expected)).toBeLessThan(1e-14));
  test.each(values.STUDENT_CDF)('t cdf at %d with %d degrees', (t, freedom, expected) => {
    expect(relative(d.studentCdf(t, freedom), expected)).toBeLessThan(1e-12);
  });
  test.each(values.STUDENT_QUANTILE)('t quantile at %d with %d degrees', (p, freedom, expected) => {
    expect(relative(d.studentQuantile(p, freedom), expected)).toBeLessThan(1e-12);
  });
  test.each(values.BETA_QUANTILE)('beta quantile at %d for (%d, %d)', (p, a, b, expected) => {
    expect(relative(d.betaQuantile(p, a, b), expected)).toBeLessThan(1e-12);
  });
  test.each(values.HYPERGEOMETRIC_MASS)('hypergeometric %d of total %d, marked %d, drawn %d', (x, total, marked, drawn, expected) => {
    expect(relative(d.hypergeometricMass(x, { total, marked, drawn }), expected)).toBeLessThan(1e-12);
  });
  test.each(values.BINOMIAL_CDF)('binomial %d of %d at %d', (k, n, p, mass, cdf) => {
    expect(relative(d.binomialMass(k, n, p), mass)).toBeLessThan(1e-13);
    expect(relative(d.binomialCdf(k, n, p), cdf)).toBeLessThan(1e-12);
    expect(d.binomialUpper(k + 1, n, p) + d.binomialCdf(k, n, p)).toBeCloseTo(1, 13);
  });
});

describe('closed forms', () => {
  test('Γ at half-integers and factorials', () => {
    expect(d.logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(d.logGamma(11)).toBeCloseTo(Math.log(3628800), 13);
    expect(d.logGamma(1)).toBe(0);
    expect(d.logGamma(2)).toBe(0);
    expect(d.logGamma(0)).toBeNaN();
  });
  test.each([
    [2, 3],
    [0.5, 0.5],
    [40, 7.5],
    [300, 200],
    [1e6, 0.5],
  ])('ln B(%d, %d) is the sum of three ln Γ', (a, b) => {
    const expected = d.logGamma(a) + d.logGamma(b) - d.logGamma(a + b);
    expect(Math.abs(d.logBeta(a, b) - expected)).toBeLessThan(1e-15 * Math.max(1, d.logGamma(a + b)) * 4);
  });
  test('χ² with 2 degrees is exponential, and 1 degree is the squared normal', () => {
    for (const x of [0.1, 1, 5, 30]) expect(relative(d.chiSquareUpper(x, 2), Math.exp(-x / 2))).toBeLessThan(1e-14);
    for (const x of [0.2, 1, 3, 12]) expect(relative(d.chiSquareUpper(x * x, 1), 2 * d.normalCdf(-x))).toBeLessThan(1e-13);
    expect(d.chiSquareCdf(0, 3)).toBe(0);
    expect(d.chiSquareUpper(-1, 3)).toBe(1);
  });
  test('t with 1 degree is Cauchy', () => {
    for (const t of [-30, -1, 0.4, 8]) expect(d.studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 14);
    expect(d.studentTwoSided(1, 1)).toBeCloseTo(0.5, 14);
  });
  test('Beta(1, b) and Beta(a, 1) are powers; densities integrate what the cdf says', () => {
    for (const x of [0.01, 0.4, 0.93]) {
      expect(d.betaLower(x, 1, 4)).toBeCloseTo(1 - (1 - x) ** 4, 14);
      expect(d.betaLower(x, 3.5, 1)).toBeCloseTo(x ** 3.5, 14);
      const slope = (d.betaLower(x + 1e-6, 2.5, 3) - d.betaLower(x - 1e-6, 2.5, 3)) / 2e-6;
      expect(d.betaDensity(x, 2.5, 3)).toBeCloseTo(slope, 7);
    }
  });
  test('quantiles invert their cdfs over many levels', () => {
    for (let p = 0.001; p < 1; p += 0.013) {
      expect(d.normalCdf(d.normalQuantile(p))).toBeCloseTo(p, 14);
      expect(d.studentCdf(d.studentQuantile(p, 3.3), 3.3)).toBeCloseTo(p, 13);
      expect(d.betaLower(d.betaQuantile(p, 0.5, 30.5), 0.5, 30.5)).toBeCloseTo(p, 13);
    }
  });
  test('the whole hypergeometric law sums to 1 and equals single masses and brute force', () => {
    const law = { total: 24, marked: 9, drawn: 13 };
    const { low, mass } = d.hypergeometricMasses(law);
    const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    mass.forEach((m, i) => expect(relative(m, (choose(9, low + i) * choose(15, 13 - low - i)) / choose(24, 13))).toBeLessThan(1e-13));
    for (const large of [law, { total: 1_000_000, marked: 400_000, drawn: 20_000 }, { total: 10, marked: 10, drawn: 3 }, { total: 5, marked: 0, drawn: 2 }]) {
      expect(d.hypergeometricMasses(large).mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 11);
    }
  });
  test('edges are defined', () => {
    expect(d.binomialMass(0, 10, 0)).toBe(1);
    expect(d.binomialMass(10, 10, 1)).toBe(1);
    expect(d.binomialCdf(-1, 10, 0.5)).toBe(0);
    expect(d.binomialUpper(11, 10, 0.5)).toBe(0);
    expect(d.normalQuantile(0)).toBe(-Infinity);
    expect(d.normalQuantile(1.1)).toBeNaN();
    expect(d.criticalValue(0.95)).toBeCloseTo(1.959963984540054, 14);
  });
});
