import { AssayError } from '../../errors';
import type { CellBatch } from '../columns/batch';
import { textOf } from '../columns/batch';
import { overLimit, type Limits } from '../limits';
import type { Bytes } from '../source';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;

export interface TokeniserRules {
  readonly name: string;
  /** One ASCII byte. */
  readonly delimiter: number;
  /** Cells of a full row. */
  readonly width: number;
  /** Whether the first row that is neither blank nor a comment is the header. */
  readonly header: boolean;
  /** Lines that begin with this are comments. Empty: none. */
  readonly comment: Uint8Array;
  /** Comments are looked for only before the header or first row, because the mark was guessed. */
  readonly commentAtTopOnly: boolean;
  /** Rows with too few cells: fill up, or leave out. */
  readonly ragged: 'pad' | 'refuse';
  readonly limits: Limits;
}

/** A row whose number of cells is not that of the table. */
export interface RaggedRow {
  readonly line: number;
  readonly cells: number;
}

/** What was counted besides the cells. */
export interface TokenCounts {
  lines: number;
  header: number;
  blank: number;
  comment: number;
  rows: number;
  refused: number;
  /** Line ends inside quotes. */
  continuation: number;
  lf: number;
  crlf: number;
  cr: number;
  /** Rows that were filled up, and the cells they got. */
  short: number;
  padded: number;
  /** Rows with more cells than the table has columns; left out unless the cells too many are empty. */
  long: number;
  cut: number;
  /** Cells of rows that were left out. */
  refusedCells: number;
  /** Cells with spaces between delimiter and quote. */
  trimmed: number;
  /** Cells that begin with a quote but do not end with it; kept as they stand. */
  strayQuotes: number;
  ragged: RaggedRow[];
}

/**
 * Splits UTF-8 bytes into cells (RFC 4180, and what real files add to it: any mix of line ends, spaces before quotes, comments, blank lines).
 * It works on whole rows: `run` returns how many bytes it used, and the caller brings the rest again with more behind it.
 * Doubled quotes are undone in place, so the bytes used belong to the tokeniser until the batch is read.
 */
export class Tokeniser {
  readonly counts: TokenCounts = {
    lines: 0, header: 0, blank: 0, comment: 0, rows: 0, refused: 0, continuation: 0, lf: 0, crlf: 0, cr: 0,
    short: 0, padded: 0, long: 0, cut: 0, refusedCells: 0, trimmed: 0, strayQuotes: 0, ragged: [],
  };
  /** The cells of the header, once it has been passed. */
  header: string[] | undefined;
  readonly #rules: TokeniserRules;
  #starts = new Int32Array(1 << 14);
  #ends = new Int32Array(1 << 14);
  #rows = 0;
  #atTop = true;
  /** The last piece ended in CR, whose LF may come first in the next. */
  #crPending = false;

  constructor(rules: TokeniserRules) {
    this.#rules = rules;
  }

