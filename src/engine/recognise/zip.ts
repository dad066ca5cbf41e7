import { asText } from './bytes';

/** One entry as the archive lists it; nothing is unpacked. */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly compressed: number;
  /** Where its data begins in the given bytes, or −1 when its local header is not among them. */
  readonly start: number;
}

const MAX_ENTRIES = 100_000;

function localStart(bytes: Uint8Array<ArrayBuffer>, view: DataView, header: number): number {
  if (header + 30 > bytes.length || view.getUint32(header, true) !== 0x04034b50) return -1;
  return header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
}

function directory(bytes: Uint8Array<ArrayBuffer>, view: DataView): ZipEntry[] | undefined {
  const lowest = Math.max(0, bytes.length - 65557);
  for (let end = bytes.length - 22; end >= lowest; end--) {
    if (view.getUint32(end, true) !== 0x06054b50) continue;
    const count = view.getUint16(end + 10, true);
    const entries: ZipEntry[] = [];
    let at = view.getUint32(end + 16, true);
    if (at > end) return undefined;
    while (at + 46 <= end && view.getUint32(at, true) === 0x02014b50 && entries.length < MAX_ENTRIES) {
      const name = view.getUint16(at + 28, true);
      entries.push({
        name: asText(bytes.subarray(at + 46, at + 46 + name)),
        encrypted: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        compressed: view.getUint32(at + 20, true),
        start: localStart(bytes, view, view.getUint32(at + 42, true)),
      });
      at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries.length === 0 && count > 0 ? undefined : entries;
  }
  return undefined;
}

function localHeaders(bytes: Uint8Array<ArrayBuffer>, view: DataView): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 30 <= bytes.length && entries.length < MAX_ENTRIES;) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== 0x04034b50) {
      at++;
      continue;
    }
    const start = localStart(bytes, view, at);
    const flags = view.getUint16(at + 6, true);
    const compressed = view.getUint32(at + 18, true);
    const name = asText(bytes.subarray(at + 30, at + 30 + view.getUint16(at + 26, true)));
    entries.push({ name, encrypted: (flags & 1) === 1, method: view.getUint16(at + 8, true), compressed, start });
    at = start + (flags & 8 || compressed === 0xffffffff ? 0 : compressed);
  }
  return entries;
}

/**
 * What a zip archive says it holds: from its directory when the bytes reach its end, else from the local headers met in the beginning.
 * `complete` tells which. Source: PKWARE APPNOTE 6.3.
 */
export function listZip(bytes: Uint8Array<ArrayBuffer>): { readonly entries: readonly ZipEntry[]; readonly complete: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const listed = bytes.length >= 22 ? directory(bytes, view) : undefined;
  return listed === undefined ? { entries: localHeaders(bytes, view), complete: false } : { entries: listed, complete: true };
}

/** Entries that carry content: no folders and none of the debris operating systems add. */
export function contentEntries(entries: readonly ZipEntry[]): ZipEntry[] {
  return entries.filter((entry) => !/(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|\._[^/]*$)/.test(entry.name) && !entry.name.endsWith('/'));
}
