import { describe, expect, test } from 'vitest';
import { netRateInterval, tango } from '../../../src/engine/stats/intervals';
import { criticalValue } from '../../../src/engine/stats/distributions';
import { Random } from '../../../src/engine/stats/random';

/** Tango's score statistic in his own closed form (1998, equation 3), for `up` and `down` of n at a net share m. */
function tangoStatistic(up: number, down: number, n: number, m: number): number {
  const b = -up - down + (2 * n - up + down) * m;
  const c = -down * m * (1 - m);
  const q = (Math.sqrt(b * b - 8 * n * c) - b) / (4 * n);
  return (up - down - n * m) ** 2 / (n * (2 * q + m * (1 - m)));
}

describe('the interval of a net share', () => {
  test.each([
    [9, 1, 60],
    [0, 0, 50],
    [12, 0, 40],
    [3, 17, 200],
    [5, 5, 5 + 5],
  ])('%i and %i of %i: the limits are where Tango’s statistic is z²', (up, down, n) => {
    const { lower, upper } = tango(up, down, n)!;
    for (const limit of [lower, upper]) expect(tangoStatistic(up, down, n, limit)).toBeCloseTo(criticalValue(0.95) ** 2, 8);
    expect(lower).toBeLessThan((up - down) / n);
    expect(upper).toBeGreaterThan((up - down) / n);
  });

  test('nobody changed: z²/(n + z²) either way; everybody changed one way: up to 1', () => {
    const square = criticalValue(0.95) ** 2;
    expect(tango(0, 0, 50)!.upper).toBeCloseTo(square / (50 + square), 12);
    expect(tango(0, 0, 50)!.lower).toBeCloseTo(-square / (50 + square), 12);
    expect(tango(20, 0, 20)!.upper).toBe(1);
    expect(tango(0, 0, 0)).toBeNull();
  });

  test.each([
    [60, 0.05, 0.2],
    [300, 0.03, 0.06],
    [300, -0.02, 0.3],
    [1000, 0.01, 0.02],
  ])('%i pairs, net %f, changed %f: covers 95%% of 2,000 samples', (n, net, changed) => {
    const random = new Random(n);
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      let [up, down] = [0, 0];
      for (let i = 0; i < n; i++) {
        const u = random.uniform();
        if (u < (changed + net) / 2) up++;
        else if (u < changed) down++;
      }
      const { lower, upper } = tango(up, down, n)!;
      if (lower <= net && net <= upper) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.93);
    expect(covered / 2000).toBeLessThan(0.97);
  });

  test('personal effects in quarters: covers 95% of 1,000 samples of 120 people', () => {
    const random = new Random(77);
    const chances = [0.02, 0.03, 0.05, 0.05, 0.6, 0.1, 0.05, 0.05, 0.05];
    const mean = chances.reduce((sum, p, k) => sum + p * (k / 4 - 1), 0);
    let covered = 0;
    for (let run = 0; run < 1000; run++) {
      const counts = new Float64Array(9);
      for (let i = 0; i < 120; i++) {
        let [u, k] = [random.uniform(), 0];
        while (k < 8 && (u -= chances[k]!) > 0) k++;
        counts[k]!++;
      }
      const { lower, upper } = netRateInterval(Array.from(counts, (count, k) => ({ value: k / 4 - 1, count })))!;
      if (lower <= mean && mean <= upper) covered++;
    }
    expect(covered / 1000).toBeGreaterThan(0.93);
    expect(covered / 1000).toBeLessThan(0.97);
  });
});
