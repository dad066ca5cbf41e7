import { describe, expect, test } from 'vitest';
import { auc, aucDifference } from '../../../src/engine/fairness/auc';
import { calibration, calibrationLine } from '../../../src/engine/fairness/calibration';
import { meanScoreDifference, scoreDistance, scoreMetrics } from '../../../src/engine/fairness/score-metrics';
import { allScores, groupScores, overallScores, scoresBelow } from '../../../src/engine/fairness/scores';
import type { GroupScores } from '../../../src/engine/fairness/scores';
import { buildThresholdIndex } from '../../../src/engine/fairness/threshold-index';
import { Random } from '../../../src/engine/stats/random';
import { people } from './people';

const NONE = new Float64Array(0);
const set = (positive: number[], negative: number[], unknown: number[] = []): GroupScores => ({
  positive: Float64Array.from(positive).sort(),
  negative: Float64Array.from(negative).sort(),
  unknown: Float64Array.from(unknown).sort(),
});
const draw = (random: Random, n: number, mean: number): number[] => Array.from({ length: n }, () => mean + random.normal());

describe('AUC', () => {
  test('and DeLong’s variance equal the pairwise definition, with ties', () => {
    const random = new Random(2);
    const positive = Float64Array.from(draw(random, 40, 1), (x) => Math.round(x * 2)).sort();
    const negative = Float64Array.from(draw(random, 25, 0), (x) => Math.round(x * 2)).sort();
    const win = (x: number, y: number): number => (x > y ? 1 : x === y ? 0.5 : 0);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const above = [...positive].map((x) => mean([...negative].map((y) => win(x, y))));
    const below = [...negative].map((y) => mean([...positive].map((x) => win(x, y))));
    const value = mean(above);
    const spread = (values: number[]): number => values.reduce((sum, v) => sum + (v - value) ** 2, 0) / (values.length - 1) / values.length;
    const result = auc(positive, negative)!;
    expect(result.value).toBeCloseTo(value, 14);
    expect(result.variance).toBeCloseTo(spread(above) + spread(below), 14);
  });

  test('is not estimable without both outcomes; without a second person there is a value but no interval', () => {
    expect(auc(NONE, Float64Array.of(1, 2))).toBeNull();
    expect(auc(Float64Array.of(1), Float64Array.of(0, 2))).toMatchObject({ value: 0.5, variance: null, interval: null });
    expect(auc(Float64Array.of(3, 4), Float64Array.of(0, 2))).toMatchObject({ value: 1, interval: null });
    expect(aucDifference(null, null)).toBeNull();
  });

  test('intervals for one AUC and for a difference cover 95% of 2,000 simulated groups', () => {
    const random = new Random(14);
    const truth = 0.7602499389065233; // Φ(1/√2): two unit normals one apart
    let [one, two] = [0, 0];
    const sorted = (n: number, mean: number): Float64Array => Float64Array.from(draw(random, n, mean)).sort();
    for (let run = 0; run < 2000; run++) {
      const a = auc(sorted(60, 1), sorted(90, 0))!;
      const b = auc(sorted(50, 1), sorted(50, 0))!;
      if (a.interval!.lower <= truth && truth <= a.interval!.upper) one++;
      const { interval } = aucDifference(a, b)!;
      if (interval.lower <= 0 && 0 <= interval.upper) two++;
    }
    for (const covered of [one, two]) {
      expect(covered / 2000).toBeGreaterThan(0.93);
      expect(covered / 2000).toBeLessThan(0.97);
    }
  });
});

describe('score metrics', () => {
  test('Brier and log loss by hand', () => {
    const metrics = scoreMetrics(set([0.9, 0.5], [0.2], [0.7]));
    expect(metrics).toMatchObject({ people: 4, meanOfPositives: 0.7, meanOfNegatives: 0.2 });
    expect(metrics.mean).toBeCloseTo(0.575, 14);
    expect(metrics.brier).toBeCloseTo((0.01 + 0.25 + 0.04) / 3, 14);
    expect(metrics.logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.5) + Math.log(0.8)) / 3, 14);
    expect(scoreMetrics(set([0], [0.2])).logLoss).toBe(Infinity);
  });

  test('are null where not estimable: nobody, no outcomes, scores that are no probabilities', () => {
    expect(scoreMetrics(set([], []))).toEqual({
      people: 0, mean: null, deviation: null, meanInterval: null, brier: null, logLoss: null, meanOfPositives: null, meanOfNegatives: null, auc: null,
    });
    expect(scoreMetrics(set([], [], [0.3, 0.4]))).toMatchObject({ people: 2, mean: 0.35, brier: null, auc: null });
    expect(scoreMetrics(set([640, 700], [580, 610]))).toMatchObject({ brier: null, logLoss: null, auc: { value: 1 } });
    expect(meanScoreDifference(set([1], []), set([1, 2], []))).toBeNull();
  });

  test('distances of two groups equal brute force over all scores', () => {
    const random = new Random(3);
    const a = Float64Array.from(draw(random, 70, 0), (x) => Math.round(x * 4) / 4).sort();
    const b = Float64Array.from(draw(random, 45, 0.6), (x) => Math.round(x * 4) / 4).sort();
    const share = (values: Float64Array, x: number): number => values.filter((v) => v <= x).length / values.length;
    const grid = [...new Set([...a, ...b])].sort((x, y) => x - y);
    const gaps = grid.map((x) => Math.abs(share(a, x) - share(b, x)));
    const { ks, wasserstein } = scoreDistance(a, b)!;
    expect(ks).toBeCloseTo(Math.max(...gaps), 14);
    expect(wasserstein).toBeCloseTo(gaps.slice(0, -1).reduce((sum, gap, i) => sum + gap * (grid[i + 1]! - grid[i]!), 0), 13);
    expect(scoreDistance(a, a)).toEqual({ ks: 0, wasserstein: 0 });
    expect(scoreDistance(NONE, a)).toBeNull();
  });
});

