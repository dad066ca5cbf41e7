import { describe, expect, test } from 'vitest';
import { curvePoints, levelRows, missingScore, thinStretches } from '../../../src/app/screens/drivers/curves';
import { neckAndNeck } from '../../../src/app/screens/drivers/ranked';
import { cutToRound, shapeOf, stepOf, toStep } from '../../../src/app/screens/drivers/shape';
import { blockAxis, levelAxis, numberAxis } from '../../../src/engine/influence/dependence/axes';
import type { AxisDependence } from '../../../src/engine/influence/dependence/types';
import { partialDependence } from '../../../src/engine/influence/dependence/partial';

const points = (...ys: number[]): { x: number; y: number }[] => ys.map((y, x) => ({ x, y }));

describe('the shape of a curve', () => {
  test.each([
    ['rises all the way', points(0, 0.2, 0.5), { kind: 'rises', from: 0, to: 2, size: 0.5 }],
    ['rises with a small dip', points(0, 0.3, 0.28, 0.5), { kind: 'rises', from: 0, to: 3, size: 0.5 }],
    ['falls', points(0.5, 0.2, 0), { kind: 'falls', from: 0, to: 2, size: 0.5 }],
    ['goes up and down', points(0, 0.5, 0.1), { kind: 'turns', high: 1, low: 0, size: 0.5 }],
    ['hardly moves', points(0.4, 0.402, 0.401), { kind: 'flat' }],
  ])('%s', (_, curve, expected) => expect(shapeOf(curve, 0.005)).toMatchObject(expected));

  test('is not told of fewer than two points that have a score', () => {
    expect(shapeOf(points(1), 0)).toBeUndefined();
    expect(shapeOf([{ x: 0, y: NaN }, { x: 1, y: 1 }], 0)).toBeUndefined();
  });
});

describe('a stretch told in round numbers', () => {
  const line = [0, 19_749, 60_000, 100_308, 300_000].map((x) => ({ x, y: x / 1000 }));

  test('has the scores the curve has at the round numbers', () => {
    const cut = cutToRound(line, 19_749, 100_308);
    expect(cut.map(({ x }) => x)).toEqual([20_000, 60_000, 100_000]);
    cut.forEach(({ x, y }) => expect(y).toBeCloseTo(x / 1000, 10));
  });

  test('never goes beyond the curve', () => expect(cutToRound([{ x: 1.4, y: 0 }, { x: 98.7, y: 1 }], 1.4, 98.7).map(({ x }) => x)).toEqual([1.4, 98.7]));

  test.each([
    [2001, 2019, 2001],
    [24, 72, 24],
    [0, 2, 0],
  ])('leaves whole numbers from %d to %d alone', (low, high, told) => expect(toStep(low, stepOf(low, high))).toBe(told));

  test('a single value has no step', () => expect(toStep(7.25, stepOf(7.25, 7.25))).toBe(7.25));
});

test('thin points shade the stretch to their neighbours, once', () => {
  expect(thinStretches([0, 1, 2, 3, 4, 5], [false, false, true, true, false, false])).toEqual([[1, 4]]);
  expect(thinStretches([0, 1, 2, 3, 4, 5], [true, false, false, false, false, true])).toEqual([[0, 1], [4, 5]]);
  expect(thinStretches([0, 1], [false, false])).toEqual([]);
});

test('two inputs are told together when the interval of the second reaches the first', () => {
  const row = (value: number, half: number) => ({ id: '', label: '', value, low66: null, high66: null, low95: value - half, high95: value + half });
  expect(neckAndNeck([row(10, 1), row(9.5, 1)])).toBe(true);
  expect(neckAndNeck([row(10, 1), row(8, 1)])).toBe(false);
  expect(neckAndNeck([row(0, 0), row(0, 0)])).toBe(false);
  expect(neckAndNeck([row(10, 1)])).toBe(false);
});

describe('points of an input', () => {
  const dependence = (axis: AxisDependence['axis'], curves: Float64Array<ArrayBuffer>, count: number): AxisDependence => ({
    axis,
    partial: partialDependence(curves, count),
    accumulated: null,
    thin: new Uint8Array(count),
  });

  test('a missing value is no point of the line, and has a score of its own', () => {
    const axis = numberAxis('x', 0, Float64Array.of(1, 2, 3, NaN));
    const own = dependence(axis, Float64Array.of(0.1, 0.2, 0.3, 0.9, 0.3, 0.4, 0.5, 0.7), 4);
    const points = curvePoints(own, 'partial', 0)!;
    expect(points.x).toEqual([1, 2, 3]);
    [0.2, 0.3, 0.4].forEach((score, i) => expect(points.y[i]).toBeCloseTo(score, 12));
    expect(points.curves).toEqual([[0.1, 0.2, 0.3], [0.3, 0.4, 0.5]]);
    expect(missingScore(own)).toBeCloseTo(0.8, 12);
    expect(curvePoints(own, 'accumulated', 0)).toBeUndefined();
  });

  test('accumulated effects stand around the mean score, each edge with the rows on both sides', () => {
    const axis = numberAxis('x', 0, Float64Array.of(1, 2, 3));
    const accumulated = { edges: Float64Array.of(1, 2, 3), counts: Int32Array.of(2, 1), effect: Float64Array.of(-0.1, 0, 0.2), halfWidth: Float64Array.of(0.1, NaN, 0.1) };
    const points = curvePoints({ axis, partial: null, accumulated, thin: new Uint8Array(3) }, 'accumulated', 0.5)!;
    expect(points.y).toEqual([0.4, 0.5, 0.7]);
    expect(points.half).toEqual([0.1, null, 0.1]);
    expect(points.near).toEqual([2, 3, 1]);
  });

  test('levels are called by name, the highest score first, those with few people marked', () => {
    const axis = levelAxis('colour', 0, Float64Array.of(0, 0, 0, 0, 0, 1));
    const rows = levelRows(dependence(axis, Float64Array.of(0.1, 0.2, 0.2, 0.3), 2), [{ column: 0, name: 'colour', kind: 'level', levels: ['red', 'blue'] }]);
    expect(rows.map(({ label, thin }) => [label, thin])).toEqual([['blue', true], ['red', false]]);
    expect(rows[0]!.value).toBeCloseTo(0.25, 12);
    expect(rows[0]!.low95!).toBeLessThan(rows[0]!.low66!);
  });

  test('a one-hot block is called by what is 1, without the beginning all share', () => {
    const features = ['race_African-American', 'race_Other'].map((name, column) => ({ column, name, kind: 'number' as const }));
    const axis = blockAxis('race', [0, 1], Float64Array.of(1, 0, 1, 0, 0, 1), 2);
    const rows = levelRows(dependence(axis, Float64Array.of(0.1, 0.2, 0.2, 0.3), 2), features);
    expect(rows.map(({ label }) => label)).toEqual(['Other', 'African-American']);
  });
});
