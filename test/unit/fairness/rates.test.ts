import { describe, expect, test } from 'vitest';
import { CELLS } from '../../../src/engine/fairness/counts';
import type { Counts } from '../../../src/engine/fairness/counts';
import { RATE_IDS, rate, rates } from '../../../src/engine/fairness/rates';
import type { RateId } from '../../../src/engine/fairness/rates';
import { wilson } from '../../../src/engine/stats/intervals';
import { Random } from '../../../src/engine/stats/random';
import { drawMultinomial } from '../../../src/engine/stats/sampling';

/** Order: TP, FP, selected unknown, FN, TN, rejected unknown. */
const counts = (...cells: number[]): Counts => {
  const people = Float64Array.from(cells);
  return { people, weight: people, square: people };
};

describe('each measure is the right fraction', () => {
  const [TP, FP, SU, FN, TN, RU] = [40, 10, 7, 20, 30, 13];
  test.each<[RateId, number, number]>([
    ['selection', TP + FP + SU, TP + FP + SU + FN + TN + RU],
    ['base', TP + FN, TP + FP + FN + TN],
    ['tpr', TP, TP + FN],
    ['fnr', FN, TP + FN],
    ['fpr', FP, FP + TN],
    ['tnr', TN, FP + TN],
    ['ppv', TP, TP + FP],
    ['fdr', FP, TP + FP],
    ['npv', TN, TN + FN],
    ['for', FN, TN + FN],
    ['accuracy', TP + TN, TP + FP + FN + TN],
    ['error', FP + FN, TP + FP + FN + TN],
  ])('%s', (id, numerator, denominator) => {
    const result = rate(id, counts(TP, FP, SU, FN, TN, RU));
    expect(result).toMatchObject({ value: numerator / denominator, numerator, denominator, people: denominator, effective: denominator });
    const expected = wilson(numerator, denominator)!;
    expect(result.interval!.lower).toBeCloseTo(expected.lower, 14);
    expect(result.interval!.upper).toBeCloseTo(expected.upper, 14);
    expect(result.inner!.upper).toBeLessThan(result.interval!.upper);
  });

  test('F1, treatment equality and balanced accuracy', () => {
    const all = rates(counts(TP, FP, SU, FN, TN, RU));
    expect(all.f1.value).toBeCloseTo((2 * TP) / (2 * TP + FP + FN), 15);
    expect(all.treatment.value).toBeCloseTo(FN / FP, 14);
    expect(all.balanced.value).toBeCloseTo((TP / (TP + FN) + TN / (TN + FP)) / 2, 15);
    for (const id of ['f1', 'treatment', 'balanced'] as const) {
      expect(all[id].interval!.lower).toBeLessThan(all[id].value!);
      expect(all[id].interval!.upper).toBeGreaterThan(all[id].value!);
    }
    expect(all.balanced.people).toBe(FP + TN);
  });
});

describe('what cannot be estimated is null, never 0', () => {
  test.each<[string, Counts, RateId[]]>([
    ['nobody', counts(0, 0, 0, 0, 0, 0), [...RATE_IDS]],
    ['no labels', counts(0, 0, 5, 0, 0, 5), RATE_IDS.filter((id) => id !== 'selection')],
    ['no positives', counts(0, 4, 0, 0, 6, 0), ['tpr', 'fnr', 'balanced']],
    ['no negatives', counts(4, 0, 0, 6, 0, 0), ['fpr', 'tnr', 'balanced', 'treatment']],
    ['nobody selected', counts(0, 0, 0, 5, 5, 0), ['ppv', 'fdr', 'treatment']],
    ['everybody selected', counts(5, 5, 0, 0, 0, 0), ['npv', 'for']],
    ['no negatives and no errors', counts(5, 0, 0, 0, 0, 0), ['fpr', 'tnr', 'npv', 'for', 'treatment', 'balanced']],
    ['only true negatives', counts(0, 0, 0, 0, 9, 0), ['tpr', 'fnr', 'ppv', 'fdr', 'f1', 'treatment', 'balanced']],
  ])('%s', (_, cells, expected) => {
    const all = rates(cells);
    expect(RATE_IDS.filter((id) => all[id].value === null).sort()).toEqual([...expected].sort());
    for (const id of RATE_IDS) expect(all[id].interval === null).toBe(all[id].value === null);
  });

  test('weights of zero only', () => {
    const zero = new Float64Array(CELLS);
    const result = rate('selection', { people: Float64Array.of(3, 0, 0, 2, 0, 0), weight: zero, square: zero });
    expect(result).toMatchObject({ value: null, interval: null, people: 5, effective: 0 });
  });
});

test('equal weights change nothing, unequal ones widen the interval by the effective number of people', () => {
  const plain = rate('selection', counts(30, 0, 0, 70, 0, 0));
  const people = Float64Array.of(30, 0, 0, 70, 0, 0);
  const scaled = rate('selection', { people, weight: people.map((n) => 4 * n), square: people.map((n) => 16 * n) });
  expect(scaled.interval!.lower).toBeCloseTo(plain.interval!.lower, 14);
  expect(scaled.effective).toBeCloseTo(100, 12);
  const uneven = rate('selection', { people, weight: Float64Array.of(30, 0, 0, 70, 0, 0), square: Float64Array.of(60, 0, 0, 140, 0, 0) });
  expect(uneven.effective).toBeCloseTo(50, 12);
  expect(uneven.interval).toEqual(wilson(15, 50));
});

test('95% intervals of the composed measures cover their truth in 4,000 simulated tables', () => {
  const chances = [0.25, 0.1, 0, 0.15, 0.5, 0];
  const truth = rates(counts(...chances.map((p) => p * 1000)));
  const random = new Random(23);
  const covered = new Map<RateId, number>();
  const cells = new Float64Array(CELLS);
  for (let run = 0; run < 4000; run++) {
    drawMultinomial(120, chances, random, cells);
    const seen = rates(counts(...cells));
    for (const id of RATE_IDS) {
      const { interval } = seen[id];
      if (interval && interval.lower <= truth[id].value! && truth[id].value! <= interval.upper) covered.set(id, (covered.get(id) ?? 0) + 1);
    }
  }
  for (const id of RATE_IDS) {
    expect(covered.get(id)! / 4000, id).toBeGreaterThan(0.935);
    expect(covered.get(id)! / 4000, id).toBeLessThan(0.97);
  }
});
