import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/engine/table/limits';
import { errorOf, openBytes, utf8, withLimits } from './tools';

/** For each limit a file that is exactly at it. */
const atLimit: [keyof Limits, number, string, string, string][] = [
  ['fileBytes', 8, 'a,b\n1,2\n', 'file-too-large', 'people.csv is a very large file. Assay opens files of up to 7 bytes. Save fewer rows or fewer columns into a new file and open that.'],
  ['rows', 3, 'a,b\n1,2\n1,2\n1,2\n', 'too-many-rows', 'people.csv has too many rows. Assay holds up to 2 rows. Save a random part of the rows into a new file and open that.'],
  ['columns', 3, 'a,b,c\n1,2,3\n', 'too-many-columns', 'people.csv has too many columns. Assay holds up to 2 columns. Save the columns you need into a new file and open that.'],
  ['columns', 2, '[{"a":1,"b":2}]', 'too-many-columns', ''],
  ['cells', 4, 'a,b\n1,2\n3,4\n', 'too-many-cells', 'people.csv has too many cells. Assay holds up to 3 cells (rows × columns). Save fewer rows or fewer columns into a new file and open that.'],
  ['cellBytes', 5, 'a,b\n1,2\nabcde,2\n', 'cell-too-long', 'people.csv has a very long cell (line 3). Assay holds cells of up to 4 bytes. Shorten the cell, or leave that column out.'],
  ['cellBytes', 5, 'a,b\n1,2\n"abcde",2\n', 'cell-too-long', ''],
  ['cellBytes', 5, '[{"a":"abc"}]', 'cell-too-long', ''],
  ['jsonDepth', 4, '[{"a":[[1]]}]', 'json-too-deep', 'people.csv is JSON with very deep nesting. Assay reads up to 3 levels of brackets. Save the table as a flat list of records, or as CSV.'],
];

describe('limits', () => {
  test.each(atLimit)('%s: %d is read, one less is refused (%s)', async (key, limit, text, code, message) => {
    await openBytes(utf8(text), withLimits({ [key]: limit }));
    const error = await errorOf(openBytes(utf8(text), withLimits({ [key]: limit - 1 })));
    expect(error.code).toBe(code);
    if (message) expect(error.message).toBe(message);
  });

  test('a row longer than the block is read up to its limit', async () => {
    const long = `a,b\n${'"'.repeat(1)}${'x\n'.repeat(400_000)}",1\n`;
    const { table } = await openBytes(utf8(long), withLimits({ cellBytes: 800_000 }));
    expect(table.rows).toBe(1);
    expect((await errorOf(openBytes(utf8(`a,b,c\n${`"${'x'.repeat(900_000)}",`.repeat(2)}1\n`), withLimits({ rowBytes: 1_000_000 })))).code).toBe('row-too-long');
  });

  test('a name is shortened past its limit, and said so', async () => {
    const at = await openBytes(utf8(`${'n'.repeat(10)},b\nx,2\n`), withLimits({ nameLength: 10 }));
    expect(at.account.perColumn[0]).toMatchObject({ name: 'nnnnnnnnnn', nameChanges: [] });
    const past = await openBytes(utf8(`${'n'.repeat(11)},b\nx,2\n`), withLimits({ nameLength: 10 }));
    expect(past.account.perColumn[0]).toMatchObject({ name: 'nnnnnnnnn…', nameChanges: ['shortened'], header: 'nnnnnnnnnnn' });
  });
});

describe('an unclosed quote', () => {
  const words = (line: number): string =>
    `people.csv has a cell that begins with a quote in line ${line}. The quote is never closed, so everything behind it would end up in one cell. ` +
    `Close the quote in line ${line}, or write quotes inside a cell twice (""), and open the file again.`;

  test('is named by its line at the end of the file', async () => {
    expect((await errorOf(openBytes(utf8('a,b\n1,2\n"x\ny",3\n4,"z\n5,6\n')))).message).toBe(words(5));
  });

  test('is found early when one cell swallows more than a cell may hold', async () => {
    const error = await errorOf(openBytes(utf8(`a,b\n1,"x\n${'5,6\n'.repeat(500_000)}`), withLimits({ cellBytes: 1000 })));
    expect(error.message).toBe(words(2));
  });
});

test.each([
  ['only a header', 'a,b\n', 'people.csv has no rows. There is a header of 2 columns, and nothing below it. Open a table with at least one row. If the first line is data and not a header, say so.'],
  ['only blank lines', '\n\n  \n', 'people.csv has no rows. All its lines are blank, comments, or have the wrong number of cells. Open a table with at least one row.'],
])('a file with %s is refused', async (_, text, message) => {
  expect((await errorOf(openBytes(utf8(text)))).message).toBe(message);
});

test('a delimiter that cannot be one is refused', async () => {
  for (const delimiter of ['"', '\n', 'ab', 'é', '']) expect((await errorOf(openBytes(utf8('a,b\n1,2\n'), { delimiter }))).code).toBe('bad-delimiter');
});

test('work that was stopped ends with the reason of the one who stopped it', async () => {
  const { openTable } = await import('../../../src/engine/table/open');
  const stop = new Error('stopped');
  const bytes = utf8(`a,b\n${'1,2\n'.repeat(10)}`);
  const call = openTable({ name: 't', size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) }, {}, { breathe: () => Promise.reject(stop) });
  await expect(call).rejects.toBe(stop);
});
