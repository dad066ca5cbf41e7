import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../../src/engine/errors';
import { buildThresholdIndex } from '../../../../src/engine/fairness/threshold-index';
import { bestOf, smallestGap, sweepCommon } from '../../../../src/engine/fairness/thresholds/common';
import { CRITERIA } from '../../../../src/engine/fairness/thresholds/criteria';
import { costLine } from '../../../../src/engine/fairness/thresholds/objectives';
import { planLines } from '../../../../src/engine/fairness/thresholds/plan';
import type { LineQuestion } from '../../../../src/engine/fairness/thresholds/plan';
import { oneLine } from '../../../../src/engine/fairness/thresholds/rules';
import { Random } from '../../../../src/engine/stats/random';
import { people } from '../people';
import { few } from './brute';

const ask: LineQuestion = { criterion: 'selection', objective: { kind: 'accuracy' }, tolerance: 0.02, randomised: false, line: 0.5 };
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof AssayError) return error.code;
    throw error;
  }
  return 'nothing thrown';
};

describe('lines by group', () => {
  const crowd = people(600, 3, 5);
  const { labels: known, ...bare } = crowd;
  test.each<[string, Parameters<typeof buildThresholdIndex>[0], Partial<LineQuestion>, string]>([
    ['one group', { ...crowd, groups: crowd.groups.map((g) => Math.min(g, 0)), groupCount: 1 }, {}, 'one-group'],
    ['no groups', { ...crowd, groups: crowd.groups.map(() => -1), groupCount: 0 }, {}, 'one-group'],
    ['no labels', bare, {}, 'no-known-outcomes'],
    ['labels all unknown', { ...crowd, labels: known.map(() => -1) }, {}, 'no-known-outcomes'],
    ['all favourable, equalized odds', { ...crowd, labels: known.map(() => 1) }, { criterion: 'odds' }, 'one-outcome'],
    ['all unfavourable, balanced accuracy', { ...crowd, labels: known.map(() => 0) }, { objective: { kind: 'balanced' } }, 'one-outcome'],
    ['all favourable, FPR', { ...crowd, labels: known.map(() => 1) }, { criterion: 'fpr' }, 'too-few-groups'],
    ['one person per group', few(3, 3, 1), {}, 'too-few-groups'],
    ['no scores', { ...crowd, scores: crowd.scores.map(() => NaN) }, {}, 'no-known-outcomes'],
    ['weights all 0', { ...crowd, weights: crowd.weights.map(() => 0) }, {}, 'no-known-outcomes'],
  ])('are refused with a reason: %s', (_, input, change, code) => {
    expect(codeOf(() => planLines(buildThresholdIndex(input), { ...ask, ...change }))).toBe(code);
  });

  test.each(CRITERIA.flatMap((criterion) => [true, false].map((randomised) => ({ criterion, randomised }))))('of a constant score still keep $criterion (lot: $randomised)', ({ criterion, randomised }) => {
    const index = buildThresholdIndex({ ...crowd, scores: crowd.scores.map(() => 0.5) });
    const plan = planLines(index, { ...ask, criterion, randomised });
    expect(plan.met || plan.gap > ask.tolerance).toBe(true);
    expect(plan.utility).toBeGreaterThan(0);
    for (const rule of plan.rules) for (const { threshold } of rule) expect([0.5, Infinity, -Infinity]).toContain(threshold);
  });

  test('leave groups with too few people behind their rate at the line for everyone, and say which', () => {
    const groups = crowd.groups.map((g, i) => (i < 4 ? 3 : g));
    const plan = planLines(buildThresholdIndex({ ...crowd, groups, groupCount: 5 }), { ...ask, line: 0.61 });
    expect(plan.considered).toEqual([0, 1, 2]);
    expect(plan.leftOut).toEqual([3, 4]);
    expect([plan.rules[3], plan.rules[4], plan.rules[5]]).toEqual([oneLine(0.61), oneLine(0.61), oneLine(0.61)]);
  });

  test.each(CRITERIA.flatMap((criterion) => [true, false].map((randomised) => ({ criterion, randomised }))))('for 40 groups keep $criterion within the tolerance (lot: $randomised)', ({ criterion, randomised }) => {
    const crowded = people(16000, 3, 9);
    const plan = planLines(buildThresholdIndex({ ...crowded, groups: crowded.groups.map((_, i) => i % 40), groupCount: 40 }), { ...ask, criterion, randomised, tolerance: 0.08 });
    expect(plan.considered.length).toBe(40);
    expect(plan.met).toBe(true);
    if (criterion !== 'none') expect(plan.gap).toBeLessThanOrEqual(0.08 + 1e-9);
  });

  test('grow better, never worse, with the tolerance and with a lot', () => {
    const index = buildThresholdIndex(crowd);
    for (const criterion of ['selection', 'tpr', 'fpr', 'error', 'odds'] as const) {
      const utilities = [0, 0.01, 0.05, 0.2, 1].map((tolerance) => planLines(index, { ...ask, criterion, tolerance, randomised: true }).utility);
      utilities.slice(1).forEach((utility, i) => expect(utility).toBeGreaterThanOrEqual(utilities[i]! - 1e-12));
      expect(planLines(index, { ...ask, criterion, randomised: true }).utility).toBeGreaterThanOrEqual(planLines(index, { ...ask, criterion }).utility - 1e-12);
      expect(utilities[4]).toBeCloseTo(planLines(index, { ...ask, criterion: 'none' }).utility, 12);
    }
  });

  test('without a lot and with very many lines keep equalized odds, close to the best of fewer, all tried, lines', () => {
    const random = new Random(4);
    const groups = Int32Array.from({ length: 6000 }, () => random.below(2));
    const scores = Float64Array.from(groups, () => random.uniform());
    const labels = Int8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0));
    const coarse = (digits: number) => planLines(buildThresholdIndex({ scores: scores.map((s) => Number(s.toFixed(digits))), groups, groupCount: 2, labels }), { ...ask, criterion: 'odds' });
    const [many, hundred] = [coarse(12), coarse(2)];
    expect([many.exact, hundred.exact]).toEqual([false, true]);
    expect(many.gap).toBeLessThanOrEqual(0.02 + 1e-9);
    expect(many.utility).toBeGreaterThanOrEqual(hundred.utility - 0.002);
    const byLot = (width: number) => planLines(buildThresholdIndex({ scores, groups, groupCount: 2, labels }), { ...ask, criterion: 'odds', tolerance: width, randomised: true });
    expect(byLot(0).gap).toBeLessThan(1e-9);
    expect(many.utility).toBeGreaterThan(byLot(0).utility - 0.01);
    expect(byLot(0.02).utility).toBeGreaterThanOrEqual(many.utility - 1e-12);
  });
});

