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
  test('are not found without rows', () => {
    expect(findOneHotBlocks(features, new Float64Array(0))).toEqual([]);
  });
});
