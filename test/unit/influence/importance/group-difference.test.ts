import { describe, expect, test } from 'vitest';
import { influenceDifference } from '../../../../src/engine/influence/importance/group-difference';
import type { InfluenceRows } from '../../../../src/engine/influence/importance/mean-influence';
import { stratifiedSample } from '../../../../src/engine/influence/importance/strata';
import { moments, welch } from '../../../../src/engine/stats/intervals';
import { Random } from '../../../../src/engine/stats/random';

const PLAYERS = 2;
const ROWS = 3000;
const random = new Random(21);
const strata = Int32Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : row % 10 < 4 ? 2 : 0));
/** The first input moves the second group further and more unevenly; the second moves all alike. */
const phi = Float64Array.from({ length: ROWS * PLAYERS }, (_, at) => (at % 2 === 0 && strata[Math.floor(at / 2)] === 1 ? 0.3 + 2 * random.normal() : random.normal()));
const sizes = stratifiedSample(strata, 10, 1).sizes;
const exact = new Float64Array(ROWS * PLAYERS);
const whole: InfluenceRows = { players: PLAYERS, phi, se: exact, stratum: strata, sizes };

const meanOf = (player: number, where: (own: number) => boolean): number => {
  const values = [...strata.keys()].filter((row) => where(strata[row]!)).map((row) => Math.abs(phi[row * PLAYERS + player]!));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};
const truth = [0, 1].map((player) => meanOf(player, (own) => own === 1) - meanOf(player, (own) => own !== 1));

function drawn(seed: number, size = 240): InfluenceRows {
  const { rows, stratum } = stratifiedSample(strata, size, seed);
  const part = Float64Array.from([...rows].flatMap((row) => [...phi.subarray(row * PLAYERS, (row + 1) * PLAYERS)]));
  return { players: PLAYERS, phi: part, se: new Float64Array(part.length), stratum, sizes };
}

describe('the difference of mean influence between a group and everyone else', () => {
  test('is exact where every row is explained exactly', () => {
    influenceDifference(whole, 1).forEach(({ difference, halfWidth, p }, player) => {
      expect(difference).toBeCloseTo(truth[player]!, 12);
      expect([halfWidth, p]).toEqual([0, 0]);
    });
  });

  test('of two groups of an endless table is that of Welch', () => {
    const two = { ...drawn(5), sizes: Int32Array.of(1e9, 1e9, 1e9) };
    influenceDifference(two, 1, [0]).forEach(({ difference, halfWidth, p }, player) => {
      const side = (group: number): number[] => [...two.stratum.keys()].filter((row) => two.stratum[row] === group).map((row) => Math.abs(two.phi[row * PLAYERS + player]!));
      const expected = welch(moments(side(1)), moments(side(0)))!;
      expect(difference).toBeCloseTo(expected.difference, 12);
      // Degrees of freedom are rounded down to two digits.
      expect(halfWidth / ((expected.interval.upper - expected.interval.lower) / 2)).toBeCloseTo(1, 2);
      expect(p).toBeCloseTo(expected.p, 6);
    });
  });

  test('is not estimable with one row of several, nor without others', () => {
    const one: InfluenceRows = { players: 1, phi: Float64Array.of(1, 2, 3), se: new Float64Array(3), stratum: Int32Array.of(0, 1, 1), sizes: Int32Array.of(50, 50) };
    expect(influenceDifference(one, 0)[0]).toEqual({ difference: -1.5, halfWidth: NaN, p: NaN });
    expect(influenceDifference({ ...one, stratum: Int32Array.of(1, 1, 1) }, 1)[0]!.halfWidth).toBeNaN();
  });

  test('its 95% interval holds the truth in .93 to .97 of 1,000 runs, and a true 0 is rarely called a difference', () => {
    const RUNS = 1000;
    const inside = [0, 0];
    let small = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      influenceDifference(drawn(seed), 1).forEach(({ difference, halfWidth, p }, player) => {
        if (Math.abs(difference - truth[player]!) <= halfWidth) inside[player]!++;
        if (player === 1 && p < 0.01) small++;
      });
    }
    for (const count of inside) {
      expect(count / RUNS).toBeGreaterThan(0.93);
      expect(count / RUNS).toBeLessThan(0.97);
    }
    expect(small / RUNS).toBeLessThan(0.05);
  });

  test('counts the error with which each value is known', () => {
    const noisy = { ...whole, se: new Float64Array(ROWS * PLAYERS).fill(0.5) };
    const groups = [1, 2].map((side) => (side === 1 ? sizes[1]! : sizes[0]! + sizes[2]!));
    const error = 0.5 * Math.sqrt(1 / groups[0]! + 1 / groups[1]!);
    expect(influenceDifference(noisy, 1)[0]!.halfWidth / error).toBeCloseTo(1.96, 1);
  });
});
