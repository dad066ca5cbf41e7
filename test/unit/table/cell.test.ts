import { describe, expect, test } from 'vitest';
import { cellText, isMissing, levelsOf, numberOf } from '../../../src/engine/table/cell';
import { summarise } from '../../../src/engine/table/summary';
import { openCsv } from './tools';

const opened = async () => {
  const free = Array.from({ length: 60 }, (_, i) => `free ${i}`);
  const { table } = await openCsv(`n,c,d,t,s\n${free.map((text, i) => [i % 3 === 0 ? '?' : `${i}.0`, i % 2 === 0 ? '5' : 'x', i === 1 ? '' : '2020-01-31', text, i].join(',')).join('\n')}\n`);
  return table.columns;
};

test('cells as texts and as numbers', async () => {
  const [n, c, d, t] = await opened();
  expect([n!, c!, d!, t!].map((column) => cellText(column, 1))).toEqual(['1.0', 'x', '', 'free 1']);
  expect([n!, c!, d!, t!].map((column) => isMissing(column, 1))).toEqual([false, false, true, false]);
  expect([n!, c!, d!, t!].map((column) => numberOf(column, 2))).toEqual([2, 5, Date.UTC(2020, 0, 31), NaN]);
  expect(cellText(n!, 0)).toBe('');
  expect(numberOf(n!, 0)).toBeNaN();
});

test('any column with few different cells can be read as levels', async () => {
  const [n, c, d, t] = await opened();
  expect(levelsOf(c!)).toEqual({ codes: Int32Array.from({ length: 60 }, (_, i) => i % 2), levels: ['5', 'x'] });
  expect(levelsOf(d!)?.levels).toEqual(['2020-01-31']);
  expect(levelsOf(d!)?.codes[1]).toBe(-1);
  expect(levelsOf(t!)?.levels).toHaveLength(60);
  expect(levelsOf(n!)?.levels.slice(0, 2)).toEqual(['1.0', '2.0']);
  const many = await openCsv(`n,x\n${Array.from({ length: 1001 }, (_, i) => `${i},word ${i}`).join('\n')}\n`);
  expect(many.table.columns.map(levelsOf)).toEqual([undefined, undefined]);
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
