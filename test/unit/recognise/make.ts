import { gzipSync, deflateRawSync, crc32 as nodeCrc } from 'node:zlib';

const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
/** One byte per character. */
export const raw = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
export const gzip = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => own(gzipSync(bytes));
export const join = (...parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> => own(Buffer.concat(parts));

function crc32(bytes: Uint8Array<ArrayBuffer>): number {
  if (typeof nodeCrc === 'function') return nodeCrc(bytes);
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** A zip archive of the given entries; `flags` 1 marks them as encrypted. */
export function zip(
  entries: Record<string, string | Uint8Array<ArrayBuffer>>,
  options: { deflate?: boolean; flags?: number } = {},
): Uint8Array<ArrayBuffer> {
  const local: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = typeof content === 'string' ? utf8(content) : content;
    const packed = options.deflate === true ? own(deflateRawSync(bytes)) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(options.flags ?? 0, 2);
    common.writeUInt16LE(options.deflate === true ? 8 : 0, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(utf8(name).length, 22);
    local.push(raw('PK\x03\x04'), own(common), utf8(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(raw('PK\x01\x02\x14\x00'), own(common), own(tail), utf8(name));
    offset += 30 + utf8(name).length + packed.length;
  }
  const list = join(...central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return join(...local, list, own(end));
}
