import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import { principalReasons } from '../../../src/engine/influence/reasons/principal';
import type { Reasons } from '../../../src/engine/influence/reasons/types';
import { Random } from '../../../src/engine/stats/random';
import { question, scorerOf } from './oracle';

const linear = (weights: readonly number[], person: readonly number[], rows: readonly (readonly number[])[], of = rows.length): Promise<Reasons> =>
  runInline(
    reasonsJob,
    question(person, rows, { of }),
    scorerOf((row) => row.reduce((sum, x, j) => sum + x * weights[j]!, 0)),
  );

describe('principal reasons', () => {
  test('are the inputs that take most away, largest first, four at most, with nothing uncertain when all is exact', async () => {
    const found = await linear([1, 1, 1, 1, 1, 1], [-3, 2, -5, -1, -2, -4], [[0, 0, 0, 0, 0, 0]]);
    expect(principalReasons(found, 1, 4)).toEqual(
      [2, 5, 0, 4].map((player) => ({ player, value: found.phi[player], halfWidth: 0, sure: true, tiedWithNext: false })),
    );
  });

  test('are those that add most where a smaller number is better for the person', async () => {
    const found = await linear([1, 1, 1], [-3, 2, 5], [[0, 0, 0]]);
    expect(principalReasons(found, -1, 4).map(({ player, value }) => [player, Math.round(value * 1e9) / 1e9])).toEqual([
      [2, 5],
      [1, 2],
    ]);
  });

  test('leave out what is hardly anything beside the first', async () => {
    const found = await linear([1, 1, 1], [-10, -0.6, -0.4], [[0, 0, 0]]);
    expect(principalReasons(found, 1, 4).map(({ player }) => player)).toEqual([0, 1]);
  });

  test('are none for a person whom every input helps', async () => {
    expect(principalReasons(await linear([1, 1], [1, 2], [[0, 0]]), 1, 4)).toEqual([]);
  });

  test('equal ones are tied, by computation error also where it is known, and the last told is held against the next untold', async () => {
    const found = await linear([1, 1, 1], [-2, -2, -1], [[0, 0, 0]]);
    expect(principalReasons(found, 1, 2).map(({ tiedWithNext }) => tiedWithNext)).toEqual([true, false]);
    const covariance = Float64Array.of(0.04, 0.039, 0, 0.039, 0.04, 0, 0, 0, 0.04);
    const estimated: Reasons = { ...found, method: 'sampled', phi: Float64Array.of(-2, -1.5, -1), halfWidth: Float64Array.of(0.4, 0.4, 0.4), covariance, freedom: Float64Array.of(50, 50, 50) };
    // The errors of the first two nearly cancel in their difference, those of the second and third add up.
    expect(principalReasons(estimated, 1, 3).map(({ tiedWithNext }) => tiedWithNext)).toEqual([false, true, false]);
    expect(principalReasons({ ...estimated, covariance: new Float64Array(0) }, 1, 3).map(({ tiedWithNext }) => tiedWithNext)).toEqual([true, true, false]);
  });

  test('a value whose interval reaches to zero is not sure; both errors count', async () => {
    const found = await linear([1, 1], [-1, -1], [[0, 0]]);
    const halves = Float64Array.of(0.8, 0.6);
    const background = { rows: 1e6, covered: 1e6, of: 1e9 };
    const errors = { halfWidth: halves, freedom: Float64Array.of(1e6, 1e6), backgroundHalfWidth: halves, backgroundSe: halves.map((half) => half / 1.96) };
    const told = principalReasons({ ...found, method: 'sampled', background, ...errors }, 1, 4);
    told.forEach(({ halfWidth, player }) => expect(halfWidth).toBeCloseTo(halves[player]! * Math.SQRT2, 4));
    expect(told.map(({ sure }) => sure)).toEqual([false, true]);
  });

  test('equal inputs are told apart in one of twenty draws at most', async () => {
    const random = new Random(5);
    const runs = 600;
    let apart = 0;
    for (let run = 0; run < runs; run++) {
      // Opposite errors are the worst case for a difference.
      const rows = Array.from({ length: 20 }, () => random.normal()).map((x) => [x, -x]);
      const [first] = principalReasons(await linear([1, 1], [-3, -3], rows, 1e9), 1, 1);
      if (first && !first.tiedWithNext) apart++;
    }
    expect(1 - apart / runs).toBeGreaterThan(0.93);
    expect(1 - apart / runs).toBeLessThan(0.97);
  });
});
