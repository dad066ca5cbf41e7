import { isZip } from '../recognise/archive';
import { gzipStart } from '../recognise/inflate';
import type { Kind } from '../recognise/kinds';
import { recogniseFile } from '../recognise/recognise';
import { refuse } from '../recognise/refusals';
import type { Bytes } from './source';

export type FileForm = 'zip' | 'gzip' | 'parquet' | 'text';

/** Kinds that are read as text, so that the reader of text says what is wrong with them, if anything. */
const READ_AS_TEXT: ReadonlySet<Kind> = new Set<Kind>([
  'csv',
  'json-table',
  'ndjson',
  'json',
  'text',
  'yaml',
  'libsvm-data',
  'xgboost-fmap',
  'python-code',
  'sas-code',
  'binary',
]);

/**
 * Tells a file by its first bytes, never by its name.
 * @param size length of the whole file, where it is known
 * @throws AssayError `refused-…` for files that are known to be something else than a table Assay reads.
 */
export function recognise(name: string, head: Bytes, size = Number.MAX_SAFE_INTEGER): FileForm {
  if (isZip(head)) return 'zip';
  if (gzipStart(head) >= 0) return 'gzip';
  const found = recogniseFile(name, head, size);
  if (found.kind === 'parquet') return 'parquet';
  if (READ_AS_TEXT.has(found.kind)) return 'text';
  throw refuse(name, found);
}

/** Kinds of zip that say nothing about what lies in them. */
const ANY_ZIP: ReadonlySet<Kind> = new Set<Kind>(['zip', 'zip-broken', 'zip-encrypted']);

/**
 * For a zip without a table.
 * @throws AssayError `refused-…` when the zip is known to be something else, as an Excel workbook is.
 */
export function refuseZip(name: string, head: Bytes, size: number): void {
  const found = recogniseFile(name, head, size);
  if (!ANY_ZIP.has(found.kind) && !READ_AS_TEXT.has(found.kind)) throw refuse(name, found);
}
