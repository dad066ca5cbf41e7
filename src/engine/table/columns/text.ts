import { LEVEL_LIMIT, type CategoryColumn, type TextColumn } from '../types';
import type { CellBatch } from './batch';
import { addCounts, emptyCounts } from './counts';
import { Dictionary } from './dictionary';
import type { ColumnData, KindBuilder, KindNote } from './kind';
import type { MissingTokens } from './missing';
import { isSpace } from './numeric';
import { Growing } from './growing';

/** Below this many distinct texts a column is a category even if all of them differ. */
const FEW = 50;
/** Levels of a category that a person asked for. */
export const FORCED_LEVEL_LIMIT = 100_000;

/** Reads cells as texts: numbered while few differ, end to end once many do. Never fails. */
export class TextBuilder implements KindBuilder {
  readonly counts = emptyCounts();
  note: KindNote | undefined;
  readonly #tokens: MissingTokens;
  readonly #forced: 'category' | 'text' | undefined;
  readonly #limit: number;
  /** The missing texts first, so that one look tells both what a cell is and whether it is missing; level k has the code k + #tokenCount. */
  #dictionary: Dictionary | undefined = new Dictionary();
  readonly #tokenCount: number;
  readonly #codes = new Growing<Int32Array<ArrayBuffer>>(Int32Array);
  readonly #bytes = new Growing<Uint8Array<ArrayBuffer>>(Uint8Array);
  /** Where each row's text begins, and where the last one ends. */
  readonly #offsets = new Growing<Uint32Array<ArrayBuffer>>(Uint32Array);

  constructor(tokens: MissingTokens, forced?: 'category' | 'text') {
    this.#tokens = tokens;
    for (const token of tokens.bytes) this.#dictionary!.code(token, 0, token.length);
    this.#tokenCount = this.#dictionary!.size;
    this.#forced = forced;
    this.#limit = forced === 'category' ? FORCED_LEVEL_LIMIT : LEVEL_LIMIT;
  }

  addMissing(rows: number): void {
    const start = this.#codes.extend(rows);
    this.#codes.array.fill(-1, start, start + rows);
  }

  add(batch: CellBatch, column: number): boolean {
    if (this.#dictionary) this.#addCodes(batch, column, this.#dictionary);
    else this.#addBytes(batch, column);
    return true;
  }

  finish(): ColumnData<CategoryColumn> | ColumnData<TextColumn> {
    const dictionary = this.#dictionary;
    if (dictionary) {
      const different = dictionary.size - this.#tokenCount;
      const nearKey = different > FEW && different > this.counts.present / 2;
      if (this.#forced === 'category' || (this.#forced === undefined && !nearKey && different > 0)) {
        const levels = Array.from({ length: different }, (_, code) => dictionary.text(code + this.#tokenCount));
        return { kind: 'category', codes: this.#codes.finish(), levels };
      }
      this.#spellOut(dictionary);
    }
    return { kind: 'text', bytes: this.#bytes.finish(), offsets: this.#offsets.finish() };
  }

  #addCodes(batch: CellBatch, column: number, dictionary: Dictionary): void {
    const { bytes, starts, ends, width, rows } = batch;
    const first = this.#codes.extend(rows, batch.expectedRows);
    const codes = this.#codes.array;
    const seeded = this.#tokenCount;
    const counts = emptyCounts();
    const tokenCounts = new Int32Array(this.#tokens.texts.length);
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
      if (end <= start) {
        if (end < start) counts.padded++;
        else counts.empty++;
        codes[row] = -1;
        continue;
      }
      const level = dictionary.code(bytes, start, end) - seeded;
      if (level < 0) {
        tokenCounts[level + seeded]!++;
        codes[row] = -1;
        continue;
      }
      counts.present++;
      codes[row] = level;
    }
    this.#commit(counts, tokenCounts);
    if (dictionary.size - seeded > this.#limit) {
      if (this.#forced === 'category') this.note = { reason: 'too-many-levels', example: dictionary.text(dictionary.size - 1) };
      this.#spellOut(dictionary, batch.expectedRows);
    }
  }

  #addBytes(batch: CellBatch, column: number): void {
    const { bytes, starts, ends, width, rows, scratch } = batch;
    const first = this.#offsets.extend(rows, (batch.expectedRows ?? 0) + 1);
    const offsets = this.#offsets.array;
    const before = this.#bytes.length;
    const counts = emptyCounts();
    const tokenCounts = new Int32Array(this.#tokens.texts.length);
    let to = 0;
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
      if (end <= start) {
        if (end < start) counts.padded++;
        else counts.empty++;
      } else {
        const token = this.#tokens.find(bytes, start, end);
        if (token >= 0) tokenCounts[token] = tokenCounts[token]! + 1;
        else {
          counts.present++;
          while (start < end) scratch[to++] = bytes[start++]!;
        }
      }
      offsets[row] = before + to;
    }
    this.#commit(counts, tokenCounts);
    this.#bytes.extend(to, this.#expectedBytes(first + rows, before + to, batch.expectedRows));
    this.#bytes.array.set(scratch.subarray(0, to), before);
  }

  #commit(counts: ReturnType<typeof emptyCounts>, tokenCounts: Int32Array): void {
    for (let t = 0; t < tokenCounts.length; t++) if (tokenCounts[t]! > 0) counts.tokens.set(this.#tokens.texts[t]!, tokenCounts[t]!);
    addCounts(this.counts, counts);
  }

  /** Turns the codes so far into texts. */
  #spellOut(dictionary: Dictionary, expectedRows = 0): void {
    const rows = this.#codes.length;
    const codes = this.#codes.finish();
    let length = 0;
    for (const code of codes) if (code >= 0) length += dictionary.length(code + this.#tokenCount);
    this.#bytes.extend(length, this.#expectedBytes(rows, length, expectedRows));
    this.#offsets.extend(rows + 1, expectedRows + 1);
    const bytes = this.#bytes.array;
    const offsets = this.#offsets.array;
    let to = 0;
    for (let row = 0; row < rows; row++) {
      const code = codes[row]!;
      if (code >= 0) to = dictionary.copy(code + this.#tokenCount, bytes, to);
      offsets[row + 1] = to;
    }
    this.#dictionary = undefined;
  }

  /** Bytes of the whole column, by the rows so far. */
  #expectedBytes(rows: number, bytes: number, expectedRows = 0): number {
    return expectedRows > rows ? Math.ceil((bytes / rows) * expectedRows * 1.02) : 0;
  }
}
