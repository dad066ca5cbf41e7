import { describe, expect, test } from 'vitest';
import { findEncoding, toUtf8, type Encoding } from '../../../src/engine/table/bytes/encoding';
import { collect, sourceStream } from '../../../src/engine/table/bytes/stream';
import { Utf8Check } from '../../../src/engine/table/bytes/utf8';
import { memorySource, type Bytes } from '../../../src/engine/table/source';
import { cells, errorOf, openBytes, own, utf8 } from './tools';

const text = 'ort,name\nZürich,Łódź\nKöln 🎈,日本語\n';

function utf16(value: string, big: boolean, mark: boolean): Bytes {
  const units = (mark ? '\ufeff' : '') + value;
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), !big);
  return bytes;
}

const forms: [string, Bytes, Encoding, string][] = [
  ['UTF-8', utf8(text), 'utf-8', 'bytes'],
  ['UTF-8 with a mark', utf8(`\ufeff${text}`), 'utf-8', 'mark'],
  ['UTF-16 little-endian', utf16(text, false, false), 'utf-16le', 'zeros'],
  ['UTF-16 little-endian with a mark', utf16(text, false, true), 'utf-16le', 'mark'],
  ['UTF-16 big-endian', utf16(text, true, false), 'utf-16be', 'zeros'],
  ['UTF-16 big-endian with a mark', utf16(text, true, true), 'utf-16be', 'mark'],
];

describe.each(forms)('%s', (_, bytes, encoding, by) => {
  test('opens and is told', async () => {
    const { table, reading } = await openBytes(bytes);
    expect(reading).toMatchObject({ encoding, encodingBy: by });
    expect(table.columns.map((column) => column.header)).toEqual(['ort', 'name']);
    expect(cells(table)).toEqual([['Zürich', 'Łódź'], ['Köln 🎈', '日本語']]);
  });

  test.each([1, 2, 3, 5, 7, 64])('comes out the same in pieces of %d bytes', async (chunk) => {
    const stream = sourceStream(memorySource('t', bytes), 0, bytes.length, undefined, chunk);
    const out = await collect(toUtf8(stream, findEncoding(bytes)!, 't'));
    expect(new TextDecoder().decode(out)).toBe(text);
  });
});

test('bytes that are not UTF-8 are read as windows-1252, as a proposal', async () => {
  const bytes = own(Buffer.from('ort,n\nZ\xfcrich,1\n\x80,2\n', 'latin1'));
  const { table, reading } = await openBytes(bytes);
  expect(reading).toMatchObject({ encoding: 'windows-1252', encodingBy: 'proposed' });
  expect(cells(table)).toEqual([['Zürich', '1'], ['€', '2']]);
});

test('a wrong byte far behind the beginning is found as well', async () => {
  const bytes = own(Buffer.concat([Buffer.from(`a,b\n${'Zürich,1\n'.repeat(100_000)}`), Buffer.from('Z\xfcrich,2\n', 'latin1')]));
  const { table, reading } = await openBytes(bytes);
  expect(reading.encodingBy).toBe('proposed');
  expect(table.rows).toBe(100_001);
  expect(cells(table).at(-1)).toEqual(['Zürich', '2']);
});

test('another encoding can be chosen', async () => {
  const bytes = own(Buffer.from([0x61, 0x2c, 0x62, 10, 0xcf, 0xf0, 0x2c, 0x31, 10]));
  const { table, reading } = await openBytes(bytes, { encoding: 'windows-1251' });
  expect(cells(table)).toEqual([['Пр', '1']]);
  expect(reading).toMatchObject({ encoding: 'windows-1251', encodingBy: 'chosen' });
});

test('a chosen encoding that does not fit is refused', async () => {
  const error = await errorOf(openBytes(own(Buffer.from('a,b\nZ\xfcrich,1\n', 'latin1')), { encoding: 'utf-8' }));
  expect(error.record).toMatchObject({ area: 'table', code: 'bad-encoding' });
  expect(error.message).toBe(
    'people.csv was read as utf-8. It has bytes that utf-8 does not have (first at byte 6). Choose another encoding, such as windows-1252, or save the file as UTF-8.',
  );
});

test('bytes that are neither text nor a known format are refused', async () => {
  const error = await errorOf(openBytes(own(Buffer.from([8, 0, 0, 18, 7, 0, 0, 0, 0, 0, 1, 2, 3])), {}, 'model.onnx'));
  expect(error.message).toBe(
    'model.onnx is not a table that Assay knows. Its bytes are neither text nor Parquet. Save the table as CSV (UTF-8), Parquet or JSON records. A model is opened as a model.',
  );
});

describe('the UTF-8 check agrees with the platform', () => {
  const samples: [string, number[]][] = [
    ['overlong', [0xc0, 0xaf]], ['overlong in three', [0xe0, 0x80, 0xaf]], ['overlong in four', [0xf0, 0x80, 0x80, 0xaf]],
    ['surrogate', [0xed, 0xa0, 0x80]], ['past the end', [0xf4, 0x90, 0x80, 0x80]], ['lone continuation', [0x80]], ['cut', [0xe2, 0x82]],
    ['first of three', [0xe0, 0xa0, 0x80]], ['last before surrogates', [0xed, 0x9f, 0xbf]], ['last of all', [0xf4, 0x8f, 0xbf, 0xbf]], ['f5', [0xf5, 0x80, 0x80, 0x80]],
  ];
  test.each(samples)('%s', (_, middle) => {
    for (let before = 0; before < 9; before++) {
      const bytes = Uint8Array.from([...Array<number>(before).fill(97), ...middle, 98, 99]);
      for (const cut of [bytes, bytes.slice(0, before + middle.length)]) {
        let good = true;
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(cut);
        } catch {
          good = false;
        }
        for (let split = 0; split <= cut.length; split++) {
          const check = new Utf8Check();
          const positions = [check.add(cut.slice(0, split)), check.add(cut.slice(split)), check.end()].filter((position) => position >= 0);
          expect(positions.length === 0).toBe(good);
          if (!good) expect(positions[0]).toBe(before);
        }
      }
    }
  });
});
