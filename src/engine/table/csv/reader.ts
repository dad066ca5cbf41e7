import { AssayError } from '../../errors';
import { BlockWindow } from '../bytes/block';
import type { ByteStream } from '../bytes/stream';
import type { CellBatch } from '../columns/batch';
import { textOf } from '../columns/batch';
import { withinLimit, type Limits } from '../limits';
import { findDialect, type Dialect, type DialectChoices } from './dialect';
import { Tokeniser, type TokenCounts } from './tokeniser';

const SAMPLE = 1 << 17;
const FEW_COLUMNS = 128;

export interface CsvOptions extends DialectChoices {
  readonly name: string;
  readonly ragged: 'pad' | 'refuse';
  readonly limits: Limits;
  /** Bytes of the whole table, where known. */
  readonly size?: number | undefined;
}

/** Reads a UTF-8 stream as a text table, a block at a time. */
export class CsvReader {
  readonly #options: CsvOptions;
  readonly #window: BlockWindow;
  #tokeniser: Tokeniser | undefined;
  #used = 0;
  #dialect: Dialect | undefined;
  #expectedRows: number | undefined;

  /** `dialect` repeats what an earlier reading of the same bytes found. */
  constructor(stream: ByteStream, options: CsvOptions, dialect?: Dialect, block?: number) {
    this.#options = options;
    this.#window = new BlockWindow(stream, block);
    this.#dialect = dialect;
  }

  get dialect(): Dialect {
    return this.#dialect!;
  }

  get counts(): TokenCounts {
    return this.#tokeniser!.counts;
  }

  /** UTF-8 bytes read so far, without the byte-order mark. */
  get bytesRead(): number {
    return this.#window.total;
  }

  /** The headers by position: undefined for a table without a header line, '' for a column that its header line does not name. */
  headers(): (string | undefined)[] {
    const { header, width, headerShifted } = this.dialect;
    if (!header) return Array.from({ length: width }, () => undefined);
    const cells = [...(headerShifted ? [''] : []), ...(this.#tokeniser!.header ?? [])];
    return Array.from({ length: width }, (_, column) => cells[column] ?? '');
  }

  /** The next rows; undefined at the end. The batch is good until the next call. */
  async next(): Promise<CellBatch | undefined> {
    const window = this.#window;
    window.drop(this.#used);
    this.#used = 0;
    for (;;) {
      if (window.last && window.length === 0) return undefined;
      await window.fill();
      if (!this.#tokeniser) while (!window.last && !hasLines(window.bytes, window.length) && window.length < this.#options.limits.rowBytes) await window.fill();
      const tokeniser = (this.#tokeniser ??= this.#begin());
      const used = tokeniser.run(window.bytes, window.length, window.last);
      const batch = tokeniser.batch(window.bytes, window.scratch);
      if (batch.rows > 0 || (window.last && used === window.length)) {
        this.#used = used;
        this.#expectedRows ??= this.#options.size === undefined || used === 0 ? undefined : expected(batch.rows, used, this.#options.size, this.#options.limits);
        return this.#expectedRows === undefined ? batch : { ...batch, expectedRows: this.#expectedRows };
      }
      window.drop(used);
      withinLimit('rowBytes', window.length, this.#options.name, this.#options.limits, `line ${tokeniser.counts.lines + 1}`);
    }
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  #begin(): Tokeniser {
    const { bytes, length, last } = this.#window;
    const { name, limits, ragged } = this.#options;
    const sampled = hasLines(bytes, Math.min(length, SAMPLE)) ? Math.min(length, SAMPLE) : length;
    this.#dialect ??= findDialect(textOf(bytes, 0, sampled), last && sampled === length, this.#options);
    const { delimiter, width, header, comment, commentAtTopOnly } = this.#dialect;
    const sign = delimiter.length === 1 ? delimiter.charCodeAt(0) : 0;
    if (sign === 0 || sign > 127 || /["\r\n]/.test(delimiter)) {
      throw new AssayError({
        area: 'table',
        code: 'bad-delimiter',
        what: `“${delimiter}” cannot be what separates the cells of ${name}.`,
        why: 'It has to be one sign of the plain keyboard, and neither a quote nor a line end.',
        remedy: 'Choose comma, semicolon, tab or vertical bar.',
      });
    }
    withinLimit('columns', width, name, limits);
    if (width > FEW_COLUMNS) this.#window.fit(width);
    return new Tokeniser({
      name, delimiter: sign, width, header, comment: new TextEncoder().encode(comment), commentAtTopOnly, ragged, limits,
    });
  }
}

/** Whether a dialect can be guessed from these bytes: they hold some ends of lines. */
function hasLines(bytes: Uint8Array, length: number): boolean {
  let lines = 0;
  for (let i = 0; i < length && lines < 4; i++) if (bytes[i] === 10 || bytes[i] === 13) lines++;
  return lines >= 4;
}

/** Rows of the whole, by what the first block had; a little more, because an array that is too short must move. */
function expected(rows: number, bytes: number, size: number, limits: Limits): number {
  return Math.min(limits.rows, Math.ceil((rows / bytes) * size * 1.03) + 16);
}
