import { describe, expect, test } from 'vitest';
import { evaluateLinear } from '../../../src/engine/models/linear/evaluate';
import type { Linear } from '../../../src/engine/models/linear/types';
import { validateLinear } from '../../../src/engine/models/linear/validate';

const linear: Linear = { features: 2, outputs: 2, weights: Float64Array.of(1, 2, -3, 0.5), intercept: Float64Array.of(10, 20) };

describe('linear models', () => {
  test('add weighted inputs to the intercept, one margin per output and row', () => {
    expect(Array.from(evaluateLinear(linear, Float64Array.of(1, 2, -4, 8), 2))).toEqual([15, 18, 22, 36]);
  });

  test('have no margin where an input is missing', () => {
    expect(Array.from(evaluateLinear(linear, Float64Array.of(NaN, 2), 1))).toEqual([NaN, NaN]);
  });

  test('without inputs give the intercept', () => {
    const empty = { features: 0, outputs: 1, weights: new Float64Array(0), intercept: Float64Array.of(3) };
    validateLinear(empty);
    expect(Array.from(evaluateLinear(empty, new Float64Array(0), 2))).toEqual([3, 3]);
  });

  test('that are sound pass the check', () => expect(() => validateLinear(linear)).not.toThrow());

  test.each([
    { fault: 'a weight too few', change: { weights: new Float64Array(3) }, code: 'linear-shape', why: /3 weights/ },
    { fault: 'an intercept too many', change: { intercept: new Float64Array(3) }, code: 'linear-shape', why: /3 intercepts/ },
    { fault: 'no outputs', change: { outputs: 0 }, code: 'linear-shape', why: /0 outputs/ },
    { fault: 'half an input', change: { features: 0.5 }, code: 'linear-shape', why: /0.5 inputs/ },
    { fault: 'a NaN weight', change: { weights: Float64Array.of(1, 2, NaN, 4) }, code: 'linear-value', why: /input 0 for output 1 is NaN/ },
    { fault: 'an infinite intercept', change: { intercept: Float64Array.of(1, Infinity) }, code: 'linear-value', why: /output 1 is Infinity/ },
  ])('with $fault are refused', ({ change, code, why }) => {
    const check = (): void => validateLinear({ ...linear, ...change });
    expect(check).toThrow(expect.objectContaining({ code }));
    expect(check).toThrow(why);
  });
});
