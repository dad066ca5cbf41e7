import { AssayError } from '../errors';
import { inflate } from './bytes/inflate';
import { sourceStream, type ByteStream } from './bytes/stream';
import { readZip, zipStream, type ZipEntry } from './bytes/zip';
import { withinLimit, type Limits } from './limits';
import { recognise, refuseZip } from './recognise';
import type { ByteSource, Bytes } from './source';

/** How the table was packed. */
export interface Container {
  readonly kind: 'gzip' | 'zip';
  /** The file read, for a zip. */
  readonly member?: string;
  /** Other files in the zip that could be tables. */
  readonly others: readonly string[];
}

/** The table's own bytes, whatever they are wrapped in. */
export interface Content {
  readonly name: string;
  readonly form: 'parquet' | 'text';
  readonly container?: Container;
  /** The first bytes, up to 64 kB. */
  readonly head: Bytes;
  /** Bytes after unpacking, where the file says so. */
  readonly size?: number;
  /** The source itself when it is not packed. */
  readonly plain?: ByteSource;
  /** A new stream over the bytes; `onShare` hears how much of the file was used, from 0 to 1. */
  open(onShare?: (share: number) => void): Promise<ByteStream>;
}

const HEAD = 65536;

/**
 * Looks into a file: what it is, what packs it, where the table is.
 * @throws AssayError `empty-file`, `file-too-large`, `refused-…`, `zip-…`, `packed-damaged`, `nested-packing`.
 */
export async function lookInto(source: ByteSource, member: string | undefined, limits: Limits): Promise<Content> {
  const { name, size } = source;
  withinLimit('fileBytes', size, name, limits);
  if (size === 0) throw empty(name);
  const head = await source.read(0, Math.min(size, HEAD));
  const form = recognise(name, head, size);
  if (form === 'zip') return lookIntoZip(source, head, member, limits);
  if (form === 'gzip') {
    return inner(name, { kind: 'gzip', others: [] }, (onShare) =>
      Promise.resolve(inflate(sourceStream(source, 0, size, (position) => onShare?.(position / size)), 'gzip', name, limits)),
    );
  }
  return {
    name, form, head, size, plain: source,
    open: (onShare) => Promise.resolve(sourceStream(source, 0, size, (position) => onShare?.(position / size))),
  };
}

const empty = (name: string): AssayError =>
  new AssayError({ area: 'file', code: 'empty-file', what: `${name} is empty.`, why: 'It has no bytes at all.', remedy: 'Save or download the table again.' });

async function inner(name: string, container: Container, open: Content['open'], size?: number): Promise<Content> {
  const stream = await open();
  const parts: Bytes[] = [];
  let length = 0;
  try {
    while (length < HEAD) {
      const part = await stream.read();
      if (!part) break;
      parts.push(part);
      length += part.length;
    }
  } finally {
    await stream.close();
  }
  const head = new Uint8Array(Math.min(HEAD, length));
  let at = 0;
  for (const part of parts) {
    head.set(part.subarray(0, HEAD - at), at);
    at = Math.min(HEAD, at + part.length);
  }
  if (head.length === 0) throw empty(name);
  const form = recognise(name, head, size ?? (head.length < HEAD ? head.length : undefined));
  if (form === 'zip' || form === 'gzip') {
    throw new AssayError({
      area: 'file',
      code: 'nested-packing',
      what: `${name} is packed twice.`,
      why: 'Inside the packed file is another packed file.',
      remedy: 'Unpack it once on your computer and open what comes out.',
    });
  }
  return { name, form, head, container, open, ...(size === undefined ? {} : { size }) };
}

const TABLE_NAME = /\.(csv|tsv|tab|txt|data|dat|test|json|ndjson|jsonl|parquet|pq|parq)$/i;

async function lookIntoZip(source: ByteSource, head: Bytes, member: string | undefined, limits: Limits): Promise<Content> {
  const zip = source.name;
  const entries = await readZip(source, limits);
  const files = [...entries.values()].filter((entry) => entry.size > 0 && !/\/$|(^|\/)(__MACOSX\/|\.)/.test(entry.name));
  const named = files.filter((entry) => TABLE_NAME.test(entry.name));
  const tables = named.length > 0 || files.length !== 1 ? named : files;
  const list = files.slice(0, 10).map((entry) => `“${entry.name.slice(0, 80)}”`).join(', ') || 'nothing';
  if (member === undefined && named.length === 0) refuseZip(zip, head, source.size);
  let entry: ZipEntry | undefined;
  if (member !== undefined) {
    entry = files.find((candidate) => candidate.name === member);
    if (!entry) {
      throw new AssayError({ area: 'file', code: 'zip-no-member', what: `${zip} has no file “${member}”.`, why: `It holds ${list}.`, remedy: 'Choose one of these.' });
    }
  } else {
    entry = tables.reduce<ZipEntry | undefined>((largest, candidate) => (!largest || candidate.size > largest.size ? candidate : largest), undefined);
    if (!entry) {
      throw new AssayError({
        area: 'file', code: 'zip-no-table', what: `${zip} is a zip without a table.`, why: `It holds ${list}.`,
        remedy: 'Open a zip that holds a CSV, Parquet or JSON table. A model is opened as a model.',
      });
    }
  }
  const chosen = entry;
  const others = tables.filter((candidate) => candidate !== chosen).map((candidate) => candidate.name);
  return inner(`${zip} › ${chosen.name}`, { kind: 'zip', member: chosen.name, others }, (onShare) => zipStream(source, chosen, limits, onShare), chosen.size);
}
