import { damaged } from './faults';

/** Pieces are at most this long, so that one transaction stays small. */
export const pieceBytes = 4 << 20;
/** Shorter records stay readable in a Chromium profile after deletion; from this size on they lie in files of their own, which go. */
const leastBytes = 64 << 10;

export async function hashOf(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The pieces a part is stored in: copies, the last one filled up with zeros to the least length. */
export function* cut(part: Uint8Array<ArrayBuffer>): Generator<ArrayBuffer> {
  for (let from = 0; from === 0 || from < part.length; from += pieceBytes) {
    const piece = part.subarray(from, from + pieceBytes);
    if (piece.length >= leastBytes) yield piece.slice().buffer;
    else {
      const filled = new Uint8Array(leastBytes);
      filled.set(piece);
      yield filled.buffer;
    }
  }
}

/** Puts pieces together again. @throws AssayError `set-damaged` when one is missing or not what was written */
export async function join(bytes: number, hashes: readonly string[], read: (piece: number) => Promise<ArrayBuffer | undefined>): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(bytes);
  for (const [index, hash] of hashes.entries()) {
    const piece = await read(index);
    if (!piece) throw damaged(`piece ${index} is missing`);
    if ((await hashOf(piece)) !== hash) throw damaged(`piece ${index} has another checksum`);
    const from = index * pieceBytes;
    whole.set(new Uint8Array(piece, 0, Math.min(piece.byteLength, bytes - from)), from);
  }
  return whole;
}

/** A small text as one record: length, SHA-256 and text, filled up. */
export async function sealText(text: string): Promise<ArrayBuffer> {
  const content = new TextEncoder().encode(text);
  const record = new Uint8Array(Math.max(leastBytes, content.length + 68));
  new DataView(record.buffer).setUint32(0, content.length);
  record.set(new TextEncoder().encode(await hashOf(content)), 4);
  record.set(content, 68);
  return record.buffer;
}

/** @throws AssayError `set-damaged` */
export async function openText(record: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(record);
  const content = bytes.slice(68, 68 + new DataView(record).getUint32(0));
  if ((await hashOf(content)) !== new TextDecoder().decode(bytes.subarray(4, 68))) throw damaged('the settings have another checksum');
  return new TextDecoder().decode(content);
}
