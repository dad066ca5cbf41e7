import { describe, expect, test } from 'vitest';
import { BLOCK } from '../../../src/engine/table/bytes/block';
import type { KindChoice } from '../../../src/engine/table/columns/kind';
import type { Column, ColumnKind } from '../../../src/engine/table/types';
import { cells, openCsv } from './tools';

const column = async (values: readonly string[], choice?: KindChoice): Promise<{ column: Column; note: unknown; told: { otherwise: number; unreadable: number }; proposals: unknown[] }> => {
  const opened = await openCsv(`x;k\n${values.map((value) => `"${value.replaceAll('"', '""')}";1`).join('\n')}\n`, {
    header: true,
    delimiter: ';',
    ...(choice ? { kinds: new Map([[0, choice]]) } : {}),
  });
  const told = opened.account.perColumn[0]!;
  return { column: opened.table.columns[0]!, note: told.note, told, proposals: opened.proposals.filter((proposal) => proposal.column === 0) };
};

describe('kinds', () => {
  test.each<[string, string[], ColumnKind]>([
    ['whole numbers', ['1', '-2', '30'], 'numeric'],
    ['decimals', ['1.5', '.5', '5.', '+1e-3'], 'numeric'],
    ['2^53 − 1', ['9007199254740991'], 'numeric'],
    ['2^53', ['9007199254740992'], 'category'],
    ['long ids', ['12345678901234567890', '12345678901234567891'], 'category'],
    ['leading zeros', ['007', '123'], 'category'],
    ['zero itself', ['0', '0.5', '-0'], 'numeric'],
    ['endless', ['1', '1e999'], 'category'],
    ['infinity', ['1', 'Infinity'], 'category'],
    ['inf', ['1', '-inf'], 'category'],
    ['hexadecimal', ['0x1F', '0x20'], 'category'],
    ['underscores', ['1_000', '2'], 'category'],
    ['thousands separators', ['1,234', '2,345'], 'category'],
    ['decimal commas', ['1,5', '2,5'], 'category'],
    ['words', ['yes', 'no'], 'category'],
    ['ISO dates', ['2020-02-29', '2019-01-01'], 'date'],
    ['ISO dates with time', ['2020-02-29 23:59:59', '2019-01-01T00:00'], 'date'],
    ['30 February', ['2020-02-30', '2019-01-01'], 'category'],
    ['day first', ['13/01/2020', '02/03/2020'], 'date'],
    ['month first', ['01/13/2020', '02/03/2020'], 'date'],
    ['day or month first', ['01/02/2020', '02/03/2020'], 'category'],
    ['day and month first', ['13/01/2020', '01/13/2020'], 'category'],
    ['month names', ['Oct-2016', 'Jan-2015'], 'date'],
    ['days and month names', ['5-Oct-2016', '15-Jan-2015'], 'date'],
    ['dates among words', ['2020-01-01', 'soon'], 'category'],
    ['nothing at all', ['', ''], 'numeric'],
    ['only missing texts', ['NA', '?', ''], 'numeric'],
    ['every text another, many', Array.from({ length: 60 }, (_, i) => `name ${i}`), 'text'],
    ['every text another, few', Array.from({ length: 50 }, (_, i) => `name ${i}`), 'category'],
  ])('%s', async (_, values, kind) => {
    expect((await column(values)).column.kind).toBe(kind);
  });

  test('at most 1,000 different texts make a category, one more makes text', async () => {
    const values = (different: number): string[] => Array.from({ length: 3000 }, (_, i) => `v${i % different}`);
    expect((await column(values(1000))).column.kind).toBe('category');
    expect((await column(values(1001))).column.kind).toBe('text');
  });

  test('a number column keeps its texts while few differ', async () => {
    const few = (await column(['1', '1.0', '2', '1'])).column;
    expect(few).toMatchObject({ kind: 'numeric', whole: true, asWritten: { codes: Int32Array.of(0, 1, 2, 0), levels: ['1', '1.0', '2'] } });
    const many = (await column(Array.from({ length: 1001 }, (_, i) => `${i}`))).column;
    expect(many.kind === 'numeric' && many.asWritten).toBeUndefined();
  });

  test('the reason is kept where it may surprise', async () => {
    expect((await column(['007', '1'])).note).toEqual({ reason: 'leading-zeros', example: '007' });
    expect((await column(['12345678901234567890'])).note).toEqual({ reason: 'too-large', example: '12345678901234567890' });
    expect((await column(['1', '2', 'x'])).note).toEqual({ reason: 'mixed', example: 'x' });
    expect((await column(['01/02/2020'])).note).toEqual({ reason: 'day-month-unclear', example: '01/02/2020' });
    expect((await column(['yes', 'no'])).note).toBeUndefined();
  });

  test('numbers written otherwise are counted', async () => {
    expect((await column(['1', '1.0', '+5', '1e3', '-0', '.5', '2.', '0.0000001', '1.25'])).told.otherwise).toBe(7);
  });

  test.each<[string, string[], (string | number)[]]>([
    ['yyyy-mm-dd', ['2020-02-29'], ['2020-02-29', Date.UTC(2020, 1, 29)]],
    ['yyyy-mm-dd hh:mm:ss', ['1969-12-31 23:59:59'], ['1969-12-31 23:59:59', -1000]],
    ['yyyy-mm-ddThh:mm:ss.fffZ', ['2020-01-01T01:02:03.004Z'], ['2020-01-01T01:02:03.004Z', Date.UTC(2020, 0, 1, 1, 2, 3, 4)]],
    ['dd/mm/yyyy', ['31/01/2020', '01/02/2020'], ['31/01/2020', Date.UTC(2020, 0, 31)]],
    ['m/d/yyyy h:mm AM', ['1/31/2020 1:05 PM'], ['1/31/2020 1:05 PM', Date.UTC(2020, 0, 31, 13, 5)]],
    ['Mon-yyyy', ['Oct-2016'], ['Oct-2016', Date.UTC(2016, 9, 1)]],
    ['dd.mm.yyyy hh:mm', ['31.12.1999 08:30'], ['31.12.1999 08:30', Date.UTC(1999, 11, 31, 8, 30)]],
  ])('dates of the form %s are written back as they were', async (pattern, values, [text, value]) => {
    const { column: found, told } = await column(values);
    expect(found).toMatchObject({ kind: 'date', pattern });
    expect(found.kind === 'date' && found.values[0]).toBe(value);
    expect(told.otherwise).toBe(0);
    expect(cells((await openCsv(`x;k\n${values.join(';1\n')};1\n`, { delimiter: ';', header: true })).table)[0]![0]).toBe(text);
  });

  test('dates that are written back another way are counted', async () => {
    const { column: found, told } = await column(['2020-01-01T10:00:00+02:00', '2020-01-01T10:00:00Z']);
    expect(found.kind === 'date' && found.values[0]).toBe(Date.UTC(2020, 0, 1, 8));
    expect(told.otherwise).toBe(1);
  });

  test('a late text makes the column text, with all earlier cells as they were written', async () => {
    const rows = Math.ceil((BLOCK * 2.5) / 8);
    const values = Array.from({ length: rows }, (_, i) => (i === rows - 1 ? 'last' : `${i % 7}.0`));
    const { table, account } = await openCsv(`x,y\n${values.map((value, i) => `${value},${i % 3}`).join('\n')}\n`);
    const first = table.columns[0]!;
    expect(first).toMatchObject({ kind: 'category', levels: ['0.0', '1.0', '2.0', '3.0', '4.0', '5.0', '6.0', 'last'] });
    expect(account.perColumn[0]!.note).toEqual({ reason: 'mixed', example: 'last' });
    expect(table.columns[1]!.kind).toBe('numeric');
  });

  test('a column that is empty at first finds its kind when values come', async () => {
    const empty = Math.ceil((BLOCK * 1.5) / 8);
    for (const [value, kind] of [['2020-01-05', 'date'], ['word', 'category'], ['4.5', 'numeric']] as const) {
      const { table } = await openCsv(`x,y\n${'NA,12345\n'.repeat(empty)}${`${value},1\n`.repeat(3)}`);
      expect(table.columns[0]).toMatchObject({ kind, missing: empty });
      expect(table.rows).toBe(empty + 3);
    }
  });

  test('texts that mean missing only among numbers are given back when texts come late', async () => {
    const count = Math.ceil((BLOCK * 1.5) / 8);
    const { table, account } = await openCsv(`x,y\n${'-,123456\n'.repeat(count)}word,1\n`);
    expect(table.columns[0]).toMatchObject({ kind: 'category', levels: ['-', 'word'], missing: 0 });
    expect(account.perColumn[0]!.missingTexts).toEqual([]);
  });
});

