import { describe, expect, test } from 'vitest';
import { clearDifferences, shownPlayers } from '../../../src/app/screens/drivers/by-group';
import { combinationName, levelsOfPlayer, codeText } from '../../../src/app/screens/drivers/levels';
import { pickLevel, pickRange, pickedRange } from '../../../src/app/screens/drivers/picking';
import { bySage, shownRows } from '../../../src/app/screens/drivers/ranked';
import { leaves, treeRules } from '../../../src/app/screens/drivers/tree-rules';
import { influenceDifference } from '../../../src/engine/influence/importance/group-difference';
import type { Importance } from '../../../src/engine/influence/importance/job';
import { meanInfluence } from '../../../src/engine/influence/importance/mean-influence';
import { playerValues } from '../../../src/engine/influence/values';
import { fitCart } from '../../../src/engine/learn/cart';
import type { Feature } from '../../../src/engine/models/binding/types';
import { Random } from '../../../src/engine/stats/random';

const features: readonly Feature[] = [
  { column: 3, name: 'income', kind: 'number' },
  { column: 5, name: 'home', kind: 'level', levels: ['own', 'rent'] },
  { column: 6, name: 'race_a', kind: 'number' },
  { column: 7, name: 'race_b', kind: 'number' },
];
const block = { name: 'race', features: [2, 3] };
const rows = Float64Array.from([20, 0, 1, 0, 30, 1, 0, 1, NaN, 0, 0, 1]);

test.each([
  ['few inputs', [3, 1, 0, 0], 4],
  ['many inputs, of which some move nobody', [...Array.from({ length: 7 }, (_, at) => 9 - at), ...Array.from({ length: 100 }, () => 0)], 7],
  ['many inputs that all move somebody', Array.from({ length: 30 }, (_, at) => 30 - at), 10],
  ['many inputs that move nobody', Array.from({ length: 30 }, () => 0), 10],
])('rows of their own have: %s', (_, values, count) => expect(shownRows(values.map((value) => ({ value })))).toHaveLength(count));

describe('levels and combinations', () => {
  const values = playerValues(block, features, rows);
  test('are named by the input that is 1, without what all begin with', () => {
    expect(combinationName(block, [0, 1], features)).toBe('b');
    expect(combinationName(block, [0, 0], features)).toBe('0, 0');
    expect(codeText(block, values, 1, features)).toBe('b');
    expect(codeText({ name: 'home', features: [1] }, playerValues({ name: 'home', features: [1] }, features, rows), 1, features)).toBe('rent');
  });
  test('come with the most frequent first', () => expect(levelsOfPlayer(block, values, features).map(({ label }) => label)).toEqual(['b', 'a']));
});

describe('picking people out', () => {
  const values = playerValues(block, features, rows);
  test('by a stretch, in either direction', () => expect(pickRange(features[0]!, 9, 4)).toEqual({ ranges: [{ column: 3, low: 4, high: 9 }], levels: [] }));
  test('by a level, a combination, or a missing value', () => {
    const home = { name: 'home', features: [1] };
    const own = playerValues(home, features, rows);
    expect(pickLevel(home, own, 1, features)).toEqual({ ranges: [], levels: [{ column: 5, levels: [1] }] });
    expect(pickLevel(home, own, NaN, features)).toEqual({ ranges: [], levels: [{ column: 5, levels: [-1] }] });
    expect(pickLevel(block, values, 0, features)).toEqual({ ranges: [{ column: 6, low: 1, high: 1 }, { column: 7, low: 0, high: 0 }], levels: [] });
  });
  test('tells the stretch back for its own input only', () => {
    const picked = pickRange(features[0]!, 4, 9);
    expect(pickedRange(picked, features[0])).toEqual([4, 9]);
    expect(pickedRange(picked, features[1])).toBeUndefined();
    expect(pickedRange({ row: 3 }, features[0])).toBeUndefined();
    expect(pickedRange(undefined, features[0])).toBeUndefined();
  });
});

