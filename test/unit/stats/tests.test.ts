import { describe, expect, test } from 'vitest';
import { benjaminiHochberg, holm } from '../../../src/engine/stats/multiplicity';
import { Random } from '../../../src/engine/stats/random';
import { exactNull, exactNullQuantile, fisherExact, permutationP, permutationTest } from '../../../src/engine/stats/tests';

/** Largest distance of p-values above the diagonal, times √n: for valid (never too small) p-values it stays under 1.36 in 95% of trials. */
function excessOfSmall(p: readonly number[]): number {
  const sorted = [...p].sort((a, b) => a - b);
  return Math.sqrt(p.length) * Math.max(...sorted.map((value, i) => (i + 1) / p.length - value));
}

describe('Fisher’s exact test', () => {
  test.each([
    ['tea tasting (Fisher 1935)', 3, 4, 1, 4, 0.4857142857142857],
    ['convicted twins (Fisher 1925, as in R’s help)', 2, 17, 10, 13, 0.0005367241],
  ])('%s', (_, k1, n1, k2, n2, p) => {
    expect(fisherExact(k1, n1, k2, n2)!.twoSided).toBeCloseTo(p, 10);
  });

  test('one-sided values overlap in the observed table, and mid-p takes half of it away', () => {
    const { twoSided, midP, less, greater } = fisherExact(3, 4, 1, 4)!;
    const observed = less + greater - 1;
    expect(observed).toBeCloseTo(16 / 70, 12);
    expect(midP).toBeCloseTo(twoSided - observed / 2, 12);
    expect(greater).toBeCloseTo(17 / 70, 12);
  });

  test('is null for an empty group and 1 when nobody or everybody succeeds', () => {
    expect(fisherExact(0, 0, 1, 5)).toBeNull();
    expect(fisherExact(0, 6, 0, 5)!.twoSided).toBe(1);
    expect(fisherExact(6, 6, 5, 5)!.twoSided).toBe(1);
  });
});

describe('exact null of a difference', () => {
  test('lists every shuffle of 3 + 4 people', () => {
    const law = exactNull(2, 3, 1, 4)!;
    const seen = new Map<string, number>();
    for (let mask = 0; mask < 128; mask++) {
      const bits = [0, 1, 2, 3, 4, 5, 6].filter((i) => mask & (1 << i));
      if (bits.length !== 3) continue;
      const inFirst = bits.filter((i) => i < 3).length;
      const key = (inFirst / 3 - (3 - inFirst) / 4).toFixed(12);
      seen.set(key, (seen.get(key) ?? 0) + 1 / 35);
    }
    expect(law.difference.length).toBe(seen.size);
    law.difference.forEach((d, i) => expect(law.chance[i]).toBeCloseTo(seen.get(d.toFixed(12))!, 12));
    const expected = [...seen].filter(([d]) => Math.abs(Number(d)) >= Math.abs(2 / 3 - 1 / 4) - 1e-9).reduce((sum, [, chance]) => sum + chance, 0);
    expect(law.p).toBeCloseTo(expected, 12);
  });

  test('has mean 0, and quantiles that cumulate to their level', () => {
    const law = exactNull(300, 1000, 900, 2500)!;
    let mean = 0;
    law.difference.forEach((d, i) => (mean += d * law.chance[i]!));
    expect(mean).toBeCloseTo(0, 12);
    for (const p of [0.01, 0.5, 0.99]) {
      const quantile = exactNullQuantile(law, p);
      let below = 0;
      let upTo = 0;
      law.difference.forEach((d, i) => {
        if (d < quantile) below += law.chance[i]!;
        if (d <= quantile) upTo += law.chance[i]!;
      });
      expect(below).toBeLessThan(p);
      expect(upTo).toBeGreaterThanOrEqual(p - 1e-12);
    }
  });

  test('its p-values, and Fisher’s, are never too small over 2,000 studies without a difference', () => {
    const random = new Random(29);
    const exact: number[] = [];
    const fisher: number[] = [];
    for (let run = 0; run < 2000; run++) {
      let [a, b] = [0, 0];
      for (let i = 0; i < 400; i++) {
        if (random.uniform() >= 0.3) continue;
        if (i < 150) a++;
        else b++;
      }
      exact.push(exactNull(a, 150, b, 250)!.p);
      fisher.push(fisherExact(a, 150, b, 250)!.twoSided);
    }
    expect(excessOfSmall(exact)).toBeLessThan(1.36);
    expect(excessOfSmall(fisher)).toBeLessThan(1.36);
    expect(exact.filter((p) => p < 0.5).length / 2000).toBeGreaterThan(0.42);
  });
});

