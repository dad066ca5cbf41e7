import { describe, expect, test } from 'vitest';
import { allLevelsOf, cellText, columnAt, isMissing, levelsOf, numberOf } from '../../../src/engine/table/cell';
import { summarise } from '../../../src/engine/table/summary';
import { openCsv } from './tools';

const opened = async () => {
  const free = Array.from({ length: 60 }, (_, i) => `free ${i}`);
  const { table } = await openCsv(`n,c,d,t,s\n${free.map((text, i) => [i % 3 === 0 ? '?' : `${i}.0`, i % 2 === 0 ? '5' : 'x', i === 1 ? '' : '2020-01-31', text, i].join(',')).join('\n')}\n`);
  return table.columns;
};

test('cells as texts', async () => {
  const [n, c, d, t] = await opened();
  expect([n!, c!, d!, t!].map((column) => cellText(column, 1))).toEqual(['1.0', 'x', '', 'free 1']);
  expect([n!, c!, d!, t!].map((column) => isMissing(column, 1))).toEqual([false, false, true, false]);
  expect(cellText(n!, 0)).toBe('');
});

test.each([
  ['12', 12],
  [' -1.50 ', -1.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['007', 7],
  ['True', 1],
  ['FALSE', 0],
  ['', NaN],
  ['NaN', NaN],
  ['0x10', NaN],
  ['1,5', NaN],
  ['Infinity', NaN],
])('the text %j as a number is %d', (text, expected) => expect(numberOf(text)).toBe(expected));

test('any column with few different cells can be read as levels', async () => {
  const [n, c, d, t] = await opened();
  expect(levelsOf(c!)).toEqual({ codes: Int32Array.from({ length: 60 }, (_, i) => i % 2), levels: ['5', 'x'] });
  expect(levelsOf(d!)?.levels).toEqual(['2020-01-31']);
  expect(levelsOf(d!)?.codes[1]).toBe(-1);
  expect(levelsOf(t!)?.levels).toHaveLength(60);
  expect(levelsOf(n!)?.levels.slice(0, 2)).toEqual(['1.0', '2.0']);
  const many = await openCsv(`n,x\n${Array.from({ length: 1001 }, (_, i) => `${i},word ${i}`).join('\n')}\n`);
  const [first, second] = many.table.columns;
  expect([levelsOf(first!), levelsOf(second!)]).toEqual([undefined, undefined]);
  expect(levelsOf(second!, 1001)?.levels).toHaveLength(1001);
  expect(allLevelsOf(first!).levels.slice(-2)).toEqual(['999', '1000']);
  expect(levelsOf(second!)).toBeUndefined();
});

test('made levels are kept, and dates are told as the file wrote them', async () => {
  const { table } = await openCsv(`d,t\n${Array.from({ length: 80 }, (_, i) => `${(i % 9) + 14}/03/2021,free ${i}`).join('\n')}\n`);
  const [dates, texts] = table.columns;
  expect(dates!.kind).toBe('date');
  expect(allLevelsOf(dates!).levels.slice(0, 2)).toEqual(['14/03/2021', '15/03/2021']);
  expect(allLevelsOf(texts!)).toBe(levelsOf(texts!));
});

test('a column is found by its position where a table leaves columns out', async () => {
  const { table } = await openCsv('a,b,c\n1,2,3\n4,5,6\n');
  const some = { ...table, columns: table.columns.slice(1) };
  expect([1, 2].map((position) => columnAt(some, position)?.name)).toEqual(['b', 'c']);
  expect(columnAt(some, 0)).toBeUndefined();
});

describe('summary', () => {
  test('of numbers: range, mean and bins that hold every cell once', async () => {
    const { table } = await openCsv(`n,x\n${Array.from({ length: 101 }, (_, i) => `${i},a`).join('\n')}\nNA,b\n`);
    const summary = summarise(table.columns[0]!, 10);
    expect(summary).toMatchObject({ rows: 102, missing: 1, first: ['0', '1', '2', '3', '4'] });
    expect(summary.range).toMatchObject({ min: 0, max: 100, mean: 50 });
    expect(summary.range!.bins.map((bin) => bin.count)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 11]);
    expect(summary.range!.bins.at(-1)).toMatchObject({ from: 90, to: 100 });
  });

  test('of levels: most frequent first', async () => {
    const { table } = await openCsv('c,x\na,1\nb,1\nb,1\n,1\n');
    expect(summarise(table.columns[0]!)).toEqual({ rows: 4, missing: 1, first: ['a', 'b', 'b'], levels: [{ level: 'b', count: 2 }, { level: 'a', count: 1 }] });
  });

  test('of one value and of none', async () => {
    const { table } = await openCsv('c,x,y\n5,1,\n5,1,\n', { header: true });
    expect(summarise(table.columns[0]!).range).toEqual({ min: 5, max: 5, mean: 5, bins: [{ from: 5, to: 5, count: 2 }] });
    expect(summarise(table.columns[2]!)).toEqual({ rows: 2, missing: 2, first: [] });
  });

  test('of the widest range there is', async () => {
    const { table } = await openCsv('c,x\n-1.7e308,1\n1.7e308,1\n');
    const { bins } = summarise(table.columns[0]!, 4).range!;
    expect(bins.map((bin) => bin.count)).toEqual([1, 0, 0, 1]);
  });
});
