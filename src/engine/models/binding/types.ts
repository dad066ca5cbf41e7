/**
 * Where one model input gets its value from. `column` is a table column's position.
 * `number` sends the column's number, missing as `missing` or NaN, then (x − subtract) / divide; `text` sends the cell as written;
 * `equals` sends 1 where the cell is `level`, else 0 (a one-hot column made outside the model); `code` sends the level's position in `levels`.
 * `code` sends `unknown` for other texts and `missing`, or else `unknown`, for missing cells; NaN is allowed for both.
 * In `equals` and `code` a missing cell stands for the one text that means missing (`?`, `NA` …), if `level` or `levels` has one.
 */
export type InputSource =
  | { readonly as: 'number'; readonly column: number; readonly missing?: number; readonly subtract?: number; readonly divide?: number }
  | { readonly as: 'text'; readonly column: number; readonly missing?: string }
  | { readonly as: 'equals'; readonly column: number; readonly level: string; readonly subtract?: number; readonly divide?: number }
  | { readonly as: 'code'; readonly column: number; readonly levels: readonly string[]; readonly unknown: number; readonly missing?: number }
  | { readonly as: 'constant'; readonly value: number | string };

/** One source per model input, in the model's order; undefined where nothing was found yet. */
export interface Binding {
  readonly sources: readonly (InputSource | undefined)[];
}

/**
 * One input of the question as the person sees it: a table column that feeds the model. Rows of features are what gets scored, mixed and explained,
 * so a one-hot block that comes from one column is one feature.
 */
export interface Feature {
  /** Table column position. */
  readonly column: number;
  readonly name: string;
  /** `number`: the value itself, NaN missing. `level`: the index into levels, NaN missing. */
  readonly kind: 'number' | 'level';
  readonly levels?: readonly string[];
  readonly whole?: boolean;
}

/** The features in table order, and for each model input the index of its feature (−1 for a constant). */
export interface FeatureSpace {
  readonly features: readonly Feature[];
  readonly featureOf: Int32Array<ArrayBuffer>;
}

/** Feature rows, row-major, `width` = number of features. The unit every scorer and explainer works on. */
export interface FeatureRows {
  readonly width: number;
  readonly count: number;
  readonly values: Float64Array<ArrayBuffer>;
}

/** A tensor ready for the runtime. */
export interface EncodedTensor {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly data:
    | Float32Array
    | Float64Array
    | BigInt64Array
    | BigUint64Array
    | Int32Array
    | Int16Array
    | Int8Array
    | Uint8Array
    | Uint16Array
    | Uint32Array
    | string[];
}
