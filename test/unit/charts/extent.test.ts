import { describe, expect, test } from 'vitest';
import { axisEnds } from '../../../src/app/charts/marks/extent';
import { scaleLinear } from '../../../src/app/charts/marks/d3';

describe('the ends of an axis', () => {
  test.each([
    ['two numbers', 2, 5, [2, 5]],
    ['one number', 3, 3, [2.5, 3.5]],
    ['zero', 0, 0, [-0.5, 0.5]],
    ['no number', Infinity, -Infinity, [0, 1]],
    ['something that is no number', NaN, 2, [0, 1]],
    ['small numbers', 1e-12, 3e-12, [1e-12, 3e-12]],
  ])('of %s', (_, low, high, ends) => expect(axisEnds(low, high)).toEqual(ends));

  test.each([
    [0.982013790037, 0.982013790037 + 2e-16],
    [1e12, 1e12],
    [-1e300, -1e300],
    [5e-9, 5e-9],
  ])('from %d to %d have no tick twice', (low, high) => {
    const ticks = scaleLinear(axisEnds(low, high), [0, 100]).nice(5).ticks(5);
    expect(ticks.length).toBeGreaterThan(1);
    expect(new Set(ticks).size).toBe(ticks.length);
  });
});
