import { describe, expect, test } from 'vitest';
import { complement, drawPairs } from '../../../../src/engine/influence/regression/draw';
import { allocatePairs, pairStrata } from '../../../../src/engine/influence/regression/strata';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('pairs of coalitions', () => {
  test.each([2, 3, 6, 7, 12])('of %i players are half of all coalitions but none and all', (players) => {
    const strata = pairStrata(players);
    expect(sum(strata.map(({ pairs }) => pairs))).toBe((2 ** players - 2) / 2);
    const seen = new Set<string>();
    for (const stratum of strata) {
      for (const side of drawPairs(stratum, players, stratum.pairs, 3)) {
        expect(side.length).toBe(stratum.size);
        seen.add(side.join()).add(complement(side, players).join());
      }
    }
    expect(seen.size).toBe(2 ** players - 2);
  });

  test.each([
    [8, 2, 5],
    [6, 3, 4],
    [40, 5, 12],
    [18, 9, 12],
  ])('of %i players, size %i: every player equally often among the first %i', (players, size, count) => {
    const strata = pairStrata(players);
    const runs = 4000;
    const times = new Float64Array(players);
    for (let seed = 0; seed < runs; seed++) {
      const drawn = drawPairs(strata[size - 1]!, players, count, seed);
      expect(new Set(drawn.map((side) => side.join())).size).toBe(count);
      for (const side of drawn) for (const player of side) times[player] = times[player]! + 1;
    }
    // The side with player 0 stands for a pair of equal sides, so the others stand in it a little less than half the time.
    const halves = size * 2 === players;
    const share = halves ? (size - 1) / (players - 1) : size / players;
    const error = Math.sqrt(share * (1 - share) * runs * count);
    times.forEach((number, player) => {
      if (halves && player === 0) expect(number).toBe(runs * count);
      else expect(Math.abs(number - share * runs * count)).toBeLessThan(4.5 * error);
    });
  });

  test.each([
    [10, 3],
    [60, 30],
  ])('of %i players, size %i: fewer are the beginning of more', (players, size) => {
    const stratum = pairStrata(players)[size - 1]!;
    const more = drawPairs(stratum, players, 50, 9).map((side) => side.join());
    expect(drawPairs(stratum, players, 20, 9).map((side) => side.join())).toEqual(more.slice(0, 20));
  });

  test.each([5, 10, 11, 40, 300])('are taken from every size of %i players alike until they run out, never fewer when more are wanted', (players) => {
    const strata = pairStrata(players);
    let before = strata.map(() => 0);
    for (let wanted = 1; wanted < 20_000; wanted = Math.ceil(wanted * 1.3)) {
      const counts = allocatePairs(strata, players, wanted);
      counts.forEach((count, index) => {
        const { size, pairs } = strata[index]!;
        expect(count).toBeGreaterThanOrEqual(before[index]!);
        expect(count).toBeLessThanOrEqual(pairs);
        expect(count).toBeGreaterThanOrEqual(size === 1 ? pairs : Math.min(2, pairs));
      });
      const least = allocatePairs(strata, players, 0);
      expect(sum(counts)).toBeLessThanOrEqual(Math.max(wanted, sum(least)));
      // The counts of a look are found again from their sum.
      expect(allocatePairs(strata, players, sum(counts))).toEqual(counts);
      before = counts;
    }
    if (players <= 11) expect(allocatePairs(strata, players, 2 ** players)).toEqual(strata.map(({ pairs }) => pairs));
  });
});
