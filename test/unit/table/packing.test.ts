import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/engine/table/bytes/crc32';
import { cells, errorOf, openBytes, own, utf8, withLimits, zip, type ZipPart } from './tools';

const csv = utf8('name,n\nAnn,1\nBob,2\n');
const table = [['Ann', '1'], ['Bob', '2']];
const zipRemedy = 'Unpack it on your computer and open the table itself, or pack it anew with an ordinary zip program.';

test('crc-32 of the standard test text', () => {
  expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
  expect(crc32(utf8('6789'), crc32(utf8('12345')))).toBe(0xcbf43926);
});

describe('gzip', () => {
  test('opens', async () => {
    const opened = await openBytes(own(gzipSync(csv)), {}, 'people.csv.gz');
    expect(cells(opened.table)).toEqual(table);
    expect(opened.reading.container).toEqual({ kind: 'gzip', others: [] });
  });

  test.each([['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 12)], ['damaged', (bytes: Buffer) => (bytes.fill(0xff, 14, 20), bytes)]])('%s is refused', async (_, spoil) => {
    const error = await errorOf(openBytes(own(spoil(gzipSync(csv))), {}, 'people.csv.gz'));
    expect(error.message).toBe(
      'people.csv.gz is packed, but it cannot be unpacked. It is cut short or some of its bytes are damaged. Download or copy the file again, or pack it anew.',
    );
  });

  test('what unpacks to more than the limit is stopped', async () => {
    const bytes = own(gzipSync(utf8(`a\n${'1\n'.repeat(50)}`)));
    await openBytes(bytes, withLimits({ unpackedBytes: 102 }));
    expect((await errorOf(openBytes(bytes, withLimits({ unpackedBytes: 101 })))).message).toBe(
      'people.csv unpacks to a very large table. Assay unpacks up to 101 bytes. Save fewer rows or fewer columns into a new file and open that.',
    );
  });

  test('what blows up far beyond its size is stopped', async () => {
    const bomb = own(gzipSync(Buffer.alloc(3_000_000, '1\n')));
    expect((await errorOf(openBytes(bomb, withLimits({ ratioFreeBytes: 1_000_000 })))).code).toBe('inflate-ratio');
    await openBytes(bomb, withLimits({ ratioFreeBytes: 3_000_000 }));
  });

  test('packed twice is refused', async () => {
    expect((await errorOf(openBytes(own(gzipSync(gzipSync(csv))), {}, 'a.gz'))).code).toBe('nested-packing');
  });
});

describe('zip', () => {
  test.each([['deflated', false], ['stored', true]])('opens one table, %s', async (_, store) => {
    const opened = await openBytes(zip([{ name: 'in/people.csv', data: csv, store }]), {}, 'people.zip');
    expect(cells(opened.table)).toEqual(table);
    expect(opened.reading.container).toEqual({ kind: 'zip', member: 'in/people.csv', others: [] });
  });

  test('of several tables the largest is read and the others are listed; another can be chosen', async () => {
    const bytes = zip([{ name: 'codes.csv', data: utf8('code,m\n1,x\n') }, { name: 'people.csv', data: csv }, { name: 'read me.md', data: utf8('x'.repeat(500)) }]);
    const first = await openBytes(bytes);
    expect(first.reading.container).toEqual({ kind: 'zip', member: 'people.csv', others: ['codes.csv'] });
    const second = await openBytes(bytes, { member: 'codes.csv' });
    expect(cells(second.table)).toEqual([['1', 'x']]);
    expect((await errorOf(openBytes(bytes, { member: 'none.csv' }, 'a.zip'))).message).toBe(
      'a.zip has no file “none.csv”. It holds “codes.csv”, “people.csv”, “read me.md”. Choose one of these.',
    );
  });

  test('the only file is read whatever its name', async () => {
    expect(cells((await openBytes(zip([{ name: 'export', data: csv }]))).table)).toEqual(table);
  });

  const people: ZipPart = { name: 'people.csv', data: csv };
  test.each<[string, () => Uint8Array<ArrayBuffer>, string, string]>([
    ['two files of one name', () => zip([people, people]), 'zip-duplicate', `a.zip holds two files named “people.csv”. It is not clear which of them is meant. ${zipRemedy}`],
    ['a name that climbs out', () => zip([{ ...people, name: '../people.csv' }]), 'zip-path', `a.zip holds a file named “../people.csv”. That name points outside the zip, which sound zips never do. ${zipRemedy}`],
    ['an absolute name', () => zip([{ ...people, name: '/etc/people.csv' }]), 'zip-path', ''],
    ['a name with a drive', () => zip([{ ...people, name: 'C:people.csv' }]), 'zip-path', ''],
    ['a password', () => zip([{ ...people, flags: 1 }]), 'zip-encrypted', `a.zip is locked with a password. Assay cannot read “people.csv” in it. ${zipRemedy}`],
    ['ZIP64 sizes', () => zip([{ ...people, size: 0xffffffff }]), 'zip-zip64', `a.zip is a zip in the ZIP64 form. Assay reads ordinary zips only. ${zipRemedy}`],
    ['ZIP64 locator', () => zip([people], { locator: true }), 'zip-zip64', ''],
    ['an unknown method', () => zip([{ ...people, method: 14 }]), 'zip-method', ''],
    ['a wrong checksum', () => zip([{ ...people, crc: 1 }]), 'zip-checksum', `“people.csv” in a.zip is damaged. Its checksum does not match its bytes. ${zipRemedy}`],
    ['a size that is too small', () => zip([{ ...people, size: 5 }]), 'zip-damaged', ''],
    ['a size that is too large', () => zip([{ ...people, size: 500 }]), 'zip-damaged', ''],
    ['files that overlap', () => zip([people, { ...people, name: 'b.csv', offset: 4 }]), 'zip-overlap', ''],
    ['a file past the end', () => zip([{ ...people, offset: 4000 }]), 'zip-damaged', ''],
    ['a cut end', () => zip([people]).slice(0, -30), 'zip-damaged', `a.zip is a damaged zip file. Its end is missing, as after a download that stopped early. ${zipRemedy}`],
    ['no table', () => zip([{ name: 'a/photo.jpg', data: csv }, { name: 'notes.md', data: csv }]), 'zip-no-table', ''],
    ['an Excel workbook', () => zip([{ name: '[Content_Types].xml', data: csv }, { name: 'xl/workbook.xml', data: csv }]), 'refused-excel', '“a.zip” is an Excel workbook. Assay reads no workbooks. In Excel, choose the sheet, then Save As, CSV UTF-8, and open that file.'],
    ['a zip in a zip', () => zip([{ name: 'a.csv', data: zip([people]) }]), 'nested-packing', ''],
  ])('%s is refused', async (_, bytes, code, message) => {
    const error = await errorOf(openBytes(bytes(), {}, 'a.zip'));
    expect(error.code).toBe(code);
    if (message) expect(error.message).toBe(message);
  });

  test('a name such as __proto__ is a name like any other', async () => {
    const opened = await openBytes(zip([{ name: '__proto__', data: csv }]));
    expect(opened.reading.container?.member).toBe('__proto__');
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  test('the number of files is limited', async () => {
    const parts = Array.from({ length: 4 }, (_, i) => ({ ...people, name: `${i}.csv` }));
    await openBytes(zip(parts), withLimits({ zipEntries: 4 }));
    expect((await errorOf(openBytes(zip(parts), withLimits({ zipEntries: 3 })))).code).toBe('zip-too-many-files');
  });
});

describe('files that are no tables', () => {
  test.each<[string, string | number[], string]>([
    ['an old Excel file', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0], 'refused-excel-old'],
    ['a web page', '  <!DOCTYPE html><html>', 'refused-html'],
    ['XML', '<?xml version="1.0"?><PMML/>', 'refused-pmml'],
    ['a pickle', [0x80, 4, 0x95, 1, 0], 'refused-pickle'],
    ['Feather', 'ARROW1\0\0', 'refused-arrow'],
    ['a PDF', '%PDF-1.4', 'refused-pdf'],
    ['SQLite', 'SQLite format 3\0', 'refused-sqlite'],
    ['HDF5', [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10], 'refused-hdf5'],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], 'refused-image'],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'refused-archive'],
    ['nothing', '', 'empty-file'],
  ])('%s', async (_, content, code) => {
    const bytes = typeof content === 'string' ? utf8(content) : Uint8Array.from(content);
    const error = await errorOf(openBytes(bytes, {}, 'data.csv'));
    expect(error.code).toBe(code);
    expect(error.record.area).toBe('file');
  });

  test('the words of a refusal', async () => {
    expect((await errorOf(openBytes(utf8('<stata_dta><header>'), {}, 'rows.csv'))).message).toBe(
      '“rows.csv” is a Stata data file. Assay has no reader for Stata files. In Stata, run: export delimited using "table.csv", then open that file.',
    );
  });

  test('a zip that is a model is named, and a table in a zip is read whatever lies beside it', async () => {
    expect((await errorOf(openBytes(zip([{ name: 'm/data.pkl', data: csv }, { name: 'm/data/0', data: csv }]), {}, 'm.pt'))).code).toBe('refused-pytorch');
    expect((await openBytes(zip([{ name: 'm/data.pkl', data: csv }, { name: 'people.csv', data: csv }]))).reading.container?.member).toBe('people.csv');
  });

  test.each(['PARENT,ORC', 'ID3,x', 'ORCID,x', 'a,b,c,d,WAVE', 'name,ftyp', 'GGUF,x', 'MZ,x', '{,[', 'proc,x', 'a: b,c'])('a table that begins with %s is one', async (header) => {
    const width = header.split(',').length;
    const { table } = await openBytes(utf8(`${header}\n${Array.from({ length: 3 }, (_, i) => new Array(width).fill(i).join(',')).join('\n')}\n`));
    expect(table.columns.map((column) => column.name)).toEqual(header.split(','));
  });
});
