import { describe, expect, test } from 'vitest';
import { lineForShare, shareAtLine } from '../../../src/engine/fairness/mitigation/line';
import { splitRows } from '../../../src/engine/fairness/split';
import { Random } from '../../../src/engine/stats/random';

describe('the line for a share', () => {
  const above = (scores: readonly number[], line: number): number => scores.filter((score) => score >= line).length;

  test('leaves exactly that many at or above it where scores differ, with room on both sides', () => {
    const random = new Random(3);
    const scores = Array.from({ length: 101 }, () => random.uniform());
    for (let k = 1; k <= 101; k++) {
      const line = lineForShare(Float64Array.from(scores), k / 101);
      expect(above(scores, line)).toBe(k);
    }
  });

  test('keeps ties together, on the side that comes nearer', () => {
    const scores = [0.1, 0.5, 0.5, 0.5, 0.9];
    const of = (share: number): number => above(scores, lineForShare(Float64Array.from(scores), share));
    expect([of(0.2), of(0.4), of(0.6), of(0.8), of(1)]).toEqual([1, 1, 4, 4, 5]);
  });

  test('looks at the rows given, leaves missing scores out, and is not estimable of nobody', () => {
    const scores = Float64Array.of(0.1, NaN, 0.3, 0.7, 0.9);
    expect(lineForShare(scores, 0.5, Int32Array.of(0, 1, 3))).toBeCloseTo(0.4, 12);
    expect(lineForShare(scores, 0.5, Int32Array.of(1))).toBeNaN();
  });
});

describe('a split', () => {
  const random = new Random(9);
  const groups = Int32Array.from({ length: 1000 }, () => random.below(4) - 1);
  const labels = Int8Array.from({ length: 1000 }, () => random.below(3) - 1);
  const rows = Int32Array.from({ length: 1000 }, (_, i) => i);

  test('holds out the same share of every group with every outcome, and nobody twice', () => {
    const { fit, held } = splitRows(rows, groups, labels, 5);
    expect([...fit, ...held].sort((a, b) => a - b)).toEqual([...rows]);
    expect(held.length).toBe(400);
    for (let group = -1; group < 3; group++) {
      for (let label = -1; label < 2; label++) {
        const cell = (list: Int32Array): number => list.filter((row) => groups[row] === group && labels[row] === label).length;
        expect(Math.abs(cell(held) - 0.4 * (cell(held) + cell(fit)))).toBeLessThanOrEqual(1);
      }
    }
  });

  test('is the same for one seed and another for another', () => {
    expect(splitRows(rows, groups, labels, 5)).toEqual(splitRows(rows, groups, labels, 5));
    expect(splitRows(rows, groups, labels, 5)).not.toEqual(splitRows(rows, groups, labels, 6));
  });

  test('of three rows leaves some on both sides', () => {
    const { fit, held } = splitRows(Int32Array.of(0, 1, 2), groups, undefined, 1);
    expect([fit.length, held.length]).toEqual([2, 1]);
  });
});

describe('the share at or above a line', () => {
  const scores = Float64Array.of(0.1, 0.5, NaN, 0.5, 0.9);
  test.each([
    ['of everybody scored', undefined, undefined, 0.75],
    ['of some rows', Int32Array.of(0, 1, 2), undefined, 0.5],
    ['of their weight', undefined, Float64Array.of(4, 1, 9, 2, 1), 0.5],
    ['of the weight of some rows', Int32Array.of(0, 4), Float64Array.of(1, 0, 0, 0, 3), 0.75],
    ['of nobody is not estimable', Int32Array.of(2), undefined, NaN],
  ] as const)('%s', (_, rows, weights, share) => {
    expect(shareAtLine(scores, 0.5, rows, weights)).toBe(share);
  });
});
