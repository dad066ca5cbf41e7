import type { DateColumn } from '../types';
import { textOf, type CellBatch } from './batch';
import { dayNumber, daysInMonth } from './calendar';
import { addCounts, countToken, emptyCounts } from './counts';
import { ABY, DMONY, found as lastFound, MONY, readDate, timePattern, YMD } from './datetext';
import type { ColumnData, KindBuilder, KindNote } from './kind';
import type { MissingTokens } from './missing';
import { isSpace } from './numeric';
import { Growing } from './growing';

// An own name is read faster than a module's export where modules are not bundled.
const found = lastFound;
const DAY = 86_400_000;
/** Room for a packed time of day, which a zone may move below 0 or past one day. */
const ROOM = 3 * DAY;

/**
 * Reads cells as dates of one form. Day and month of forms such as 05/10/2016 are told apart over all rows; where no row tells, the column is left as text
 * unless a person says which comes first. A chosen date column takes cells that are no dates as missing, and counts them.
 */
export class DateBuilder implements KindBuilder {
  readonly counts = emptyCounts();
  note: KindNote | undefined;
  readonly #tokens: MissingTokens;
  readonly #forced: boolean;
  readonly #order: 'day-first' | 'month-first' | undefined;
  readonly #values = new Growing<Float64Array<ArrayBuffer>>(Float64Array);
  #family = 0;
  #separator = 0;
  #timeForm = 0;
  #hasTime = false;
  #padded = -1;
  #firstMost = 0;
  #secondMost = 0;
  #example = '';

  constructor(tokens: MissingTokens, forced?: { readonly order?: 'day-first' | 'month-first' }) {
    this.#tokens = tokens;
    this.#forced = forced !== undefined;
    this.#order = forced?.order;
  }

  addMissing(rows: number): void {
    const start = this.#values.extend(rows);
    this.#values.array.fill(NaN, start, start + rows);
  }

  add(batch: CellBatch, column: number): boolean {
    const { bytes, starts, ends, width, rows } = batch;
    const first = this.#values.extend(rows, batch.expectedRows);
    const out = this.#values.array;
    const counts = emptyCounts();
    for (let row = first, at = column; row < first + rows; row++, at += width) {
      let start = starts[at]!;
      let end = ends[at]!;
      if (start < 0) start = ~start;
      else if (end > start && (bytes[start]! <= 32 || bytes[end - 1]! <= 32)) {
        const before = end - start;
        while (start < end && isSpace(bytes[start]!)) start++;
        while (end > start && isSpace(bytes[end - 1]!)) end--;
        if (end - start < before) counts.trimmed++;
      }
      out[row] = NaN;
      if (end <= start) {
        if (end < start) counts.padded++;
        else counts.empty++;
        continue;
      }
      if (readDate(bytes, start, end) && this.#accept(bytes, start, end)) {
        counts.present++;
        if (found.lossy) counts.otherwise++;
        out[row] = this.#pack();
        continue;
      }
      const token = this.#tokens.find(bytes, start, end);
      if (token >= 0) countToken(counts, this.#tokens.texts[token]!);
      else if (this.#forced) counts.unreadable++;
      else {
        this.note = { reason: 'not-dates', example: textOf(bytes, start, end) };
        return false;
      }
    }
    addCounts(this.counts, counts);
    return true;
  }

  /** Checks the date just found against the form of the column, which the first date sets. */
  #accept(bytes: Uint8Array, start: number, end: number): boolean {
    const { family, first, second, year } = found;
    if (this.#family === 0) {
      this.#family = family;
      this.#separator = found.separator;
      this.#timeForm = found.timeForm;
      this.#example = textOf(bytes, start, end);
    } else if (family !== this.#family) return false;
    if (family === ABY) {
      if (first < 1 || second < 1 || first > 31 || second > 31 || (first > 12 && second > 12) || year < 1) return false;
      if (first > this.#firstMost) this.#firstMost = first;
      if (second > this.#secondMost) this.#secondMost = second;
    } else if (first < 1 || first > 12 || second < 1 || second > daysInMonth(year, first) || year < 1) return false;
    if (found.separator !== this.#separator) found.lossy = true;
    if (found.timeForm !== 0) this.#hasTime = true;
    if (found.timeForm !== this.#timeForm) {
      found.lossy = true;
      if (this.#timeForm === 0) this.#timeForm = found.timeForm;
    }
    if (found.padded >= 0) {
      if (this.#padded < 0) this.#padded = found.padded;
      else if (this.#padded !== found.padded) found.lossy = true;
    }
    return true;
  }

  #pack(): number {
    const { first, second, year, time } = found;
    return this.#family === ABY ? (year * 1024 + first * 32 + second) * ROOM + DAY + time : dayNumber(year, first, second) * DAY + time;
  }

  finish(): ColumnData<DateColumn> | undefined {
    if (this.counts.present === 0 && !this.#forced) return undefined;
    const values = this.#values.finish();
    const dayFirst = this.#family === ABY ? this.#dayFirst() : false;
    if (dayFirst === undefined || (this.#family === ABY && !this.#unpack(values, dayFirst))) return undefined;
    return { kind: 'date', values, hasTime: this.#hasTime, pattern: this.#pattern(dayFirst) };
  }

  #dayFirst(): boolean | undefined {
    if (this.#order) return this.#order === 'day-first';
    if (this.#firstMost > 12 && this.#secondMost > 12) {
      this.note = { reason: 'not-dates', example: this.#example };
      return undefined;
    }
    if (this.#firstMost <= 12 && this.#secondMost <= 12) {
      this.note = { reason: 'day-month-unclear', example: this.#example };
      return undefined;
    }
    return this.#firstMost > 12;
  }

  /** Turns packed parts into times; dates that the calendar does not have are a failure, or missing where the kind was chosen. */
  #unpack(values: Float64Array, dayFirst: boolean): boolean {
    for (let i = 0; i < values.length; i++) {
      const packed = values[i]!;
      if (Number.isNaN(packed)) continue;
      const parts = Math.floor(packed / ROOM);
      const time = packed - parts * ROOM - DAY;
      const year = Math.floor(parts / 1024);
      const first = (parts >> 5) & 31;
      const second = parts & 31;
      const month = dayFirst ? second : first;
      const day = dayFirst ? first : second;
      if (month > 12 || day > daysInMonth(year, month)) {
        if (!this.#forced) {
          this.note = { reason: 'not-dates', example: this.#example };
          return false;
        }
        this.counts.present--;
        this.counts.unreadable++;
        values[i] = NaN;
      } else values[i] = dayNumber(year, month, day) * DAY + time;
    }
    return true;
  }

  #pattern(dayFirst: boolean): string {
    const separator = String.fromCharCode(this.#separator);
    const wide = this.#padded !== 0;
    if (this.#family === 0) return 'yyyy-mm-dd';
    const month = wide ? 'mm' : 'm';
    const day = wide ? 'dd' : 'd';
    const time = timePattern(this.#timeForm);
    if (this.#family === YMD) return `yyyy${separator}${month}${separator}${day}${time}`;
    if (this.#family === MONY) return `Mon${separator}yyyy`;
    if (this.#family === DMONY) return `${day}${separator}Mon${separator}yyyy${time}`;
    return `${dayFirst ? `${day}${separator}${month}` : `${month}${separator}${day}`}${separator}yyyy${time}`;
  }
}
