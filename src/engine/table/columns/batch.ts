import type { Bytes } from '../source';

/**
 * The cells of some rows, as places in `bytes` (UTF-8). Cell (row, column) is at index row × width + column:
 * `ends` < start: the row had no such cell. A start of ~s (negative) marks a cell that stood in quotes and begins at s.
 */
export interface CellBatch {
  readonly bytes: Bytes;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly width: number;
  readonly rows: number;
  /** A guess of the rows of the whole table. */
  readonly expectedRows?: number;
  /** At least as long as `bytes`; free for any one step to use. */
  readonly scratch: Bytes;
}

const decoder = new TextDecoder('utf-8');

/** A piece of UTF-8 bytes as a string. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}
