import { expect, test } from 'vitest';
import { kendallTau } from '../../../src/engine/stats/kendall';

test.each([
  ['the same order', [1, 2, 3, 4], [10, 20, 30, 40], 1],
  ['the opposite order', [1, 2, 3], [3, 2, 1], -1],
  ['one of three pairs turned', [1, 2, 3], [2, 1, 3], 1 / 3],
  ['ties in both, the value scipy.stats.kendalltau documents', [12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.47140452079103173],
  ['a tie in one: one pair of three says nothing', [1, 1, 2], [1, 2, 3], 2 / Math.sqrt(2 * 3)],
  ['pairs with a value that is not known left out', [1, 2, NaN, 3], [1, 2, 0, 3], 1],
])('%s', (_, a, b, tau) => expect(kendallTau(a, b)).toBeCloseTo(tau, 14));

test.each([
  ['nothing', [], []],
  ['one value', [1], [1]],
  ['a list of equals', [1, 1, 1], [1, 2, 3]],
])('%s orders nothing', (_, a, b) => expect(kendallTau(a, b)).toBeNull());
