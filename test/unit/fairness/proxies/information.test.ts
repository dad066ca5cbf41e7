import { describe, expect, test } from 'vitest';
import { entropies, information } from '../../../../src/engine/fairness/proxies/information';
import { Random } from '../../../../src/engine/stats/random';

const of = (counts: readonly number[], shuffles = 99) => information(Float64Array.from(counts), 2, shuffles, new Random(1));

describe('normalised mutual information', () => {
  test('of one binary input has its closed form', () => {
    const [a, b, c, d] = [30, 10, 20, 40].map((count) => count / 100) as [number, number, number, number];
    const term = (p: number, q: number, r: number): number => p * Math.log(p / (q * r));
    const shared = term(a, a + b, a + c) + term(b, a + b, b + d) + term(c, c + d, a + c) + term(d, c + d, b + d);
    const joint = -[a, b, c, d].reduce((sum, p) => sum + p * Math.log(p), 0);
    expect(of([30, 10, 20, 40]).normalised).toBeCloseTo(shared / joint, 14);
    expect(entropies(Float64Array.of(30, 10, 20, 40), 2)).toEqual({ information: expect.closeTo(shared, 14), joint: expect.closeTo(joint, 14) });
  });

  test('is 1 where each tells the other, before and after the correction', () => {
    const found = of([25, 0, 0, 40]);
    expect(found.normalised).toBeCloseTo(1, 12);
    expect(found.corrected).toBeCloseTo(1, 12);
    expect(found.p).toBe(1 / 100);
  });

  test('is 0 at exact independence', () => {
    expect(of([10, 20, 30, 60]).normalised).toBeCloseTo(0, 12);
    expect(of([10, 20, 30, 60]).p).toBe(1);
  });

  test('is not estimable where nothing varies', () => {
    expect(of([50, 0])).toMatchObject({ normalised: null, corrected: null, p: 1 });
    expect(of([0, 0])).toMatchObject({ normalised: null, corrected: null, p: 1 });
  });

  test('of an input that never varies is 0 and not surprising', () => {
    expect(of([30, 20])).toMatchObject({ normalised: 0, p: 1 });
  });
});

test.each([2, 3])('under independence of %i groups p is uniform (Kolmogorov–Smirnov over 1,000 runs) and the correction takes the bias away', (groups) => {
  const runs = 1000;
  const p: number[] = [];
  let [raw, corrected] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const random = Random.stream(5, run);
    const counts = new Float64Array(12 * groups);
    for (let row = 0; row < 300; row++) counts[random.below(12) * groups + random.below(groups)]! += 1;
    const found = information(counts, groups, 199, random);
    p.push(found.p);
    raw += found.normalised! / runs;
    corrected += found.corrected! / runs;
  }
  p.sort((a, b) => a - b);
  // p lives on multiples of 1/200, which a continuous law can miss by as much.
  const distance = p.reduce((most, value, at) => Math.max(most, Math.abs(value - (at + 1) / runs), Math.abs(value - at / runs)), 0);
  expect(distance).toBeLessThan(1.63 / Math.sqrt(runs) + 1 / 200);
  expect(Math.abs(corrected)).toBeLessThan(raw / 20);
});
