/** What one method says of one input, printed on the method's own scale. */
export interface MethodCell {
  readonly value: number;
  readonly text: string;
  /** 0 when exact or not told. */
  readonly half: number;
  readonly halfText: string;
  /** The sign is another than the first method's. */
  readonly turned: boolean;
}

export interface MethodColumn {
  readonly id: string;
  readonly name: string;
  /** Under the name, as far as there is room. */
  readonly note: string;
  /** One cell per row. */
  readonly cells: readonly MethodCell[];
  /** All inputs without a row of their own. */
  readonly rest: MethodCell | null;
}

/** Inputs by methods; the first column is the one the others are held against. */
export interface MethodGridData {
  readonly rows: readonly { readonly id: string; readonly label: string }[];
  readonly rest: string;
  readonly columns: readonly MethodColumn[];
}
