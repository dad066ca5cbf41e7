/** What two numbers do together, cell by cell. */
export interface PairSurface {
  readonly names: readonly [string, string];
  readonly edges: readonly [Float64Array, Float64Array];
  /** Bins of the first × bins of the second: effect, people, and 1 where they are too few. */
  readonly effects: Float64Array;
  readonly counts: Int32Array;
  readonly thin: Uint8Array;
  readonly values: readonly [(value: number) => string, (value: number) => string];
  readonly print: (effect: number) => string;
}
