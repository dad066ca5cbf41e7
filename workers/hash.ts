import { Sha256 } from '../src/engine/report/sha256';
import type { ByteSource } from '../src/engine/table/source';

/** Files up to this size are hashed by the browser's own code, which wants them whole; larger ones piece by piece. */
const wholeBytes = 128 << 20;
const pieceBytes = 4 << 20;

/** SHA-256 of a file, hex, without holding more of it than one piece when it is large. */
export async function hashFile(source: ByteSource, between: (share: number) => Promise<void>): Promise<string> {
  if (source.size <= wholeBytes) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await source.read(0, source.size)));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  const hash = new Sha256();
  for (let from = 0; from < source.size; from += pieceBytes) {
    hash.update(await source.read(from, Math.min(source.size, from + pieceBytes)));
    await between(from / source.size);
  }
  return hash.hex();
}
