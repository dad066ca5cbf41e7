import { describe, expect, test } from 'vitest';
import { largestEffect, stepOfEffect, surfaceTwin } from '../../../src/app/charts/pairs/twin';
import type { PairSurface } from '../../../src/app/charts/pairs/types';
import { pairTwin } from '../../../src/app/screens/drivers/pair-twin';

test.each([
  [-8, 8, 1],
  [8, 8, 7],
  [0, 8, 4],
  [1, 8, 4],
  [2.8, 8, 5],
  [-5.4, 8, 2],
  [20, 8, 7],
  [3, 0, 4],
])('an effect of %d of at most %d has colour %d', (effect, largest, step) => expect(stepOfEffect(effect, largest)).toBe(step));

describe('the cells of a pair', () => {
  const surface: PairSurface = {
    names: ['a', 'b'],
    edges: [Float64Array.of(0, 1, 2), Float64Array.of(10, 20)],
    effects: Float64Array.of(0.5, -9),
    counts: Int32Array.of(40, 3),
    thin: Uint8Array.of(0, 1),
    values: [String, String],
    print: (effect) => effect.toFixed(1),
  };

  test('with hardly anybody set no scale and say no number', () => {
    expect(largestEffect(surface)).toBe(0.5);
    const { table, items } = surfaceTwin(surface, 'summary');
    expect(table.rows).toEqual([['0 to 1', '10 to 20', 0.5, 40], ['1 to 2', '10 to 20', null, 3]]);
    expect(items[0]!.text).toBe('a 0 to 1, b 10 to 20: 0.5, 40 people');
    expect(items[1]!.text).toContain('fewer than 5 people');
  });

  test('levels go by their names', () => {
    const { items } = surfaceTwin({ ...surface, levels: [['own', 'rent'], undefined] }, 'summary');
    expect(items[0]!.text).toBe('a own, b 10 to 20: 0.5, 40 people');
  });

  test('all of them thin have no scale at all', () => expect(largestEffect({ ...surface, thin: Uint8Array.of(1, 1) })).toBe(0));
});

test('pairs are told with their size and share, or without one', () => {
  const first = { id: '0,1', label: 'a × b', size: 2, share: 0.25, sizes: { lower: 1, upper: 4 }, shares: { lower: 0.125, upper: 0.5 } };
  const second = { id: '0,2', label: 'a × c', size: 0, share: null, sizes: null, shares: null };
  const { table, items } = pairTwin([first, second], (size) => size.toFixed(1), 'summary');
  expect(table.rows).toEqual([['a × b', 2, 1, 4, 0.25, 0.125, 0.5], ['a × c', 0, null, null, null, null, null]]);
  expect(items.map(({ text }) => text)).toEqual(['a × b: 2.0, 25% of their joint effect (95% interval 13% to 50%), 1 of 2', 'a × c: 0.0, an unknown share of their joint effect, 2 of 2']);
  const picked = pairTwin([{ ...first, mark: 3 }, second], (size) => size.toFixed(1), 'summary');
  expect(picked.table.rows).toEqual([['a × b', 2, 1, 4, 0.25, 0.125, 0.5, 3], ['a × c', 0, null, null, null, null, null, null]]);
  expect(picked.table.columns).toHaveLength(8);
  expect(picked.items[0]!.text).toBe('a × b: 2.0, 25% of their joint effect (95% interval 13% to 50%), 1 of 2, people picked out 3.0');
});
