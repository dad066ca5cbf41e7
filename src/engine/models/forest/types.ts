/** How a node compares: `lt` x < split goes left, `le` x ≤ split goes left, `set` member of the set goes left. */
export type SplitOperator = 'lt' | 'le' | 'set';
export const OPERATOR_CODE = { lt: 0, le: 1, set: 2 } as const;

/**
 * A tree ensemble as flat arrays, nodes of all trees end to end. A node with `feature` −1 is a leaf and its `left` is the index of its leaf vector.
 * Left and right are absolute node indices.
 */
export interface Forest {
  /** Number of inputs a row has. */
  readonly features: number;
  /** Length of a leaf vector and of the output. */
  readonly outputs: number;
  /** Root node of each tree. */
  readonly roots: Int32Array<ArrayBuffer>;
  readonly feature: Int32Array<ArrayBuffer>;
  readonly operator: Uint8Array<ArrayBuffer>;
  /** Split value; for `set` nodes the index into {@link setOffsets}. */
  readonly split: Float64Array<ArrayBuffer>;
  readonly left: Int32Array<ArrayBuffer>;
  readonly right: Int32Array<ArrayBuffer>;
  /** 1 when a missing value goes left, 0 when it goes right. */
  readonly missingLeft: Uint8Array<ArrayBuffer>;
  /** Set s holds setValues[setOffsets[s]..setOffsets[s+1]): the category numbers that go left, ascending. */
  readonly setOffsets: Int32Array<ArrayBuffer>;
  readonly setValues: Float64Array<ArrayBuffer>;
  /** Leaf vectors end to end: leaf l is leafValues[l*outputs..(l+1)*outputs). */
  readonly leafValues: Float64Array<ArrayBuffer>;
  /** Added to the sum (or mean) of the leaves, one per output. */
  readonly base: Float64Array<ArrayBuffer>;
  readonly combine: 'sum' | 'mean';
  /**
   * `float32`: inputs are rounded to float32 before they are compared. Splits are compared as they stand here: a reader of an engine that rounds its
   * splits rounds them on reading.
   */
  readonly arithmetic: 'float32' | 'float64';
  /**
   * Set where the source engine adds up in float32: margins start at `base` and leaves are added in tree order, each sum rounded to float32.
   * Unset: leaves are added in double and the base comes last. Only for `combine: 'sum'`.
   */
  readonly sums?: 'float32';
  /**
   * How a number becomes a whole one before it is looked up in a set: `truncate` towards zero (LightGBM), `floor` (XGBoost, where a negative number is
   * no category, not even −0.5). Unset: it is looked up as it stands. Source: the casts in LightGBM's include/LightGBM/tree.h, CategoricalDecision, and
   * in XGBoost's src/common/categorical.h, AsCat and InvalidCat.
   */
  readonly setCodes?: 'truncate' | 'floor';
  /** 1 for inputs whose values within ±{@link ZERO_BAND} count as missing (LightGBM's zero_as_missing). */
  readonly zeroIsMissing?: Uint8Array<ArrayBuffer>;
  /** Leaves that hold a linear function instead of a constant. */
  readonly linearLeaves?: LinearLeaves;
}

/** Largest magnitude that LightGBM takes for zero: kZeroThreshold of its include/LightGBM/meta.h, a float32. */
export const ZERO_BAND = Math.fround(1e-35);

/**
 * Linear functions in leaves: leaf l adds constants[l] + Σ coefficients[i]·x[inputs[i]], i from offsets[l] up to offsets[l+1], to output `output[l]`
 * instead of its leaf vector. Where one of these inputs is missing, and where output[l] is −1, the leaf vector stands.
 */
export interface LinearLeaves {
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly inputs: Int32Array<ArrayBuffer>;
  readonly coefficients: Float64Array<ArrayBuffer>;
  readonly constants: Float64Array<ArrayBuffer>;
  readonly output: Int32Array<ArrayBuffer>;
}
