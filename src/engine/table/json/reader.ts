import { BlockWindow } from '../bytes/block';
import type { ByteStream } from '../bytes/stream';
import { textOf, type CellBatch } from '../columns/batch';
import { Dictionary } from '../columns/dictionary';
import { overLimit, withinLimit, type Limits } from '../limits';
import type { Bytes } from '../source';
import { badJson } from './errors';
import { MORE, skipSpace, skipString, skipValue } from './scan';

const FEW_COLUMNS = 128;

/**
 * Reads records from JSON (`[{…}, {…}]`) or from lines (`{…}` after `{…}`), a block at a time. Values stay texts until the columns decide their kind, so
 * whole numbers of any length survive; lists and objects inside a record become cells of JSON text. Keys are only ever keys of a Map.
 */
export class JsonReader {
  /** Column names in order of first appearance. */
  readonly keys: string[] = [];
  /** Cells that held lists or objects. */
  nested = 0;
  readonly #form: 'json' | 'ndjson';
  readonly #name: string;
  readonly #limits: Limits;
  readonly #window: BlockWindow;
  readonly #positions = new Map<string, number>();
  /** Spellings of keys as bytes, so that the usual key is found without making a string. */
  readonly #spellings = new Dictionary();
  readonly #positionOfSpelling: number[] = [];
  #starts = new Int32Array(1 << 12);
  #ends = new Int32Array(1 << 12);
  #width = 8;
  #rows = 0;
  #used = 0;
  #begun = false;
  #finished = false;
  #needsComma = false;
  #afterComma = false;
  #escaped: number[] = [];
  #bytesBefore = 0;

  constructor(stream: ByteStream, form: 'json' | 'ndjson', name: string, limits: Limits, block?: number) {
    this.#window = new BlockWindow(stream, block);
    this.#form = form;
    this.#name = name;
    this.#limits = limits;
  }

  get bytesRead(): number {
    return this.#window.total;
  }

