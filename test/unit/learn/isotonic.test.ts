import { describe, expect, test } from 'vitest';
import { fitIsotonic, predictIsotonic } from '../../../src/engine/learn/isotonic';
import { Random } from '../../../src/engine/stats/random';

describe('isotonic regression', () => {
  test.each([1, 2, 3, 4, 5])('equals the max-min formula (seed %d)', (seed) => {
    const random = new Random(seed);
    const x = Array.from({ length: 40 }, () => random.below(25));
    const y = x.map((value) => value / 10 + random.normal());
    const w = x.map(() => random.below(4));
    const levels = [...new Set(x.filter((_, i) => w[i]! > 0))].sort((a, b) => a - b);
    const mean = (from: number, to: number): number => {
      const rows = x.map((_, i) => i).filter((i) => x[i]! >= levels[from]! && x[i]! <= levels[to]!);
      return rows.reduce((sum, i) => sum + w[i]! * y[i]!, 0) / rows.reduce((sum, i) => sum + w[i]!, 0);
    };
    const fitted = predictIsotonic(fitIsotonic(x, y, w), levels);
    levels.forEach((_, at) => {
      let highest = -Infinity;
      for (let from = 0; from <= at; from++) {
        let lowest = Infinity;
        for (let to = at; to < levels.length; to++) lowest = Math.min(lowest, mean(from, to));
        highest = Math.max(highest, lowest);
      }
      expect(fitted[at]).toBeCloseTo(highest, 10);
    });
  });

  test.each([
    { what: 'already rising', x: [1, 2, 3], y: [0, 1, 5], query: [0, 1.5, 2.5, 9], expected: [0, 0.5, 3, 5] },
    { what: 'falling throughout', x: [1, 2, 3], y: [3, 2, 1], query: [0, 2, 9], expected: [2, 2, 2] },
    { what: 'a single row', x: [4], y: [7], query: [0, 4, 9, NaN], expected: [7, 7, 7, NaN] },
  ])('handles rows $what', ({ x, y, query, expected }) => {
    expect(Array.from(predictIsotonic(fitIsotonic(x, y), query))).toEqual(expected);
  });

  test.each([
    { what: 'unequal lengths', x: [1, 2], y: [1], w: undefined, code: 'learn-shape' },
    { what: 'a missing y', x: [1, 2], y: [1, NaN], w: undefined, code: 'learn-missing' },
    { what: 'a negative weight', x: [1, 2], y: [1, 2], w: [1, -1], code: 'learn-missing' },
    { what: 'no weight at all', x: [1, 2], y: [1, 2], w: [0, 0], code: 'learn-one-class' },
  ])('refuses $what', ({ x, y, w, code }) => {
    expect(() => fitIsotonic(x, y, w)).toThrow(expect.objectContaining({ code }));
  });
});
