/** One array from many; empties the list as it goes, so that the pieces can be freed. */
export function joinFloat64(parts: Float64Array<ArrayBuffer>[], length: number): Float64Array<ArrayBuffer> {
  return join(parts, new Float64Array(length));
}

export function joinInt32(parts: Int32Array<ArrayBuffer>[], length: number): Int32Array<ArrayBuffer> {
  return join(parts, new Int32Array(length));
}

function join<T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(parts: T[], all: T): T {
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  parts.length = 0;
  return all;
}
