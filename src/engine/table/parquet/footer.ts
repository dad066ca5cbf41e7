import { parquetMetadata, parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';
import { withinLimit, type Limits } from '../limits';
import type { ByteSource } from '../source';
import { badParquet } from './errors';

export interface Footer {
  readonly metadata: FileMetaData;
  /** Top-level columns. */
  readonly columns: readonly SchemaTree[];
  readonly rows: number;
  /** Rows of each row group. */
  readonly groups: readonly number[];
}

/**
 * Reads and checks the footer before anything else is decoded: its own length, rows, columns, size of the row groups, and that they agree.
 * @throws AssayError `parquet-damaged` and those of the limits.
 */
export async function readFooter(source: ByteSource, limits: Limits): Promise<Footer> {
  const { name, size } = source;
  if (size < 12) throw badParquet(name, 'It is too short to be one.');
  const tail = await source.read(size - 8, size);
  const view = new DataView(tail.buffer, tail.byteOffset, 8);
  if (view.getUint32(4, true) !== 0x31524150) throw badParquet(name, 'Its end is missing, as after a download that stopped early.');
  const length = view.getUint32(0, true);
  if (length + 12 > size) throw badParquet(name, 'Its table of contents is said to be longer than the file.');
  withinLimit('footerBytes', length, name, limits);
  const bytes = await source.read(size - 8 - length, size);
  let metadata: FileMetaData;
  let columns: SchemaTree[];
  try {
    metadata = parquetMetadata(bytes, { geoparquet: false });
    columns = parquetSchema(metadata).children;
  } catch (error) {
    throw badParquet(name, 'Its table of contents is damaged.', error);
  }
  const rows = Number(metadata.num_rows);
  if (!(rows >= 0) || !Number.isSafeInteger(rows)) throw badParquet(name, 'Its number of rows makes no sense.');
  withinLimit('rows', rows, name, limits);
  withinLimit('columns', columns.length, name, limits);
  withinLimit('cells', rows * columns.length, name, limits);
  const groups = metadata.row_groups.map((group) => Number(group.num_rows));
  if (groups.some((count) => !(count >= 0)) || groups.reduce((sum, count) => sum + count, 0) !== rows) {
    throw badParquet(name, 'Its parts do not have as many rows as the whole is said to have.');
  }
  for (const group of metadata.row_groups) {
    withinLimit('rowGroupBytes', group.columns.reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0), 0), name, limits);
  }
  const names = new Set<string>();
  for (const { element } of columns) {
    if (names.has(element.name)) throw badParquet(name, `It has two columns named “${element.name.slice(0, 60)}”.`);
    names.add(element.name);
  }
  return { metadata, columns, rows, groups };
}
