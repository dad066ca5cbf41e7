import { describe, expect, test } from 'vitest';
import { marginGoals } from '../../../src/engine/recourse/goals';
import { applyLink, type Link } from '../../../src/engine/models/links';
import { choosePlans } from '../../../src/engine/recourse/choose';
import { cumulativeShare, levelCost, numberCost, shareBelow } from '../../../src/engine/recourse/costs';
import { actionGrid } from '../../../src/engine/recourse/grid';
import { decimalsIn, decimalsOf } from '../../../src/engine/table/decimals';
import type { Direction, Plan } from '../../../src/engine/recourse/types';

const share = cumulativeShare(Float64Array.of(3, 1, 2, NaN, 2));

describe('costs', () => {
  test('the share of rows at or below a value is a line between those that occur, and counts no missing ones', () => {
    expect([...share.values]).toEqual([1, 2, 3]);
    expect([...share.shares]).toEqual([0.25, 0.75, 1]);
    expect([0, 1, 1.5, 2, 2.5, 3, 9].map((x) => shareBelow(share, x))).toEqual([0.25, 0.25, 0.5, 0.75, 0.875, 1, 1]);
    expect(shareBelow(cumulativeShare(new Float64Array(0)), 5)).toBe(0);
  });

  test.each([
    ['percentile', 1, 2.5, 0.625],
    ['percentile', 2.5, 1, 0.625],
    ['log', 1, 2, Math.log(0.75 / 0.25)],
    // Nobody is above 3: held one row below the top.
    ['log', 1, 3, Math.log(0.75 / 0.2)],
    ['deviation', 1, 2.5, 3],
  ] as const)('%s from %d to %d is %d', (kind, from, to, cost) => {
    expect(numberCost(kind, share, 4, 0.5)(from, to)).toBeCloseTo(cost, 14);
    expect(numberCost(kind, share, 4, 0.5)(from, from)).toBe(0);
  });

  test('another level costs 1, the same and still missing nothing', () => {
    expect([levelCost(1, 2), levelCost(1, 1), levelCost(NaN, NaN), levelCost(NaN, 1)]).toEqual([1, 0, 0, 1]);
  });
});

describe('values that a number may take', () => {
  const rule = (direction: Direction) => ({ kind: 'number' as const, low: 1, high: 2, step: 0.25, direction, weight: 1 });
  test.each([
    ['any', 1.5, [1, 1.25, 1.5, 1.75, 2]],
    ['up', 1.5, [1.5, 1.75, 2]],
    ['down', 1.5, [1, 1.25, 1.5]],
    ['any', 1.6, [1, 1.25, 1.5, 1.6, 1.75, 2]],
    ['up', 1.6, [1.6, 1.75, 2]],
    ['any', 5, [1, 1.25, 1.5, 1.75, 2, 5]],
    ['up', 5, [5]],
    ['down', 0, [0]],
    ['any', 0, [0, 1, 1.25, 1.5, 1.75, 2]],
  ] as const)('%s from %d', (direction, own, values) => {
    const grid = actionGrid(rule(direction), own);
    expect(Array.from({ length: grid.count }, (_, index) => grid.value(index))).toEqual(values);
    expect(grid.value(grid.own)).toBe(own);
  });

  test('are named in the decimals that nearly all of a column have', () => {
    expect([7, 0.5, 0.25, 1234.125, 1e-3].map(decimalsIn)).toEqual([0, 1, 2, 3, 3]);
    expect(decimalsOf(Float64Array.of(1, 2, 3.5))).toBe(1);
    expect(decimalsOf(Float64Array.from({ length: 200 }, (_, i) => (i === 0 ? 0.123 : i)))).toBe(0);
    expect(decimalsOf(Float64Array.of(Math.PI))).toBe(6);
  });
});

test.each(['none', 'sigmoid', 'exp', 'log1pexp', 'signed-square', 'step'] as const)('a target on the score is a goal on the margin, to the last bit: %s', (link: Link) => {
  const scored = { outputs: 1, task: 'regression' as const, link, scale: 1 };
  const scoreOf = (x: number): number => applyLink(link, Float64Array.of(x), 1)[0]!;
  for (const x of [0.1, 0.7, 1.9]) {
    const score = scoreOf(x);
    const [above] = marginGoals(scored, { class: 0, above: score }).goals;
    expect(scoreOf(above!.least)).toBeGreaterThanOrEqual(score);
    expect(above!.least).toBeLessThanOrEqual(x);
    const [below] = marginGoals(scored, { class: 0, below: score }).goals;
    expect(below!.weights).toEqual([-1]);
    expect(scoreOf(-below!.least)).toBeLessThanOrEqual(score);
    expect(-below!.least).toBeGreaterThanOrEqual(x);
  }
});

test('plans shown: the cheapest, the fewest changes, then the most unlike, never two with the same inputs nor one with changes that another does without', () => {
  const plan = (cost: number, ...features: number[]): Plan => ({ cost, row: new Float64Array(0), changes: features.map((feature) => ({ feature, from: 0, to: 1, cost: cost / features.length })) });
  // 0, 1 and 3 for 2.5 is no better than 0 and 1 for 2; but 0, 2 and 5 for 3 is cheaper than 2 alone.
  const all = [plan(3, 0, 1), plan(2, 0, 1), plan(4, 2), plan(2.5, 0, 1, 3), plan(5, 4, 5), plan(3, 0, 2, 5)];
  expect(choosePlans(all, 3).map(({ cost }) => cost)).toEqual([2, 4, 5]);
  expect(choosePlans(all, 9).map(({ cost }) => cost)).toEqual([2, 4, 5, 3]);
  expect(choosePlans([], 3)).toEqual([]);
});
