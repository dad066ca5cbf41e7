import { AssayError } from '../errors';
import { gzipStart } from './recognise/inflate';
import { contentEntries, listZip } from './recognise/zip';

/** Largest model Assay unpacks, in bytes. */
export const UNPACKED_LIMIT = 512 * 1024 * 1024;

function broken(name: string, why: string): AssayError {
  return new AssayError({
    area: 'file',
    code: 'unpack-failed',
    what: `“${name}” cannot be unpacked.`,
    why,
    remedy: 'Copy or download the file again, or unpack it on your computer and open what is inside.',
  });
}

async function inflate(bytes: Uint8Array<ArrayBuffer>, format: 'gzip' | 'deflate-raw', name: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  const fed = (async () => {
    for (let at = 0; at < bytes.length; at += 65536) await writer.write(bytes.subarray(at, at + 65536));
    await writer.close();
  })().catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      total += value.length;
      if (total > limit) {
        await reader.cancel().catch(() => undefined);
        throw broken(name, `It grows beyond ${Math.round(limit / 1048576)} MB, the most a model may have.`);
      }
      chunks.push(value);
    }
  } catch (error) {
    throw error instanceof AssayError ? error : broken(name, 'Its compressed content is damaged or cut off.');
  }
  await fed;
  const out = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/**
 * The content of a gzip file or of the only file in a zip archive.
 * @throws AssayError `unpack-failed` when it is damaged, encrypted, holds several files or grows beyond `limit`
 */
export async function unpack(name: string, bytes: Uint8Array<ArrayBuffer>, limit = UNPACKED_LIMIT): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  if (gzipStart(bytes) >= 0) return { name: name.replace(/\.gz$/i, ''), bytes: await inflate(bytes, 'gzip', name, limit) };
  const { entries, complete } = listZip(bytes);
  const contents = contentEntries(entries);
  const entry = contents[0];
  if (!complete || entry === undefined || contents.length > 1) throw broken(name, 'It must be complete and hold exactly one file.');
  if (entry.encrypted) throw broken(name, 'It is encrypted.');
  const end = entry.start + entry.compressed;
  if (entry.start < 0 || end > bytes.length) throw broken(name, 'Its list of contents points outside the file.');
  const body = bytes.subarray(entry.start, end);
  if (entry.method === 0) return { name: entry.name, bytes: body.slice() };
  if (entry.method !== 8) throw broken(name, `It is compressed by method ${entry.method}, which Assay does not know.`);
  return { name: entry.name, bytes: await inflate(body, 'deflate-raw', name, limit) };
}
