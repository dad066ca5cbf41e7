import { describe, expect, test } from 'vitest';
import { largestRemainder, marks, scoreRange } from '../../../src/engine/fairness/marks';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { people } from './people';

const input = people(5000, 3, 77);
const index = buildThresholdIndex({ ...input, weights: undefined });
const options = { threshold: 0.5, bins: 40, tallest: 14, low: 0, high: 1 };

describe('people as marks', () => {
  test('bins hold exactly the people with those scores, approved from the threshold on', () => {
    const picture = marks(index, { ...options, threshold: 0.51 });
    for (const { group, bins } of picture.groups) {
      for (const [b, bin] of bins.entries()) {
        const last = b === bins.length - 1;
        let [approved, denied] = [0, 0];
        input.scores.forEach((score, i) => {
          const code = input.groups[i]! < 0 ? 3 : input.groups[i]!;
          if (code !== group || !(score >= bin.from && (score < bin.to || last))) return;
          if (score >= 0.51) approved++;
          else denied++;
        });
        expect([bin.approved, bin.denied]).toEqual([approved, denied]);
      }
    }
  });

  test('every group keeps its size in marks, and the tallest column fits with as few people per mark as possible', () => {
    const picture = marks(index, options);
    for (const { people: n, bins } of picture.groups) {
      const drawn = bins.reduce((sum, { filled, hollow }) => sum + filled + hollow, 0);
      expect(drawn).toBe(Math.round(n / picture.perMark));
      for (const bin of bins) {
        expect(Math.abs(bin.filled - bin.approved / picture.perMark)).toBeLessThan(1);
        expect(Math.abs(bin.hollow - bin.denied / picture.perMark)).toBeLessThan(1);
      }
    }
    expect(picture.tallest).toBeLessThanOrEqual(14);
    expect(marks(index, { ...options, perMark: picture.perMark / 2 }).tallest).toBeGreaterThan(14);
    expect([1, 2, 5, 10, 20, 50, 100, 200, 500]).toContain(picture.perMark);
  });

  test('approved people add up to the count table at any threshold, also with the scale held', () => {
    const { perMark } = marks(index, options);
    for (const threshold of [-1, 0, 0.333, 0.5, 1, 3]) {
      const picture = marks(index, { ...options, threshold, perMark });
      const table = countsAt(index, threshold);
      for (const { group, bins } of picture.groups) {
        const selected = table.people.slice(group * 6, group * 6 + 3).reduce((a, b) => a + b, 0);
        expect(bins.reduce((sum, bin) => sum + bin.approved, 0)).toBe(selected);
      }
      expect(picture.perMark).toBe(perMark);
    }
  });

  test('people without a group get a row of their own only when there are any', () => {
    expect(marks(index, options).groups.map(({ group }) => group)).toEqual([0, 1, 2, 3]);
    const known = buildThresholdIndex({ scores: Float64Array.of(0.1, 0.9), groups: Int32Array.of(0, 1), groupCount: 2 });
    expect(marks(known, options).groups.map(({ people: n }) => n)).toEqual([1, 1]);
  });

  test('scores beyond the axis stand in the outer columns', () => {
    const far = buildThresholdIndex({ scores: Float64Array.of(-5, -Infinity, 0.5, 9, Infinity), groups: new Int32Array(5), groupCount: 1 });
    const { bins } = marks(far, { ...options, bins: 4 }).groups[0]!;
    expect(bins.map(({ approved, denied }) => approved + denied)).toEqual([2, 0, 1, 2]);
  });
});

test.each([
  [[], 10, 0],
  [[0, 0], 10, 0],
  [[3, 0, 1], 10, 1],
  [[14, 14, 14], 10, 4],
  [[100, 250, 7], 50, 7],
  [[5, 5, 5, 5], 10, 2],
])('largest remainder of %j by %d gives %d marks', (counts, per, total) => {
  const shares = largestRemainder(counts, per);
  expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
  shares.forEach((share, i) => expect(Math.abs(share - counts[i]! / per)).toBeLessThan(1));
});

test.each([
  [[0.2, 0.7], { low: 0, high: 1 }],
  [[-3, 12, Infinity, NaN], { low: -3, high: 12 }],
  [[600, 600], { low: 599.5, high: 600.5 }],
  [[NaN], { low: 0, high: 1 }],
])('the axis of scores %j', (scores, expected) => {
  expect(scoreRange(buildThresholdIndex({ scores: Float64Array.from(scores), groups: new Int32Array(scores.length), groupCount: 1 }))).toEqual(expected);
});
