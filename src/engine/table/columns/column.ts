import type { CellBatch } from './batch';
import { addCounts, type CellCounts } from './counts';
import { DateBuilder } from './date';
import type { ColumnData, KindBuilder, KindChoice, KindNote } from './kind';
import type { MissingRule } from './missing';
import { NumericBuilder } from './numeric';
import { TextBuilder } from './text';

/**
 * Finds the kind of one column while reading it: numbers if every value is one, else dates if every value is one, else texts. A kind that fails on a later
 * batch cannot give the earlier texts back, so `finish` then gives nothing and the column is read again as text.
 */
export class ColumnBuilder {
  note: KindNote | undefined;
  readonly #rule: MissingRule;
  #builder: KindBuilder | undefined;
  /** Rows of earlier batches, while none of them had a value. */
  #valueless = 0;
  #textRuleDiffers = false;

  constructor(rule: MissingRule, choice?: KindChoice) {
    this.#rule = rule;
    this.#builder = choice ? chosenBuilder(rule, choice) : new NumericBuilder(rule.inNumbers);
  }

  /** For the second reading: text whatever comes, with the reason found in the first. */
  static asText(rule: MissingRule, note: KindNote | undefined): ColumnBuilder {
    const column = new ColumnBuilder(rule);
    column.#builder = new TextBuilder(rule.everywhere);
    column.note = note;
    return column;
  }

  add(batch: CellBatch, column: number): void {
    const builder = this.#builder;
    if (!builder || batch.rows === 0) return;
    if (builder.add(batch, column)) {
      if (builder.counts.present === 0) {
        this.#valueless += batch.rows;
        this.#textRuleDiffers ||= hasOtherTokens(builder.counts, this.#rule);
      }
      return;
    }
    this.note = builder.note;
    if (builder.counts.present > 0) {
      this.#giveUp();
      return;
    }
    const date = this.#withMissing(new DateBuilder(this.#rule.inNumbers), builder.counts);
    if (date.add(batch, column)) {
      this.#builder = date;
      this.note = undefined;
      return;
    }
    if (this.#textRuleDiffers) {
      this.#giveUp();
      return;
    }
    const text = this.#withMissing(new TextBuilder(this.#rule.everywhere), builder.counts);
    text.add(batch, column);
    this.#builder = text;
  }

  /** Rows before the column existed. */
  addAbsent(rows: number): void {
    this.#builder!.addMissing(rows);
    this.#builder!.counts.padded += rows;
    this.#valueless += rows;
  }

  /** The column and its counts; undefined when it must be read again. */
  finish(): { readonly data: ColumnData; readonly counts: CellCounts } | undefined {
    const builder = this.#builder;
    const data = builder?.finish();
    this.note = builder?.note ?? this.note;
    if (!builder || !data) {
      this.#giveUp();
      return undefined;
    }
    return { data, counts: builder.counts };
  }

  #giveUp(): void {
    this.#builder = undefined;
  }

  #withMissing<T extends KindBuilder>(builder: T, counts: CellCounts): T {
    if (this.#valueless > 0) {
      builder.addMissing(this.#valueless);
      addCounts(builder.counts, counts);
    }
    return builder;
  }
}

function chosenBuilder(rule: MissingRule, choice: KindChoice): KindBuilder {
  switch (choice.kind) {
    case 'numeric':
      return new NumericBuilder(rule.inNumbers, choice.notation ?? 'plain');
    case 'date':
      return new DateBuilder(rule.inNumbers, choice);
    default:
      return new TextBuilder(rule.everywhere, choice.kind);
  }
}

function hasOtherTokens(counts: CellCounts, rule: MissingRule): boolean {
  for (const text of counts.tokens.keys()) if (!rule.everywhere.texts.includes(text)) return true;
  return false;
}
