import { describe, expect, test } from 'vitest';
import { groupCounts } from '../../../../src/engine/fairness/counts';
import { RATE_IDS, rate } from '../../../../src/engine/fairness/rates';
import { buildThresholdIndex, countsAt } from '../../../../src/engine/fairness/threshold-index';
import { lineCurve, totals } from '../../../../src/engine/fairness/thresholds/curves';
import { writeLines } from '../../../../src/engine/fairness/thresholds/export';
import { upperHull } from '../../../../src/engine/fairness/thresholds/hull';
import { forcedFpr, forcedPpv, forcedSelection, fprFromSelection, whatMustDiffer } from '../../../../src/engine/fairness/thresholds/impossibility';
import { lowest } from '../../../../src/engine/fairness/thresholds/odds';
import { planLines } from '../../../../src/engine/fairness/thresholds/plan';
import type { LineQuestion } from '../../../../src/engine/fairness/thresholds/plan';
import { bestWithin, region } from '../../../../src/engine/fairness/thresholds/region';
import { thinned } from '../../../../src/engine/fairness/thresholds/thin';
import { denominator, rateValue } from '../../../../src/engine/fairness/thresholds/values';
import { people } from '../people';
import { few } from './brute';

test.each([true, false])('a curve has at every line the counts of the count table (weights: %s)', (weighted) => {
  const { weights, ...bare } = people(300, 3, 8);
  const scores = bare.scores.map((score, i) => (i === 3 ? Infinity : i === 4 ? -Infinity : score));
  const index = buildThresholdIndex({ ...bare, scores, ...(weighted ? { weights } : {}) });
  for (let group = 0; group <= 3; group++) {
    const curve = lineCurve(index, group);
    curve.thresholds.forEach((line, i) => {
      const counts = groupCounts(countsAt(index, line), group);
      for (const kind of ['people', 'weight'] as const) {
        expect(curve[kind].truePositive[i]).toBeCloseTo(counts[kind][0]!, 10);
        expect(curve[kind].falsePositive[i]).toBeCloseTo(counts[kind][1]!, 10);
        expect(curve[kind].selected[i]).toBeCloseTo(counts[kind][0]! + counts[kind][1]! + counts[kind][2]!, 10);
      }
      if (i > 0) expect(line).toBeLessThan(curve.thresholds[i - 1]!);
      for (const id of RATE_IDS) {
        const { value, people: below } = rate(id, counts);
        const [tp, fp, all] = [curve.weight.truePositive[i]!, curve.weight.falsePositive[i]!, curve.weight.selected[i]!];
        const own = rateValue(id, tp, fp, all, totals(curve.weight));
        if (value === null) expect(Number.isFinite(own)).toBe(false);
        else expect(own).toBeCloseTo(value, 10);
        expect(denominator(id, curve.people.truePositive[i]!, curve.people.falsePositive[i]!, totals(curve.people))).toBe(below);
      }
    });
  }
});

test('the lowest of two hulls turns at their corners and where they cross', () => {
  const hull = (points: readonly (readonly [number, number])[]) => upperHull(Float64Array.from(points, ([x]) => x), Float64Array.from(points, ([, y]) => y));
  const corners = lowest([hull([[0, 0], [0.2, 0.8], [1, 1]]), hull([[0, 0.4], [0.5, 0.75], [1, 1]])]);
  expect(corners.map(({ x, y }) => [Number(x.toFixed(6)), Number(y.toFixed(6))])).toEqual([
    [0, 0],
    [0.121212, 0.484848],
    [0.2, 0.54],
    [0.5, 0.75],
    [1, 1],
  ]);
});

test('a thinned curve keeps both ends and spreads evenly over the people', () => {
  const curve = lineCurve(buildThresholdIndex(people(2000, 2, 3)), 0);
  const kept = thinned(curve, 20);
  expect([kept[0], kept[kept.length - 1]]).toEqual([0, curve.thresholds.length - 1]);
  expect(kept.length).toBeLessThanOrEqual(21);
  kept.slice(1).forEach((at, i) => expect(at).toBeGreaterThan(kept[i]!));
  expect(thinned(curve, 1000)).toHaveLength(curve.thresholds.length);
});

