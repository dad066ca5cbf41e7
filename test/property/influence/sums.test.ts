import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorCovariance, estimate } from '../../../src/engine/influence/sampled/estimate';
import { addUnit, emptySums, mergeSums } from '../../../src/engine/influence/sampled/sums';
import type { UnitSums } from '../../../src/engine/influence/sampled/sums';
import { Random } from '../../../src/engine/stats/random';
import { distance } from '../../unit/influence/oracle';

const PLAYERS = 4;
const ROWS = 5;
const OWN = Int32Array.of(0, 1, 2, 3);

interface Unit {
  readonly row: number;
  readonly values: Float64Array;
}

function unitsOf(seed: number, count: number): Unit[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => ({
    row: index % ROWS,
    values: Float64Array.from({ length: PLAYERS }, () => 5 + random.normal()),
  }));
}

/** Sums of some units, over only the rows they touch. */
function sumsOf(units: readonly Unit[]): UnitSums {
  const first = Math.min(...units.map(({ row }) => row));
  const last = Math.max(...units.map(({ row }) => row));
  const sums = emptySums(first, last - first + 1, PLAYERS);
  for (const { row, values } of units) {
    sums.base[row - first] = row / 7;
    addUnit(sums, row - first, OWN, values, new Float64Array(PLAYERS));
  }
  return sums;
}

const close = (a: UnitSums, b: UnitSums): void => {
  expect([...a.units]).toEqual([...b.units]);
  for (const field of ['means', 'squares', 'cross'] as const) expect(distance(a[field], b[field])).toBeLessThan(1e-10);
  expect([...a.base]).toEqual([...b.base]);
};

test('merging sums is associative and commutative and forgets nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 3, max: 40 }), fc.integer({ min: 1, max: 38 }), (seed, count, cut) => {
      const units = unitsOf(seed, count);
      const at = 1 + (cut % (count - 2));
      const [a, b, c] = [sumsOf(units.slice(0, at)), sumsOf(units.slice(at, count - 1)), sumsOf(units.slice(count - 1))];
      const whole = sumsOf(units);
      close(mergeSums(mergeSums(a, b), c), whole);
      close(mergeSums(a, mergeSums(b, c)), whole);
      close(mergeSums(c, mergeSums(b, a)), whole);
    }),
  );
});

test('an enumerated row stays exact whatever it is merged with', () => {
  const sampled = sumsOf(unitsOf(1, 10));
  const exact = emptySums(2, 1, PLAYERS);
  exact.units[0] = -1;
  exact.means.set([1, 2, 3, 4]);
  for (const merged of [mergeSums(sampled, exact), mergeSums(exact, sampled)]) {
    expect(merged.units[2]).toBe(-1);
    expect([...merged.means.subarray(8, 12)]).toEqual([1, 2, 3, 4]);
    expect([...merged.squares.subarray(8, 12)]).toEqual([0, 0, 0, 0]);
  }
});

test('the estimate is the stratified one, by its formula', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 2, max: 6 }), (seed, each) => {
      const units = unitsOf(seed, each * ROWS);
      const found = estimate(sumsOf(units));
      const covariance = errorCovariance(sumsOf(units), found);
      for (let player = 0; player < PLAYERS; player++) {
        let mean = 0;
        let variance = 0;
        for (let row = 0; row < ROWS; row++) {
          const own = units.filter((unit) => unit.row === row).map(({ values }) => values[player]!);
          const center = own.reduce((sum, value) => sum + value, 0) / each;
          mean += center / ROWS;
          variance += own.reduce((sum, value) => sum + (value - center) ** 2, 0) / (each - 1) / each / ROWS ** 2;
        }
        expect(found.phi[player]).toBeCloseTo(mean, 10);
        expect(found.se[player]).toBeCloseTo(Math.sqrt(variance), 10);
        expect(covariance[player * PLAYERS + player]).toBeCloseTo(variance, 10);
        expect(found.freedom[player]).toBeLessThanOrEqual(ROWS * (each - 1));
      }
    }),
  );
});
