import { expect, test } from 'vitest';
import { consistency } from '../../../src/engine/fairness/consistency';
import { Random } from '../../../src/engine/stats/random';

test('equals sorting all distances of every person', () => {
  const random = new Random(8);
  const columns = [0, 1].map(() => Float64Array.from({ length: 60 }, () => random.normal()));
  const decisions = Uint8Array.from({ length: 60 }, () => random.below(2));
  let sum = 0;
  for (let i = 0; i < 60; i++) {
    const others = Array.from({ length: 60 }, (_, j) => j).filter((j) => j !== i);
    const distance = (j: number): number => Math.hypot(...columns.map((c) => c[i]! - c[j]!));
    const near = others.sort((a, b) => distance(a) - distance(b)).slice(0, 4);
    sum += Math.abs(decisions[i]! - near.reduce((total, j) => total + decisions[j]!, 0) / 4);
  }
  expect(consistency(columns, decisions, 4)).toBeCloseTo(1 - sum / 60, 14);
});

test('is 1 when everyone gets the same, and null with too few people', () => {
  const column = [Float64Array.of(1, 2, 3)];
  expect(consistency(column, Uint8Array.of(1, 1, 1), 2)).toBe(1);
  expect(consistency(column, Uint8Array.of(1, 0, 1), 3)).toBeNull();
  expect(consistency(column, Uint8Array.of(1, 0, 1), 3, true)).toBeCloseTo(1 - (1 / 3 + 2 / 3 + 1 / 3) / 3, 14);
  expect(consistency([], new Uint8Array(0), 5)).toBeNull();
});
