import { describe, expect, test } from 'vitest';
import { coarsenPlayers } from '../../../../src/engine/fairness/gap/coarsen';
import type { GapShares } from '../../../../src/engine/fairness/gap/types';
import { gapWaterfall } from '../../../../src/engine/fairness/gap/waterfall';
import { Random } from '../../../../src/engine/stats/random';
import { single } from '../../influence/oracle';

const random = new Random(3);

function shares(parts: readonly number[], b: number, remainder = 0, errors = parts.map(() => 0.001)): GapShares {
  const phi = Float64Array.from(parts);
  const total = phi.reduce((sum, value) => sum + value, remainder);
  const se = Float64Array.from(errors);
  const covariance = Float64Array.from({ length: phi.length ** 2 }, (_, at) => (at % (phi.length + 1) === 0 ? se[at % phi.length]! ** 2 : 0));
  return { a: b + total, b, total, phi, se, halfWidth: se, bandHalfWidth: se, covariance, freedom: 1000, remainder, remainderHalfWidth: 0 };
}

const CHOICE = { top: 3, scale: 100, decimals: 1, delta: 0.05 };

describe('the waterfall', () => {
  test('walks from one mean to the other by size, joins the rest, and always has the remainder', () => {
    const { steps, start, end } = gapWaterfall(shares([0.01, -0.002, 0.1, 0.05, 0.003, 0], 0.4), CHOICE);
    expect(steps.map(({ players, kind }) => [players, kind])).toEqual([[[2], 'one'], [[3], 'one'], [[0], 'one'], [[4, 1, 5], 'others'], [[], 'remainder']]);
    expect([start, steps[0]!.from, steps[0]!.to]).toEqual([40, 40, 50]);
    expect(steps.at(-1)!.to).toBe(end);
    steps.slice(1).forEach(({ from }, at) => expect(from).toBe(steps[at]!.to));
    expect(steps[3]!.halfWidth).toBeCloseTo(100 * 1.962 * Math.sqrt(3e-6), 3);
  });

  test('shows a rest of one by its own name', () => {
    expect(gapWaterfall(shares([0.1, 0.2, 0.3, 0.4], 0), CHOICE).steps.map(({ kind }) => kind)).toEqual(['one', 'one', 'one', 'one', 'remainder']);
  });

  test('what is printed adds up to the printed gap, and the printed gap to the printed ends, for any numbers', () => {
    for (let run = 0; run < 3000; run++) {
      const size = 1 + random.below(12);
      const parts = Array.from({ length: size }, () => (random.normal() * 10 ** random.below(3)) / 100);
      const decimals = random.below(3);
      const drawn = gapWaterfall(shares(parts, random.uniform(), run % 3 === 0 ? random.normal() / 50 : 0), { ...CHOICE, decimals, top: 1 + random.below(7) });
      const unit = 10 ** decimals;
      const whole = (value: number): number => Math.round(value * unit);
      const sum = drawn.steps.reduce((total, { printed }) => total + whole(printed), 0);
      expect(sum).toBe(whole(drawn.printedTotal));
      expect(whole(drawn.printedStart) + sum).toBe(whole(drawn.printedEnd));
      for (const { printed } of drawn.steps) expect(printed * unit).toBeCloseTo(whole(printed), 6);
      for (const { printed, value, kind } of drawn.steps) if (kind !== 'remainder') expect(Math.abs(printed - value) * unit).toBeLessThan(2 + 1 / drawn.steps.length);
    }
  });

  test('shows nothing left over where nothing is', () => {
    const { steps } = gapWaterfall(shares([0.1004, 0.1004, 0.1004], 0.0003), { ...CHOICE, decimals: 0 });
    expect(steps.at(-1)).toMatchObject({ kind: 'remainder', printed: 0 });
    expect(steps.reduce((sum, { printed }) => sum + printed, 0)).toBe(30);
  });
});

describe('the coarsened game', () => {
  test('has the set as one player where its first input stood', () => {
    expect(coarsenPlayers(single(5), [3, 1], 'justified').map(({ name, features }) => [name, ...features])).toEqual([['x0', 0], ['justified', 1, 3], ['x2', 2], ['x4', 4]]);
  });
  test.each([[[]], [[2]], [[2, 2]]])('is the game itself for the set %j', (set) => {
    expect(coarsenPlayers(single(3), set, 'justified')).toEqual(single(3));
  });
});
