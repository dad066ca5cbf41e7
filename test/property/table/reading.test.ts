import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { sourceStream } from '../../../src/engine/table/bytes/stream';
import { textOf, type CellBatch } from '../../../src/engine/table/columns/batch';
import { readNumber } from '../../../src/engine/table/columns/number';
import { CsvReader } from '../../../src/engine/table/csv/reader';
import { sampleRows } from '../../../src/engine/table/csv/sample';
import { JsonReader } from '../../../src/engine/table/json/reader';
import { LIMITS } from '../../../src/engine/table/limits';
import { memorySource } from '../../../src/engine/table/source';
import { randomTable, trimmed, write } from './tools';

function rowsOf(batch: CellBatch, columns = batch.width): string[][] {
  return Array.from({ length: batch.rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const at = row * batch.width + column;
      const start = batch.starts[at]!;
      return start < 0 ? textOf(batch.bytes, ~start, batch.ends[at]!) : trimmed(textOf(batch.bytes, start, Math.max(start, batch.ends[at]!)));
    }),
  );
}

async function readCsv(text: string, delimiter: string, columns: number, block: number): Promise<{ rows: string[][]; counts: object }> {
  const bytes = new TextEncoder().encode(text);
  const dialect = { delimiter, width: columns, header: false, headerShifted: false, comment: '', commentAtTopOnly: false };
  const reader = new CsvReader(sourceStream(memorySource('t', bytes), 0, bytes.length, undefined, 13), { name: 't', ragged: 'pad', limits: LIMITS }, dialect, block);
  const rows: string[][] = [];
  for (let batch = await reader.next(); batch; batch = await reader.next()) rows.push(...rowsOf(batch));
  return { rows, counts: reader.counts };
}

test('papaparse finds the same cells', async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, async (source) => {
      // papaparse knows one line end at a time and does not trim, so cells at whose edge spaces stand outside quotes are compared without them.
      const text = write(source);
      const found = Papa.parse<string[]>(text, { delimiter: source.delimiter, newline: source.newline as '\n', skipEmptyLines: false }).data.slice(0, -1);
      const { rows } = await readCsv(text, source.delimiter, source.rows[0]!.length, 1 << 16);
      const quoted = source.quoteAll;
      expect(rows.map((row) => row.map((cell) => (quoted ? cell : trimmed(cell))))).toEqual(found.map((row) => row.map((cell) => (quoted ? cell : trimmed(cell)))));
    }),
    { numRuns: 400, seed: 4 },
  );
});

test('the size of the blocks makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (source, block, lastEnd) => {
      const text = write(source, lastEnd);
      const columns = source.rows[0]!.length;
      expect(await readCsv(text, source.delimiter, columns, block)).toEqual(await readCsv(text, source.delimiter, columns, 1 << 16));
    }),
    { numRuns: 300, seed: 5 },
  );
});

test('the sample that the dialect is guessed from has the same cells', async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, async (source) => {
      const text = write(source);
      const { rows } = await readCsv(text, source.delimiter, source.rows[0]!.length, 1 << 16);
      expect(sampleRows(text, source.delimiter, true).map((row) => row.cells)).toEqual(rows);
    }),
    { numRuns: 300, seed: 6 },
  );
});

test('JSON records come back whatever the size of the blocks', async () => {
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.json().map((json) => JSON.parse(json) as unknown));
  const record = fc.dictionary(fc.string({ maxLength: 4 }), value, { maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 8 }), fc.integer({ min: 1, max: 60 }), fc.boolean(), fc.constantFrom(0, 2), async (records, block, list, indent) => {
      const text = list ? JSON.stringify(records, undefined, indent) : records.map((one) => JSON.stringify(one)).join('\n');
      const bytes = new TextEncoder().encode(text);
      const reader = new JsonReader(sourceStream(memorySource('t', bytes), 0, bytes.length, undefined, 17), list ? 'json' : 'ndjson', 't', LIMITS, block);
      const rows: string[][] = [];
      for (let batch = await reader.next(); batch; batch = await reader.next()) rows.push(...rowsOf(batch, reader.keys.length));
      const shown = (one: unknown): string => (typeof one === 'string' ? new TextDecoder().decode(new TextEncoder().encode(one)) : JSON.stringify(one));
      records.forEach((one, i) => {
        reader.keys.forEach((key, column) => {
          const cell = rows[i]![column] ?? '';
          if (!Object.hasOwn(one, key)) expect(cell).toBe('');
          else if (typeof one[key] === 'object' && one[key] !== null) expect(JSON.parse(cell)).toEqual(JSON.parse(JSON.stringify(one[key])));
          else expect(cell).toBe(shown(one[key]));
        });
      });
      expect(rows).toHaveLength(records.length);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('numbers are bit-equal to Number(text), and told plain exactly when they print as written', () => {
  const digits = (most: number) => fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most }).map((found) => found.join(''));
  const text = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String),
    fc.double({ min: 0, max: 1, noNaN: true }).map(String),
    fc.tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.integer({ min: 1, max: 21 })).map(([x, precision]) => x.toPrecision(precision)),
    fc.tuple(fc.constantFrom('', '-', '+'), digits(12), fc.constantFrom('', '.'), digits(22), fc.constantFrom('', '', '', 'e3', 'E-7', 'e+308', 'e-330')).map((parts) => parts.join('')),
  );
  const out = new Float64Array(1);
  const form = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
  fc.assert(
    fc.property(text, (written) => {
      fc.pre(written !== '');
      const bytes = new TextEncoder().encode(`x${written}7`);
      const how = readNumber(bytes, 1, bytes.length - 1, out, 0);
      const value = Number(written);
      if (!form.test(written)) expect(how).toBe(3);
      else if (/^[+-]?0\d/.test(written) || !Number.isFinite(value) || (/^[+-]?\d+$/.test(written) && Math.abs(value) >= 2 ** 53)) expect(how).toBe(2);
      else {
        expect(Object.is(out[0], value)).toBe(true);
        expect(how).toBe(String(value) === written ? 0 : 1);
      }
    }),
    { numRuns: 20_000, seed: 8 },
  );
});