  /** The next records; undefined at the end. The batch is good until the next call. */
  async next(): Promise<CellBatch | undefined> {
    const window = this.#window;
    if (this.keys.length > FEW_COLUMNS) window.fit(this.keys.length);
    window.drop(this.#used);
    this.#bytesBefore += this.#used;
    this.#used = 0;
    for (;;) {
      if (window.last && window.length === 0) {
        if (!this.#finished && this.#form === 'json') throw badJson(this.#name, this.#bytesBefore, 'It ends before its list is closed, as after a download that stopped early.');
        return undefined;
      }
      await window.fill();
      const used = this.#run(window.bytes, window.length);
      if (this.#rows > 0) {
        this.#used = used;
        return { bytes: window.bytes, scratch: window.scratch, starts: this.#starts, ends: this.#ends, width: this.#width, rows: this.#rows };
      }
      if (window.last && used < window.length) throw badJson(this.#name, this.#bytesBefore + window.length, 'It ends in the middle of a record, as after a download that stopped early.');
      window.drop(used);
      this.#bytesBefore += used;
      withinLimit('rowBytes', window.length, this.#name, this.#limits, `byte ${this.#bytesBefore + 1}`);
    }
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  #run(bytes: Bytes, length: number): number {
    this.#rows = 0;
    this.#starts.fill(0);
    this.#ends.fill(-1);
    let i = skipSpace(bytes, 0, length);
    if (!this.#begun && this.#form === 'json') {
      if (i >= length) return i;
      i++;
      this.#begun = true;
    }
    for (;;) {
      i = skipSpace(bytes, i, length);
      if (i >= length) return i;
      const sign = bytes[i]!;
      if (this.#finished) throw badJson(this.#name, this.#bytesBefore + i, 'Something follows behind the end of its list.');
      if (this.#form === 'json') {
        if (sign === 93) {
          if (this.#afterComma) throw badJson(this.#name, this.#bytesBefore + i, 'A record is missing behind the last comma.');
          this.#finished = true;
          i++;
          continue;
        }
        if (this.#needsComma) {
          if (sign !== 44) throw badJson(this.#name, this.#bytesBefore + i, 'A comma is missing between two records.');
          this.#needsComma = false;
          this.#afterComma = true;
          i++;
          continue;
        }
      }
      if (sign !== 123) throw badJson(this.#name, this.#bytesBefore + i, 'A record, which begins with “{”, was expected there.');
      const end = this.#record(bytes, i, length);
      if (end === MORE) return i;
      this.#rows++;
      this.#needsComma = true;
      this.#afterComma = false;
      i = end;
    }
  }

  /** Reads the record at `at`; returns the place behind it, or MORE when the block ends first. */
  #record(bytes: Bytes, at: number, length: number): number {
    const wrong = (i: number, why: string): Error => badJson(this.#name, this.#bytesBefore + i, why);
    let row = this.#rows * this.#width;
    this.#makeRoom();
    this.#clearRow(row);
    this.#escaped.length = 0;
    const nestedBefore = this.nested;
    let i = skipSpace(bytes, at + 1, length);
    if (i < length && bytes[i] === 125) return i + 1;
    for (;;) {
      if (i >= length) return this.#unfinished(nestedBefore);
      if (bytes[i] !== 34) throw wrong(i, 'A name in quotes was expected there.');
      const keyEnd = skipString(bytes, i, length, wrong);
      if (keyEnd === MORE) return this.#unfinished(nestedBefore);
      const key = this.#position(bytes, i + 1, keyEnd - 1);
      row = this.#rows * this.#width;
      i = skipSpace(bytes, keyEnd, length);
      if (i >= length) return this.#unfinished(nestedBefore);
      if (bytes[i] !== 58) throw wrong(i, 'A colon is missing behind a name.');
      const start = skipSpace(bytes, i + 1, length);
      const end = skipValue(bytes, start, length, this.#limits.jsonDepth, wrong, () => overLimit('jsonDepth', this.#name, this.#limits));
      if (end === MORE || end >= length) return this.#unfinished(nestedBefore);
      if (end - start > this.#limits.cellBytes) throw overLimit('cellBytes', this.#name, this.#limits, `byte ${this.#bytesBefore + start + 1}`);
      if (this.#ends[row + key] !== -1) throw wrong(start, `The name “${this.keys[key]!.slice(0, 60)}” comes twice in one record.`);
      this.#store(bytes, start, end, row + key, wrong);
      i = skipSpace(bytes, end, length);
      if (i >= length) return this.#unfinished(nestedBefore);
      if (bytes[i] === 125) break;
      if (bytes[i] !== 44) throw wrong(i, 'A comma is missing between two values.');
      i = skipSpace(bytes, i + 1, length);
    }
    for (const place of this.#escaped) this.#unescape(bytes, place, wrong);
    return i + 1;
  }

  #unfinished(nested: number): number {
    this.nested = nested;
    return MORE;
  }

  #store(bytes: Bytes, start: number, end: number, place: number, wrong: (i: number, why: string) => Error): void {
    const first = bytes[start]!;
    if (first === 34) {
      this.#starts[place] = ~(start + 1);
      this.#ends[place] = end - 1;
      for (let i = start + 1; i < end - 1; i++) {
        if (bytes[i] === 92) {
          this.#escaped.push(place);
          break;
        }
      }
      return;
    }
    this.#starts[place] = start;
    this.#ends[place] = end;
    if (first === 123 || first === 91) {
      this.nested++;
      // The scan only matched the brackets; a broken inside must not pass as a cell.
      try {
        JSON.parse(textOf(bytes, start, end));
      } catch {
        throw wrong(start, 'A list or object inside a record is broken.');
      }
    }
  }

  /** A string's UTF-8 is never longer than its escaped form, so it is written over it. */
  #unescape(bytes: Bytes, place: number, wrong: (i: number, why: string) => Error): void {
    const start = ~this.#starts[place]!;
    const text = parsedString(textOf(bytes, start - 1, this.#ends[place]! + 1));
    if (text === undefined) throw wrong(start, 'A text has a sign behind a backslash that JSON does not know.');
    this.#ends[place] = start + new TextEncoder().encodeInto(text, bytes.subarray(start, this.#ends[place])).written;
  }

  #position(bytes: Bytes, start: number, end: number): number {
    const spelling = this.#spellings.code(bytes, start, end);
    const known = this.#positionOfSpelling[spelling];
    if (known !== undefined) return known;
    const key = parsedString(`"${textOf(bytes, start, end)}"`) ?? textOf(bytes, start, end);
    let position = this.#positions.get(key);
    if (position === undefined) {
      position = this.keys.length;
      withinLimit('columns', position + 1, this.#name, this.#limits);
      this.#positions.set(key, position);
      this.keys.push(key);
      if (this.keys.length > this.#width) this.#widen();
    }
    this.#positionOfSpelling[spelling] = position;
    return position;
  }

  #clearRow(row: number): void {
    this.#starts.fill(0, row, row + this.#width);
    this.#ends.fill(-1, row, row + this.#width);
  }

  #makeRoom(): void {
    const need = (this.#rows + 1) * this.#width;
    if (need <= this.#starts.length) return;
    const starts = new Int32Array(Math.max(need, this.#starts.length * 2));
    const ends = new Int32Array(starts.length).fill(-1);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Doubles the room for columns in the rows of this block, the unfinished row included. */
  #widen(): void {
    const from = this.#width;
    const to = from * 2;
    const size = Math.max(this.#starts.length, (this.#rows + 1) * to);
    const starts = new Int32Array(size);
    const ends = new Int32Array(size).fill(-1);
    for (let row = 0; row <= this.#rows; row++) {
      starts.set(this.#starts.subarray(row * from, (row + 1) * from), row * to);
      ends.set(this.#ends.subarray(row * from, (row + 1) * from), row * to);
    }
    this.#starts = starts;
    this.#ends = ends;
    this.#escaped = this.#escaped.map((place) => Math.floor(place / from) * to + (place % from));
    this.#width = to;
  }
}

function parsedString(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
