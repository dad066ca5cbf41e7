import { describe, expect, test } from 'vitest';
import { gowerDistance, gowerScale } from '../../../../src/engine/influence/nearest/gower';
import { NearestRows, nearestRows } from '../../../../src/engine/influence/nearest/rows';
import { joinPlayers } from '../../../../src/engine/influence/players';
import { Random } from '../../../../src/engine/stats/random';
import { single } from '../oracle';

const number = { name: 'n', kind: 'number' } as const;
const level = { name: 'l', kind: 'level' } as const;

describe('distance', () => {
  // 101 rows 0 … 100: the 5% and 95% quantiles are 5 and 95.
  const column = Float64Array.from({ length: 101 }, (_, row) => row);
  const scale = gowerScale([number], single(1), column);
  test.each([
    ['the same number', 40, 40, 0],
    ['half the span', 10, 55, 0.5],
    ['the whole span', 5, 95, 1],
    ['more than the span counts no more', 0, 1000, 1],
    ['infinite', 0, Infinity, 1],
    ['missing and missing', NaN, NaN, 0],
    ['missing and a number', NaN, 3, 1],
    ['a number and missing', 3, NaN, 1],
    ['zeros of both signs', 0, -0, 0],
  ])('of a number: %s', (_, a, b, expected) => {
    expect(gowerDistance(scale, [a], [b])).toBeCloseTo(expected, 15);
    expect(nearestRows(Float64Array.of(a), Float64Array.of(b), scale, { count: 1 })[0]!.distance).toBeCloseTo(expected, 15);
  });

  test('the span is that of the middle 90%, of all where these are equal, and constants and levels are the same or not', () => {
    const mostly = Float64Array.from({ length: 100 }, (_, row) => (row === 0 ? 50 : 0));
    expect(gowerScale([number], single(1), mostly).features).toEqual([{ kind: 'number', span: 50 }]);
    const huge = Float64Array.from({ length: 101 }, (_, row) => (row === 100 ? 1e9 : row));
    expect(gowerScale([number], single(1), huge).features[0]!.span).toBe(90);
    const constant = gowerScale([number, level], single(2), Float64Array.of(7, 1, 7, 2, NaN, NaN));
    expect(constant.features.map(({ kind }) => kind)).toEqual(['same', 'same']);
    expect(gowerDistance(constant, [7, 1], [7.001, 2])).toBe(1);
    expect(gowerDistance(constant, [7, 1], [7, NaN])).toBe(0.5);
    expect(gowerScale([number], single(1), Float64Array.of(NaN, NaN)).features[0]!.kind).toBe('same');
    expect(gowerScale([number], single(1), new Float64Array(0)).features[0]!.kind).toBe('same');
  });

  test('inputs that belong together count once, by the one that differs most', () => {
    const features = [number, level, level, number];
    const players = joinPlayers(features, [{ name: 'block', features: [1, 2] }]);
    const rows = Float64Array.from(Array.from({ length: 101 }, (_, row) => [row, row % 2, 1 - (row % 2), row]).flat());
    const blocks = gowerScale(features, players, rows);
    expect(gowerDistance(blocks, [0, 1, 0, 0], [0, 0, 1, 45])).toBeCloseTo((0 + 1 + 0.5) / 3, 15);
    const joined = gowerScale(features, [{ name: 'all', features: [0, 3] }, { name: 'rest', features: [1, 2] }], rows);
    expect(gowerDistance(joined, [0, 1, 0, 0], [9, 1, 0, 45])).toBeCloseTo(0.25, 15);
  });

  test('players that leave an input out are refused', () => {
    expect(() => gowerScale([number, number], single(1), new Float64Array(2))).toThrowError(expect.objectContaining({ code: 'players' }));
    expect(() => new NearestRows(new Float64Array(2), scale, 1)).toThrow(RangeError);
  });
});

