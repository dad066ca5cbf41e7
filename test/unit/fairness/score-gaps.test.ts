import { describe, expect, test } from 'vitest';
import { abroca } from '../../../src/engine/fairness/abroca';
import { calibration } from '../../../src/engine/fairness/calibration';
import { scoreGaps } from '../../../src/engine/fairness/score-gaps/gaps';
import { SCORE_GAPS, type ScoreGapId, calibrationError, scoreGap } from '../../../src/engine/fairness/score-gaps/measures';
import { MOST_SCORES } from '../../../src/engine/fairness/score-gaps/cuts';
import { scoreTable } from '../../../src/engine/fairness/score-gaps/table';
import { scoreDistance } from '../../../src/engine/fairness/score-metrics';
import { allScores, groupScores, joinScores } from '../../../src/engine/fairness/scores';
import { buildThresholdIndex } from '../../../src/engine/fairness/threshold-index';
import { Random } from '../../../src/engine/stats/random';
import { people } from './people';

/** Scores of two groups that differ in level, ranking and calibration, in 12 steps. */
function twoGroups(sizes: readonly [number, number], random: Random, differ = true) {
  const [scores, groups, labels]: [number[], number[], number[]] = [[], [], []];
  sizes.forEach((size, g) => {
    for (let i = 0; i < size; i++) {
      const x = random.normal() - (differ ? 0.8 * g : 0);
      scores.push(Math.round(12 / (1 + Math.exp(-x))) / 12);
      groups.push(g);
      labels.push(random.uniform() < 1 / (1 + Math.exp(-(g === 0 || !differ ? 1.5 * x : 0.4 * x + 0.3))) ? 1 : 0);
    }
  });
  return buildThresholdIndex({ scores: Float64Array.from(scores), groups: Int32Array.from(groups), groupCount: 2, labels: Int8Array.from(labels) });
}

describe('measures of two sides’ scores', () => {
  const index = buildThresholdIndex({ ...people(5000, 3, 4), weights: undefined });
  const table = scoreTable(index, 0, 'others');
  const [here, there] = [groupScores(index, 0), joinScores(index, [1, 2])];
  test('equal those of the scores themselves where few scores occur', () => {
    expect(scoreGap('abroca', table)).toBeCloseTo(abroca(here, there)!, 12);
    expect(scoreGap('ks', table)).toBeCloseTo(scoreDistance(allScores(here), allScores(there))!.ks, 12);
    expect(scoreGap('wasserstein', table)).toBeCloseTo(scoreDistance(allScores(here), allScores(there))!.wasserstein, 12);
    expect(calibrationError(table.scores, table.here)).toBeCloseTo(calibration(here)!.debiasedError!, 12);
  });
  test('are close where many scores are counted together', () => {
    const random = new Random(9);
    const fine = buildThresholdIndex({ ...people(5000, 2, 4), weights: undefined, scores: Float64Array.from({ length: 5000 }, () => random.uniform()) });
    const joined = scoreTable(fine, 0, 1);
    expect(joined.scores.length).toBe(MOST_SCORES);
    expect(scoreGap('wasserstein', joined)).toBeCloseTo(scoreDistance(allScores(groupScores(fine, 0)), allScores(groupScores(fine, 1)))!.wasserstein, 3);
    expect(scoreGap('abroca', joined)).toBeCloseTo(abroca(groupScores(fine, 0), groupScores(fine, 1))!, 2);
    expect(joined.here.people.reduce((a, b) => a + b)).toBe(allScores(groupScores(fine, 0)).length);
  });
  test('without outcomes only distances are left', () => {
    const bare = buildThresholdIndex({ scores: Float64Array.of(1, 2, 3, 4), groups: Int32Array.of(0, 0, 1, 1), groupCount: 2 });
    expect(scoreGaps({ index: bare, group: 0, against: 1, seed: 1, resamples: 50 }).map(({ id }) => id)).toEqual(['ks', 'wasserstein']);
  });
});

test('groups that differ in their outcomes only, and not within them, differ in their scores beyond luck, but not in ranking or calibration', () => {
  const random = new Random(12);
  const groups = Int32Array.from({ length: 3000 }, (_, i) => i % 2);
  const scores = Float64Array.from(groups, (g) => Math.round(10 * Math.min(0.9, Math.max(0.1, (g === 0 ? 0.65 : 0.4) + 0.2 * random.normal()))) / 10);
  const labels = Int8Array.from(scores, (s) => (random.uniform() < s ? 1 : 0));
  const found = new Map(scoreGaps({ index: buildThresholdIndex({ scores, groups, groupCount: 2, labels }), group: 0, against: 1, seed: 3, resamples: 50, shuffles: 199 }).map((gap) => [gap.id, gap]));
  for (const id of ['ks', 'wasserstein'] as const) {
    expect(found.get(id)!.p).toBe(0.005);
    expect(found.get(id)!.floor).toBeLessThan(0.05);
  }
  expect(found.get('calibration')!.p).toBeGreaterThan(0.05);
  expect(found.get('calibration')!.floor).toBeLessThan(0.03);
});

test('their intervals cover the truth about 95 times in 100', { timeout: 180_000 }, () => {
  const large = scoreTable(twoGroups([1_000_000, 1_000_000], new Random(1)), 0, 1);
  const hits = new Map<ScoreGapId, number>(SCORE_GAPS.map((id) => [id, 0]));
  const runs = 600;
  for (let run = 0; run < runs; run++) {
    for (const { id, interval } of scoreGaps({ index: twoGroups([400, 600], new Random(50_000 + run)), group: 0, against: 1, seed: run, resamples: 300, shuffles: 1 })) {
      const truth = scoreGap(id, large)!;
      if (interval && interval.lower <= truth && truth <= interval.upper) hits.set(id, hits.get(id)! + 1);
    }
  }
  for (const id of SCORE_GAPS) {
    expect(hits.get(id)! / runs, id).toBeGreaterThan(0.93);
    expect(hits.get(id)! / runs, id).toBeLessThan(0.97);
  }
});

test('their p-values are uniform when the groups do not differ (Kolmogorov–Smirnov), and never too small where both errors are often 0', { timeout: 180_000 }, () => {
  const found = new Map<ScoreGapId, number[]>(SCORE_GAPS.map((id) => [id, []]));
  const runs = 500;
  for (let run = 0; run < runs; run++) {
    for (const { id, p } of scoreGaps({ index: twoGroups([60, 90], new Random(9000 + run), false), group: 0, against: 1, seed: run, resamples: 20, shuffles: 99 })) found.get(id)!.push(p);
  }
  for (const id of SCORE_GAPS) {
    const sorted = found.get(id)!.sort((a, b) => a - b);
    const distance = Math.max(...sorted.map((p, i) => Math.max((i + 1) / sorted.length - p, id === 'calibration' ? 0 : p - 0.01 - i / sorted.length)));
    expect(distance, id).toBeLessThan(1.63 / Math.sqrt(sorted.length));
  }
});
