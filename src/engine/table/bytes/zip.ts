import { AssayError } from '../../errors';
import { withinLimit, type Limits } from '../limits';
import type { ByteSource } from '../source';
import { crc32 } from './crc32';
import { inflate } from './inflate';
import { sourceStream, type ByteStream } from './stream';

/** One file in a zip, as its table of contents has it. */
export interface ZipEntry {
  readonly name: string;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
  readonly method: number;
  readonly offset: number;
}

const refuse = (code: string, what: string, why: string): AssayError =>
  new AssayError({ area: 'file', code, what, why, remedy: 'Unpack it on your computer and open the table itself, or pack it anew with an ordinary zip program.' });

const damaged = (zip: string, why: string): AssayError => refuse('zip-damaged', `${zip} is a damaged zip file.`, why);

/**
 * Reads a zip's table of contents. Names are only ever keys of a Map.
 * @throws AssayError `zip-*` for what is refused: damage, ZIP64, several disks, encryption, names that repeat or point elsewhere, too many files.
 */
export async function readZip(source: ByteSource, limits: Limits): Promise<Map<string, ZipEntry>> {
  const zip = source.name;
  const tailStart = Math.max(0, source.size - 65557);
  const tail = await source.read(tailStart, source.size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  let end = tail.length - 22;
  while (end >= 0 && !(view.getUint32(end, true) === 0x06054b50 && end + 22 + view.getUint16(end + 20, true) === tail.length)) end--;
  if (end < 0) throw damaged(zip, 'Its end is missing, as after a download that stopped early.');

  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  const hasLocator = end >= 20 && view.getUint32(end - 20, true) === 0x07064b50;
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff || hasLocator) {
    throw refuse('zip-zip64', `${zip} is a zip in the ZIP64 form.`, 'Assay reads ordinary zips only.');
  }
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw refuse('zip-split', `${zip} is one part of a zip that was split.`, 'The other parts are missing.');
  }
  withinLimit('zipEntries', count, zip, limits);
  if (start + size > tailStart + end) throw damaged(zip, 'Its table of contents points past its end.');

  const directory = await source.read(start, start + size);
  return readDirectory(zip, directory, count, start);
}

function readDirectory(zip: string, directory: Uint8Array, count: number, directoryStart: number): Map<string, ZipEntry> {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const decoder = new TextDecoder('utf-8');
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== 0x02014b50) throw damaged(zip, 'Its table of contents is broken.');
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > directory.length) throw damaged(zip, 'Its table of contents is broken.');
    const name = decoder.decode(directory.subarray(at + 46, at + 46 + nameLength));
    const entry: ZipEntry = {
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    if (view.getUint16(at + 8, true) & 1) throw refuse('zip-encrypted', `${zip} is locked with a password.`, `Assay cannot read “${name}” in it.`);
    if (entry.size === 0xffffffff || entry.packedSize === 0xffffffff || entry.offset === 0xffffffff) {
      throw refuse('zip-zip64', `${zip} is a zip in the ZIP64 form.`, 'Assay reads ordinary zips only.');
    }
    if (/^[/\\]|^[a-zA-Z]:|\\|(^|\/)\.\.(\/|$)|\0/.test(name)) {
      throw refuse('zip-path', `${zip} holds a file named “${name}”.`, 'That name points outside the zip, which sound zips never do.');
    }
    if (entries.has(name)) throw refuse('zip-duplicate', `${zip} holds two files named “${name}”.`, 'It is not clear which of them is meant.');
    if (entry.offset + 30 + entry.packedSize > directoryStart) throw damaged(zip, `The file “${name}” in it reaches past its end.`);
    entries.set(name, entry);
    at = next;
  }
  const inOrder = [...entries.values()].sort((a, b) => a.offset - b.offset);
  for (let i = 1; i < inOrder.length; i++) {
    const before = inOrder[i - 1]!;
    if (before.offset + 30 + before.packedSize > inOrder[i]!.offset) {
      throw refuse('zip-overlap', `${zip} holds files that share the same bytes.`, 'Sound zips never do; files made to fill up a computer do.');
    }
  }
  return entries;
}

/**
 * The unpacked bytes of one file in a zip, with its length and checksum verified when the end is reached.
 * @throws AssayError `zip-method`, `zip-damaged`, `zip-checksum` and those of {@link inflate}.
 */
export async function zipStream(source: ByteSource, entry: ZipEntry, limits: Limits, onRead?: (share: number) => void): Promise<ByteStream> {
  const zip = source.name;
  if (entry.method !== 0 && entry.method !== 8) {
    throw refuse('zip-method', `“${entry.name}” in ${zip} is packed in an unusual way (method ${entry.method}).`, 'Assay unpacks deflate, the ordinary way.');
  }
  withinLimit('unpackedBytes', entry.size, `${zip} › ${entry.name}`, limits);
  const head = await source.read(entry.offset, entry.offset + 30);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) throw damaged(zip, `The file “${entry.name}” in it is not where its table of contents says.`);
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.packedSize > source.size) throw damaged(zip, `The file “${entry.name}” in it reaches past its end.`);
  const share = (position: number): void => onRead?.(entry.packedSize === 0 ? 1 : (position - start) / entry.packedSize);
  const packed = sourceStream(source, start, start + entry.packedSize, share);
  const unpacked = entry.method === 0 ? packed : inflate(packed, 'deflate-raw', `${zip} › ${entry.name}`, limits);
  return checked(unpacked, entry, zip);
}

function checked(stream: ByteStream, entry: ZipEntry, zip: string): ByteStream {
  let crc = 0;
  let size = 0;
  return {
    async read() {
      const bytes = await stream.read();
      if (bytes) {
        size += bytes.length;
        if (size <= entry.size) crc = crc32(bytes, crc);
      }
      if (size > entry.size || (!bytes && size < entry.size)) {
        await stream.close();
        throw damaged(zip, `The file “${entry.name}” in it is not as long as its table of contents says.`);
      }
      if (!bytes && crc !== entry.crc) throw refuse('zip-checksum', `“${entry.name}” in ${zip} is damaged.`, 'Its checksum does not match its bytes.');
      return bytes;
    },
    close: () => stream.close(),
  };
}
