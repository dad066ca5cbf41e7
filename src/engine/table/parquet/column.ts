import type { DecodedArray, ParquetParsers, SchemaTree } from 'hyparquet';
import { LEVEL_LIMIT } from '../types';
import { ColumnBuilder } from '../columns/column';
import { countToken, emptyCounts } from '../columns/counts';
import type { KindChoice, KindNote } from '../columns/kind';
import { missingRule } from '../columns/missing';
import { Growing } from '../columns/growing';
import type { FinishedColumn } from '../columns/set';

const DAY = 86_400_000;

/** A time that the file has to a finer part than the millisecond. */
class CutTime extends Date {}

/** A Parquet file says what is missing, so no text does. */
const noTexts = missingRule([]);

/**
 * One column of a Parquet file. The file states its type, so numbers stay numbers, texts stay texts and times become dates. Whole numbers from 2^53
 * cannot be held as numbers: such a column asks to be read again as text.
 */
export class ParquetColumn {
  /** Times as milliseconds, marking those that lose a finer part. */
  readonly parsers: Partial<ParquetParsers>;
  readonly #type: 'numbers' | 'times' | 'texts';
  readonly #counts = emptyCounts();
  readonly #values = new Growing<Float64Array<ArrayBuffer>>(Float64Array);
  readonly #codes = new Growing<Int32Array<ArrayBuffer>>(Int32Array);
  readonly #rows: number;
  #codeOf: Map<number, number> | undefined = new Map();
  #whole = true;
  #hasTime = false;
  #fine = false;
  #note: KindNote | undefined;
  readonly #texts: ColumnBuilder | undefined;
  readonly #encoder = new TextEncoder();

