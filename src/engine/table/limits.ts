import { AssayError } from '../errors';

/** What a table may be at most. Every reader takes its limits from here, and every error about one shows the number. */
export interface Limits {
  /** Bytes of the file as it lies on disk. */
  readonly fileBytes: number;
  /** Bytes after unpacking. */
  readonly unpackedBytes: number;
  /** Unpacked bytes per packed byte, checked once more than `ratioFreeBytes` came out. */
  readonly inflateRatio: number;
  readonly ratioFreeBytes: number;
  /** Files in a zip. */
  readonly zipEntries: number;
  readonly rows: number;
  readonly columns: number;
  /** Rows × columns. */
  readonly cells: number;
  /** Bytes of one cell. */
  readonly cellBytes: number;
  /** Bytes of one row of a text file. */
  readonly rowBytes: number;
  /** Letters of a column's display name; a longer header is shortened, and said so. */
  readonly nameLength: number;
  /** Nested brackets in JSON. */
  readonly jsonDepth: number;
  /** Bytes of a Parquet footer. */
  readonly footerBytes: number;
  /** Unpacked bytes of one Parquet row group. */
  readonly rowGroupBytes: number;
}

const MB = 1024 * 1024;

export const LIMITS: Limits = {
  fileBytes: 2048 * MB,
  unpackedBytes: 2048 * MB,
  inflateRatio: 200,
  ratioFreeBytes: 50 * MB,
  zipEntries: 10_000,
  rows: 20_000_000,
  columns: 20_000,
  cells: 80_000_000,
  cellBytes: MB,
  rowBytes: 64 * MB,
  nameLength: 120,
  jsonDepth: 256,
  footerBytes: 64 * MB,
  rowGroupBytes: 1024 * MB,
};

const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

function size(value: number): string {
  if (value < MB || value % MB !== 0) return value === 1 ? '1 byte' : `${whole(value)} bytes`;
  return `${whole(value / MB)} MB`;
}

const texts: Record<Exclude<keyof Limits, 'nameLength' | 'ratioFreeBytes'>, (name: string, limit: number) => readonly [what: string, why: string, remedy: string]> = {
  fileBytes: (name, limit) => [`${name} is a very large file.`, `Assay opens files of up to ${size(limit)}.`, 'Save fewer rows or fewer columns into a new file and open that.'],
  unpackedBytes: (name, limit) => [`${name} unpacks to a very large table.`, `Assay unpacks up to ${size(limit)}.`, 'Save fewer rows or fewer columns into a new file and open that.'],
  inflateRatio: (name, limit) => [
    `${name} unpacks to more than ${whole(limit)} times its size.`,
    'Tables do not shrink that far; files made to fill up a computer do.',
    'If the file is sound, unpack it yourself and open the unpacked file.',
  ],
  zipEntries: (name, limit) => [`${name} is a zip of very many files.`, `Assay looks through up to ${whole(limit)} files in a zip.`, 'Unpack it and open the one table you need.'],
  rows: (name, limit) => [`${name} has too many rows.`, `Assay holds up to ${whole(limit)} rows.`, 'Save a random part of the rows into a new file and open that.'],
  columns: (name, limit) => [`${name} has too many columns.`, `Assay holds up to ${whole(limit)} columns.`, 'Save the columns you need into a new file and open that.'],
  cells: (name, limit) => [`${name} has too many cells.`, `Assay holds up to ${whole(limit)} cells (rows × columns).`, 'Save fewer rows or fewer columns into a new file and open that.'],
  cellBytes: (name, limit) => [`${name} has a very long cell.`, `Assay holds cells of up to ${size(limit)}.`, 'Shorten the cell, or leave that column out.'],
  rowBytes: (name, limit) => [`${name} has a very long row.`, `Assay holds rows of up to ${size(limit)}.`, 'Check where its lines end, or leave out columns.'],
  jsonDepth: (name, limit) => [`${name} is JSON with very deep nesting.`, `Assay reads up to ${whole(limit)} levels of brackets.`, 'Save the table as a flat list of records, or as CSV.'],
  footerBytes: (name, limit) => [
    `${name} is a Parquet file with a very large table of contents.`,
    `Assay reads up to ${size(limit)} of it.`,
    'Write the file again with larger row groups or fewer columns.',
  ],
  rowGroupBytes: (name, limit) => [
    `${name} is a Parquet file with very large row groups.`,
    `Assay unpacks up to ${size(limit)} at a time.`,
    'Write it again with smaller row groups: df.to_parquet("table.parquet", row_group_size=100_000)',
  ],
};

const codes: Record<keyof typeof texts, string> = {
  fileBytes: 'file-too-large',
  unpackedBytes: 'unpacked-too-large',
  inflateRatio: 'inflate-ratio',
  zipEntries: 'zip-too-many-files',
  rows: 'too-many-rows',
  columns: 'too-many-columns',
  cells: 'too-many-cells',
  cellBytes: 'cell-too-long',
  rowBytes: 'row-too-long',
  jsonDepth: 'json-too-deep',
  footerBytes: 'parquet-footer-too-large',
  rowGroupBytes: 'parquet-group-too-large',
};

/** The error for a thing that is past a limit. `where` names the place, e.g. `line 12`. */
export function overLimit(key: keyof typeof texts, name: string, limits: Limits, where?: string): AssayError {
  const [what, why, remedy] = texts[key](name, limits[key]);
  const area = key === 'fileBytes' || key === 'unpackedBytes' || key === 'inflateRatio' || key === 'zipEntries' ? 'file' : 'table';
  return new AssayError({ area, code: codes[key], what: where ? `${what.slice(0, -1)} (${where}).` : what, why, remedy });
}

/** Throws when `value` is past the limit. */
export function withinLimit(key: keyof typeof texts, value: number, name: string, limits: Limits, where?: string): void {
  if (value > limits[key]) throw overLimit(key, name, limits, where);
}
