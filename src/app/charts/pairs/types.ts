/** What two inputs do together, cell by cell. */
export interface PairSurface {
  readonly names: readonly [string, string];
  /** Ends of the bins of a number; 0, 1, 2 … around levels. */
  readonly edges: readonly [Float64Array, Float64Array];
  /** Names of the levels of an input that is no number, in the order of the cells. */
  readonly levels?: readonly [readonly string[] | undefined, readonly string[] | undefined];
  /** Bins of the first × bins of the second: effect, people, and 1 where they are too few. */
  readonly effects: Float64Array;
  readonly counts: Int32Array;
  readonly thin: Uint8Array;
  readonly values: readonly [(value: number) => string, (value: number) => string];
  readonly print: (effect: number) => string;
}