  constructor(tree: SchemaTree, choice: KindChoice | undefined, asText: boolean, rows: number) {
    this.#rows = rows;
    const stated = statedType(tree);
    const keep = choice === undefined || (stated === 'numbers' && choice.kind === 'numeric') || (stated === 'times' && choice.kind === 'date');
    this.#type = keep && !asText ? stated : 'texts';
    if (this.#type === 'texts') this.#texts = choice && !keep ? new ColumnBuilder(noTexts, choice) : ColumnBuilder.asText(noTexts, undefined);
    const finer = (value: bigint, unit: bigint): Date => {
      const milliseconds = value / unit - (value % unit < 0n ? 1n : 0n);
      return milliseconds * unit === value ? new Date(Number(milliseconds)) : new CutTime(Number(milliseconds));
    };
    this.parsers = {
      timestampFromMicroseconds: (value) => finer(value, 1000n),
      timestampFromNanoseconds: (value) => finer(value, 1_000_000n),
      jsonFromBytes: (bytes) => new TextDecoder('utf-8').decode(bytes),
    };
  }

  add(values: DecodedArray): void {
    if (this.#texts) this.#addTexts(this.#texts, values);
    else if (this.#type === 'times') this.#addTimes(values);
    else this.#addNumbers(values);
  }

  /** The column; undefined when it must be read again as text. */
  finish(): FinishedColumn | undefined {
    if (this.#texts) {
      const finished = this.#texts.finish();
      return finished && { ...finished, note: this.#texts.note };
    }
    if (this.#note) return undefined;
    const values = this.#values.finish();
    if (this.#type === 'times') {
      const pattern = this.#hasTime ? `yyyy-mm-dd hh:mm:ss${this.#fine ? '.fff' : ''}` : 'yyyy-mm-dd';
      return { data: { kind: 'date', values, hasTime: this.#hasTime, pattern }, counts: this.#counts, note: undefined };
    }
    const whole = this.#whole && this.#counts.present > 0;
    const codeOf = this.#codeOf;
    const asWritten = codeOf && this.#counts.present > 0 ? { codes: this.#codes.finish(), levels: [...codeOf.keys()].map(String) } : undefined;
    return { data: { kind: 'numeric', values, whole, ...(asWritten ? { asWritten } : {}) }, counts: this.#counts, note: undefined };
  }

  #addNumbers(values: DecodedArray): void {
    const counts = this.#counts;
    const first = this.#values.extend(values.length, this.#rows);
    const out = this.#values.array;
    const codeOf = this.#codeOf;
    if (codeOf) this.#codes.extend(values.length, this.#rows);
    const codes = this.#codes.array;
    for (let i = 0; i < values.length; i++) {
      const given = values[i] as number | bigint | null | undefined;
      let value = NaN;
      if (given === null || given === undefined) counts.empty++;
      else {
        value = Number(given);
        if (typeof given === 'bigint' && Math.abs(value) >= 9007199254740992) this.#note = { reason: 'too-large', example: String(given) };
        if (Number.isNaN(value)) countToken(counts, 'NaN');
        else if (!Number.isFinite(value)) {
          countToken(counts, String(value));
          value = NaN;
        } else {
          counts.present++;
          if (Object.is(value, -0)) counts.otherwise++;
          if (value !== Math.floor(value) || Math.abs(value) > 9007199254740992) this.#whole = false;
        }
      }
      out[first + i] = value;
      if (!codeOf) continue;
      if (Number.isNaN(value)) codes[first + i] = -1;
      else {
        let code = codeOf.get(value);
        if (code === undefined) codeOf.set(value, (code = codeOf.size));
        codes[first + i] = code;
      }
    }
    if (codeOf && codeOf.size > LEVEL_LIMIT) {
      this.#codeOf = undefined;
      this.#codes.finish();
    }
  }

  #addTimes(values: DecodedArray): void {
    const counts = this.#counts;
    const first = this.#values.extend(values.length, this.#rows);
    const out = this.#values.array;
    for (let i = 0; i < values.length; i++) {
      const given = values[i] as Date | null | undefined;
      const value = given === null || given === undefined ? NaN : Number(given);
      if (Number.isNaN(value)) counts.empty++;
      else {
        counts.present++;
        if (given instanceof CutTime) counts.otherwise++;
        if (value % DAY !== 0) this.#hasTime = true;
        if (value % 1000 !== 0) this.#fine = true;
      }
      out[first + i] = value;
    }
  }

  #addTexts(builder: ColumnBuilder, values: DecodedArray): void {
    const rows = values.length;
    const starts = new Int32Array(rows);
    const ends = new Int32Array(rows);
    let bytes = new Uint8Array(Math.max(1024, rows * 16));
    let to = 0;
    for (let i = 0; i < rows; i++) {
      const text = cellText(values[i]);
      // UTF-8 has at most three bytes for each of a string's 16-bit units.
      if (to + text.length * 3 > bytes.length) {
        const larger = new Uint8Array(Math.max(bytes.length * 2, to + text.length * 3));
        larger.set(bytes.subarray(0, to));
        bytes = larger;
      }
      starts[i] = ~to;
      to += this.#encoder.encodeInto(text, bytes.subarray(to)).written;
      ends[i] = to;
    }
    builder.add({ bytes, scratch: new Uint8Array(bytes.length), starts, ends, width: 1, rows, expectedRows: this.#rows }, 0);
  }
}

function statedType(tree: SchemaTree): 'numbers' | 'times' | 'texts' {
  const { type, converted_type: converted, logical_type: logical, repetition_type: repetition } = tree.element;
  if (tree.children.length > 0 || repetition === 'REPEATED') return 'texts';
  if (converted === 'DATE' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS' || logical?.type === 'DATE' || logical?.type === 'TIMESTAMP') return 'times';
  if (type === 'INT96') return 'times';
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return 'numbers';
  if (type === 'INT32' || type === 'INT64' || type === 'FLOAT' || type === 'DOUBLE') return logical?.type === 'TIME' || converted?.startsWith('TIME_') ? 'texts' : 'numbers';
  return 'texts';
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value === 'object') return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
  return String(value as number | bigint | boolean);
}
