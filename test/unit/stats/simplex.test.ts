import { expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { maximise } from '../../../src/engine/stats/simplex';

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a, (value, i) => value * b[i]!).reduce((sum, value) => sum + value, 0);

test('a programme of two variables has the best of all crossings of two limits', () => {
  const random = new Random(3);
  for (let run = 0; run < 300; run++) {
    const objective = [random.normal(), random.normal()];
    const rows = [[1, 0], [0, 1], ...Array.from({ length: 4 }, () => [random.normal(), random.normal()])];
    const limits = [2, 2, ...Array.from({ length: 4 }, () => (random.uniform() < 0.3 ? 0 : random.uniform()))];
    const all = [...rows, [-1, 0], [0, -1]];
    const ends = [...limits, 0, 0];
    let best = -Infinity;
    for (let i = 0; i < all.length; i++) {
      for (let j = 0; j < i; j++) {
        const [[a, b], [c, d]] = [all[i] as [number, number], all[j] as [number, number]];
        const size = a * d - b * c;
        if (Math.abs(size) < 1e-9) continue;
        const at = [(ends[i]! * d - b * ends[j]!) / size, (a * ends[j]! - ends[i]! * c) / size];
        if (all.every((row, k) => dot(row, at) <= ends[k]! + 1e-9)) best = Math.max(best, dot(objective, at));
      }
    }
    const x = maximise(objective, rows, limits);
    expect(dot(objective, x)).toBeCloseTo(best, 9);
    rows.forEach((row, k) => expect(dot(row, x)).toBeLessThanOrEqual(limits[k]! + 1e-9));
  }
});

test('a programme that goes round in circles under the steepest entry alone ends', () => {
  // Beale's example, here scaled to have its best at 0.05.
  const x = maximise([0.75, -150, 0.02, -6], [[0.25, -60, -0.04, 9], [0.5, -90, -0.02, 3], [0, 0, 1, 0]], [0, 0, 1]);
  expect(dot([0.75, -150, 0.02, -6], x)).toBeCloseTo(0.05, 12);
});

test('what nothing bounds, and a negative limit, are refused', () => {
  expect(() => maximise([1, 1], [[1, -1]], [1])).toThrow('Nothing bounds');
  expect(() => maximise([1], [[1]], [-1])).toThrow('0 or more');
});
