import { withinLimit, type Limits } from '../limits';
import type { CellBatch } from './batch';
import { ColumnBuilder } from './column';
import type { CellCounts } from './counts';
import type { ColumnData, KindChoice, KindNote } from './kind';
import type { MissingRule } from './missing';

export interface FinishedColumn {
  readonly data: ColumnData;
  readonly counts: CellCounts;
  readonly note: KindNote | undefined;
}

export interface ColumnRules {
  readonly name: string;
  readonly rule: MissingRule;
  readonly kinds: ReadonlyMap<number, KindChoice>;
  readonly limits: Limits;
}

/** Builds all columns of a table, or for a second reading only those that must become text. */
export class ColumnSet {
  rows = 0;
  readonly #rules: ColumnRules;
  readonly #again: ReadonlyMap<number, KindNote | undefined> | undefined;
  readonly #builders: ColumnBuilder[] = [];

  constructor(rules: ColumnRules, again?: ReadonlyMap<number, KindNote | undefined>) {
    this.#rules = rules;
    this.#again = again;
  }

  /** Adds rows; `columns` of the batch's width are in use. A column that appears late is missing in all rows before it. */
  add(batch: CellBatch, columns = batch.width): void {
    this.openColumns(columns);
    const { name, limits } = this.#rules;
    withinLimit('rows', this.rows + batch.rows, name, limits);
    withinLimit('cells', (this.rows + batch.rows) * columns, name, limits);
    for (let column = 0; column < columns; column++) {
      if (!this.#again || this.#again.has(column)) this.#builders[column]!.add(batch, column);
    }
    this.rows += batch.rows;
  }

  openColumns(columns: number): void {
    const { name, rule, kinds, limits } = this.#rules;
    withinLimit('columns', columns, name, limits);
    while (this.#builders.length < columns) {
      const position = this.#builders.length;
      const builder = this.#again ? ColumnBuilder.asText(rule, this.#again.get(position)) : new ColumnBuilder(rule, kinds.get(position));
      if (this.rows > 0 && (!this.#again || this.#again.has(position))) builder.addAbsent(this.rows);
      this.#builders.push(builder);
    }
  }

  /** Finished columns by position, and those that must be read again, each with the reason. */
  async finish(breathe?: () => Promise<void>): Promise<{ readonly done: Map<number, FinishedColumn>; readonly again: Map<number, KindNote | undefined> }> {
    const done = new Map<number, FinishedColumn>();
    const again = new Map<number, KindNote | undefined>();
    for (const [position, builder] of this.#builders.entries()) {
      if (this.#again && !this.#again.has(position)) continue;
      const finished = builder.finish();
      if (finished) done.set(position, { ...finished, note: builder.note });
      else again.set(position, builder.note);
      await breathe?.();
    }
    return { done, again };
  }
}
