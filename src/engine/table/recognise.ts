import { AssayError } from '../errors';

export type FileForm = 'zip' | 'gzip' | 'parquet' | 'text';

interface Foreign {
  readonly code: string;
  readonly is: string;
  readonly remedy: string;
  readonly test: (head: Uint8Array, start: string) => boolean;
}

const ascii = (head: Uint8Array, from: number, to: number): string => String.fromCharCode(...head.subarray(from, Math.min(to, head.length)));
const begins = (...bytes: number[]) => (head: Uint8Array): boolean => bytes.every((byte, i) => head[i] === byte);
const asCsv = 'Open it in the program it comes from and save the table as CSV (UTF-8).';

/** Files that people take for tables, told by their first bytes. */
const FOREIGN: readonly Foreign[] = [
  { code: 'is-old-excel', is: 'an old Excel workbook (.xls)', remedy: asCsv, test: begins(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) },
  { code: 'is-pdf', is: 'a PDF document', remedy: 'Ask for the table behind it as CSV.', test: (_, start) => start.startsWith('%PDF-') },
  { code: 'is-html', is: 'a web page (HTML)', remedy: 'Download the table itself: a sign-in or error page may have been saved in its place.', test: (_, start) => /^\s*<(!doctype html|html|head|body)/i.test(start) },
  { code: 'is-xml', is: 'an XML file', remedy: 'Save the table as CSV. A PMML model is opened as a model.', test: (_, start) => /^\s*<\?xml/.test(start) },
  { code: 'is-pickle', is: 'a Python pickle', remedy: 'Assay never runs a pickle, because opening one can run any program. Write the table in Python: df.to_csv("table.csv", index=False)', test: (head) => head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5 },
  { code: 'is-arrow', is: 'an Arrow or Feather file', remedy: 'Write it as Parquet in Python: pd.read_feather("file").to_parquet("table.parquet")', test: (_, start) => start.startsWith('ARROW1') || start.startsWith('FEA1') },
  { code: 'is-orc', is: 'an ORC file', remedy: 'Write it as Parquet in Python: pd.read_orc("file").to_parquet("table.parquet")', test: (_, start) => start.startsWith('ORC') },
  { code: 'is-hdf5', is: 'an HDF5 file', remedy: 'Write it as Parquet in Python: pd.read_hdf("file").to_parquet("table.parquet")', test: begins(0x89, 0x48, 0x44, 0x46) },
  { code: 'is-sqlite', is: 'an SQLite database', remedy: 'Export the one table you need as CSV.', test: (_, start) => start.startsWith('SQLite format 3') },
  { code: 'is-stata', is: 'a Stata file', remedy: 'Write it as CSV in Python: pd.read_stata("file.dta").to_csv("table.csv", index=False)', test: (_, start) => start.startsWith('<stata_dta>') },
  { code: 'is-spss', is: 'an SPSS file', remedy: 'Write it as CSV in Python: pd.read_spss("file.sav").to_csv("table.csv", index=False)', test: (_, start) => start.startsWith('$FL2') || start.startsWith('$FL3') },
  { code: 'is-xz', is: 'packed with xz', remedy: 'Unpack it, or pack it as .gz or .zip.', test: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a) },
  { code: 'is-bzip2', is: 'packed with bzip2', remedy: 'Unpack it, or pack it as .gz or .zip.', test: (_, start) => /^BZh[1-9]/.test(start) },
  { code: 'is-zstd', is: 'packed with zstd', remedy: 'Unpack it, or pack it as .gz or .zip.', test: begins(0x28, 0xb5, 0x2f, 0xfd) },
  { code: 'is-7z', is: 'a 7-Zip archive', remedy: 'Unpack it, or pack the table as .zip.', test: begins(0x37, 0x7a, 0xbc, 0xaf) },
  { code: 'is-image', is: 'a picture', remedy: 'Open a table: CSV, Parquet or JSON.', test: (head) => begins(0x89, 0x50, 0x4e, 0x47)(head) || begins(0xff, 0xd8, 0xff)(head) || ascii(head, 0, 4) === 'GIF8' },
];

/**
 * Tells a file by its first bytes, never by its name.
 * @throws AssayError `is-…` for well-known files that are no tables Assay reads.
 */
export function recognise(name: string, head: Uint8Array): FileForm {
  if (begins(0x50, 0x4b, 3, 4)(head) || begins(0x50, 0x4b, 5, 6)(head)) return 'zip';
  if (begins(0x1f, 0x8b)(head)) return 'gzip';
  const start = ascii(head, 0, 512);
  if (start.startsWith('PAR1')) return 'parquet';
  const foreign = FOREIGN.find(({ test }) => test(head, start));
  if (!foreign) return 'text';
  throw new AssayError({
    area: 'file',
    code: foreign.code,
    what: `${name} is ${foreign.is}.`,
    why: 'Assay opens tables as CSV, Parquet, JSON records or JSON lines, also packed as .gz or .zip.',
    remedy: foreign.remedy,
  });
}
