/** How many rows of each group fall into each bin, fold by fold. */
export interface BinTally {
  readonly folds: number;
  readonly bins: number;
  readonly groups: number;
  /** counts[(fold·bins + bin)·groups + group]. */
  readonly counts: Float64Array<ArrayBuffer>;
}

/** Counts rows whose fold, bin and group are all known (0 or more). */
export function tallyBins(codes: Int32Array, bins: number, group: Int32Array, groups: number, fold: Int32Array, folds: number): BinTally {
  const counts = new Float64Array(folds * bins * groups);
  for (let row = 0; row < codes.length; row++) {
    if (fold[row]! < 0 || codes[row]! < 0 || group[row]! < 0) continue;
    const at = (fold[row]! * bins + codes[row]!) * groups + group[row]!;
    counts[at] = counts[at]! + 1;
  }
  return { folds, bins, groups, counts };
}

/** The same without folds: counts[bin·groups + group]. */
export function allFolds({ folds, bins, groups, counts }: BinTally): Float64Array<ArrayBuffer> {
  const cells = bins * groups;
  const whole = new Float64Array(cells);
  for (let fold = 0; fold < folds; fold++) for (let cell = 0; cell < cells; cell++) whole[cell] = whole[cell]! + counts[fold * cells + cell]!;
  return whole;
}
