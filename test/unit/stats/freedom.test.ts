import { expect, test } from 'vitest';
import { pooledFreedom } from '../../../src/engine/stats/freedom';
import { Random } from '../../../src/engine/stats/random';

test.each([
  ['equal variances add up their degrees of freedom', 2, 5, 2, 5, 10],
  ['by hand', 1, 4, 3, 9, 16 / (1 / 4 + 9 / 9)],
  ['a variance of 0 has no say', 0, 1, 3, 9, 9],
  ['whichever it is', 3, 9, 0, 1, 9],
  ['a known variance', 1, Infinity, 1, 7, 28],
  ['so small that squares are 0', 0, Infinity, 1e-200, 7, 7],
])('%s', (_, a, freedomA, b, freedomB, expected) => expect(pooledFreedom(a, freedomA, b, freedomB)).toBeCloseTo(expected, 10));

test('nothing varies: no degrees of freedom', () => expect(pooledFreedom(0, 3, 0, 4)).toBeNaN());

test('lies between the smaller one and the sum of both', () => {
  const random = new Random(5);
  for (let run = 0; run < 500; run++) {
    const [a, b] = [1 + random.below(1000), 1 + random.below(1000)];
    const [fa, fb] = [1 + random.below(40), 1 + random.below(40)];
    const found = pooledFreedom(a, fa, b, fb);
    expect(found).toBeGreaterThanOrEqual(Math.min(fa, fb) - 1e-9);
    expect(found).toBeLessThanOrEqual(fa + fb + 1e-9);
  }
});
