import { expect, test } from 'vitest';
import { everyoneBins, scoreBins, shareAbove } from '../../../src/engine/fairness/score-bins';
import { buildThresholdIndex } from '../../../src/engine/fairness/threshold-index';
import { Random } from '../../../src/engine/stats/random';

test('bins hold everyone of a group, each in the bin of their score', () => {
  const scores = Float64Array.of(-1, 0, 0.24, 0.25, 0.5, 0.999, 1, 7, NaN, 0.3);
  const index = buildThresholdIndex({ scores, groups: Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, -1), groupCount: 1, labels: Int8Array.of(0, 1, -1, 0, 1, 0, 1, 0, 1, 1) });
  expect([...scoreBins(index, 0, 4, [0, 1])]).toEqual([3, 1, 1, 3]);
  expect([...scoreBins(index, 1, 4, [0, 1])]).toEqual([0, 1, 0, 0]);
});

test('scores beyond the axis, also infinite ones, stand in the outer bins', () => {
  const index = buildThresholdIndex({ scores: Float64Array.of(-5, -Infinity, 0.5, 9, Infinity), groups: new Int32Array(5), groupCount: 1 });
  expect([...scoreBins(index, 0, 4, [0, 1])]).toEqual([2, 0, 1, 2]);
});

test('bins agree with counting one by one on random scores', () => {
  const random = new Random(7);
  const scores = Float64Array.from({ length: 500 }, () => Math.round(random.uniform() * 400) / 400);
  const groups = Int32Array.from(scores, () => random.below(3));
  const index = buildThresholdIndex({ scores, groups, groupCount: 3 });
  for (let group = 0; group < 3; group++) {
    const expected = new Array<number>(200).fill(0);
    scores.forEach((score, i) => {
      if (groups[i] === group) expected[Math.min(199, Math.floor(score * 200 + 1e-9))]!++;
    });
    expect([...scoreBins(index, group, 200, [0, 1])]).toEqual(expected);
  }
});

test('everyone with a score is in one bin, and the share above counts scored rows only', () => {
  const scores = Float64Array.of(-1, 0, 0.24, 0.25, 0.5, 1, 7, NaN);
  expect([...everyoneBins(scores, 4, [0, 1])]).toEqual([3, 1, 1, 2]);
  expect(shareAbove(scores, 0.25)).toBe(3 / 7);
  expect(shareAbove(Float64Array.of(NaN), 0)).toBeNull();
});
