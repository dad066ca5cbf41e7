import { expect, test } from 'vitest';
import { normalQuantile, studentQuantile } from '../../../src/engine/stats/distributions';
import { maxT } from '../../../src/engine/stats/max-t';

const identity = (size: number): Float64Array => Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 4 : 0));
const DRAWS = 200_000;

test('of independent estimates is the quantile of Šidák', () => {
  for (const size of [1, 2, 8]) {
    const wanted = normalQuantile(1 - (1 - 0.95 ** (1 / size)) / 2);
    expect(maxT(identity(size), size, 1e6, 0.95, DRAWS, 1)).toBeCloseTo(wanted, 1);
  }
});

test('of estimates that move together is that of one, in any units', () => {
  const together = Float64Array.of(1, -3, -3, 9);
  expect(maxT(together, 2, 1e6, 0.95, DRAWS, 2)).toBeCloseTo(normalQuantile(0.975), 1);
});

test('grows with few degrees of freedom, as t does', () => {
  expect(maxT(identity(1), 1, 4, 0.95, DRAWS, 3)).toBeCloseTo(studentQuantile(0.975, 4), 1);
});

test('leaves estimates without error out and is not known where an error is not', () => {
  expect(maxT(Float64Array.of(4, 0, 0, 0), 2, 1e6, 0.95, DRAWS, 4)).toBeCloseTo(1.96, 1);
  expect(maxT(Float64Array.of(NaN), 1, 10, 0.95, 100, 1)).toBeNaN();
});
