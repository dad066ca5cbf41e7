import type { Bytes, ByteSource } from '../source';

/** A one-way flow of bytes. `read` gives undefined at the end; `close` may be called at any time and ends what runs behind it. */
export interface ByteStream {
  read(): Promise<Bytes | undefined>;
  close(): Promise<void>;
}

/** Bytes asked for from a file at a time: large enough to make calls cheap, small enough to stay in a processor's cache. */
export const CHUNK = 1 << 20;

/** The bytes [start, end) of a source, in pieces. `onRead` hears the position reached. */
export function sourceStream(source: ByteSource, start: number, end: number, onRead?: (position: number) => void, chunk = CHUNK): ByteStream {
  let position = start;
  return {
    async read() {
      if (position >= end) return undefined;
      const bytes = await source.read(position, Math.min(end, position + chunk));
      position += bytes.length;
      onRead?.(position);
      return bytes.length > 0 ? bytes : undefined;
    },
    close: () => Promise.resolve(),
  };
}

/** All bytes of a stream in one array. */
export async function collect(stream: ByteStream): Promise<Bytes> {
  const parts: Bytes[] = [];
  let total = 0;
  for (let part = await stream.read(); part; part = await stream.read()) {
    parts.push(part);
    total += part.length;
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
