import { describe, expect, test } from 'vitest';
import { binomialMass } from '../../../src/engine/stats/distributions';
import * as intervals from '../../../src/engine/stats/intervals';
import { Random } from '../../../src/engine/stats/random';

type Limits = intervals.Interval | null;
const expectLimits = (actual: Limits, lower: number, upper: number, digits: number): void => {
  expect(actual!.lower).toBeCloseTo(lower, digits);
  expect(actual!.upper).toBeCloseTo(upper, digits);
};

describe('one share', () => {
  test.each([
    [81, 263, 0.2553, 0.3662, 0.2527, 0.3676],
    [15, 148, 0.0624, 0.1605, 0.0578, 0.1617],
    [0, 20, 0, 0.1611, 0, 0.1684],
    [1, 29, 0.0061, 0.1718, 0.0009, 0.1776],
  ])('%d of %d has the Wilson and Clopper–Pearson limits printed by Newcombe (1998)', (k, n, wilsonLow, wilsonHigh, exactLow, exactHigh) => {
    expectLimits(intervals.wilson(k, n), wilsonLow, wilsonHigh, 4);
    expectLimits(intervals.clopperPearson(k, n), exactLow, exactHigh, 4);
  });

  test.each([intervals.wilson, intervals.clopperPearson, intervals.jeffreys])('$name is null for nobody, mirrors, and stays within 0 and 1', (method) => {
    expect(method(0, 0)).toBeNull();
    for (const [k, n] of [[0, 1], [1, 1], [3, 7], [7, 7], [50, 1000]] as const) {
      const here = method(k, n)!;
      const mirrored = method(n - k, n)!;
      expect(here.lower).toBeCloseTo(1 - mirrored.upper, 13);
      expect(here.lower).toBeGreaterThanOrEqual(0);
      expect(here.upper).toBeLessThanOrEqual(1);
      expect(here.lower).toBeLessThanOrEqual(k / n);
      expect(here.upper).toBeGreaterThanOrEqual(k / n);
      const narrow = method(k, n, 0.66)!;
      expect(narrow.upper - narrow.lower).toBeLessThan(here.upper - here.lower);
    }
  });

  test('Clopper–Pearson at none of n is the rule 1 − (α/2)^(1/n)', () => {
    expect(intervals.clopperPearson(0, 12)!.upper).toBeCloseTo(1 - 0.025 ** (1 / 12), 14);
  });

  const coverage = (method: typeof intervals.wilson, n: number, p: number): number => {
    let covered = 0;
    for (let k = 0; k <= n; k++) {
      const limits = method(k, n)!;
      if (limits.lower <= p && p <= limits.upper) covered += binomialMass(k, n, p);
    }
    return covered;
  };

  test.each([intervals.wilson, intervals.jeffreys])('$name covers 95% on average over rates, counted exactly', (method) => {
    for (const n of [10, 30, 100]) {
      let sum = 0;
      for (let i = 0; i < 200; i++) sum += coverage(method, n, (i + 0.5) / 200) / 200;
      expect(sum).toBeGreaterThan(0.94);
      expect(sum).toBeLessThan(0.965);
    }
  });

  test('Clopper–Pearson never covers less than 95%', () => {
    for (const n of [5, 30, 100]) for (let p = 0.013; p < 1; p += 0.03) expect(coverage(intervals.clopperPearson, n, p)).toBeGreaterThanOrEqual(0.95);
  });
});

describe('difference of two shares', () => {
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%d/%d − %d/%d has the limits printed by Newcombe (1998), method 10', (k1, n1, k2, n2, lower, upper) => {
    expectLimits(intervals.newcombe(k1, n1, k2, n2), lower, upper, 4);
  });

  test('is null when a group is empty', () => {
    for (const method of [intervals.newcombe, intervals.waldDifference, intervals.moverR, intervals.katzRatio]) {
      expect(method(0, 0, 3, 10)).toBeNull();
      expect(method(3, 10, 0, 0)).toBeNull();
    }
  });

  test('a sum is a difference from the mirrored estimate', () => {
    const a = intervals.wilsonEstimate(7, 20)!;
    const b = intervals.wilsonEstimate(30, 45)!;
    const minus = { value: -b.value, lower: -b.upper, upper: -b.lower };
    expect(intervals.moverSum(a, b)).toEqual(intervals.moverDifference(a, minus));
  });
});

/** Chance that the interval holds the truth, summed over every table that can occur (chances under 1e-9 left out). */
function exactCoverage(n1: number, n2: number, p1: number, p2: number, covers: (k1: number, k2: number) => boolean): number {
  const likely = (n: number, p: number): [number, number][] =>
    Array.from({ length: n + 1 }, (_, k): [number, number] => [k, binomialMass(k, n, p)]).filter(([, mass]) => mass > 1e-6);
  const second = likely(n2, p2);
  let covered = 0;
  let total = 0;
  for (const [k1, mass1] of likely(n1, p1)) {
    for (const [k2, mass2] of second) {
      total += mass1 * mass2;
      if (covers(k1, k2)) covered += mass1 * mass2;
    }
  }
  return covered / total;
}

