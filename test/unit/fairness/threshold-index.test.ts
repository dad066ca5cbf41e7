import { describe, expect, test } from 'vitest';
import { CELLS, countDecisions, groupCounts, otherCounts, overallCounts } from '../../../src/engine/fairness/counts';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { people } from './people';

const THRESHOLDS = [-Infinity, -1, 0, 0.31, 0.5, 0.505, 0.99, 1, 2, Infinity];

/** Counts by looking at every row. */
function bruteForce(input: ReturnType<typeof people>, threshold: number, weigh: (i: number) => number): Float64Array {
  const cells = new Float64Array((input.groupCount + 1) * CELLS);
  input.scores.forEach((score, i) => {
    if (Number.isNaN(score)) return;
    const group = input.groups[i]! < 0 ? input.groupCount : input.groups[i]!;
    const outcome = input.labels[i] === 1 ? 0 : input.labels[i] === 0 ? 1 : 2;
    cells[group * CELLS + (score >= threshold ? 0 : 3) + outcome]! += weigh(i);
  });
  return cells;
}

describe('counts at a threshold', () => {
  test.each([
    [300, 3],
    [9000, 5],
  ])('equal a look at every one of %d rows in %d groups, with ties, weights and missing entries', (rows, groupCount) => {
    const input = people(rows, groupCount, rows);
    const weighted = buildThresholdIndex(input);
    const plain = buildThresholdIndex({ ...input, weights: undefined });
    for (const threshold of THRESHOLDS) {
      const table = countsAt(weighted, threshold);
      expect([...table.people]).toEqual([...bruteForce(input, threshold, () => 1)]);
      expect([...table.weight]).toEqual([...bruteForce(input, threshold, (i) => input.weights[i]!)]);
      expect([...table.square]).toEqual([...bruteForce(input, threshold, (i) => input.weights[i]! ** 2)]);
      expect([...countsAt(plain, threshold).people]).toEqual([...table.people]);
      expect(countsAt(plain, threshold).square).toEqual(countsAt(plain, threshold).people);
    }
  });

  test('take one threshold per group', () => {
    const input = people(500, 2, 5);
    const index = buildThresholdIndex(input);
    const table = countsAt(index, [0.3, 0.7, 0.5]);
    [0.3, 0.7, 0.5].forEach((threshold, group) => {
      const row = (t: { people: Float64Array }): number[] => [...t.people.slice(group * CELLS, (group + 1) * CELLS)];
      expect(row(table)).toEqual(row(countsAt(index, threshold)));
    });
  });

  test('equal the counts of the decisions themselves', () => {
    const input = people(2000, 4, 8);
    const decisions = Int8Array.from(input.scores, (score) => (Number.isNaN(score) ? -1 : score >= 0.6 ? 1 : 0));
    const { table, missing } = countDecisions(decisions, input);
    expect(table).toEqual(countsAt(buildThresholdIndex(input), 0.6));
    expect(missing).toBe(input.scores.filter(Number.isNaN).length);
  });

  test('low scores can be favourable by negating scores and threshold', () => {
    const input = people(400, 2, 9);
    const table = countsAt(buildThresholdIndex({ ...input, weights: undefined, scores: input.scores.map((x) => -x) }), -0.4);
    let selected = 0;
    input.scores.forEach((score, i) => {
      if (score <= 0.4 && input.groups[i] === 1) selected++;
    });
    expect(table.people.slice(CELLS, CELLS + 3).reduce((a, b) => a + b, 0)).toBe(selected);
  });
});

describe('nobody is lost', () => {
  const input = people(1000, 3, 2);
  const index = buildThresholdIndex(input);

  test('rows = scored + missing, and the missing are told by group', () => {
    expect(index.rows).toBe(1000);
    expect(index.scores.length + index.missingScores).toBe(1000);
    expect(index.missingScoresByGroup.reduce((a, b) => a + b, 0)).toBe(index.missingScores);
    const scored = (i: number): boolean => !Number.isNaN(input.scores[i]);
    expect(index.missingGroups).toBe([...input.groups].filter((g, i) => g < 0 && scored(i)).length);
    expect(index.missingLabels).toBe([...input.labels].filter((y, i) => y < 0 && scored(i)).length);
  });

  test('a group, everyone else and the people without a group make everyone', () => {
    const table = countsAt(index, 0.5);
    for (let g = 0; g < 3; g++) {
      const parts = [groupCounts(table, g), otherCounts(table, g), groupCounts(table, 3)];
      overallCounts(table).people.forEach((n, cell) => expect(parts.reduce((sum, part) => sum + part.people[cell]!, 0)).toBe(n));
    }
  });

  test('without labels everyone is unknown', () => {
    const unlabelled = buildThresholdIndex({ scores: input.scores, groups: input.groups, groupCount: 3 });
    expect(unlabelled.labelled).toBe(false);
    expect(unlabelled.missingLabels).toBe(unlabelled.scores.length);
  });

  test('no rows, no groups and only missing scores give empty tables', () => {
    const none = buildThresholdIndex({ scores: new Float64Array(0), groups: new Int32Array(0), groupCount: 0 });
    expect([...countsAt(none, 0.5).people]).toEqual([0, 0, 0, 0, 0, 0]);
    const missing = buildThresholdIndex({ scores: Float64Array.of(NaN, NaN), groups: Int32Array.of(0, -1), groupCount: 1 });
    expect(missing.missingScores).toBe(2);
    expect([...missing.missingScoresByGroup]).toEqual([1, 1]);
  });
});

describe('bad input is named', () => {
  const scores = Float64Array.of(0.1, 0.2);
  const groups = Int32Array.of(0, 1);
  test.each([
    ['length-mismatch', { scores, groups: Int32Array.of(0), groupCount: 2 }, /1 rows .* 2 scores/],
    ['length-mismatch', { scores, groups, groupCount: 2, labels: Int8Array.of(1) }, /label column/],
    ['group-out-of-range', { scores, groups, groupCount: 1 }, /Row 2 has group code 1/],
    ['bad-weight', { scores, groups, groupCount: 2, weights: Float64Array.of(1, -2) }, /Row 2 has weight -2/],
    ['bad-weight', { scores, groups, groupCount: 2, weights: Float64Array.of(NaN, 1) }, /Row 1 has weight NaN/],
  ])('%s', (code, input, message) => {
    expect(() => buildThresholdIndex(input)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error);
  });
});
