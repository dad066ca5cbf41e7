import { AssayError } from '../errors';
import { toUtf8, type EncodingFound } from './bytes/encoding';
import type { ByteStream } from './bytes/stream';
import { textOf, type CellBatch } from './columns/batch';
import type { KindChoice } from './columns/kind';
import type { MissingRule } from './columns/missing';
import { ColumnSet, type FinishedColumn } from './columns/set';
import type { Content } from './container';
import { CsvReader } from './csv/reader';
import type { DialectChoices } from './csv/dialect';
import type { TokenCounts } from './csv/tokeniser';
import type { ReadHooks } from './hooks';
import { notRecords } from './json/errors';
import { JsonReader } from './json/reader';
import type { Limits } from './limits';
import type { Reading } from './reading';

export interface TextSettings extends DialectChoices {
  readonly rule: MissingRule;
  readonly kinds: ReadonlyMap<number, KindChoice>;
  readonly ragged?: 'pad' | 'refuse';
  readonly limits: Limits;
}

export interface TextResult {
  readonly reading: Reading;
  readonly headers: readonly (string | undefined)[];
  readonly columns: ReadonlyMap<number, FinishedColumn>;
  readonly rows: number;
  /** Only for CSV, whose lines can be accounted for. */
  readonly counts?: TokenCounts;
}

interface RowReader {
  next(): Promise<CellBatch | undefined>;
  close(): Promise<void>;
}

/** Reads CSV, JSON records or JSON lines; twice where a column turns out, late, to be text. */
export async function readText(content: Content, encoding: EncodingFound, settings: TextSettings, hooks: ReadHooks): Promise<TextResult> {
  const form = await textForm(content, encoding, settings);
  return form === 'csv' ? readCsv(content, encoding, settings, hooks) : readJson(form, content, encoding, settings, hooks);
}

/** JSON is told by its first signs; a CSV header may begin with a bracket too, but not with `[{`, `{"`. */
async function textForm(content: Content, encoding: EncodingFound, settings: TextSettings): Promise<'csv' | 'json' | 'ndjson'> {
  const head: ByteStream = headStream(content.head);
  const first = await toUtf8(head, encoding.encoding === 'utf-8' ? { ...encoding, encoding: 'windows-1252' } : encoding, content.name).read();
  const start = first ? textOf(first, 0, Math.min(first.length, 4096)) : '';
  if (settings.delimiter !== undefined) return 'csv';
  if (/^\s*\[\s*(\{|\]|$)/.test(start)) return 'json';
  if (/^\s*\{\s*["}]/.test(start)) return 'ndjson';
  if (/^\s*\[\s*(\[|"|-?\d+\s*[,\]]|null|true|false)/.test(start) && /\]\s*$/.test(textOf(content.head, Math.max(0, content.head.length - 64), content.head.length))) {
    throw notRecords(content.name, 'a list of something other than records');
  }
  return 'csv';
}

function headStream(head: Uint8Array<ArrayBuffer>): ByteStream {
  // An even number of bytes, so that no letter of UTF-16 is cut.
  let left: Uint8Array<ArrayBuffer> | undefined = head.subarray(0, head.length & ~1 || head.length);
  return {
    read() {
      const bytes = left;
      left = undefined;
      return Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
}

async function readCsv(content: Content, encoding: EncodingFound, settings: TextSettings, hooks: ReadHooks): Promise<TextResult> {
  const { name } = content;
  const ragged = settings.ragged ?? 'pad';
  let first: CsvReader | undefined;
  const { set, columns } = await readTwice(name, settings, hooks, async (onShare) => {
    const stream = toUtf8(await content.open(onShare), encoding, name);
    const reader = new CsvReader(stream, { ...settings, name, ragged, size: content.size }, first?.dialect);
    first ??= reader;
    return { reader, width: () => reader.dialect.width };
  });
  const { counts } = first!;
  const used = first!.dialect;
  if (counts.lines === 0 || (counts.rows === 0 && counts.header === 0)) {
    throw new AssayError({
      area: 'table', code: 'no-rows', what: `${name} has no rows.`, why: 'All its lines are blank, comments, or have the wrong number of cells.',
      remedy: 'Open a table with at least one row.',
    });
  }
  const reading: Reading = {
    format: 'csv',
    delimiter: used.delimiter,
    lineEnd: lineEnd(counts),
    header: used.header,
    headerBy: settings.header === undefined ? 'found' : 'chosen',
    ...(used.headerShifted ? { headerShifted: true } : {}),
    ...(used.comment !== '' ? { comment: used.comment } : {}),
    ragged,
  };
  return { reading, headers: first!.headers(), columns, rows: set.rows, counts };
}

function lineEnd(counts: TokenCounts): NonNullable<Reading['lineEnd']> {
  const kinds = [counts.lf > 0, counts.crlf > 0, counts.cr > 0].filter(Boolean).length;
  if (kinds === 0) return 'none';
  if (kinds > 1) return 'mixed';
  return counts.lf > 0 ? 'LF' : counts.crlf > 0 ? 'CRLF' : 'CR';
}

async function readJson(form: 'json' | 'ndjson', content: Content, encoding: EncodingFound, settings: TextSettings, hooks: ReadHooks): Promise<TextResult> {
  const { name } = content;
  let first: JsonReader | undefined;
  const { set, columns } = await readTwice(name, settings, hooks, async (onShare) => {
    const reader = new JsonReader(toUtf8(await content.open(onShare), encoding, name), form, name, settings.limits);
    first ??= reader;
    return { reader, width: () => reader.keys.length };
  });
  if (form === 'ndjson' && set.rows === 1 && first!.nested > 0) throw notRecords(name, 'one object with lists or objects in it');
  const nested = first!.nested;
  return { reading: { format: form, ...(nested > 0 ? { nestedCells: nested } : {}) }, headers: first!.keys, columns, rows: set.rows };
}

type Start = (onShare: (share: number) => void) => Promise<{ readonly reader: RowReader; readonly width: () => number }>;

async function readTwice(name: string, settings: TextSettings, hooks: ReadHooks, start: Start): Promise<{ set: ColumnSet; columns: Map<number, FinishedColumn> }> {
  const rules = { name, rule: settings.rule, kinds: settings.kinds, limits: settings.limits };
  const set = new ColumnSet(rules);
  await readAll(set, 'reading', hooks, start);
  hooks.progress?.(1, 'finishing');
  const { done, again } = await set.finish(hooks.breathe);
  if (again.size > 0) {
    const second = new ColumnSet(rules, again);
    await readAll(second, 'reading again', hooks, start);
    for (const [position, column] of (await second.finish(hooks.breathe)).done) done.set(position, column);
  }
  return { set, columns: done };
}

async function readAll(set: ColumnSet, phase: 'reading' | 'reading again', hooks: ReadHooks, start: Start): Promise<void> {
  let share = 0;
  const { reader, width } = await start((value) => {
    share = value;
  });
  try {
    for (let batch = await reader.next(); batch; batch = await reader.next()) {
      set.add(batch, width());
      hooks.progress?.(share, phase);
      await hooks.breathe?.();
    }
  } finally {
    await reader.close();
  }
}
