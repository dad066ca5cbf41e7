import type { ByteSource } from '../src/engine/table/source';

/** A file handed over by the page, read in pieces; a File crosses as a reference, never as a copy. */
export type SentFile = File | { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

export function sourceOf(file: SentFile): ByteSource {
  const blob = file instanceof Blob ? file : new Blob([file.bytes]);
  return { name: file.name, size: blob.size, read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()) };
}

export async function bytesOf(file: SentFile): Promise<Uint8Array<ArrayBuffer>> {
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file.bytes;
}
