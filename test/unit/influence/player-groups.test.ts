import { describe, expect, test } from 'vitest';
import { groupName, groupPlayers } from '../../../src/engine/influence/player-groups';
import { checkPlayers } from '../../../src/engine/influence/players';

const features = ['a', 'c_red', 'c_blue', 'b', 'd'].map((name) => ({ name }));
const colour = { name: 'c', features: [1, 2] };
const shown = (groups: number[][]): string[] => {
  const players = groupPlayers(features, [colour], groups);
  checkPlayers(players, features.length);
  return players.map(({ name, features: own }) => `${name}: ${own.join()}`);
};

describe('groups of inputs', () => {
  test.each([
    ['none: blocks alone are joined', [], ['a: 0', 'c: 1,2', 'b: 3', 'd: 4']],
    ['two inputs', [[3, 0]], ['a + b: 0,3', 'c: 1,2', 'd: 4']],
    ['a whole block and an input', [[1, 2, 4]], ['a: 0', 'c + d: 1,2,4', 'b: 3']],
    ['two groups', [[0, 3], [1, 2, 4]], ['a + b: 0,3', 'c + d: 1,2,4']],
  ])('%s', (_, groups, players) => expect(shown(groups)).toEqual(players));

  test.each([
    ['an input in two groups', [[0, 3], [3, 4]], /“b” is in two groups/],
    ['an input twice in one', [[0, 0]], /“a” is in two groups/],
    ['part of a block', [[0, 1]], /“c” is one input spread over 2 columns/],
    ['an input that is not there', [[0, 5]], /input 6; this model has 5/],
    ['a single input', [[0]], /“a” is alone/],
    ['a single block', [[1, 2]], /“c” is alone/],
    ['nothing', [[]], /A group is empty/],
  ])('refuses %s', (_, groups, why) => {
    expect(() => shown(groups)).toThrow(expect.objectContaining({ code: 'player-groups', record: expect.objectContaining({ why: expect.stringMatching(why) as string }) as object }) as Error);
  });

  test.each([
    [['a', 'b', 'c'], 'a + b + c'],
    [['a', 'b', 'c', 'd', 'e'], 'a + b + 3 more'],
  ])('%j is called %s', (names, name) => expect(groupName(names)).toBe(name));
});
