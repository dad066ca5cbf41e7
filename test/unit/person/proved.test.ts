import { describe, expect, test } from 'vitest';
import type { FeatureCondition } from '../../../src/engine/influence/anchors/proof/told';
import type { Feature } from '../../../src/engine/models/binding/types';
import { allowedText, keptText } from '../../../src/app/screens/person/rule/proved';

const age: Feature = { name: 'age', column: 0, kind: 'number' };
const job: Feature = { name: 'job', column: 1, kind: 'level', levels: ['clerk', 'cook', 'nurse', 'pilot', 'smith', 'tutor', 'vet'] };

function condition(values: number[], others: number[], more: Partial<FeatureCondition> = {}): FeatureCondition {
  return { feature: 0, ranges: [], values: Float64Array.from(values), others: Float64Array.from(others), ...more };
}

describe('the values a proved reason allows', () => {
  test.each<[string, FeatureCondition]>([
    ['up to 30', condition([10, 20, 30], [40], { ranges: [{ low: -Infinity, high: 30 }] })],
    ['20 or more', condition([20, 30], [10], { ranges: [{ low: 20, high: Infinity }] })],
    ['from 20 to 30', condition([20, 25, 30], [10, 40], { ranges: [{ low: 20, high: 30 }] })],
    ['20', condition([20], [10, 30], { ranges: [{ low: 20, high: 20 }] })],
    ['10', condition([10], [20], { ranges: [{ low: -Infinity, high: 10 }] })],
    ['up to 10 or 30 or more', condition([10, 30, 40], [20], { ranges: [{ low: -Infinity, high: 10 }, { low: 30, high: Infinity }] })],
    ['up to 20 or missing', condition([10, 20], [30], { ranges: [{ low: -Infinity, high: 20 }], missing: true })],
  ])('of numbers: %s', (text, own) => expect(allowedText(own, age)).toBe(text));

  test.each<[string, FeatureCondition]>([
    ['missing', condition([], [1, 2], { missing: true })],
    ['any value that is not missing', condition([1, 2], [], { ranges: [{ low: -Infinity, high: Infinity }], missing: false })],
    ['clerk or cook', condition([0, 1], [2, 3, 4])],
    ['clerk or missing', condition([0], [2, 3, 4], { missing: true })],
    ['not clerk or cook', condition([2, 3, 4], [0, 1])],
    ['not clerk or missing', condition([2, 3, 4], [0], { missing: false })],
    ['clerk, cook, nurse, pilot, or 2 more', condition([0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11, 12])],
  ])('of levels and missing ones: %s', (text, own) => expect(allowedText(own, job)).toBe(text));
});

test('a block of 0/1 inputs is told by the one that must be 1, or by all', () => {
  const features = ['home_own', 'home_rent', 'home_other'].map((name, column): Feature => ({ name, column, kind: 'number' }));
  const players = [{ name: 'home', features: [0, 1, 2] }];
  const zero = (feature: number): FeatureCondition => condition([0], [1], { feature, ranges: [{ low: -Infinity, high: 0 }] });
  const one = condition([1], [0], { feature: 1, ranges: [{ low: 1, high: Infinity }] });
  expect(keptText({ player: 0, necessary: true, conditions: [zero(0), one] }, players, features)).toEqual({ name: 'home', allowed: 'rent' });
  expect(keptText({ player: 0, necessary: true, conditions: [zero(0), zero(2)] }, players, features)).toEqual({ name: 'home', allowed: 'own 0 and other 0' });
});
