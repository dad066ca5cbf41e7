import { describe, expect, test } from 'vitest';
import { findOneHotBlocks, joinPlayers, singlePlayers } from '../../../src/engine/influence/players';

const names = (...list: string[]): { name: string; kind: 'number' }[] => list.map((name) => ({ name, kind: 'number' }));

test('without groups every feature is a player', () => {
  expect(singlePlayers(names('a', 'b'))).toEqual([
    { name: 'a', features: [0] },
    { name: 'b', features: [1] },
  ]);
});

test('a group stands where its first feature stood', () => {
  expect(joinPlayers(names('a', 'b', 'c', 'd'), [{ name: 'pair', features: [3, 1] }])).toEqual([
    { name: 'a', features: [0] },
    { name: 'pair', features: [1, 3] },
    { name: 'c', features: [2] },
  ]);
});

test.each([
  [[{ name: 'g', features: [4] }]],
  [
    [
      { name: 'g', features: [0, 1] },
      { name: 'h', features: [1] },
    ],
  ],
])('groups %j are refused', (groups) => {
  expect(() => joinPlayers(names('a', 'b'), groups)).toThrow(expect.objectContaining({ code: 'players' }) as Error);
});

describe('one-hot blocks', () => {
  const features = names('color_red', 'color_blue', 'age', 'has_car', 'has_house', 'job=a', 'job=b', 'job=c');
  const rows = [
    [1, 0, 30, 1, 1, 0, 0, 1],
    [0, 1, 1, 1, 0, 1, 0, 0],
    [0, 1, 0, 0, 1, 0, 1, 0],
  ];
  test('are features of one prefix with exactly one 1 in every row', () => {
    expect(findOneHotBlocks(features, Float64Array.from(rows.flat()))).toEqual([
      { name: 'color', features: [0, 1] },
      { name: 'job', features: [5, 6, 7] },
    ]);
  });
  test.each([NaN, 2, 0])('are not found when a cell is %f', (cell) => {
    const broken = rows.map((row) => [...row]);
    broken[2]![6] = cell;
    expect(findOneHotBlocks(features, Float64Array.from(broken.flat())).map(({ name }) => name)).toEqual(['color']);
  });
  const found = (columns: Record<string, number[]>): [string, readonly number[]][] => {
    const list = Object.keys(columns);
    const table = Object.values(columns);
    const values = Float64Array.from({ length: list.length * table[0]!.length }, (_, at) => table[at % list.length]![Math.floor(at / list.length)]!);
    return findOneHotBlocks(names(...list), values).map(({ name, features: block }) => [name, block]);
  };
  test.each<[string, Record<string, number[]>, [string, number[]][]]>([
    ['levels with separators of their own', { 'race_African-American': [1, 0, 0], race_Other: [0, 1, 0], race_White: [0, 0, 1] }, [['race', [0, 1, 2]]]],
    [
      'beginnings shared by several blocks',
      { job_type_a: [1, 0], job_type_b: [0, 1], job_city_x: [0, 1], job_city_y: [1, 0] },
      [
        ['job_type', [0, 1]],
        ['job_city', [2, 3]],
      ],
    ],
    ['a column of the same beginning that is no indicator', { race_n: [4, 7], race_a: [1, 0], race_b: [0, 1] }, [['race', [1, 2]]]],
    ['a double separator', { sex__m: [1, 0], sex__f: [0, 1] }, [['sex', [0, 1]]]],
    ['a row with two', { a_x: [1, 1], a_y: [0, 1] }, []],
    ['shares', { a_x: [0.5, 1], a_y: [0.5, 0] }, []],
    ['one column alone', { a_x: [1, 1], b_y: [1, 1] }, []],
    ['names without a separator', { ax: [1, 0], ay: [0, 1] }, []],
  ])('with %s', (_, columns, expected) => expect(found(columns)).toEqual(expected));
  test('are not found without rows', () => {
    expect(findOneHotBlocks(features, new Float64Array(0))).toEqual([]);
  });
});
