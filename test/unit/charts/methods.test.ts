import { describe, expect, test } from 'vitest';
import { barOf, reachOf } from '../../../src/app/charts/methods/layout';
import { methodTwin } from '../../../src/app/charts/methods/twin';
import type { MethodCell, MethodColumn, MethodGridData } from '../../../src/app/charts/methods/types';

const cell = (value: number, half = 0, turned = false): MethodCell => ({ value, text: String(value), half, halfText: half > 0 ? `±${half}` : '', turned });
const column = (id: string, cells: MethodCell[], rest: MethodCell | null = null): MethodColumn => ({ id, name: id.toUpperCase(), note: '', cells, rest });

describe('a method’s own scale', () => {
  test.each([
    ['the largest value with its ±', column('a', [cell(2), cell(-3, 1)]), 4],
    ['the rest together', column('a', [cell(2)], cell(-9)), 9],
    ['nothing at all', column('a', [cell(0)]), 1],
    ['what is known', column('a', [cell(NaN), cell(1, NaN)]), 1],
  ])('reaches to %s', (_, own, reach) => expect(reachOf(own)).toBe(reach));

  test('bars run from zero, whiskers around their end', () => {
    expect(barOf(cell(-2, 1), 4, 100, 40)).toEqual({ from: 80, to: 100, low: 70, high: 90 });
    expect(barOf(cell(4), 4, 100, 40)).toEqual({ from: 100, to: 140, low: 140, high: 140 });
    expect(barOf(cell(NaN), 4, 100, 40)).toBeUndefined();
  });
});

describe('the words and the table of methods', () => {
  const data: MethodGridData = {
    rows: [
      { id: '1', label: 'debt' },
      { id: '0', label: 'income' },
    ],
    rest: 'Other 3 inputs',
    columns: [column('a', [cell(-3, 0.5), cell(2)], cell(1)), column('b', [cell(5, 0, true), cell(NaN)], cell(1))],
  };
  const twin = methodTwin(data);

  test('say for each input what every method gives it, with its ± and where its sign is another', () => {
    expect(twin.items.map(({ text }) => text)).toEqual(['debt: A -3 plus or minus 0.5 and B 5, other sign', 'income: A 2 and B NaN']);
  });

  test('hold the very numbers that are drawn; what is not known is no zero', () => {
    expect(twin.table.columns.map(({ label }) => label)).toEqual(['Input', 'A', 'A ±', 'B', 'B ±']);
    expect(twin.table.rows).toEqual([
      ['debt', { value: -3, text: '-3' }, { value: 0.5, text: '0.5' }, { value: 5, text: '5' }, ''],
      ['income', { value: 2, text: '2' }, '', null, ''],
    ]);
  });

  test('the table may hold more inputs than are drawn', () => {
    const all = { ...data, rows: [...data.rows, { id: '2', label: 'age' }], columns: data.columns.map((own) => ({ ...own, cells: [...own.cells, cell(0.1)] })) };
    expect(methodTwin(data, all).table.rows.length).toBe(3);
    expect(methodTwin(data, all).items.length).toBe(2);
  });
});
