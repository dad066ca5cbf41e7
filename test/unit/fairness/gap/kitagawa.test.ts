import { describe, expect, test } from 'vitest';
import { countStrata, kitagawa } from '../../../../src/engine/fairness/gap/kitagawa';
import type { StratumCounts } from '../../../../src/engine/fairness/gap/kitagawa';
import { Random } from '../../../../src/engine/stats/random';
import { drawBinomial, drawMultinomial } from '../../../../src/engine/stats/sampling';

const stratum = (k: number, n: number, l: number, m: number): StratumCounts => ({ here: { k, n }, there: { k: l, n: m } });

test('splits a difference by hand into who is where and what happens there', () => {
  const found = kitagawa([stratum(30, 50, 10, 20), stratum(10, 50, 16, 80)])!;
  expect(found.total).toBeCloseTo(0.4 - 0.26, 14);
  expect(found.composition.value).toBeCloseTo(0.3 * 0.55 - 0.3 * 0.2, 14);
  expect(found.within.value).toBeCloseTo(0.1 * 0.35 + 0 * 0.65, 14);
  expect([found.unmatched.value, found.alone]).toEqual([0, 0]);
  expect(found.strata[0]!.composition).toBeCloseTo(0.3 * 0.55, 14);
});

test('puts strata apart that only one side has, and still adds up', () => {
  const found = kitagawa([stratum(30, 50, 10, 20), stratum(10, 50, 0, 0), stratum(0, 0, 5, 30), stratum(1, 4, 2, 40)])!;
  expect(found.composition.value + found.within.value + found.unmatched.value).toBeCloseTo(found.total, 14);
  expect(found.alone).toBe(80);
  expect(found.strata[1]!.within).toBeNaN();
});

test('has nothing to say where the sides share no stratum but what is apart, nor of an empty side', () => {
  const found = kitagawa([stratum(5, 10, 0, 0), stratum(0, 0, 2, 10)])!;
  expect([found.composition.value, found.within.value]).toEqual([0, 0]);
  expect(found.unmatched.value).toBeCloseTo(0.3, 14);
  expect(kitagawa([stratum(5, 10, 0, 0)])).toBeNull();
  expect(kitagawa([])).toBeNull();
});

describe('95% intervals hold the parts in .93 to .97 of 1,000 runs', () => {
  test.each([
    [400, 300],
    [150, 900],
  ])('%d and %d people in four strata', (na, nb) => {
    const [w, v] = [[0.4, 0.3, 0.2, 0.1], [0.15, 0.25, 0.3, 0.3]];
    const [r, s] = [[0.8, 0.6, 0.5, 0.3], [0.7, 0.6, 0.35, 0.25]];
    const truth = [w.reduce((sum, own, i) => sum + (own - v[i]!) * ((r[i]! + s[i]!) / 2), 0), r.reduce((sum, own, i) => sum + (own - s[i]!) * ((w[i]! + v[i]!) / 2), 0)];
    const random = new Random(11);
    const draw = (n: number, weights: readonly number[], rates: readonly number[]): { k: number; n: number }[] => {
      const cells = new Float64Array(4);
      drawMultinomial(n, weights, random, cells);
      return Array.from(cells, (people, i) => ({ k: drawBinomial(people, rates[i]!, random), n: people }));
    };
    const held = [0, 0];
    for (let run = 0; run < 1000; run++) {
      const [here, there] = [draw(na, w, r), draw(nb, v, s)];
      const found = kitagawa(here.map((own, i) => ({ here: own, there: there[i]! })))!;
      [found.composition, found.within].forEach(({ value, halfWidth }, part) => (held[part]! += Math.abs(value - truth[part]!) <= halfWidth ? 1 : 0));
    }
    for (const count of held) {
      expect(count / 1000).toBeGreaterThanOrEqual(0.93);
      expect(count / 1000).toBeLessThanOrEqual(0.97);
    }
  });
});

test('strata count both sides, and leave out who has no known value', () => {
  const found = countStrata(Int32Array.of(0, 1, -1, 0, 1, 1), 3, { here: Int32Array.of(0, 1, 2), there: Int32Array.of(3, 4, 5) }, (row) => row % 2 === 1);
  expect(found).toEqual([
    { here: { k: 0, n: 1 }, there: { k: 1, n: 1 } },
    { here: { k: 1, n: 1 }, there: { k: 1, n: 2 } },
  ]);
});