describe('the region of two groups', () => {
  const crowd = few(60, 2, 12);
  const index = buildThresholdIndex(crowd);
  const limits = [
    { gap: 'selection', most: 0.1 },
    { gap: 'tpr', most: 0.1 },
    { gap: 'odds', most: 0.2 },
    { gap: 'ppv', most: 0.05 },
  ] as const;
  const found = region(index, { groups: [0, 1], limits, utility: { kind: 'accuracy' } });

  test('says of every pair of lines which limits it keeps, by the count table', () => {
    expect(found.exact).toBe(true);
    found.thresholds[0].forEach((a, i) =>
      found.thresholds[1].forEach((b, j) => {
        const table = countsAt(index, [a, b, Infinity]);
        const value = (id: 'selection' | 'tpr' | 'fpr' | 'ppv', g: number): number => rate(id, groupCounts(table, g)).value ?? NaN;
        const gap = (id: 'selection' | 'tpr' | 'fpr' | 'ppv'): number => Math.abs(value(id, 0) - value(id, 1));
        const kept = [gap('selection') <= 0.1 + 1e-12, gap('tpr') <= 0.1 + 1e-12, Math.max(gap('tpr'), gap('fpr')) <= 0.2 + 1e-12, gap('ppv') <= 0.05 + 1e-12];
        const cell = i * found.thresholds[1].length + j;
        expect([0, 1, 2, 3].map((k) => (found.kept[cell]! >> k) & 1)).toEqual(kept.map(Number));
        const [tp, fp, , fn, tn] = [0, 1].map((g) => groupCounts(table, g).people).reduce((sum, own) => sum.map((n, k) => n + own[k]!)) as unknown as [number, number, number, number, number];
        expect(found.utility[cell]).toBeCloseTo((tp + tn) / (tp + fp + fn + tn), 12);
      }),
    );
  });

  test('has a best pair for limits that can be kept together, which is not to select everyone or nobody', () => {
    const best = bestWithin(found, 0b11)!;
    expect(found.kept[best.cell]! & 0b11).toBe(0b11);
    const [a, b] = best.lines;
    expect(a + b).toBeGreaterThan(0);
    found.kept.forEach((bits, cell) => {
      const trivial = cell === 0 || cell === found.kept.length - 1;
      if ((bits & 0b11) === 0b11 && !trivial) expect(found.utility[cell]).toBeLessThanOrEqual(found.utility[best.cell]!);
    });
    const strict = region(index, { groups: [0, 1], limits: [{ gap: 'selection', most: 0 }, { gap: 'tpr', most: 0 }, { gap: 'fpr', most: 0 }], utility: { kind: 'accuracy' } });
    expect(bestWithin(strict, 0b111)).toBeNull();
  });
});

describe('what cannot be equal', () => {
  test('follows from counts: the relations hold for any table of decisions', () => {
    for (const [tp, fp, fn, tn] of [[30, 10, 20, 40], [5, 1, 7, 90], [12, 12, 1, 3]] as const) {
      const n = tp + fp + fn + tn;
      const [base, ppv, tpr, fpr, selection] = [(tp + fn) / n, tp / (tp + fp), tp / (tp + fn), fp / (fp + tn), (tp + fp) / n];
      expect(forcedFpr(base, ppv, tpr)).toBeCloseTo(fpr, 12);
      expect(forcedSelection(base, tpr, fpr)).toBeCloseTo(selection, 12);
      expect(forcedPpv(base, tpr, fpr)).toBeCloseTo(ppv, 12);
      expect(fprFromSelection(base, selection, tpr)).toBeCloseTo(fpr, 12);
    }
  });

  test('is nothing for equal base rates, and something for unequal ones', () => {
    const rates = { ppv: 0.7, tpr: 0.6, fpr: 0.2, selection: 0.4 };
    const gaps = (bases: readonly [number, number]): number[] =>
      whatMustDiffer(bases, rates).flatMap(({ fpr, ppv, selection }) => [fpr, ppv, selection].map((pair) => (pair ? Math.abs(pair[0] - pair[1]) : NaN)));
    expect(Math.max(...gaps([0.4, 0.4]))).toBe(0);
    for (const { equal, fpr, ppv, selection } of whatMustDiffer([0.4, 0.5], rates)) {
      const differ = { 'ppv-tpr': fpr, 'tpr-fpr': ppv, 'selection-tpr': fpr }[equal]!;
      expect(Math.abs(differ[0] - differ[1])).toBeGreaterThan(0.01);
      expect(selection).not.toBeNull();
    }
  });

  test('is said to be impossible where the rates would have to leave 0 to 1', () => {
    const found = whatMustDiffer([0.9, 0.5], { ppv: 0.3, tpr: 0.9, fpr: 0.2, selection: 0.2 });
    expect(found[0]!.fpr).toBeNull();
    expect(found[2]!.fpr).toBeNull();
  });
});

test('exported lines name groups, rule and origin, and read back as JSON', () => {
  const index = buildThresholdIndex(people(400, 2, 4));
  const question: LineQuestion = { criterion: 'odds', objective: { kind: 'accuracy' }, tolerance: 0, randomised: true, line: 0.5 };
  const plan = planLines(index, question);
  const origin = { groupColumns: ['gender'], groupNames: ['women', 'men'], score: 'score', decision: 'approved', tableHash: 'a', modelHash: 'b', seed: 1, lowIsFavourable: false };
  const read = JSON.parse(JSON.stringify(writeLines(plan, question, origin))) as { rule: string; groups: { group: string; lot?: { line: number | string; share: number }[]; line?: number }[]; lineForEveryone: number };
  expect(read.rule).toBe('approved when score >= line');
  expect(read.groups.map(({ group }) => group)).toEqual(['women', 'men']);
  for (const { lot, line } of read.groups) {
    if (lot) expect(lot.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    else expect(typeof line).toBe('number');
  }
  const negated = writeLines({ ...plan, rules: plan.rules.map(() => [{ threshold: -40, share: 1 }]) }, { ...question, line: -40 }, { ...origin, lowIsFavourable: true });
  expect(negated).toMatchObject({ rule: 'approved when score <= line', lineForEveryone: 40, groups: [{ line: 40 }, { line: 40 }] });
});