describe('missing cells', () => {
  test('texts that mean missing are counted by text', async () => {
    const { account } = await openCsv('x,y\n1,a\nNA,?\n?,b\n,\n-,unknown\nnull,none\n2,-\n', { header: true });
    expect(account.perColumn[0]!.missingTexts).toEqual([{ text: '', count: 1 }, { text: 'NA', count: 1 }, { text: '?', count: 1 }, { text: '-', count: 1 }, { text: 'null', count: 1 }]);
    expect(account.perColumn[1]!.missingTexts).toEqual([{ text: '', count: 1 }, { text: '?', count: 1 }]);
  });

  test('a person can give another list', async () => {
    const { table } = await openCsv('x,y\nNA,1\nunknown,-9\nb,2\n', { missing: ['unknown', '-9'] });
    expect(table.columns[0]).toMatchObject({ kind: 'category', levels: ['NA', 'b'], missing: 1 });
    expect(table.columns[1]!.kind).toBe('numeric');
  });
});

describe('a chosen kind', () => {
  test.each<[string, string[], KindChoice, number[]]>([
    ['ids as numbers', ['007', '8'], { kind: 'numeric' }, [7, 8]],
    ['thousands', ['1,234', '12', '1,234,567.5'], { kind: 'numeric', notation: '1,234.5' }, [1234, 12, 1234567.5]],
    ['decimal commas', ['1,5', '1.234,5', '7'], { kind: 'numeric', notation: '1.234,5' }, [1.5, 1234.5, 7]],
    ['points that group', ['1.234', '2.345.678'], { kind: 'numeric', notation: '1.234,5' }, [1234, 2345678]],
    ['percent', ['12%', '7.5 %'], { kind: 'numeric', notation: '12%' }, [12, 7.5]],
    ['what is no number is missing', ['1', 'x', '1e999', '0x10'], { kind: 'numeric' }, [1, NaN, NaN, NaN]],
    ['day first', ['01/02/2020'], { kind: 'date', order: 'day-first' }, [Date.UTC(2020, 1, 1)]],
    ['month first', ['01/02/2020'], { kind: 'date', order: 'month-first' }, [Date.UTC(2020, 0, 2)]],
    ['what is no date is missing', ['2020-01-02', 'x'], { kind: 'date' }, [Date.UTC(2020, 0, 2), NaN]],
  ])('%s', async (_, values, choice, expected) => {
    const { column: found, told } = await column(values, choice);
    expect(found.kind).toBe(choice.kind);
    expect('values' in found && [...found.values]).toEqual(expected);
    expect(told.unreadable).toBe(expected.filter(Number.isNaN).length);
  });

  test('numbers as categories and as text keep what is written', async () => {
    expect((await column(['1', '1.0', '2'], { kind: 'category' })).column).toMatchObject({ kind: 'category', levels: ['1', '1.0', '2'] });
    expect((await column(['1', '2', '1'], { kind: 'text' })).column).toMatchObject({ kind: 'text', offsets: Uint32Array.of(0, 1, 2, 3) });
  });
});

