import { LEVEL_LIMIT, type NumericColumn } from '../types';
import { textOf, type CellBatch } from './batch';
import { addCounts, countToken, emptyCounts } from './counts';
import { Dictionary } from './dictionary';
import type { ColumnData, KindBuilder, KindNote, Notation } from './kind';
import type { MissingTokens } from './missing';
import { plainNumber } from './notation';
import { DESTROYED, NOT_NUMBER, OTHERWISE, PLAIN, readNumber } from './number';
import { Growing } from './growing';

const SMALL = 256;
// Own names for what the loop over cells uses, which are read faster than a module's exports where modules are not bundled.
const [plain, otherwiseWritten, destroyed] = [PLAIN, OTHERWISE, DESTROYED];

/** Reads cells as numbers. Strict unless a person chose this kind; then cells that are no numbers become missing and are counted. */
export class NumericBuilder implements KindBuilder {
  readonly counts = emptyCounts();
  note: KindNote | undefined;
  readonly #tokens: MissingTokens;
  readonly #forced: Notation | undefined;
  readonly #values = new Growing<Float64Array<ArrayBuffer>>(Float64Array);
  #whole = true;
  #dictionary: Dictionary | undefined = new Dictionary();
  #codes = new Growing<Int32Array<ArrayBuffer>>(Int32Array);
  /** Codes of the texts 0 … 255, so that small whole numbers skip the hashing. */
  readonly #small = new Int32Array(SMALL).fill(-1);

  constructor(tokens: MissingTokens, forced?: Notation) {
    this.#tokens = tokens;
    this.#forced = forced;
  }

  addMissing(rows: number): void {
    const start = this.#values.extend(rows);
    this.#values.array.fill(NaN, start, start + rows);
    this.#codes.extend(rows);
    this.#codes.array.fill(-1, start, start + rows);
  }

  add(batch: CellBatch, column: number): boolean {
    const { bytes, starts, ends, width, rows } = batch;
    const first = this.#values.extend(rows, batch.expectedRows);
    const out = this.#values.array;
    const dictionary = this.#dictionary;
    if (dictionary) this.#codes.extend(rows, batch.expectedRows);
    const codes = dictionary ? this.#codes.array : undefined;
    const small = this.#small;
    const read = readNumber;
    const forced = this.#forced;
    const counts = emptyCounts();
    let padded = 0, empty = 0, trimmed = 0, otherwise = 0, present = 0;
    let whole = this.#whole;
    for (let row = first, at = column; row < first + rows; row++, at += width) {
      let start = starts[at]!;
      let end = ends[at]!;
      if (start < 0) start = ~start;
      else if (end > start && (bytes[start]! <= 32 || bytes[end - 1]! <= 32)) {
        const before = end - start;
        while (start < end && isSpace(bytes[start]!)) start++;
        while (end > start && isSpace(bytes[end - 1]!)) end--;
        if (end - start < before) trimmed++;
      }
      if (end <= start) {
        if (end < start) padded++;
        else empty++;
        out[row] = NaN;
        if (codes) codes[row] = -1;
        continue;
      }
      const how = read(bytes, start, end, out, row);
      if (how >= destroyed) {
        const token = this.#tokens.find(bytes, start, end);
        if (token >= 0) {
          countToken(counts, this.#tokens.texts[token]!);
          out[row] = NaN;
          if (codes) codes[row] = -1;
          continue;
        }
        if (forced === undefined) {
          const reason = how === NOT_NUMBER ? 'mixed' : leadingZero(bytes, start) ? 'leading-zeros' : 'too-large';
          // A column without a number before this cell is simply not one of numbers.
          if (reason !== 'mixed' || present + this.counts.present > 0) this.note = { reason, example: textOf(bytes, start, end) };
          return false;
        }
        const value = plainNumber(textOf(bytes, start, end), forced);
        if (value === undefined) {
          counts.unreadable++;
          out[row] = NaN;
          if (codes) codes[row] = -1;
          continue;
        }
        out[row] = value;
        otherwise++;
      } else if (forced !== undefined && forced !== 'plain') {
        // Under another notation a plain-looking text may mean another number: 1.234 is 1234 where points group thousands.
        const value = plainNumber(textOf(bytes, start, end), forced);
        if (value === undefined) {
          counts.unreadable++;
          out[row] = NaN;
          if (codes) codes[row] = -1;
          continue;
        }
        if (value !== out[row] || how === otherwiseWritten) otherwise++;
        out[row] = value;
      } else if (how === otherwiseWritten) otherwise++;
      present++;
      const value = out[row]!;
      if (whole && value !== Math.floor(value)) whole = false;
      if (codes) {
        let code;
        if (how === plain && value >= 0 && value < SMALL && value === (value | 0)) {
          code = small[value]!;
          if (code < 0) code = small[value] = dictionary!.code(bytes, start, end);
        } else code = dictionary!.code(bytes, start, end);
        codes[row] = code;
      }
    }
    counts.padded = padded;
    counts.empty = empty;
    counts.trimmed = trimmed;
    counts.otherwise = otherwise;
    counts.present = present;
    addCounts(this.counts, counts);
    this.#whole = whole;
    if (dictionary && dictionary.size > LEVEL_LIMIT) {
      this.#dictionary = undefined;
      this.#codes.finish();
    }
    return true;
  }

  finish(): ColumnData<NumericColumn> {
    const values = this.#values.finish();
    const whole = this.#whole && this.counts.present > 0 && withinExact(values);
    const dictionary = this.#dictionary;
    if (!dictionary || this.counts.present === 0) return { kind: 'numeric', values, whole };
    const levels = Array.from({ length: dictionary.size }, (_, code) => dictionary.text(code));
    return { kind: 'numeric', values, whole, asWritten: { codes: this.#codes.finish(), levels } };
  }
}

function withinExact(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) > 9007199254740992) return false;
  return true;
}

function leadingZero(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start]! === 45 || bytes[start]! === 43 ? start + 1 : start;
  return bytes[first] === 48;
}

/** Whether a byte is a blank or a tab. */
export const isSpace = (byte: number): boolean => byte === 32 || byte === 9;

