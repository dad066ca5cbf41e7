import { describe, expect, test } from 'vitest';
import { binomialMass } from '../../../src/engine/stats/distributions';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';
import { barnard, boschloo, breslowDay, conditionalOddsRatio, fisherExact } from '../../../src/engine/stats/tests';

describe('unconditional tests', () => {
  test('never pass their level at any common rate, counted over all tables, and Boschloo beats Fisher', () => {
    const [n1, n2] = [7, 8];
    const rejects = { boschloo: new Map<string, boolean>(), barnard: new Map<string, boolean>(), fisher: new Map<string, boolean>() };
    for (let a = 0; a <= n1; a++) {
      for (let b = 0; b <= n2; b++) {
        rejects.boschloo.set(`${a},${b}`, boschloo(a, n1, b, n2)!.twoSided <= 0.05);
        rejects.barnard.set(`${a},${b}`, barnard(a, n1, b, n2)! <= 0.05);
        rejects.fisher.set(`${a},${b}`, fisherExact(a, n1, b, n2)!.twoSided <= 0.05);
      }
    }
    const chance = (which: Map<string, boolean>, p1: number, p2: number): number => {
      let sum = 0;
      for (const [key, reject] of which) {
        const [a, b] = key.split(',').map(Number) as [number, number];
        if (reject) sum += binomialMass(a, n1, p1) * binomialMass(b, n2, p2);
      }
      return sum;
    };
    for (let p = 0.01; p < 1; p += 0.02) {
      expect(chance(rejects.boschloo, p, p)).toBeLessThanOrEqual(0.05 + 1e-9);
      expect(chance(rejects.barnard, p, p)).toBeLessThanOrEqual(0.05 + 1e-9);
    }
    expect(chance(rejects.boschloo, 0.15, 0.8)).toBeGreaterThan(chance(rejects.fisher, 0.15, 0.8));
    for (const [key, reject] of rejects.fisher) if (reject) expect(rejects.boschloo.get(key)).toBe(true);
  });

  test('are left out for empty and for large groups', () => {
    expect(boschloo(0, 0, 1, 5)).toBeNull();
    expect(barnard(10, 300, 20, 300)).toBeNull();
  });
});

describe('conditional odds ratio', () => {
  test('tea tasting, as R prints it (whose root finding stops at five digits), and the equation it solves', () => {
    const { value, interval } = conditionalOddsRatio(3, 4, 1, 4)!;
    expect(value).toBeCloseTo(6.4083, 4);
    expect(interval.lower).toBeCloseTo(0.21173, 4);
    expect(interval.upper / 621.93375).toBeCloseTo(1, 1);
    const ways = [1, 16, 36, 16, 1];
    const moment = (odds: number, from: number, power: number): number => ways.reduce((sum, w, x) => sum + (x < from ? 0 : w * odds ** x * x ** power), 0);
    expect(moment(value, 0, 1) / moment(value, 0, 0)).toBeCloseTo(3, 12);
    expect(moment(interval.lower, 3, 0) / moment(interval.lower, 0, 0)).toBeCloseTo(0.025, 12);
    expect(1 - moment(interval.upper, 4, 0) / moment(interval.upper, 0, 0)).toBeCloseTo(0.025, 12);
  });
  test('open ends and one possible table', () => {
    expect(conditionalOddsRatio(0, 5, 3, 6)).toMatchObject({ value: 0, interval: { lower: 0 } });
    expect(conditionalOddsRatio(5, 5, 3, 6)).toMatchObject({ value: Infinity, interval: { upper: Infinity } });
    expect(conditionalOddsRatio(0, 5, 0, 6)).toBeNull();
    expect(conditionalOddsRatio(0, 0, 2, 6)).toBeNull();
  });
  test('its exact interval covers at least 95% of 2,000 simulated tables', () => {
    const random = new Random(53);
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      const result = conditionalOddsRatio(drawBinomial(40, 0.5, random), 40, drawBinomial(60, 0.25, random), 60)!;
      if (result.interval.lower <= 3 && 3 <= result.interval.upper) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.95);
  });
});

test('Breslow–Day p-values are uniform when the odds ratio is the same everywhere, and small when it is not', () => {
  const random = new Random(59);
  const strata = (odds: (s: number) => number) =>
    [0.2, 0.4, 0.5, 0.7].map((p, s) => {
      const raised = (odds(s) * p) / (1 - p + odds(s) * p);
      return { k1: drawBinomial(150, raised, random), n1: 150, k2: drawBinomial(200, p, random), n2: 200 };
    });
  const p = Array.from({ length: 1000 }, () => breslowDay(strata(() => 1.8))!.correctedP).sort((a, b) => a - b);
  const distance = Math.max(...p.map((value, i) => Math.abs((i + 0.5) / 1000 - value)));
  expect(distance).toBeLessThan(1.63 / Math.sqrt(1000));
  expect(breslowDay(strata((s) => (s < 2 ? 0.4 : 3)))!.p).toBeLessThan(1e-6);
  expect(breslowDay([{ k1: 1, n1: 5, k2: 2, n2: 5 }])).toBeNull();
});
