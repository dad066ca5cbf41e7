import type { Encoding, EncodingFound } from './bytes/encoding';
import type { Container } from './container';

/** What was understood of a file's outer form; each part that a person can change is named as in the reading options. */
export interface Reading {
  readonly format: 'csv' | 'json' | 'ndjson' | 'parquet';
  readonly container?: Container;
  readonly encoding?: Encoding;
  /** `proposed` means that the file fits no encoding that can be proved. */
  readonly encodingBy?: EncodingFound['by'];
  readonly delimiter?: string;
  readonly lineEnd?: 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none';
  readonly header?: boolean;
  readonly headerBy?: 'found' | 'chosen';
  /** The header is one cell shorter than the rows, as R writes it: the first column has no name. */
  readonly headerShifted?: boolean;
  /** The mark of comment lines, when there are any. */
  readonly comment?: string;
  readonly ragged?: 'pad' | 'refuse';
  /** JSON cells that hold lists or objects, kept as their text. */
  readonly nestedCells?: number;
}
