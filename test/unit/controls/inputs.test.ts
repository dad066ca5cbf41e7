import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTyped, stepped } from '../../../src/app/controls/number-input';
import { splitRemedy } from '../../../src/app/controls/remedy';

describe('typed numbers', () => {
  test.each([
    ['36000', 36_000],
    ['$36,000', 36_000],
    ['−3.5', -3.5],
    ['-$5', -5],
    ['42%', 42],
    ['1 000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['3 €', 3],
  ])('%s is read', (text, value) => expect(parseTyped(text)).toBe(value));
  test.each(['', 'abc', '1.2.3', '--5', '0x10', 'Infinity', '12 apples'])('%j is no number', (text) => expect(parseTyped(text)).toBeNaN());
});

describe('steps', () => {
  test.each([
    [0.5, 1, 0.01, 0, 1, 0.51],
    [0.29, 1, 0.01, 0, 1, 0.3],
    [0.995, 1, 0.01, 0, 1, 1],
    [0.005, -1, 0.01, 0, 1, 0],
    [32_175, 1, 500, 9000, 90_000, 32_500],
    [32_175, -1, 500, 9000, 90_000, 32_000],
    [7, 1, 2, -Infinity, Infinity, 8],
    [1, 1, 1, 0, 1, 1],
  ])('%d by %d of %d within %d and %d', (value, steps, step, min, max, expected) => expect(stepped(value, steps, step, min, max)).toBe(expected));

  test('never leave the range and never carry dust', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: -20, max: 20 }), (hundredths, steps) => {
        const next = stepped(hundredths / 100, steps, 0.01, 0, 1);
        expect(next).toBe(Math.min(100, Math.max(0, hundredths + steps)) / 100);
      }),
    );
  });
});

test('a remedy is parted from its code lines', () => {
  expect(splitRemedy('Copy it again.')).toEqual({ sentence: 'Copy it again.', code: '' });
  expect(splitRemedy('Write an ONNX file.\nimport x\n  x.save()\n')).toEqual({ sentence: 'Write an ONNX file.', code: 'import x\n  x.save()' });
});
