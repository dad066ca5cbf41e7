import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../../src/engine/errors';
import { groupCounts, overallCounts } from '../../../../src/engine/fairness/counts';
import { rate } from '../../../../src/engine/fairness/rates';
import { buildThresholdIndex, countsAt } from '../../../../src/engine/fairness/threshold-index';
import type { GapId } from '../../../../src/engine/fairness/thresholds/criteria';
import { jointRegion, setsOfLimits } from '../../../../src/engine/fairness/thresholds/joint/joint';
import { planLines } from '../../../../src/engine/fairness/thresholds/plan';
import { bestWithin, region } from '../../../../src/engine/fairness/thresholds/region';
import { people } from '../people';
import { few, linesOf, pointsOf, tuples } from './brute';

const limits = [
  { gap: 'selection', most: 0.2 },
  { gap: 'odds', most: 0.34 },
  { gap: 'ppv', most: 0.25 },
] as const;
const objective = { kind: 'accuracy' } as const;

describe('lines of several groups that keep gaps small together', () => {
  test.each([
    [3, 40, 11, false],
    [3, 40, 12, true],
    [4, 48, 13, false],
  ])('are the best of all choices, and the picture says what each pair leaves: %i groups, %i people', (groupCount, rows, seed, weighted) => {
    const crowd = few(rows, groupCount, seed, { weighted, levels: 4 });
    const groups = Array.from({ length: groupCount }, (_, g) => g);
    const found = jointRegion(buildThresholdIndex(crowd), { groups, axes: [2, 0], limits, utility: objective, minimum: 1 });
    expect([found.exact, found.complete, found.considered]).toEqual([true, true, groups]);
    const all = tuples(groups.map((g) => linesOf(crowd, g).map((line, i) => ({ line, i }))));
    const utilities = groups.map((g) => pointsOf(crowd, g, ['selection'], objective));
    const index = buildThresholdIndex(crowd);
    const widest = (values: (number | null)[]): number => (values.includes(null) ? NaN : Math.max(...(values as number[])) - Math.min(...(values as number[])));
    const keeps = all.map((tuple) => {
      const table = countsAt(index, [...tuple.map(({ line }) => line), Infinity]);
      const gap = (id: Exclude<GapId, 'odds'>): number => widest(groups.map((g) => rate(id, groupCounts(table, g)).value));
      const kept = [gap('selection') <= 0.2 + 1e-12, Math.max(gap('tpr'), gap('fpr')) <= 0.34 + 1e-12, gap('ppv') <= 0.25 + 1e-12];
      return kept.reduce((bits, yes, k) => bits | (yes ? 1 << k : 0), 0);
    });
    const bits = (set: number): number => [0, 1, 2].filter((k) => (set >> k) & 1).length;
    const columns = found.thresholds[0]!.length;
    const expected = new Map<number, number>();
    all.forEach((tuple, t) => {
      const cell = tuple[2]!.i * columns + tuple[0]!.i;
      expected.set(cell, Math.max(expected.get(cell) ?? 0, bits(keeps[t]!)));
    });
    found.kept.forEach((set, cell) => {
      expect(bits(set)).toBe(expected.get(cell));
      if (set > 0) expect(all.some((tuple, t) => tuple[2]!.i * columns + tuple[0]!.i === cell && (keeps[t]! & set) === set)).toBe(true);
    });
    for (const { bits: set, lines, utility } of found.best) {
      const ends = (tuple: (typeof all)[number]): boolean => tuple.every(({ i }) => i === 0) || tuple.every(({ i }, g) => i === found.thresholds[g]!.length - 1);
      const allowed = all.filter((tuple, t) => (keeps[t]! & set) === set && !ends(tuple));
      if (allowed.length === 0) expect(lines).toBeNull();
      else {
        expect(utility).toBeCloseTo(Math.max(...allowed.map((tuple) => tuple.reduce((sum, { i }, g) => sum + utilities[g]![i]!.utility, 0))), 10);
        expect(allowed.some((tuple) => tuple.every(({ i }, g) => i === lines![g]))).toBe(true);
      }
    }
  });

  test('of two groups are those of the pair of lines', () => {
    const index = buildThresholdIndex(few(60, 2, 12));
    const joint = jointRegion(index, { groups: [0, 1], axes: [0, 1], limits, utility: objective, minimum: 1 });
    const pair = region(index, { groups: [0, 1], limits, utility: objective });
    for (const { bits, lines, utility } of joint.best) {
      const best = bestWithin(pair, bits);
      expect(lines === null).toBe(best === null);
      if (best) expect(utility).toBeCloseTo(pair.utility[best.cell]!, 12);
    }
  });

  test('for one gap are as good as the lines by group for it', () => {
    const crowd = people(900, 4, 6);
    const index = buildThresholdIndex({ ...crowd, scores: crowd.scores.map((score) => Number(score.toFixed(1))) });
    const right = (lines: readonly number[]): number => rate('accuracy', overallCounts(countsAt(index, [...lines, Infinity]))).value!;
    for (const gap of ['selection', 'tpr', 'fpr', 'error', 'odds'] as const) {
      const { best, thresholds } = jointRegion(index, { groups: [0, 1, 2, 3], axes: [0, 1], limits: [{ gap, most: 0.1 }], utility: objective });
      const plan = planLines(index, { criterion: gap, objective, tolerance: 0.1, randomised: false, line: 0.5 });
      expect(right(best[0]!.lines!.map((line, g) => thresholds[g]![line]!))).toBeCloseTo(right(plan.rules.slice(0, 4).map((rule) => rule[0]!.threshold)), 12);
    }
  });

  test('leave out groups with too few people, and are refused where fewer than two are left', () => {
    const crowd = people(300, 3, 5);
    const groups = crowd.groups.map((g, i) => (i < 4 ? 3 : g));
    const index = buildThresholdIndex({ ...crowd, groups, groupCount: 4 });
    const found = jointRegion(index, { groups: [0, 1, 2, 3], axes: [3, 1], limits: [{ gap: 'tpr', most: 0.05 }], utility: objective });
    expect([found.considered, found.leftOut, found.axes]).toEqual([[0, 1, 2], [3], [0, 1]]);
    expect(() => jointRegion(index, { groups: [2, 3], axes: [2, 3], limits: [{ gap: 'tpr', most: 0.05 }], utility: objective })).toThrow(AssayError);
  });

  test('for many groups with many lines end, whether the search was complete or not, and keep what they say', () => {
    const crowd = people(12_000, 12, 9);
    const groups = Array.from({ length: 12 }, (_, g) => g);
    const found = jointRegion(buildThresholdIndex(crowd), { groups, axes: [0, 1], limits: [{ gap: 'selection', most: 0.02 }, { gap: 'tpr', most: 0.02 }, { gap: 'fpr', most: 0.02 }], utility: objective });
    expect(found.exact).toBe(false);
    expect(found.best.map(({ bits }) => bits)).toEqual([1, 2, 4, 3, 5, 6, 7]);
    for (const { bits, lines } of found.best.slice(0, 3)) {
      const table = countsAt(buildThresholdIndex(crowd), [...lines!.map((line, g) => found.thresholds[g]![line]!), Infinity]);
      const id = (['selection', 'tpr', 'fpr'] as const)[Math.log2(bits)]!;
      const values = groups.map((g) => rate(id, groupCounts(table, g)).value!);
      expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(0.02 + 1e-12);
    }
  });
});

test('limits are asked for one by one, two by two and all together, each set once', () => {
  expect([0, 1, 2, 3].map(setsOfLimits)).toEqual([[], [1], [1, 2, 3], [1, 2, 4, 3, 5, 6, 7]]);
});