describe('coverage of 95% intervals for two groups, counted exactly', () => {
  test.each([
    [20, 500, 0.1, 0.2],
    [30, 1000, 0.05, 0.25],
    [50, 50, 0.3, 0.3],
    [200, 2000, 0.15, 0.2],
  ])('n %d and %d, rates %d and %d', (n1, n2, p1, p2) => {
    const difference = exactCoverage(n1, n2, p1, p2, (k1, k2) => {
      const limits = intervals.newcombe(k1, n1, k2, n2)!;
      return limits.lower <= p1 - p2 && p1 - p2 <= limits.upper;
    });
    const ratio = exactCoverage(n1, n2, p1, p2, (k1, k2) => {
      const limits = intervals.moverR(k1, n1, k2, n2);
      return limits !== null && limits.lower <= p1 / p2 && p1 / p2 <= limits.upper;
    });
    expect(difference).toBeGreaterThan(0.93);
    expect(difference).toBeLessThan(0.97);
    expect(ratio).toBeGreaterThan(0.93);
    expect(ratio).toBeLessThan(0.97);
  });

  test('the textbook normal interval falls short where the square-and-add interval does not', () => {
    const wald = exactCoverage(30, 1000, 0.05, 0.25, (k1, k2) => {
      const limits = intervals.waldDifference(k1, 30, k2, 1000)!;
      return limits.lower <= -0.2 && -0.2 <= limits.upper;
    });
    expect(wald).toBeLessThan(0.82);
  });
});

describe('ratio of two shares', () => {
  test('limits are reciprocal when the groups change places', () => {
    const here = intervals.moverR(15, 50, 41, 68)!;
    const there = intervals.moverR(41, 68, 15, 50)!;
    expect(here.lower).toBeCloseTo(1 / there.upper, 12);
    expect(here.upper).toBeCloseTo(1 / there.lower, 12);
  });
  test('no success above gives 0 as lower limit, none below is not estimable', () => {
    expect(intervals.moverR(0, 10, 5, 20)!.lower).toBe(0);
    expect(intervals.moverR(0, 10, 5, 20)!.upper).toBeGreaterThan(0.5);
    expect(intervals.moverR(5, 20, 0, 10)).toBeNull();
    expect(intervals.moverRatio({ value: 0.5, lower: 0.4, upper: 0.6 }, { value: 0.1, lower: 0, upper: 0.3 })!.upper).toBe(Infinity);
    expect(intervals.katzRatio(0, 10, 5, 20)).toBeNull();
  });
  test('agrees with the log interval for large counts', () => {
    const mover = intervals.moverR(3000, 10000, 5000, 12000)!;
    const katz = intervals.katzRatio(3000, 10000, 5000, 12000)!;
    expectLimits(mover, katz.lower, katz.upper, 3);
  });
});

describe('means', () => {
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

  test('Welch reproduces R’s t.test on Student’s sleep data', () => {
    const result = intervals.welch(intervals.moments(first), intervals.moments(second))!;
    expect(result.t).toBeCloseTo(-1.8608, 4);
    expect(result.freedom).toBeCloseTo(17.776, 3);
    expect(result.p).toBeCloseTo(0.07939, 5);
    expectLimits(result.interval, -3.3654832, 0.2054832, 7);
  });

  test('moments skip missing numbers and are stable far from zero', () => {
    const shifted = intervals.moments([1e9 + 1, NaN, 1e9 + 2, 1e9 + 3]);
    expect(shifted).toEqual({ n: 3, mean: 1e9 + 2, variance: 1 });
    expect(intervals.moments([NaN]).mean).toBeNaN();
  });

  test('is not estimable without two numbers a side or without any spread', () => {
    expect(intervals.welch(intervals.moments([1]), intervals.moments([1, 2]))).toBeNull();
    expect(intervals.welch(intervals.moments([1, 1]), intervals.moments([2, 2]))).toBeNull();
    expect(intervals.meanInterval(intervals.moments([4]))).toBeNull();
  });

  test('Welch and the one-mean interval cover 95% of 4,000 simulated studies', () => {
    const random = new Random(71);
    let [two, one] = [0, 0];
    for (let run = 0; run < 4000; run++) {
      const a = intervals.moments(Array.from({ length: 8 }, () => 3 * random.normal() + 1));
      const b = intervals.moments(Array.from({ length: 40 }, () => random.normal()));
      const { interval } = intervals.welch(a, b)!;
      if (interval.lower <= 1 && 1 <= interval.upper) two++;
      const single = intervals.meanInterval(a)!;
      if (single.lower <= 1 && 1 <= single.upper) one++;
    }
    for (const covered of [two, one]) {
      expect(covered / 4000).toBeGreaterThan(0.935);
      expect(covered / 4000).toBeLessThan(0.965);
    }
  });
});
