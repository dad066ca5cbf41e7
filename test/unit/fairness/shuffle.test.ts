import { describe, expect, test } from 'vitest';
import { differenceQuantile, quantileDots } from '../../../src/engine/fairness/dots';
import { groupCounts } from '../../../src/engine/fairness/counts';
import { compare } from '../../../src/engine/fairness/compare';
import { againstOthers, gapStatistic, nullQuantile, shuffle, shuffleResult, tallies } from '../../../src/engine/fairness/shuffle';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { Random } from '../../../src/engine/stats/random';
import { people } from './people';

const two = [
  { k: 30, n: 100 },
  { k: 90, n: 200 },
];

describe('shuffling group labels', () => {
  test('drawing counts gives what shuffling every person gives', () => {
    const persons = Int32Array.from({ length: 300 }, (_, i) => (i < 100 ? 0 : 1));
    const selected = Uint8Array.from({ length: 300 }, (_, i) => (i < 120 ? 1 : 0));
    const random = new Random(51);
    const byPerson = Float64Array.from({ length: 4000 }, () => {
      random.shuffle(persons);
      let k = 0;
      for (let i = 0; i < 300; i++) if (persons[i] === 0) k += selected[i]!;
      return k / 100 - (120 - k) / 200;
    });
    const byCount = shuffle(two, 7, 0, 4000)!.statistic;
    const moments = (x: Float64Array): [number, number] => {
      const mean = x.reduce((a, b) => a + b, 0) / x.length;
      return [mean, Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length)];
    };
    const exactDeviation = Math.sqrt((100 * 0.4 * 0.6 * 200) / 299) * (1 / 100 + 1 / 200);
    for (const [mean, deviation] of [moments(byPerson), moments(byCount)]) {
      expect(Math.abs(mean)).toBeLessThan((4 * exactDeviation) / Math.sqrt(4000));
      expect(Math.abs(deviation / exactDeviation - 1)).toBeLessThan(0.05);
    }
  });

  test('shuffle i is the same whether drawn alone or among many, and differs between seeds', () => {
    const all = shuffle(two, 3, 0, 50)!.statistic;
    expect([...shuffle(two, 3, 20, 1)!.statistic, ...shuffle(two, 3, 21, 29)!.statistic]).toEqual([...all.slice(20)]);
    expect([...shuffle(two, 4, 0, 50)!.statistic]).not.toEqual([...all]);
  });

  test('the p-value of 20,000 shuffles agrees with the exact one', () => {
    const groups = [
      { k: 30, n: 100 },
      { k: 80, n: 200 },
    ];
    const result = shuffleResult(groups, shuffle(groups, 5, 0, 20_000)!.statistic)!;
    expect(result.observed).toBeCloseTo(-0.1, 15);
    expect(Math.abs(result.p - result.exactP!)).toBeLessThan(4 * Math.sqrt(result.exactP! / 20_000));
    expect(result.asLarge).toBe(Math.round(result.p * 20_001 - 1));
    expect(result.largest).toBeGreaterThan(result.expected);
  });

  test('several groups: the largest gap of any two, with valid p-values when nothing differs', () => {
    const random = new Random(61);
    const p: number[] = [];
    for (let run = 0; run < 500; run++) {
      const groups = [60, 40, 200, 100].map((n) => ({ k: Array.from({ length: n }, () => random.uniform() < 0.3).filter(Boolean).length, n }));
      p.push(shuffleResult(groups, shuffle(groups, run, 0, 199)!.statistic)!.p);
    }
    const sorted = p.sort((a, b) => a - b);
    const distance = Math.max(...sorted.map((value, i) => Math.abs((i + 0.5) / 500 - value)));
    expect(distance).toBeLessThan(1.63 / Math.sqrt(500) + 1 / 200);
  });

  test('the noise floor grows with the number of groups though nothing differs', () => {
    const floor = (groups: number): number => {
      const equal = Array.from({ length: groups }, () => ({ k: 30, n: 100 }));
      return shuffleResult(equal, shuffle(equal, 1, 0, 2000)!.statistic)!.expected;
    };
    expect(floor(3)).toBeLessThan(floor(6));
    expect(floor(6)).toBeLessThan(floor(12));
  });

  test('empty groups are left out; a single group is not estimable', () => {
    expect(gapStatistic([{ k: 0, n: 0 }, { k: 1, n: 5 }])).toBeNull();
    expect(shuffle([{ k: 0, n: 0 }, { k: 1, n: 5 }], 1, 0, 5)).toBeNull();
    expect(shuffleResult([{ k: 1, n: 5 }], new Float64Array(0))).toBeNull();
    expect(gapStatistic([{ k: 0, n: 0 }, { k: 1, n: 5 }, { k: 3, n: 5 }])).toBeCloseTo(0.4, 15);
  });
});

describe('tallies', () => {
  test('count people, not weights, and split into a group and everyone else', () => {
    const input = people(900, 3, 4);
    const table = countsAt(buildThresholdIndex(input), 0.5);
    const plain = countsAt(buildThresholdIndex({ ...input, weights: undefined }), 0.5);
    const all = tallies(table, 'tpr');
    expect(all).toEqual(tallies(plain, 'tpr'));
    const comparison = compare(plain, 'tpr', 1, 'others', { margin: 0.02 });
    const [here, there] = againstOthers(all, 1);
    expect(here).toEqual({ k: comparison.here.numerator, n: comparison.here.denominator });
    expect(there).toEqual({ k: comparison.there.numerator, n: comparison.there.denominator });
  });
});

describe('fifty dots', () => {
  const input = people(900, 2, 4);
  const table = countsAt(buildThresholdIndex({ ...input, weights: undefined }), 0.5);
  const comparison = compare(table, 'selection', 0, 1, { margin: 0.02 });
  const quantile = differenceQuantile('selection', groupCounts(table, 0), groupCounts(table, 1))!;

  test('the difference’s dots agree with its interval and rise', () => {
    expect(quantile(0.025)).toBeCloseTo(comparison.interval!.lower, 14);
    expect(quantile(0.975)).toBeCloseTo(comparison.interval!.upper, 14);
    expect(quantile(0.5)).toBeCloseTo(comparison.difference!, 14);
    const dots = quantileDots(quantile);
    expect(dots.length).toBe(50);
    for (let i = 1; i < 50; i++) expect(dots[i]).toBeGreaterThanOrEqual(dots[i - 1]!);
  });

  test('the dots of shuffles are centred on zero and not estimable without people', () => {
    const dots = quantileDots(nullQuantile(two[0]!, two[1]!)!);
    expect(Math.abs(dots.reduce((a, b) => a + b, 0) / 50)).toBeLessThan(0.01);
    expect(nullQuantile({ k: 0, n: 0 }, two[1]!)).toBeNull();
    expect(differenceQuantile('tpr', groupCounts(table, 2), groupCounts(table, 2))).not.toBeNull();
  });
});