describe('scores of groups', () => {
  const input = people(3000, 4, 6);
  const index = buildThresholdIndex(input);
  test('joined scores are everyone’s, sorted', () => {
    const expected = input.scores.filter((score) => !Number.isNaN(score)).sort();
    expect(allScores(overallScores(index))).toEqual(expected);
    const own = input.scores.filter((score, i) => !Number.isNaN(score) && input.groups[i] === 2).sort();
    expect(allScores(groupScores(index, 2))).toEqual(own);
  });
  test.each([-1, 0, 0.4, 0.405, 1, 2])('people below and at %d are counted by search', (score) => {
    const known = input.scores.filter((x) => !Number.isNaN(x));
    expect(scoresBelow(index, score)).toEqual({ below: known.filter((x) => x < score).length, equal: known.filter((x) => x === score).length });
  });
});

describe('calibration', () => {
  const simulate = (n: number, seed: number, intercept: number, slope: number): GroupScores => {
    const random = new Random(seed);
    const sides: [number[], number[]] = [[], []];
    for (let i = 0; i < n; i++) {
      const logit = 1.5 * random.normal();
      const chance = 1 / (1 + Math.exp(-(intercept + slope * logit)));
      sides[random.uniform() < chance ? 0 : 1].push(1 / (1 + Math.exp(-logit)));
    }
    return set(...sides);
  };

  test('bins hold everybody once, equally many, and never split equal scores', () => {
    const { bins } = calibration(simulate(1003, 1, 0, 1))!;
    expect(bins.length).toBe(10);
    expect(bins.reduce((sum, { people: n }) => sum + n, 0)).toBe(1003);
    for (const { people: n } of bins) expect(Math.abs(n - 100.3)).toBeLessThan(1.5);
    const tied = calibration(set([0.2, 0.2, 0.2, 0.8], [0.2, 0.2, 0.2, 0.2]), 4)!;
    expect(tied.bins.map(({ people: n, positives }) => [n, positives])).toEqual([[7, 3], [1, 1]]);
    expect(tied.debiasedError).toBeNull();
    expect(calibration(set([], []))).toBeNull();
  });

  test('the plain error of a perfect model stays above zero for few people, the debiased one does not on average', () => {
    let [plain, square] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const result = calibration(simulate(200, seed, 0, 1))!;
      plain += result.error / 200;
      square += result.debiasedError! / 200;
    }
    expect(plain).toBeGreaterThan(0.05);
    expect(square).toBeLessThan(plain / 1.5);
  });

  test('the line finds a known distortion, and its errors cover it in 95% of 1,000 simulated groups', () => {
    let [intercept, slope] = [0, 0];
    for (let seed = 0; seed < 1000; seed++) {
      const line = calibrationLine(simulate(400, seed, -0.5, 0.7))!;
      if (Math.abs(line.intercept + 0.5) <= 1.96 * line.interceptError) intercept++;
      if (Math.abs(line.slope - 0.7) <= 1.96 * line.slopeError) slope++;
    }
    for (const covered of [intercept, slope]) {
      expect(covered / 1000).toBeGreaterThan(0.93);
      expect(covered / 1000).toBeLessThan(0.97);
    }
  });

  test('no line where none is finite', () => {
    expect(calibrationLine(set([0.8, 0.9], [0.1, 0.2]))).toBeNull();
    expect(calibrationLine(set([0.5], [0.5]))).toBeNull();
    expect(calibrationLine(set([0.5, 0.6], []))).toBeNull();
    expect(calibrationLine(set([0.1, 0.2], [0.8, 0.9]))).toBeNull();
  });
});