describe('permutation test', () => {
  const meanGap = (values: Float64Array) => (labels: Uint8Array<ArrayBuffer>) => {
    const sums = [0, 0];
    const counts = [0, 0];
    labels.forEach((label, i) => {
      sums[label]! += values[i]!;
      counts[label]! += 1;
    });
    return Math.abs(sums[1]! / counts[1]! - sums[0]! / counts[0]!);
  };

  test('approaches the exact p-value of all label orders', () => {
    const values = Float64Array.from([1, 2, 3, 10, 11, 4, 5]);
    const labels = Uint8Array.from([0, 0, 0, 1, 1, 0, 1]);
    const statistic = meanGap(values);
    const observed = statistic(labels);
    let [asLarge, all] = [0, 0];
    for (let mask = 0; mask < 128; mask++) {
      const order = Uint8Array.from({ length: 7 }, (_, i) => (mask >> i) & 1);
      if (order.reduce((a, b) => a + b, 0) !== 3) continue;
      all++;
      if (statistic(order) >= observed - 1e-12) asLarge++;
    }
    const result = permutationTest(labels, statistic, 20_000, new Random(3));
    expect(Math.abs(result.p - asLarge / all)).toBeLessThan(4 * Math.sqrt((asLarge / all) * (1 - asLarge / all) / 20_000) + 1e-4);
    expect([...labels]).toEqual([0, 0, 0, 1, 1, 0, 1]);
  });

  test('is uniform over 1,000 studies without a difference (Kolmogorov–Smirnov)', () => {
    const p: number[] = [];
    for (let run = 0; run < 1000; run++) {
      const random = Random.stream(83, run);
      const values = Float64Array.from({ length: 20 }, () => random.normal());
      const labels = Uint8Array.from({ length: 20 }, (_, i) => (i < 8 ? 1 : 0));
      p.push(permutationTest(labels, meanGap(values), 199, random).p);
    }
    const sorted = p.sort((a, b) => a - b);
    const distance = Math.max(...sorted.map((value, i) => Math.max(Math.abs((i + 1) / 1000 - value), Math.abs(i / 1000 - value))));
    expect(distance).toBeLessThan(1.63 / Math.sqrt(1000) + 1 / 200);
  });

  test('is never 0', () => expect(permutationP(0, 1999)).toBe(1 / 2000));
});

describe('many questions at once', () => {
  test('Holm and Benjamini–Hochberg give R’s p.adjust values', () => {
    const p = [0.01, 0.04, 0.03, 0.005, 0.55];
    expect([...holm(p)].map((x) => Number(x.toFixed(12)))).toEqual([0.04, 0.09, 0.09, 0.025, 0.55]);
    expect([...benjaminiHochberg(p)].map((x) => Number(x.toFixed(12)))).toEqual([0.025, 0.05, 0.05, 0.025, 0.55]);
    expect(holm([]).length).toBe(0);
    expect([...holm([0.7, 0.8])]).toEqual([1, 1]);
  });

  test('both keep their promise over 2,000 families of 10 true and 10 false questions', () => {
    const random = new Random(31);
    let [anyFalse, falseShare] = [0, 0];
    for (let run = 0; run < 2000; run++) {
      const p = Array.from({ length: 20 }, (_, i) => (i < 10 ? random.uniform() : random.uniform() * 1e-4));
      if (holm(p).slice(0, 10).some((q) => q <= 0.05)) anyFalse++;
      const found = [...benjaminiHochberg(p)].map((q) => q <= 0.05);
      const wrong = found.slice(0, 10).filter(Boolean).length;
      falseShare += wrong / Math.max(1, found.filter(Boolean).length) / 2000;
    }
    expect(anyFalse / 2000).toBeLessThan(0.065);
    expect(falseShare).toBeLessThan(0.03);
    expect(falseShare).toBeGreaterThan(0.015);
  });
});
