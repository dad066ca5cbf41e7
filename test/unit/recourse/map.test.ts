import { describe, expect, test } from 'vitest';
import { boundary, levelAxis, mapRows, numberAxis, thinCells } from '../../../src/engine/recourse/map';
import { Random } from '../../../src/engine/stats/random';

describe('axes of a map', () => {
  test('numbers are evenly spaced over what must be seen, on the steps of the table', () => {
    const sorted = Float64Array.from({ length: 101 }, (_, k) => k);
    expect([...numberAxis(0, sorted, 1, [120, NaN]).values]).toEqual([1, 7, 13, 19, 25, 31, 37, 43, 49, 55, 61, 66, 72, 78, 84, 90, 96, 102, 108, 114, 120]);
    expect([...numberAxis(0, Float64Array.of(2, 3, 4), 1, [3]).values]).toEqual([2, 3, 4]);
    expect([...numberAxis(0, Float64Array.of(0.1, 0.2, 0.3), 0.1, []).values]).toEqual([0.1, 0.2, 0.3]);
    expect([...numberAxis(0, Float64Array.of(7, 7), 1, [7]).values]).toEqual([7]);
    expect([...numberAxis(0, new Float64Array(0), 1, [NaN]).values]).toEqual([]);
  });

  test('of many levels the most frequent are there, and those that must be seen', () => {
    expect([...levelAxis(0, Float64Array.of(2, 2, NaN, 0), 4, [3]).values]).toEqual([0, 1, 2, 3]);
    const many = Float64Array.from({ length: 60 }, (_, k) => k % 30);
    const axis = levelAxis(0, many, 40, [39]);
    expect(axis.values.length).toBe(24);
    expect([...axis.values]).toContain(39);
    expect(Math.max(...[...axis.values].filter((level) => level !== 39))).toBeLessThan(30);
  });
});

test('rows of a map hold the person but for two inputs, second input by second input', () => {
  const across = { feature: 2, ordered: true, values: Float64Array.of(7, 8) };
  const up = { feature: 0, ordered: false, values: Float64Array.of(0, 1) };
  expect([...mapRows(Float64Array.of(9, NaN, 9), across, up)]).toEqual([0, NaN, 7, 0, NaN, 8, 1, NaN, 7, 1, NaN, 8]);
});

test('cells with fewer than five people near them in both inputs are thin: equal to counting each by itself', () => {
  const random = new Random(8);
  const across = { feature: 0, ordered: true, values: Float64Array.from({ length: 11 }, (_, k) => k) };
  const up = { feature: 2, ordered: false, values: Float64Array.of(0, 1, 2) };
  const rows = Float64Array.from({ length: 3 * 80 }, (_, at) => (at % 3 === 2 ? random.below(3) : random.uniform() < 0.1 ? NaN : 12 * random.uniform()));
  const thin = thinCells(rows, 3, across, up);
  const expected = [...up.values].flatMap((second) =>
    [...across.values].map((first) => (Array.from({ length: 80 }, (_, row) => Math.abs(rows[3 * row]! - first) <= 1 && rows[3 * row + 2] === second).filter(Boolean).length < 5 ? 1 : 0)),
  );
  expect([...thin]).toEqual(expected);
  expect(new Set(thin)).toEqual(new Set([0, 1]));
});

describe('the boundary', () => {
  test('goes around what holds, with neighbouring stretches joined', () => {
    // Columns 3, rows 2: the right two cells of the lower row hold.
    expect(boundary(Uint8Array.of(0, 1, 1, 0, 0, 0), 3)).toEqual([
      { from: [1, 1], to: [3, 1] },
      { from: [1, 0], to: [1, 1] },
    ]);
    expect(boundary(Uint8Array.of(1, 1, 1, 1), 2)).toEqual([]);
  });

  test('is as long as there are neighbours of which only one holds', () => {
    const random = new Random(4);
    for (let round = 0; round < 50; round++) {
      const [columns, rows] = [1 + random.below(6), 1 + random.below(6)];
      const holds = Uint8Array.from({ length: columns * rows }, () => random.below(2));
      const long = boundary(holds, columns).reduce((sum, { from, to }) => sum + to[0] - from[0] + to[1] - from[1], 0);
      let pairs = 0;
      for (let j = 0; j < rows; j++)
        for (let i = 0; i < columns; i++) {
          if (i + 1 < columns && holds[j * columns + i] !== holds[j * columns + i + 1]) pairs++;
          if (j + 1 < rows && holds[j * columns + i] !== holds[(j + 1) * columns + i]) pairs++;
        }
      expect(long).toBe(pairs);
    }
  });
});
