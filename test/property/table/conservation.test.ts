import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellText, isMissing } from '../../../src/engine/table/cell';
import { MISSING_IN_NUMBERS, MISSING_TEXTS } from '../../../src/engine/table/columns/missing';
import { openText, type OpenedTable } from '../../../src/engine/table/open';
import { needsQuotes, randomTable, trimmed, write, type RandomTable } from './tools';

const header = (columns: number, delimiter: string, newline: string): string => Array.from({ length: columns }, (_, i) => `c${i}`).join(delimiter) + newline;

/** Compares every cell with what was written, and every change with what was counted. */
function compare({ table, account }: OpenedTable, source: RandomTable, kept: readonly number[]): void {
  expect(table.rows).toBe(kept.length);
  const everywhere = new Set<string>(MISSING_TEXTS);
  const inNumbers = new Set<string>([...MISSING_TEXTS, ...MISSING_IN_NUMBERS]);
  for (const column of table.columns) {
    const told = account.perColumn[column.position]!;
    const tokens = column.kind === 'numeric' || column.kind === 'date' ? inNumbers : everywhere;
    let otherwise = 0;
    let trims = 0;
    const missing = new Map<string, number>();
    kept.forEach((written, row) => {
      const text = source.rows[written]![column.position]!;
      const bare = !source.quoteAll && !needsQuotes(text, source.delimiter);
      const value = bare ? trimmed(text) : text;
      if (value !== text) trims++;
      if (value === '' || tokens.has(value)) {
        expect(isMissing(column, row)).toBe(true);
        missing.set(value, (missing.get(value) ?? 0) + 1);
        return;
      }
      expect(isMissing(column, row)).toBe(false);
      if (column.kind === 'numeric') {
        expect(column.values[row]).toBe(Number(value));
        if (String(Number(value)) !== value) otherwise++;
        if (column.asWritten) expect(cellText(column, row)).toBe(value);
      } else expect(cellText(column, row)).toBe(value);
    });
    expect(told.trimmed).toBe(trims);
    expect(told.otherwise).toBe(otherwise);
    expect(new Map(told.missingTexts.map(({ text, count }) => [text, count]))).toEqual(missing);
  }
}

test('every cell of a random table is kept, or changed and counted', async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, fc.boolean(), async (source, lastEnd) => {
      const columns = source.rows[0]!.length;
      const text = header(columns, source.delimiter, source.newline) + write(source, lastEnd);
      const opened = await openText('random', text, { delimiter: source.delimiter, header: true, comment: '' });
      compare(opened, source, source.rows.map((_, i) => i));
      expect(opened.account.lines!.total).toBe(opened.account.lines!.rows + 1 + opened.account.lines!.continuation);
    }),
    { numRuns: 400, seed: 1 },
  );
});

test('rows of the wrong width, blank lines and comments are counted and touch nothing else', async () => {
  const extra = fc.constantFrom('blank', 'comment', 'short', 'long');
  await fc.assert(
    fc.asyncProperty(randomTable, fc.array(fc.tuple(fc.nat(), extra), { maxLength: 6 }), async (source, extras) => {
      const columns = source.rows[0]!.length;
      const { delimiter, newline } = source;
      const body = source.rows.map((row) => write({ ...source, rows: [row] }));
      const expected = { blank: 0, comment: 0, short: 0, long: 0 };
      const inserted = new Map<number, string>();
      for (const [place, kind] of extras) {
        const at = place % (body.length + 1);
        if (inserted.has(at)) continue;
        expected[kind]++;
        inserted.set(at, { blank: newline, comment: `~~note${newline}`, short: `s${newline}`, long: `${'l'.concat(delimiter).repeat(columns)}l${newline}` }[kind]);
      }
      // Where most rows are longer than the header, the longer ones are the table.
      fc.pre(expected.long < source.rows.length);
      const parts: string[] = [];
      for (let i = 0; i <= body.length; i++) parts.push(inserted.get(i) ?? '', body[i] ?? '');
      const opened = await openText('random', header(columns, delimiter, newline) + parts.join(''), { delimiter, header: true, comment: '~~', ragged: 'refuse' });
      const { account } = opened;
      expect(account.lines).toMatchObject({ blank: expected.blank, comment: expected.comment, refused: expected.short + expected.long });
      expect(account).toMatchObject({ shortRows: expected.short, longRows: expected.long });
      compare(opened, source, source.rows.map((_, i) => i));
    }),
    { numRuns: 300, seed: 2 },
  );
});

test('other line ends give the same table', async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 12, maxLength: 12 }), async (source, ends) => {
      const columns = source.rows[0]!.length;
      const options = { delimiter: source.delimiter, header: true, comment: '' };
      const plain = await openText('random', header(columns, source.delimiter, '\n') + write({ ...source, newline: '\n' }), options);
      const mixed = header(columns, source.delimiter, '\r\n') + source.rows.map((row, i) => write({ ...source, rows: [row], newline: ends[i]! })).join('');
      expect((await openText('random', mixed, options)).table).toEqual(plain.table);
    }),
    { numRuns: 200, seed: 3 },
  );
});