  /** Cells of the rows found by the last `run`. */
  batch(bytes: Bytes, scratch: Bytes): CellBatch {
    return { bytes, scratch, starts: this.#starts, ends: this.#ends, width: this.#rules.width, rows: this.#rows };
  }

  /**
   * Reads rows from bytes[0..length). `last` says that nothing follows. Returns the number of bytes used: up to the start of the first unfinished row.
   * @throws AssayError `unclosed-quote`, `cell-too-long`.
   */
  run(bytes: Bytes, length: number, last: boolean): number {
    const { delimiter, width, limits } = this.#rules;
    const cellLimit = limits.cellBytes;
    const counts = this.counts;
    this.#rows = 0;
    let i = 0;
    if (this.#crPending && length > 0) {
      this.#crPending = false;
      if (bytes[0] === LF) {
        counts.cr--;
        counts.crlf++;
        i = 1;
      }
    }
    let used = i;
    let starts = this.#starts;
    let ends = this.#ends;
    let base = this.#rows * width;
    const doubled: number[] = [];

    row: while (i < length) {
      const rowStart = i;
      if (base + width > starts.length) {
        this.#grow(base + width);
        starts = this.#starts;
        ends = this.#ends;
      }
      const mark = this.#rules.comment;
      if (mark.length > 0 && bytes[i] === mark[0] && (this.#atTop || !this.#rules.commentAtTopOnly) && beginsWith(bytes, i, length, mark)) {
        while (i < length && bytes[i] !== LF && bytes[i] !== CR) i++;
        if (i === length && !last) break;
        i = this.#endLine(bytes, i, length);
        counts.comment++;
        used = i;
        continue;
      }
      let cells = 0;
      let continuation = 0;
      let trimmed = 0;
      let stray = 0;
      let surplus = false;
      let cellEnd = i;
      let c;
      for (;;) {
        let cellStart = i;
        let quoted = false;
        c = i < length ? bytes[i]! : 0;
        let q = i;
        if (c === SPACE || (c === TAB && delimiter !== TAB)) {
          while (q < length && (bytes[q] === SPACE || (bytes[q] === TAB && delimiter !== TAB))) q++;
          if (q < length) c = bytes[q]!;
        }
        if (c === QUOTE && q < length) {
          let j = q + 1;
          let hasDoubled = false;
          for (;;) {
            while (j < length && (c = bytes[j]!) !== QUOTE) {
              if (c === LF || (c === CR && bytes[j + 1] !== LF)) continuation++;
              j++;
            }
            if (j >= length) {
              if (last || j - q > cellLimit) throw this.#unclosed(rowStart, bytes, q);
              break row;
            }
            if (j + 1 >= length) {
              if (!last) break row;
              break;
            }
            if (bytes[j + 1] !== QUOTE) break;
            hasDoubled = true;
            j += 2;
          }
          let behind = j + 1;
          while (behind < length && (bytes[behind] === SPACE || (bytes[behind] === TAB && delimiter !== TAB))) behind++;
          if (behind >= length && !last) break row;
          c = behind < length ? bytes[behind]! : LF;
          if (c === delimiter || c === LF || c === CR) {
            quoted = true;
            if (q > i || behind > j + 1) trimmed++;
            cellStart = q + 1;
            cellEnd = j;
            i = behind;
            if (hasDoubled && cells < width) doubled.push(base + cells);
          } else {
            stray++;
            i = behind;
          }
        }
        if (!quoted) {
          while (i < length && (c = bytes[i]!) !== delimiter && c !== LF && c !== CR) i++;
          if (i >= length && !last) break row;
          cellEnd = i;
        }
        if (cellEnd - cellStart > cellLimit) throw overLimit('cellBytes', this.#rules.name, limits, `line ${counts.lines + 1}`);
        if (cells < width) {
          starts[base + cells] = quoted ? ~cellStart : cellStart;
          ends[base + cells] = cellEnd;
        } else if (cellEnd > cellStart) surplus = true;
        cells++;
        if (i < length && c === delimiter) {
          i++;
          // A delimiter as the very last byte opens one more, empty cell.
          if (i >= length && !last) break row;
          continue;
        }
        break;
      }

      if (cells === 1 && starts[base]! >= 0 && isBlank(bytes, starts[base]!, ends[base]!)) {
        i = this.#endLine(bytes, i, length);
        counts.blank++;
        used = i;
        doubled.length = 0;
        continue;
      }
      const line = counts.lines + 1;
      counts.trimmed += trimmed;
      counts.strayQuotes += stray;
      counts.continuation += continuation;
      counts.lines += continuation;
      for (const place of doubled) ends[place] = undouble(bytes, ~starts[place]!, ends[place]!);
      doubled.length = 0;
      if (this.#atTop && this.#rules.header) {
        this.header = this.#headerCells(bytes, base, cells);
        counts.header++;
        // A header of another width only means that some columns have no name.
      } else if (cells === width) {
        counts.rows++;
        this.#rows++;
        base += width;
      } else if (this.#ragged(line, cells, surplus)) {
        for (let missing = cells; missing < width; missing++) {
          starts[base + missing] = 0;
          ends[base + missing] = -1;
        }
        counts.rows++;
        this.#rows++;
        base += width;
      }
      this.#atTop = false;
      i = this.#endLine(bytes, i, length);
      used = i;
    }
    return used;
  }

  /** Counts a row of the wrong width; true when it is kept. */
  #ragged(line: number, cells: number, surplus: boolean): boolean {
    const { width, ragged } = this.#rules;
    const counts = this.counts;
    if (counts.ragged.length < 20) counts.ragged.push({ line, cells });
    if (cells < width) counts.short++;
    else counts.long++;
    if (ragged === 'refuse' || surplus) {
      counts.refused++;
      counts.refusedCells += cells;
      return false;
    }
    if (cells < width) counts.padded += width - cells;
    else counts.cut += cells - width;
    return true;
  }

  #headerCells(bytes: Bytes, base: number, cells: number): string[] {
    const names: string[] = [];
    for (let cell = 0; cell < Math.min(cells, this.#rules.width); cell++) {
      const start = this.#starts[base + cell]!;
      names.push(textOf(bytes, start < 0 ? ~start : start, this.#ends[base + cell]!));
    }
    return names;
  }

  #endLine(bytes: Bytes, at: number, length: number): number {
    const counts = this.counts;
    counts.lines++;
    if (at >= length) return at;
    if (bytes[at] === LF) {
      counts.lf++;
      return at + 1;
    }
    if (at + 1 < length && bytes[at + 1] === LF) {
      counts.crlf++;
      return at + 2;
    }
    counts.cr++;
    this.#crPending = at + 1 >= length;
    return at + 1;
  }

  #grow(cells: number): void {
    const size = Math.max(cells, this.#starts.length * 2);
    const starts = new Int32Array(size);
    const ends = new Int32Array(size);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#starts = starts;
    this.#ends = ends;
  }

  #unclosed(rowStart: number, bytes: Bytes, quote: number): AssayError {
    let line = this.counts.lines + 1;
    for (let i = rowStart; i < quote; i++) if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) line++;
    return new AssayError({
      area: 'table',
      code: 'unclosed-quote',
      what: `${this.#rules.name} has a cell that begins with a quote in line ${line}.`,
      why: 'The quote is never closed, so everything behind it would end up in one cell.',
      remedy: `Close the quote in line ${line}, or write quotes inside a cell twice (""), and open the file again.`,
    });
  }
}

function beginsWith(bytes: Uint8Array, at: number, length: number, mark: Uint8Array): boolean {
  if (at + mark.length > length) return false;
  for (let k = 0; k < mark.length; k++) if (bytes[at + k] !== mark[k]) return false;
  return true;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== SPACE && bytes[i] !== TAB) return false;
  return true;
}

/** Replaces "" by " within bytes[start..end) and returns the new end. */
function undouble(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let from = start; from < end; from++) {
    bytes[to++] = bytes[from]!;
    if (bytes[from] === QUOTE) from++;
  }
  return to;
}
