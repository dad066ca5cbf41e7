import { expect, test } from 'vitest';
import { chanceAbove } from '../../../src/engine/fairness/posterior';
import { betaLower, logBeta } from '../../../src/engine/stats/distributions';

/** The chance by the midpoint rule on the angle, fine enough for nine digits. */
function slow(k1: number, n1: number, k2: number, n2: number, margin: number): number {
  const steps = 200_000;
  const [a, b] = [k2 + 0.5, n2 - k2 + 0.5];
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const t = (Math.PI / 2) * ((i + 0.5) / steps);
    const x = Math.sin(t) ** 2;
    const density = 2 * Math.exp((2 * a - 1) * Math.log(Math.sin(t)) + (2 * b - 1) * Math.log(Math.cos(t)) - logBeta(a, b));
    const bar = x + margin;
    const beyond = bar <= 0 ? 1 : bar >= 1 ? 0 : 1 - betaLower(bar, k1 + 0.5, n1 - k1 + 0.5);
    sum += density * beyond * (Math.PI / 2 / steps);
  }
  return sum;
}

test.each([
  [5, 20, 2, 20, 0],
  [5, 20, 2, 20, 0.1],
  [0, 12, 0, 30, 0],
  [0, 3, 3, 3, -0.2],
  [200, 1000, 150, 1000, 0.02],
])('%i of %i above %i of %i by %f', (k1, n1, k2, n2, margin) => {
  expect(chanceAbove({ k: k1, n: n1 }, { k: k2, n: n2 }, margin)).toBeCloseTo(slow(k1, n1, k2, n2, margin), 6);
});

test('is even for equal counts, and both sides add up to 1', () => {
  expect(chanceAbove({ k: 7, n: 30 }, { k: 7, n: 30 })).toBeCloseTo(0.5, 9);
  const sides = chanceAbove({ k: 70_000, n: 300_000 }, { k: 68_000, n: 300_000 }, 0.003)! + chanceAbove({ k: 68_000, n: 300_000 }, { k: 70_000, n: 300_000 }, -0.003)!;
  expect(sides).toBeCloseTo(1, 8);
});

test('is not estimable for an empty group', () => {
  expect(chanceAbove({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull();
});
