import { expect, test } from 'vitest';
import { sessionP } from '../../../../src/engine/fairness/experiments/registration';

test('Holm over all that were registered: what has not run counts, and has no p-value itself', () => {
  expect(sessionP([0.01, null, 0.03])).toEqual([0.03, null, 0.06]);
  expect(sessionP([0.01, 0.03])).toEqual([0.02, 0.03]);
  expect(sessionP([null, null])).toEqual([null, null]);
  expect(sessionP([])).toEqual([]);
});