describe('one line for everyone', () => {
  test('the best by cost lies near the line that a calibrated score would have', () => {
    const random = new Random(11);
    const scores = Float64Array.from({ length: 40000 }, () => random.uniform());
    const labels = Int8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0));
    const index = buildThresholdIndex({ scores, labels, groups: Int32Array.from(scores, () => random.below(2)), groupCount: 2 });
    const sweep = sweepCommon(index, { gap: 'selection', utility: { kind: 'cost', falsePositive: 3, falseNegative: 1 } });
    expect(costLine(3, 1)).toBe(0.75);
    expect(sweep.thresholds[bestOf(sweep)]).toBeCloseTo(0.75, 1);
  });

  test('the smallest gap at no loss is no larger than the gap at the best line', () => {
    const sweep = sweepCommon(buildThresholdIndex(people(600, 3, 5)), { gap: 'odds', utility: { kind: 'accuracy' } });
    const best = bestOf(sweep);
    const alternative = smallestGap(sweep, sweep.utility[best]! - 0.01);
    expect(sweep.gap[alternative]).toBeLessThanOrEqual(sweep.gap[best]!);
    expect(sweep.utility[alternative]).toBeGreaterThanOrEqual(sweep.utility[best]! - 0.01 - 1e-12);
    expect(smallestGap(sweep, 2)).toBe(-1);
  });

  test('is not estimable where outcomes are not known, and groups with too few people do not count', () => {
    const { labels, ...bare } = people(200, 2, 5);
    const sweep = sweepCommon(buildThresholdIndex(bare), { gap: 'tpr', utility: { kind: 'accuracy' } });
    expect(labels.length).toBe(200);
    expect(sweep.gap.every(Number.isNaN) && sweep.utility.every(Number.isNaN)).toBe(true);
    expect(bestOf(sweep)).toBe(-1);
    expect(sweepCommon(buildThresholdIndex(few(8, 2, 1)), { gap: 'selection', utility: { kind: 'selection' } }).gap.every(Number.isNaN)).toBe(true);
  });
});
