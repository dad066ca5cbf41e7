import { describe, expect, test } from 'vitest';
import { association, partnersOf, playerColumns } from '../../../../src/engine/influence/warnings/partners';
import { Random } from '../../../../src/engine/stats/random';

const number = { kind: 'number' } as const;


/** Columns of single features given one list each. */
function columnsOf(...features: readonly (readonly ['number' | 'level', readonly number[]])[]) {
  const rows = features[0]![1].length;
  const values = Float64Array.from({ length: rows * features.length }, (_, at) => features[at % features.length]![1][Math.floor(at / features.length)]!);
  const players = features.map((_, at) => ({ name: `x${at}`, features: [at] }));
  return playerColumns(players, features.map(([kind]) => ({ kind })), values);
}

describe('how closely two inputs go together', () => {
  test.each([
    ['numbers in the same order', ['number', [1, 2, 3, 40]], ['number', [5, 6, 70, 80]], 1],
    ['numbers in the opposite order', ['number', [1, 2, 3, 4]], ['number', [9, 7, 2, 1]], 1],
    // ρ = 1 − 6·Σd²/(n(n² − 1)) with Σd² = 8 and n = 5.
    ['numbers by hand', ['number', [1, 2, 3, 4, 5]], ['number', [3, 1, 2, 5, 4]], 0.6],
    ['a missing number is left out', ['number', [1, NaN, 3, 4]], ['number', [1, 9, 3, 5]], 1],
    // Ranks 1,2 | 3,4: between 4, total 5; 1 − (1 − 4/5)·3/2.
    ['a number and levels by hand', ['number', [1, 2, 3, 4]], ['level', [0, 0, 1, 1]], Math.sqrt(0.7)],
    // φ² = 1, corrected 1 − 1/7; widths 2 − 1/7.
    ['levels that are the same', ['level', [0, 0, 0, 0, 1, 1, 1, 1]], ['level', [5, 5, 5, 5, 2, 2, 2, 2]], 1],
    ['levels that are unrelated', ['level', [0, 0, 1, 1]], ['level', [0, 1, 0, 1]], 0],
    ['a missing number beside levels is left out', ['number', [1, 2, NaN, 3, 4]], ['level', [0, 0, 0, 1, 1]], Math.sqrt(0.7)],
    ['a missing level is a level', ['number', [1, 2, 3, 4]], ['level', [NaN, NaN, 1, 1]], Math.sqrt(0.7)],
    // φ² = 4/6 + 1/6 + 1/6 + 4/6 − 1, less 2/5; widths 2 − 1/5.
    ['levels by hand, three by two', ['level', [0, 0, 1, 1, 2, 2]], ['level', [8, 8, 8, 9, 9, 9]], Math.sqrt(1 / 3)],
    ['a constant', ['number', [1, 1, 1]], ['number', [1, 2, 3]], null],
    ['a single level', ['level', [1, 1, 1]], ['level', [1, 2, 3]], null],
  ] as const)('%s', (_, a, b, expected) => {
    const [left, right] = columnsOf(a, b);
    for (const found of [association(left!, right!), association(right!, left!)]) {
      if (expected === null) expect(found).toBeNull();
      else expect(found).toBeCloseTo(expected, 12);
    }
  });

  test('unrelated inputs of every kind are hardly ever taken for partners, many levels included', () => {
    const random = new Random(3);
    const draw = (of: () => number): number[] => Array.from({ length: 300 }, of);
    const columns = columnsOf(
      ['number', draw(() => random.normal())],
      ['level', draw(() => random.below(40))],
      ['level', draw(() => random.below(60))],
      ['number', draw(() => random.normal())],
    );
    for (const [a, b] of [[0, 1], [1, 2], [0, 3], [2, 3]] as const) expect(association(columns[a]!, columns[b]!)!).toBeLessThan(0.35);
  });
});

test('partners are those that go together closely, the closest first, blocks of 0/1 inputs by their combination', () => {
  const random = new Random(8);
  const rows = Array.from({ length: 500 }, () => {
    const x = random.normal();
    const kind = x > 0.5 ? 2 : x > -0.5 ? 1 : 0;
    return [x, x + 0.1 * random.normal(), x + 0.6 * random.normal(), random.normal(), +(kind === 0), +(kind === 1), +(kind === 2)];
  });
  const players = [0, 1, 2, 3].map((at) => ({ name: `x${at}`, features: [at] })).concat([{ name: 'kind', features: [4, 5, 6] }]);
  const columns = playerColumns(players, [number, number, number, number, number, number, number], Float64Array.from(rows.flat()));
  expect(partnersOf(columns, 0).map(({ player }) => player)).toEqual([1, 4, 2]);
  expect(partnersOf(columns, 3)).toEqual([]);
  expect(partnersOf(columns, 0, 0.99)).toEqual([expect.objectContaining({ player: 1 })]);
});