describe('proposals', () => {
  test.each<[string, string[], object[]]>([
    ['thousands', ['1,234', '12,345,678'], [{ reason: 'thousands', choice: { kind: 'numeric', notation: '1,234.5' }, example: '1,234' }]],
    ['decimal commas', ['1,5', '1.234,56'], [{ reason: 'decimal-comma', choice: { kind: 'numeric', notation: '1.234,5' }, example: '1,5' }]],
    ['percent', ['12%', '3.5%'], [{ reason: 'percent', choice: { kind: 'numeric', notation: '12%' }, example: '12%' }]],
    ['codes', ['1', '2', '1'], [{ reason: 'codes', choice: { kind: 'category' } }]],
    ['mostly numbers', [...Array.from({ length: 20 }, (_, i) => `${i}`), 'inf'], [{ reason: 'mostly-numbers', choice: { kind: 'numeric' }, example: 'inf', lost: 1 }]],
    ['unclear dates', ['01/02/2020'], [{ reason: 'day-first', example: '01/02/2020' }, { reason: 'month-first' }]],
    ['words', ['yes', 'no'], []],
    ['decimals', ['1.5', '2.5'], []],
  ])('%s', async (_, values, expected) => {
    const { proposals } = await column(values);
    expect(proposals).toHaveLength(expected.length);
    expected.forEach((proposal, i) => expect(proposals[i]).toMatchObject(proposal));
  });

  test('1,234 alone may be either, and both are offered', async () => {
    const { proposals } = await column(['1,234', '2,345']);
    expect(proposals).toMatchObject([{ reason: 'thousands' }, { reason: 'decimal-comma' }, { reason: 'decimal-comma' }]);
  });
});
