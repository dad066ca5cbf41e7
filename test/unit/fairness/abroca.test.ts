import { expect, test } from 'vitest';
import { abroca } from '../../../src/engine/fairness/abroca';
import { auc } from '../../../src/engine/fairness/auc';
import { Random } from '../../../src/engine/stats/random';

const side = (positive: number[], negative: number[]) => ({ positive: Float64Array.from(positive).sort(), negative: Float64Array.from(negative).sort() });

/** True positive rate at a false positive rate by the definition: people above a score, and a share of those at it. */
function roc({ positive, negative }: ReturnType<typeof side>, x: number): number {
  let [tpr, left] = [0, x * negative.length];
  for (const score of [...new Set([...positive, ...negative])].sort((a, b) => b - a)) {
    const n = negative.filter((s) => s === score).length;
    const p = positive.filter((s) => s === score).length;
    if (n > left) return (tpr + (p * left) / n) / positive.length;
    left -= n;
    tpr += p;
  }
  return 1;
}

test.each([
  ['the same people', side([3, 4], [1, 2]), side([3, 4], [1, 2]), 0],
  ['perfect against useless ranking', side([3, 4], [1, 2]), side([1, 2], [1, 2]), 0.5],
  ['perfect against wrong ranking', side([3, 4], [1, 2]), side([1, 2], [3, 4]), 1],
  ['curves that cross: each better on one half', side([1, 4], [2, 3]), side([2.5, 2.5], [2.5, 2.5]), 0.25],
])('of %s', (_, a, b, expected) => {
  expect(abroca(a, b)).toBeCloseTo(expected, 12);
  expect(abroca(b, a)).toBeCloseTo(expected, 12);
});

test('equals the area by fine sums over the definition, ties included', () => {
  const random = new Random(3);
  for (let run = 0; run < 5; run++) {
    const draw = (n: number, shift: number): number[] => Array.from({ length: n }, () => Math.round(8 * (random.uniform() + shift)) / 8);
    const [a, b] = [side(draw(13, 0.3), draw(17, 0)), side(draw(11, 0.1), draw(9, 0))];
    let sum = 0;
    const steps = 20_000;
    for (let i = 0; i < steps; i++) sum += Math.abs(roc(a, (i + 0.5) / steps) - roc(b, (i + 0.5) / steps)) / steps;
    expect(abroca(a, b)).toBeCloseTo(sum, 4);
    expect(abroca(a, b)!).toBeGreaterThanOrEqual(Math.abs(auc(a.positive, a.negative)!.value - auc(b.positive, b.negative)!.value) - 1e-12);
  }
});

test('is not estimable where a group has only one kind of outcome', () => {
  expect(abroca(side([1], []), side([1], [2]))).toBeNull();
});
