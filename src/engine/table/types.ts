/** How a column is held. Ids such as `007` stay `text`. */
export type ColumnKind = 'numeric' | 'category' | 'date' | 'text';

/** What a column is for. A group column need not be a model input and usually is not one. */
export type Role = 'feature' | 'label' | 'prediction' | 'score' | 'group' | 'weight' | 'time' | 'id' | 'ignored';

interface ColumnBase {
  /** Position in the file, from 0. This is the column's identity: names may repeat or be hostile. */
  readonly position: number;
  /** Unique display name, made from the header. */
  readonly name: string;
  /** The header as it stands in the file (empty when it was blank or there was none). */
  readonly header: string;
  /** Number of missing cells. */
  readonly missing: number;
}

/** Numbers; NaN is missing. */
export interface NumericColumn extends ColumnBase {
  readonly kind: 'numeric';
  readonly values: Float64Array<ArrayBuffer>;
  /** True when every value is a whole number within ±2^53. */
  readonly whole: boolean;
  /**
   * The same cells read as written, where there are few distinct texts (at most {@link LEVEL_LIMIT}): lets a person treat codes such as 1/2
   * as categories, and lets a model with text inputs get `7` or `1.0` exactly as the file has it.
   */
  readonly asWritten?: Levels;
}

/** Codes into levels, −1 missing. */
export interface Levels {
  readonly codes: Int32Array<ArrayBuffer>;
  /** Distinct texts in order of first appearance. */
  readonly levels: readonly string[];
}

export interface CategoryColumn extends ColumnBase, Levels {
  readonly kind: 'category';
}

/** Milliseconds since 1970-01-01 UTC; NaN is missing. Local times without a zone are taken as UTC. */
export interface DateColumn extends ColumnBase {
  readonly kind: 'date';
  readonly values: Float64Array<ArrayBuffer>;
  /** Whether any value has a time of day. */
  readonly hasTime: boolean;
  /** The pattern the cells were read by, e.g. `yyyy-mm-dd`. */
  readonly pattern: string;
}

/** UTF-8 texts end to end; row i is bytes[offsets[i]..offsets[i+1]); an empty text is missing. */
export interface TextColumn extends ColumnBase {
  readonly kind: 'text';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
}

export type Column = NumericColumn | CategoryColumn | DateColumn | TextColumn;

/** Named columns of equal length. */
export interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A numeric column keeps its texts as levels only up to this many distinct texts. */
export const LEVEL_LIMIT = 1000;