describe('the nearest rows', () => {
  const random = new Random(5);
  const WIDTH = 6;
  const ROWS = 700;
  const features = [number, level, number, level, level, number];
  const players = joinPlayers(features, [{ name: 'block', features: [3, 4] }]);
  const cell = (feature: number): number => {
    if (random.uniform() < 0.1) return NaN;
    return features[feature]!.kind === 'level' ? random.below(3) : feature === 0 ? random.below(4) : random.normal() ** 3;
  };
  const values = Float64Array.from({ length: ROWS * WIDTH }, (_, at) => cell(at % WIDTH));
  const scale = gowerScale(features, players, values);
  const eligible = Uint8Array.from({ length: ROWS }, () => +(random.uniform() < 0.7));
  const rowAt = (row: number): Float64Array => values.subarray(row * WIDTH, (row + 1) * WIDTH);
  /** The definition: all distances, sorted. */
  const sorted = (person: Float64Array, allowed: (row: number) => boolean): { row: number; distance: number }[] =>
    Array.from({ length: ROWS }, (_, row) => ({ row, distance: gowerDistance(scale, person, rowAt(row)) }))
      .filter(({ row }) => allowed(row))
      .sort((a, b) => a.distance - b.distance || a.row - b.row);

  test.each([1, 3, 25, ROWS])('are those of a full sort, %i of them', (count) => {
    for (let own = 0; own < 20; own++) {
      const person = rowAt(own);
      const found = nearestRows(person, values, scale, { count, eligible });
      const expected = sorted(person, (row) => eligible[row] === 1).slice(0, count);
      expect(found.map(({ row, distance }) => ({ row, distance }))).toEqual(expected);
      for (const { row, parts, differing, distance, values: near } of found) {
        expect(near).toEqual(Float64Array.from(rowAt(row)));
        expect(parts.reduce((sum, part) => sum + part, 0) / players.length).toBe(distance);
        const unlike = [...players.keys()].filter((player) => players[player]!.features.some((f) => !Object.is(person[f], near[f])));
        expect([...differing]).toEqual(unlike);
      }
    }
  });

  test('do not depend on the pieces they come in, nor on the order of the pieces', () => {
    const person = rowAt(9);
    const whole = nearestRows(person, values, scale, { count: 12, eligible });
    for (const size of [1, 7, 100, ROWS]) {
      const starts = Array.from({ length: Math.ceil(ROWS / size) }, (_, piece) => piece * size);
      for (const order of [starts, starts.toReversed()]) {
        const nearest = new NearestRows(person, scale, 12);
        for (const start of order) nearest.feed(values.slice(start * WIDTH, Math.min(ROWS, start + size) * WIDTH), start, eligible);
        expect(nearest.rows()).toEqual(whole);
      }
    }
  });

  test('at the same distance go by row number', () => {
    const same = new Float64Array(50);
    const flat = gowerScale([number], single(1), same);
    expect(nearestRows(Float64Array.of(1), same, flat, { count: 4 }).map(({ row }) => row)).toEqual([0, 1, 2, 3]);
    const backwards = new NearestRows(Float64Array.of(1), flat, 4);
    for (let row = 49; row >= 0; row--) backwards.feed(same.subarray(row, row + 1), row);
    expect(backwards.rows().map(({ row }) => row)).toEqual([0, 1, 2, 3]);
  });

  test.each([
    ['more asked for than there are', 9, 1, [0]],
    ['none asked for', 0, 1, []],
    ['no rows', 3, 0, []],
  ])('%s', (_, count, rows, expected) => {
    const one = gowerScale([number], single(1), Float64Array.of(3));
    expect(nearestRows(Float64Array.of(3), new Float64Array(rows).fill(3), one, { count }).map(({ row }) => row)).toEqual(expected);
  });

  test('nobody eligible leaves nobody', () => {
    expect(nearestRows(rowAt(0), values, scale, { count: 5, eligible: new Uint8Array(ROWS) })).toEqual([]);
  });
});
