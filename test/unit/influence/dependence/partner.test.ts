import { describe, expect, test } from 'vitest';
import { partnerShares, restShare, strongestPartner } from '../../../../src/engine/influence/dependence/partner';
import { type PlayerValues, playerValues } from '../../../../src/engine/influence/values';
import { Random } from '../../../../src/engine/stats/random';

const PEOPLE = 600;
const number = (values: Float64Array<ArrayBuffer>): PlayerValues => ({ ordered: true, values, combinations: [] });
const level = (values: Float64Array<ArrayBuffer>): PlayerValues => ({ ordered: false, values, combinations: [] });

/** Four numbers, the fourth going with the first, and a level. */
function people(seed: number): Float64Array<ArrayBuffer>[] {
  const random = new Random(seed);
  const draw = (): Float64Array<ArrayBuffer> => Float64Array.from({ length: PEOPLE }, () => random.normal());
  const [a, b, c, noise] = [draw(), draw(), draw(), draw()];
  const group = Float64Array.from({ length: PEOPLE }, () => random.below(3));
  return [a, b, c, a.map((value, i) => 0.9 * value + 0.3 * noise[i]!), group];
}

describe('the partner of an input', () => {
  // Shapley values against a background with mean 0: x1·x2 gives each of the two half of it; what the third and fourth add does not touch x1.
  test('of a product is the other factor, and not what merely goes with the input', () => {
    const [x1, x2, x3, x4] = people(1) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
    const phi = x1.map((value, i) => (value * x2[i]!) / 2);
    const shares = partnerShares(number(x1), phi, [number(x3), number(x2), number(x4)]);
    expect(strongestPartner(shares)).toBe(1);
    expect(shares[1]!).toBeGreaterThan(0.5);
    expect(Math.abs(shares[0]!)).toBeLessThan(0.05);
    expect(Math.abs(shares[2]!)).toBeLessThan(0.15);
  });

  test('is a level where the slope hangs on it', () => {
    const [x1, x2, x3, , group] = people(2) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, unknown, Float64Array<ArrayBuffer>];
    const phi = x1.map((value, i) => (group[i] === 1 ? value : -value));
    const shares = partnerShares(number(x1), phi, [number(x2), level(group), number(x3)]);
    expect(strongestPartner(shares)).toBe(1);
    expect(shares[1]!).toBeGreaterThan(0.6);
  });

  test('is found for an input that is a level itself', () => {
    const [x1, x2, , , group] = people(4) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, unknown, unknown, Float64Array<ArrayBuffer>];
    const phi = x1.map((value, i) => (group[i] === 1 ? 1 : -1) * value);
    const shares = partnerShares(level(group), phi, [number(x2), number(x1)]);
    expect(strongestPartner(shares)).toBe(1);
  });

  test('gets on average no share of an influence that hangs on the input alone', () => {
    let [sum, cases] = [0, 0];
    for (let seed = 1; seed <= 100; seed++) {
      const [x1, x2, x3, , group] = people(seed) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, unknown, Float64Array<ArrayBuffer>];
      const noise = new Random(1000 + seed);
      const phi = x1.map((value) => 2 * value + 0.1 * noise.normal());
      for (const share of partnerShares(number(x1), phi, [number(x2), number(x3), level(group)])) {
        sum += share;
        cases++;
      }
    }
    expect(Math.abs(sum / cases)).toBeLessThan(0.005);
  });

  test('with missing values counts those people among themselves', () => {
    const [x1, x2] = people(6) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
    const phi = x1.map((value, i) => (i % 3 === 0 ? (x2[i]! > 0 ? 1 : -1) : value));
    const own = x1.map((value, i) => (i % 3 === 0 ? NaN : value));
    expect(partnerShares(number(own), phi, [number(x2)])[0]!).toBeGreaterThan(0.4);
    const known = partnerShares(number(x2), phi.map((_, i) => (i % 3 === 0 ? x2[i]! : -x2[i]!)), [number(own)]);
    expect(known[0]!).toBeGreaterThan(0.8);
  });

  test('is not told of hardly anybody, of no influence or of nobody else', () => {
    const few = Float64Array.of(1, 2, 3);
    expect(strongestPartner(partnerShares(number(few), few, [number(few)]))).toBeUndefined();
    const [x1, x2] = people(7) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
    expect(strongestPartner(partnerShares(number(x1), new Float64Array(PEOPLE), [number(x2)]))).toBeUndefined();
    expect(strongestPartner(partnerShares(number(x1), x1, []))).toBeUndefined();
  });
});

describe('what is left among people who are alike in the input', () => {
  const [x1, x2] = people(9) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  test('is nothing for a straight line and for a level that decides alone', () => {
    expect(restShare(number(x1), x1.map((value) => 3 * value + 1))).toBeLessThan(1e-20);
    const home = x1.map((value) => (value > 0 ? 1 : 0));
    expect(restShare(level(home), home.map((value) => 2 - value))).toBeLessThan(1e-20);
  });
  test('is the share of the noise where noise is added', () => {
    // A variance of 1 along the input and one of 1/4 beside it.
    expect(restShare(number(x1), x1.map((value, i) => value + 0.5 * x2[i]!))).toBeCloseTo(0.2, 1);
  });
  test('is not told of an influence that does not vary', () => expect(restShare(number(x1), new Float64Array(PEOPLE))).toBeNaN());
});

describe('the values of a player', () => {
  const features = [{ kind: 'number' }, { kind: 'level' }, { kind: 'number' }, { kind: 'number' }] as const;
  const rows = Float64Array.from([1.5, 0, 1, 0, NaN, 2, 0, 1, 2.5, NaN, 1, 0]);

  test('are a number, a level, or the number of a combination in the order in which they come', () => {
    expect(playerValues({ name: 'a', features: [0] }, features, rows)).toEqual({ ordered: true, values: Float64Array.of(1.5, NaN, 2.5), combinations: [] });
    expect(playerValues({ name: 'b', features: [1] }, features, rows)).toEqual({ ordered: false, values: Float64Array.of(0, 2, NaN), combinations: [] });
    expect(playerValues({ name: 'c', features: [2, 3] }, features, rows)).toEqual({ ordered: false, values: Float64Array.of(0, 1, 0), combinations: [[1, 0], [0, 1]] });
  });
});
