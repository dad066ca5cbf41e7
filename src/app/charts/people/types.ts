/** The difference between groups as it would be at other thresholds. */
export interface Differences {
  /** In order of threshold; the difference as a share, null where not estimable. */
  readonly at: readonly { readonly threshold: number; readonly difference: number | null }[];
  /** At the present threshold. */
  readonly now: number | null;
  /** The same as printed, e.g. `26.5 points`. */
  readonly text: string;
}
