import { AssayError } from '../errors';
import { cellTotals, checkAccount, columnAccount, sumOver, type Account } from './account';
import { collect } from './bytes/stream';
import { findEncoding, NotUtf8, type Encoding, type EncodingFound } from './bytes/encoding';
import { missingRule } from './columns/missing';
import type { KindChoice } from './columns/kind';
import type { FinishedColumn } from './columns/set';
import { lookInto, type Content } from './container';
import { columnNames } from './headers';
import type { ReadHooks } from './hooks';
import { LIMITS, withinLimit, type Limits } from './limits';
import { readParquet } from './parquet/reader';
import { proposals, type Proposal } from './proposals';
import type { Reading } from './reading';
import { memorySource, type ByteSource } from './source';
import { readText, type TextResult } from './text';
import type { Column, Table } from './types';

/** What a person can decide about how a file is read. What is left out is found from the file. */
export interface ReadOptions {
  readonly delimiter?: string;
  readonly encoding?: Encoding;
  readonly header?: boolean;
  /** Rows with too few cells: fill them up with missing cells (also when left out), or leave the rows out. */
  readonly ragged?: 'pad' | 'refuse';
  /** By column position. */
  readonly kinds?: ReadonlyMap<number, KindChoice>;
  /** Lines that begin with this are comments; '' says that none are. */
  readonly comment?: string;
  /** Which file of a zip. */
  readonly member?: string;
  /** The texts that mean "no value", in place of the usual ones. */
  readonly missing?: readonly string[];
  readonly limits?: Limits;
}

export interface OpenedTable {
  readonly table: Table;
  readonly account: Account;
  readonly reading: Reading;
  readonly proposals: readonly Proposal[];
}

/**
 * Opens a table: CSV with any usual delimiter, Parquet, JSON records or JSON lines; also packed as .gz or .zip.
 * Memory: the typed columns, one block of the file, and one column more while finishing.
 * @throws AssayError with area `file` or `table`; whatever `hooks.breathe` throws.
 */
export async function openTable(source: ByteSource, options: ReadOptions = {}, hooks: ReadHooks = {}): Promise<OpenedTable> {
  const limits = options.limits ?? LIMITS;
  hooks.progress?.(0, 'looking');
  const content = await lookInto(source, options.member, limits);
  if (content.form === 'parquet') return openParquet(source, content, options, limits, hooks);
  return openTextFile(source, content, options, limits, hooks);
}

/** Opens a table that was pasted. `name` is what the person sees it called. */
export function openText(name: string, text: string, options: ReadOptions = {}, hooks: ReadHooks = {}): Promise<OpenedTable> {
  return openTable(memorySource(name, new TextEncoder().encode(text)), { ...options, encoding: 'utf-8' }, hooks);
}

async function openParquet(source: ByteSource, content: Content, options: ReadOptions, limits: Limits, hooks: ReadHooks): Promise<OpenedTable> {
  const plain = content.plain ?? memorySource(content.name, await collect(await content.open((share) => hooks.progress?.(share, 'looking'))));
  const read = await readParquet(plain, options.kinds ?? new Map(), limits, hooks);
  const reading: Reading = { format: 'parquet', ...(content.container ? { container: content.container } : {}) };
  return assemble(source, read.names, read.columns, read.rows, undefined, reading, limits);
}

async function openTextFile(source: ByteSource, content: Content, options: ReadOptions, limits: Limits, hooks: ReadHooks): Promise<OpenedTable> {
  const encoding = findEncoding(content.head, options.encoding);
  if (!encoding) {
    throw new AssayError({
      area: 'file',
      code: 'not-a-table',
      what: `${content.name} is not a table that Assay knows.`,
      why: 'Its bytes are neither text nor Parquet.',
      remedy: 'Save the table as CSV (UTF-8), Parquet or JSON records. A model is opened as a model.',
    });
  }
  const settings = { ...options, rule: missingRule(options.missing), kinds: options.kinds ?? new Map<number, KindChoice>(), limits };
  let used: EncodingFound = encoding;
  let result: TextResult;
  try {
    result = await readText(content, used, settings, hooks);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    used = { encoding: 'windows-1252', by: 'proposed', mark: 0 };
    result = await readText(content, used, settings, hooks);
  }
  const reading: Reading = {
    ...result.reading,
    encoding: used.encoding,
    encodingBy: used.by,
    ...(content.container ? { container: content.container } : {}),
  };
  return assemble(source, result.headers, result.columns, result.rows, result, reading, limits);
}

/** Puts columns, names and counts together, and has the account checked. */
function assemble(
  source: ByteSource,
  headers: readonly (string | undefined)[],
  finished: ReadonlyMap<number, FinishedColumn>,
  rows: number,
  text: TextResult | undefined,
  reading: Reading,
  limits: Limits,
): OpenedTable {
  if (rows === 0 || headers.length === 0) {
    throw new AssayError({
      area: 'table',
      code: 'no-rows',
      what: `${source.name} has no rows.`,
      why: headers.length > 0 ? `There is a header of ${headers.length} ${headers.length === 1 ? 'column' : 'columns'}, and nothing below it.` : 'There is nothing in it that could be a row.',
      remedy: 'Open a table with at least one row. If the first line is data and not a header, say so.',
    });
  }
  withinLimit('columns', headers.length, source.name, limits);
  const names = columnNames(headers, limits);
  const columns: Column[] = [];
  const perColumn = names.map((name, position) => {
    const { data, counts, note } = finished.get(position)!;
    const told = columnAccount(name, position, data.kind, counts, note);
    columns.push({ ...data, position, name: name.name, header: name.header, missing: told.missing });
    return told;
  });
  const counts = text?.counts;
  const account: Account = {
    bytes: source.size,
    ...(counts
      ? {
          lines: {
            total: counts.lines, header: counts.header, blank: counts.blank, comment: counts.comment,
            rows: counts.rows, refused: counts.refused, continuation: counts.continuation,
          },
        }
      : {}),
    rows,
    columns: columns.length,
    refusedRows: counts?.refused ?? 0,
    refusedCells: counts?.refusedCells ?? 0,
    shortRows: counts?.short ?? 0,
    paddedCells: sumOver(perColumn, (column) => column.padded),
    longRows: counts?.long ?? 0,
    cutCells: counts?.cut ?? 0,
    ragged: reading.ragged ?? 'pad',
    raggedRows: counts?.ragged ?? [],
    cells: cellTotals(perColumn, rows),
    changed: {
      trimmed: sumOver(perColumn, (column) => column.trimmed) + (counts?.trimmed ?? 0),
      otherwise: sumOver(perColumn, (column) => column.otherwise),
      unreadable: sumOver(perColumn, (column) => column.unreadable),
      names: perColumn.filter((column) => column.nameChanges.length > 0 && !column.nameChanges.includes('none')).length,
      strayQuotes: counts?.strayQuotes ?? 0,
    },
    perColumn,
  };
  const table: Table = { name: source.name, rows, columns };
  checkAccount(account, table);
  return { table, account, reading, proposals: proposals(columns, perColumn) };
}
