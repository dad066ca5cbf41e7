import type { CellBatch } from './batch';
import type { CellCounts } from './counts';
import type { Column } from '../types';

/** A column without its name and place: what a builder can know. */
export type ColumnData<T extends Column = Column> = T extends Column ? Omit<T, 'position' | 'name' | 'header' | 'missing'> : never;

/** Why a column is not numbers or dates, shown beside it. */
export interface KindNote {
  readonly reason: 'leading-zeros' | 'too-large' | 'mixed' | 'day-month-unclear' | 'not-dates' | 'too-many-levels';
  readonly example: string;
  readonly count?: number;
}

/** Reads the cells of one column, batch by batch, as one kind. */
export interface KindBuilder {
  /** False when a cell is not of this kind; the batch is then not counted and the builder is of no more use. */
  add(batch: CellBatch, column: number): boolean;
  /** Rows that came before any value and are all missing. */
  addMissing(rows: number): void;
  readonly counts: CellCounts;
  /** Set when add or finish failed. */
  readonly note?: KindNote | undefined;
  /** The column; undefined when all rows together show that it is not of this kind. */
  finish(): ColumnData | undefined;
}

/** How to read numbers that are not written plainly. */
export type Notation = 'plain' | '1,234.5' | '1.234,5' | '1 234,5' | '12%';

/** What a person can say about a column. */
export type KindChoice =
  | { readonly kind: 'numeric'; readonly notation?: Notation }
  | { readonly kind: 'category' }
  | { readonly kind: 'text' }
  | { readonly kind: 'date'; readonly order?: 'day-first' | 'month-first' };