describe('differences between groups', () => {
  const random = new Random(8);
  const people = 300;
  const stratum = Int32Array.from({ length: people }, (_, i) => i % 2);
  // The first input moves the second group twice as far; the other eleven move both alike.
  const players = 12;
  const phi = Float64Array.from({ length: people * players }, (_, at) => (at % players === 0 ? (stratum[Math.floor(at / players)] === 1 ? 4 : 2) : 1) * random.normal());
  const rows = { players, phi, se: new Float64Array(phi.length), stratum, sizes: Int32Array.of(10_000, 10_000) };
  const means = meanInfluence(rows);
  const result = { players: Array.from({ length: players }, (_, i) => `x${i}`), means, rows } as unknown as Importance;

  test('are told of the input that has one, naming the group that is moved further', () => {
    const shown = shownPlayers(result);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toBe(0);
    const found = clearDifferences((group) => influenceDifference(rows, group, [0, 1]), shown, [0, 1]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ player: 0, group: 1 });
    expect(found[0]!.difference).toBeGreaterThan(found[0]!.halfWidth);
  });

  test('are not told where every group is moved alike, in nearly all of 200 draws of ten inputs', () => {
    let wrong = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const draw = new Random(seed);
      const same = { ...rows, phi: Float64Array.from(phi, () => draw.normal()) };
      wrong += clearDifferences((group) => influenceDifference(same, group, [0, 1]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 1]).length > 0 ? 1 : 0;
    }
    expect(wrong / 200).toBeLessThan(0.09);
  });

  test('of one group there are none', () => expect(clearDifferences((group) => influenceDifference(rows, group, [0]), [0, 1], [0])).toEqual([]));
});

test('shares of the loss are ordered, each within its interval', () => {
  const ranked = bySage({ players: ['a', 'b'], saved: Float64Array.of(-0.1, 0.3), halfWidth: Float64Array.of(0.02, 0.05), anytimeHalfWidth: Float64Array.of(0.03, NaN), total: 0.2, rows: 50, units: 64, converged: false, rowsEvaluated: 1, seed: 1 });
  expect(ranked.map(({ label }) => label)).toEqual(['b', 'a']);
  expect(ranked[0]!.low95).toBeNull();
  expect(ranked[1]!.low95!).toBeCloseTo(-0.13, 12);
  expect(ranked[1]!.low66!).toBeGreaterThan(-0.12);
});

describe('a tree in words', () => {
  // Income up to 50 and renting decide: 20 rows of each combination.
  const columns = [{ feature: 0 }, { feature: 1, level: 1 }] as const;
  const cells = [10, 90].flatMap((income) => [0, 1].flatMap((rent) => Array.from({ length: 20 }, () => [income, rent])));
  const data = { values: Float64Array.from(cells.flat()), rows: cells.length, columns: 2, labels: Float64Array.from(cells, ([income, rent]) => (income! > 50 && rent === 0 ? 1 : 0)) };
  const tree = fitCart(data, { impurity: 'gini', depth: 4, leafRows: 5 });

  test('has two rules for each split, whose rows add up', () => {
    const rules = treeRules(tree, columns, features, new Set());
    expect(leaves(tree)).toBe(3);
    expect(rules.map(({ text }) => text)).toEqual(['income up to 50', 'income above 50']);
    expect(rules[0]!.then).toEqual([]);
    expect([rules[0]!, ...rules[1]!.then].map(({ path }) => path)).toEqual(['l', 'rl', 'rr']);
    expect([rules[0]!.share, rules[0]!.rows + rules[1]!.rows]).toEqual([0, 80]);
    expect(rules[1]!.then.map(({ text, share, rows: count }) => [text, share, count])).toEqual([['home is not rent', 1, 20], ['home is rent', 0, 20]]);
  });

  test('says on which side missing values are, where there are any', () => {
    const rules = treeRules(tree, columns, features, new Set([0]));
    expect(rules.filter(({ text }) => text.endsWith(', or missing'))).toHaveLength(1);
    const apart = fitCart({ values: Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? i : NaN)), rows: 40, columns: 1, labels: Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1)) }, { impurity: 'gini', depth: 1, leafRows: 5 });
    expect(treeRules(apart, columns, features, new Set([0])).map(({ text }) => text)).toEqual(['income known', 'income missing']);
  });
});
