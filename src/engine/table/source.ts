/** Bytes this project owns and may transfer. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A file that can be read in pieces. The page wraps a picked file in this; the engine never sees where the bytes lie. */
export interface ByteSource {
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /** The bytes [start, end); `end` is never past `size`. */
  read(start: number, end: number): Promise<Bytes>;
}

/** A source over bytes already in memory. */
export function memorySource(name: string, bytes: Bytes): ByteSource {
  return { name, size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) };
}
