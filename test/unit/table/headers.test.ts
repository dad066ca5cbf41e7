import { describe, expect, test } from 'vitest';
import { columnNames } from '../../../src/engine/table/headers';
import { LIMITS } from '../../../src/engine/table/limits';
import { cells, names, openCsv } from './tools';

const shown = (...headers: (string | undefined)[]): string[] => columnNames(headers, LIMITS).map((column) => column.name);

describe('display names', () => {
  test.each<[string, (string | undefined)[], string[]]>([
    ['stay as they are', ['age', 'Einkommen €', '年齢'], ['age', 'Einkommen €', '年齢']],
    ['of blank headers are numbers', ['', ' ', 'x'], ['column 1', 'column 2', 'x']],
    ['of files without a header are numbers', [undefined, undefined], ['column 1', 'column 2']],
    ['that repeat are numbered', ['a', 'a', 'a'], ['a', 'a (2)', 'a (3)']],
    ['never take a name that is in the file', ['a', 'a', 'a (2)'], ['a', 'a (3)', 'a (2)']],
    ['that repeat a made-up name', ['', 'column 1'], ['column 1', 'column 1 (2)']],
    ['lose spaces at the edges', [' age '], ['age']],
    ['lose signs that cannot be seen', ['a\u200bge', 'na\u202eme', 'x\u0000y'], ['age', 'name', 'xy']],
    ['are one line', ['two\nlines'], ['two lines']],
    ['that differ only in what cannot be seen are told apart', ['age', 'age\u200b'], ['age', 'age (2)']],
  ])('%s', (_, headers, expected) => {
    expect(shown(...headers)).toEqual(expected);
  });

  test('10 kB of header become a bounded name, and the header is kept', () => {
    const header = 'h'.repeat(10_000);
    const [column] = columnNames([header], LIMITS);
    expect(column!.name).toHaveLength(LIMITS.nameLength);
    expect(column!.changes).toEqual(['shortened']);
    expect(column!.header).toBe(header);
  });

  test.each([
    ['__proto__', ['program-word']], ['constructor', ['program-word']], ['__parsed_extra', ['program-word']], ['a\u200bb', ['invisible']],
    ['a\u202eb', ['invisible', 'direction']], ['=1+1', ['formula']], ['＠x', ['formula']], ['<img src=x>', ['markup']], ['age', []],
  ])('%j is flagged %j', (header, flags) => {
    expect(columnNames([header], LIMITS)[0]!.flags).toEqual(flags);
  });
});

test('hostile names pass through opening without touching anything else', async () => {
  const hostile = ['__proto__', 'constructor', 'toString', '__parsed_extra', 'hasOwnProperty', '<script>alert(1)</script>', '=cmd()'];
  const { table, account } = await openCsv(`${hostile.join(',')}\n${hostile.map((_, i) => i).join(',')}\n`);
  expect(names(table)).toEqual(hostile);
  expect(cells(table)).toEqual([hostile.map((_, i) => String(i))]);
  expect(account.changed.names).toBe(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('changed names are counted and the reasons are kept', async () => {
  const { account } = await openCsv('a,a,,b\n1,2,3,x\n');
  expect(account.changed.names).toBe(2);
  expect(account.perColumn.map((column) => column.nameChanges)).toEqual([[], ['repeated'], ['blank'], []]);
});
