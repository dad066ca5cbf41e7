import { LEVEL_LIMIT, type CategoryColumn, type TextColumn } from '../types';
import type { CellBatch } from './batch';
import { addCounts, emptyCounts } from './counts';
import { Dictionary } from './dictionary';
import type { ColumnData, KindBuilder, KindNote } from './kind';
import type { MissingTokens } from './missing';
import { isSpace } from './numeric';
import { joinInt32 } from './segments';

/** Below this many distinct texts a column is a category even if all of them differ. */
const FEW = 50;
/** Levels of a category that a person asked for. */
export const FORCED_LEVEL_LIMIT = 100_000;

interface TextPart {
  readonly bytes: Uint8Array;
  /** End of each row's text in `bytes`. */
  readonly ends: Uint32Array;
}

/** Reads cells as texts: numbered while few differ, end to end once many do. Never fails. */
export class TextBuilder implements KindBuilder {
  readonly counts = emptyCounts();
  note: KindNote | undefined;
  readonly #tokens: MissingTokens;
  readonly #forced: 'category' | 'text' | undefined;
  readonly #limit: number;
  #rows = 0;
  #dictionary: Dictionary | undefined = new Dictionary();
  #codes: Int32Array<ArrayBuffer>[] = [];
  #parts: TextPart[] = [];

  constructor(tokens: MissingTokens, forced?: 'category' | 'text') {
    this.#tokens = tokens;
    this.#forced = forced;
    this.#limit = forced === 'category' ? FORCED_LEVEL_LIMIT : LEVEL_LIMIT;
  }

  addMissing(rows: number): void {
    if (this.#dictionary) this.#codes.push(new Int32Array(rows).fill(-1));
    else this.#parts.push({ bytes: new Uint8Array(0), ends: new Uint32Array(rows) });
    this.#rows += rows;
  }

  add(batch: CellBatch, column: number): boolean {
    if (this.#dictionary) this.#addCodes(batch, column, this.#dictionary);
    else this.#addBytes(batch, column);
    this.#rows += batch.rows;
    return true;
  }

  finish(): ColumnData<CategoryColumn> | ColumnData<TextColumn> {
    const dictionary = this.#dictionary;
    if (dictionary) {
      const nearKey = dictionary.size > FEW && dictionary.size > this.counts.present / 2;
      if (this.#forced === 'category' || (this.#forced === undefined && !nearKey && dictionary.size > 0)) {
        const levels = Array.from({ length: dictionary.size }, (_, code) => dictionary.text(code));
        return { kind: 'category', codes: joinInt32(this.#codes, this.#rows), levels };
      }
      this.#spellOut(dictionary);
    }
    return this.#joinParts();
  }

  #addCodes(batch: CellBatch, column: number, dictionary: Dictionary): void {
    const { bytes, starts, ends, width, rows } = batch;
    const codes = new Int32Array(rows);
    const counts = emptyCounts();
    const tokenCounts = new Int32Array(this.#tokens.texts.length);
    for (let row = 0, at = column; row < rows; row++, at += width) {
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
      const token = this.#tokens.find(bytes, start, end);
      if (token >= 0) {
        tokenCounts[token] = tokenCounts[token]! + 1;
        codes[row] = -1;
        continue;
      }
      counts.present++;
      codes[row] = dictionary.code(bytes, start, end);
    }
    this.#commit(counts, tokenCounts);
    this.#codes.push(codes);
    if (dictionary.size > this.#limit) {
      if (this.#forced === 'category') this.note = { reason: 'too-many-levels', example: dictionary.text(dictionary.size - 1) };
      this.#spellOut(dictionary);
    }
  }

  #addBytes(batch: CellBatch, column: number): void {
    const { bytes, starts, ends, width, rows, scratch } = batch;
    const textEnds = new Uint32Array(rows);
    const counts = emptyCounts();
    const tokenCounts = new Int32Array(this.#tokens.texts.length);
    let to = 0;
    for (let row = 0, at = column; row < rows; row++, at += width) {
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
      textEnds[row] = to;
    }
    this.#commit(counts, tokenCounts);
    this.#parts.push({ bytes: scratch.slice(0, to), ends: textEnds });
  }

  #commit(counts: ReturnType<typeof emptyCounts>, tokenCounts: Int32Array): void {
    for (let t = 0; t < tokenCounts.length; t++) if (tokenCounts[t]! > 0) counts.tokens.set(this.#tokens.texts[t]!, tokenCounts[t]!);
    addCounts(this.counts, counts);
  }

  /** Turns the codes so far into texts. */
  #spellOut(dictionary: Dictionary): void {
    for (const codes of this.#codes) {
      let length = 0;
      for (const code of codes) if (code >= 0) length += dictionary.length(code);
      const bytes = new Uint8Array(length);
      const ends = new Uint32Array(codes.length);
      let to = 0;
      for (let row = 0; row < codes.length; row++) {
        const code = codes[row]!;
        if (code >= 0) to = dictionary.copy(code, bytes, to);
        ends[row] = to;
      }
      this.#parts.push({ bytes, ends });
    }
    this.#codes = [];
    this.#dictionary = undefined;
  }

  #joinParts(): ColumnData<TextColumn> {
    const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.bytes.length, 0));
    const offsets = new Uint32Array(this.#rows + 1);
    let row = 0;
    let from = 0;
    for (const part of this.#parts) {
      bytes.set(part.bytes, from);
      for (let i = 0; i < part.ends.length; i++) offsets[++row] = from + part.ends[i]!;
      from += part.bytes.length;
    }
    this.#parts = [];
    return { kind: 'text', bytes, offsets };
  }
}
