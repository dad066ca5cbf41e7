/** A number with its intervals; null where not estimable. */
export interface DotRow {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly value: number;
  readonly low66: number | null;
  readonly high66: number | null;
  readonly low95: number | null;
  readonly high95: number | null;
  /** Rests on hardly anybody: drawn pale. */
  readonly thin?: boolean;
}

/** Rows with what they are measured in. */
export interface DotChart {
  readonly rows: readonly DotRow[];
  /** Said of rows that are left out. */
  readonly others: string;
  readonly axis: string;
  readonly print: (value: number) => string;
  readonly tick: (value: number) => string;
  /** Zero belongs on the axis, since sizes are compared with it. */
  readonly fromZero: boolean;
  readonly heads: { readonly name: string; readonly value: string };
}
