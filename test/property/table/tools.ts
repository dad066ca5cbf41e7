import fc from 'fast-check';

/** Letters that CSV readers stumble over, among ordinary ones. */
const letter = fc.constantFrom('a', 'b', 'Z', '0', '7', '.', '-', '+', 'e', '"', ',', ';', '\t', '|', '\n', '\r', ' ', 'ü', '€', '🎈', '#', "'", '\\');

/** Cells as people have them: numbers of all writings, dates, missing texts, words and rubbish. */
export const cell = fc.oneof(
  { weight: 3, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.double({ noNaN: true }).map(String) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: 0, max: 20 })).map(([n, digits]) => (n / 7).toFixed(digits)) },
  { weight: 2, arbitrary: fc.constantFrom('', 'NA', '?', 'null', '-', 'None', 'nan', '.', ' ', '  x ', '007', '1e999', '12345678901234567890', '-0', '1.0', '+3') },
  { weight: 1, arbitrary: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)) },
  { weight: 3, arbitrary: fc.array(letter, { maxLength: 8 }).map((letters) => letters.join('')) },
  { weight: 2, arbitrary: fc.constantFrom('yes', 'no', 'Zürich') },
);

/** Columns of one sort of cell, or of any, so that every kind of column comes up. */
const columnOf = (rows: number): fc.Arbitrary<string[]> =>
  fc.oneof(
    fc.array(cell, { minLength: rows, maxLength: rows }),
    fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }).map(String), fc.constantFrom('', 'NA', '-')), { minLength: rows, maxLength: rows }),
    fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.constantFrom('', '1.50')), { minLength: rows, maxLength: rows }),
    fc.array(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)), { minLength: rows, maxLength: rows }),
  );

export interface RandomTable {
  readonly rows: string[][];
  readonly delimiter: string;
  readonly newline: string;
  /** Cells to quote although they need not be. */
  readonly quoteAll: boolean;
}

export const randomTable: fc.Arbitrary<RandomTable> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 5 }))
  .chain(([rows, columns]) =>
    fc.record({
      rows: fc.tuple(...Array.from({ length: columns }, () => columnOf(rows))).map((made) => Array.from({ length: rows }, (_, row) => made.map((column) => column[row]!))),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      newline: fc.constantFrom('\n', '\r\n', '\r'),
      quoteAll: fc.boolean(),
    }),
  );

export const needsQuotes = (text: string, delimiter: string): boolean => text.includes(delimiter) || /["\r\n]/.test(text);

export function write({ rows, delimiter, newline, quoteAll }: RandomTable, lastEnd = true): string {
  const lines = rows.map((row) => row.map((text) => (quoteAll || needsQuotes(text, delimiter) ? `"${text.replaceAll('"', '""')}"` : text)).join(delimiter));
  return lines.join(newline) + (lastEnd ? newline : '');
}

/** What is left of a cell that was not in quotes. */
export const trimmed = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');
