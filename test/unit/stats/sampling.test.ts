import { describe, expect, test } from 'vitest';
import { binomialMass, hypergeometricMass, logFactorial, logGamma } from '../../../src/engine/stats/distributions';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial, drawHypergeometric, drawMultinomial, drawShuffledCounts, drawTotal } from '../../../src/engine/stats/sampling';

/** χ² standard score of drawn numbers against their law; values expected less than 5 times are pooled. */
function fit(draws: readonly number[], mass: (x: number) => number, high: number): number {
  const seen = new Map<number, number>();
  for (const x of draws) seen.set(x, (seen.get(x) ?? 0) + 1);
  let [statistic, freedom, restSeen, restExpected] = [0, -1, 0, 0];
  for (let x = 0; x <= high; x++) {
    const expected = mass(x) * draws.length;
    if (expected < 5) {
      restSeen += seen.get(x) ?? 0;
      restExpected += expected;
    } else {
      statistic += ((seen.get(x) ?? 0) - expected) ** 2 / expected;
      freedom++;
    }
  }
  if (restExpected > 1) {
    statistic += (restSeen - restExpected) ** 2 / restExpected;
    freedom++;
  }
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

describe('draws follow their law', () => {
  test.each([
    [10, 0.3],
    [60, 0.02],
    [400, 0.9],
    [5000, 0.5],
    [70, 0.37],
    [70, 0.63],
    [2_000_000, 0.0004],
  ])('binomial(%d, %d)', (n, p) => {
    const random = new Random(n);
    const draws = Array.from({ length: 20_000 }, () => drawBinomial(n, p, random));
    expect(Math.abs(fit(draws, (x) => binomialMass(x, n, p), n))).toBeLessThan(4);
  });

  test.each([
    { total: 20, marked: 8, drawn: 9 },
    { total: 200, marked: 190, drawn: 50 },
    { total: 100_000, marked: 400, drawn: 30_000 },
    { total: 300, marked: 120, drawn: 110 },
    { total: 300, marked: 180, drawn: 110 },
    { total: 300, marked: 120, drawn: 190 },
    { total: 300, marked: 180, drawn: 190 },
  ])('hypergeometric $drawn of $total with $marked marked', (law) => {
    const random = new Random(law.total);
    const draws = Array.from({ length: 20_000 }, () => drawHypergeometric(law, random));
    expect(Math.abs(fit(draws, (x) => hypergeometricMass(x, law), law.marked))).toBeLessThan(4);
  });

  test('shuffled counts keep sizes and total, and each group alone is hypergeometric', () => {
    const random = new Random(4);
    const sizes = [30, 5, 50, 15];
    const out = new Float64Array(4);
    const third: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      drawShuffledCounts(sizes, 37, random, out);
      expect(out.reduce((a, b) => a + b, 0)).toBe(37);
      third.push(out[2]!);
    }
    expect(Math.abs(fit(third, (x) => hypergeometricMass(x, { total: 100, marked: 37, drawn: 50 }), 37))).toBeLessThan(4);
  });

  test('multinomial cells sum to n and each alone is binomial', () => {
    const random = new Random(6);
    const out = new Float64Array(4);
    const last: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      drawMultinomial(50, [3, 0, 5, 2], random, out);
      expect(out.reduce((a, b) => a + b, 0)).toBe(50);
      expect(out[1]).toBe(0);
      last.push(out[3]!);
    }
    expect(Math.abs(fit(last, (x) => binomialMass(x, 50, 0.2), 50))).toBeLessThan(4);
  });

  test('totals have the mean and the variance of a sum, are never below 0, and are certain where nothing varies', () => {
    const random = new Random(9);
    const draws = Array.from({ length: 50_000 }, () => drawTotal(4, 3, 2, random));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - 12)).toBeLessThan(4 * Math.sqrt(8 / draws.length));
    expect(variance).toBeGreaterThan(7.7);
    expect(variance).toBeLessThan(8.3);
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(drawTotal(5, 2, 0, random)).toBe(10);
  });

  test.each([0, 1, 7, 4095, 4096, 10_000, 3_000_000])('ln %d! is ln Γ', (n) => {
    expect(Math.abs(logFactorial(n) - logGamma(n + 1))).toBeLessThan(1e-11 * (1 + logGamma(n + 1)));
  });

  test('certain draws are certain', () => {
    const random = new Random(1);
    expect(drawBinomial(9, 0, random)).toBe(0);
    expect(drawBinomial(9, 1, random)).toBe(9);
    expect(drawHypergeometric({ total: 5, marked: 5, drawn: 3 }, random)).toBe(3);
    expect(drawHypergeometric({ total: 5, marked: 0, drawn: 3 }, random)).toBe(0);
  });
});
