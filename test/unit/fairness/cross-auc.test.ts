import { describe, expect, test } from 'vitest';
import { auc } from '../../../src/engine/fairness/auc';
import { crossAuc } from '../../../src/engine/fairness/cross-auc';
import { groupScores } from '../../../src/engine/fairness/scores';
import { buildThresholdIndex } from '../../../src/engine/fairness/threshold-index';
import { Random } from '../../../src/engine/stats/random';
import { people } from './people';
import { survey } from './weights/survey';

test('every cell is the share of pairs, by brute force, ties half and weights multiplied', () => {
  const made = people(160, 3, 9);
  const { cells } = crossAuc({ index: buildThresholdIndex(made), groups: [0, 1, 2] });
  for (const { positive, negative, value } of cells) {
    let [above, all] = [0, 0];
    made.scores.forEach((score, i) => {
      if (made.groups[i] !== positive || made.labels[i] !== 1 || Number.isNaN(score)) return;
      made.scores.forEach((other, j) => {
        if (made.groups[j] !== negative || made.labels[j] !== 0 || Number.isNaN(other)) return;
        const weight = made.weights[i]! * made.weights[j]!;
        all += weight;
        above += weight * (score > other ? 1 : score === other ? 0.5 : 0);
      });
    });
    expect(value).toBeCloseTo(above / all, 12);
  }
});

test('the diagonal is each group’s own AUC, and a gap is a cell less its mirror', () => {
  const index = buildThresholdIndex({ ...people(2000, 3, 2), weights: undefined });
  const { cells, gaps } = crossAuc({ index, groups: [0, 2] });
  const own = groupScores(index, 2);
  expect(cells.find(({ positive, negative }) => positive === 2 && negative === 2)!.value).toBe(auc(own.positive, own.negative)!.value);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]!.difference).toBeCloseTo(cells[1]!.value! - cells[2]!.value!, 14);
  expect(gaps[0]!.q).toBe(gaps[0]!.p);
});

test('without outcomes, or with a group of nobody, nothing is estimable and nothing breaks', () => {
  const bare = buildThresholdIndex({ scores: Float64Array.of(1, 2, 3), groups: Int32Array.of(0, 0, 1), groupCount: 3 });
  const { cells, gaps } = crossAuc({ index: bare, groups: [0, 1, 2] });
  expect(cells.every(({ value, interval }) => value === null && interval === null)).toBe(true);
  expect(gaps.every(({ difference, p, q, few }) => difference === null && p === null && q === null && few)).toBe(true);
});

describe('with groups that differ', () => {
  test.each([['people alike', false], ['people drawn by score and outcome, with weights', true]] as const)('intervals of cells and gaps hold the truth in .93 to .97 of 800 runs: %s', { timeout: 120_000 }, (_, weighted) => {
    const everybody = survey(1_000_000, 3, true);
    const whole = crossAuc({ index: buildThresholdIndex({ ...everybody, weights: undefined }), groups: [0, 1] });
    const hits = new Float64Array(5);
    for (let run = 0; run < 800; run++) {
      const drawn = survey(500, 30_000 + run, !weighted);
      const { cells, gaps } = crossAuc({ index: buildThresholdIndex(weighted ? drawn : { ...drawn, weights: undefined }), groups: [0, 1] });
      [...cells.map(({ interval }, i) => [interval, whole.cells[i]!.value!] as const), [gaps[0]!.interval, whole.gaps[0]!.difference!] as const].forEach(([interval, truth], i) => {
        if (interval && interval.lower <= truth && truth <= interval.upper) hits[i]!++;
      });
    }
    for (const held of hits) {
      expect(held / 800).toBeGreaterThanOrEqual(0.93);
      expect(held / 800).toBeLessThanOrEqual(0.97);
    }
  });

  test('p-values of groups that do not differ are uniform (Kolmogorov–Smirnov)', () => {
    const found = Array.from({ length: 1000 }, (_, run) => {
      const random = new Random(run, 3);
      const n = 240;
      const scores = Float64Array.from({ length: n }, () => random.uniform());
      const index = buildThresholdIndex({ scores, groups: Int32Array.from(scores, () => random.below(2)), groupCount: 2, labels: Int8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0)) });
      return crossAuc({ index, groups: [0, 1] }).gaps[0]!.p!;
    }).sort((a, b) => a - b);
    const distance = Math.max(...found.map((p, i) => Math.max((i + 1) / 1000 - p, p - i / 1000)));
    expect(distance).toBeLessThan(1.63 / Math.sqrt(1000));
  });
});
