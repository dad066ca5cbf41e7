import { deflateRawSync } from 'node:zlib';
import { expect } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { crc32 } from '../../../src/engine/table/bytes/crc32';
import { cellText } from '../../../src/engine/table/cell';
import { LIMITS, type Limits } from '../../../src/engine/table/limits';
import { openTable, type OpenedTable, type ReadOptions } from '../../../src/engine/table/open';
import type { Bytes } from '../../../src/engine/table/source';
import type { Table } from '../../../src/engine/table/types';

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
export const own = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

export function openBytes(bytes: Bytes, options: ReadOptions = {}, name = 'people.csv'): Promise<OpenedTable> {
  return openTable({ name, size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) }, options);
}

export const openCsv = (text: string, options: ReadOptions = {}): Promise<OpenedTable> => openBytes(utf8(text), options);

/** All cells as texts, '' for missing. */
export function cells(table: Table): string[][] {
  return Array.from({ length: table.rows }, (_, row) => table.columns.map((column) => cellText(column, row)));
}

export const names = (table: Table): string[] => table.columns.map((column) => column.name);
export const kinds = (table: Table): string[] => table.columns.map((column) => column.kind);

export const withLimits = (limits: Partial<Limits>): ReadOptions => ({ limits: { ...LIMITS, ...limits } });

/** The error a call ends with; fails when it ends otherwise. */
export async function errorOf(call: Promise<unknown>): Promise<AssayError> {
  const error: unknown = await call.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AssayError);
  return error as AssayError;
}

export interface ZipPart {
  readonly name: string;
  readonly data: Uint8Array;
  readonly store?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** Lies told by the table of contents. */
  readonly crc?: number;
  readonly size?: number;
  readonly offset?: number;
}

/** A zip file made by hand, so that any field can lie. */
export function zip(parts: readonly ZipPart[], end: { readonly count?: number; readonly locator?: boolean } = {}): Bytes {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = part.store ? Buffer.from(part.data) : deflateRawSync(part.data);
    const name = Buffer.from(part.name, 'utf8');
    const method = part.method ?? (part.store ? 0 : 8);
    const crc = part.crc ?? crc32(part.data);
    const size = part.size ?? part.data.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(part.flags ?? 0, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(part.offset ?? offset, 42);
    directory.push(entry, name);
    chunks.push(local, name, packed);
    offset += 30 + name.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(end.count ?? parts.length, 8);
  tail.writeUInt16LE(end.count ?? parts.length, 10);
  tail.writeUInt32LE(listing.length, 12);
  tail.writeUInt32LE(offset, 16);
  const locator = Buffer.alloc(end.locator ? 20 : 0);
  if (end.locator) locator.writeUInt32LE(0x07064b50, 0);
  return own(Buffer.concat([...chunks, listing, locator, tail]));
}
