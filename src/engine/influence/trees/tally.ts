/** Influence over groups of rows: each list of numbers is group × outputs × players. */
export interface GroupInfluence {
  readonly rows: Float64Array<ArrayBuffer>;
  /** Mean influence; NaN where the group has no row. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean absolute influence. */
  readonly meanAbsolute: Float64Array<ArrayBuffer>;
  /** Variance of the influence and of its absolute value between rows (divisor n − 1); NaN below two rows. */
  readonly variance: Float64Array<ArrayBuffer>;
  readonly varianceAbsolute: Float64Array<ArrayBuffer>;
}

/**
 * Means and variances of sums that come in chunks of rows, by group. Chunk means are joined without cancellation.
 * Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1982).
 */
export function tallyRows(
  size: number,
  codes: Int32Array,
  groups: number,
  each: (visit: (sums: Float64Array, first: number, count: number) => void) => void,
): GroupInfluence {
  const rows = new Float64Array(groups);
  const of = (): Float64Array<ArrayBuffer> => new Float64Array(groups * size);
  const [mean, meanAbsolute, variance, varianceAbsolute] = [of(), of(), of(), of()];
  each((sums, first, count) => {
    const own = new Float64Array(groups);
    for (let row = 0; row < count; row++) if (codes[first + row]! >= 0) own[codes[first + row]!]! += 1;
    for (let sum = 0; sum < size; sum++) {
      const column = sums.subarray(sum * count, (sum + 1) * count);
      join(column, mean, variance, sum);
      join(column.map(Math.abs), meanAbsolute, varianceAbsolute, sum);
    }
    for (let group = 0; group < groups; group++) rows[group] = rows[group]! + own[group]!;

    function join(column: Float64Array, means: Float64Array, squares: Float64Array, sum: number): void {
      const middle = new Float64Array(groups);
      const spread = new Float64Array(groups);
      for (let row = 0; row < count; row++) {
        const group = codes[first + row]!;
        if (group >= 0) middle[group] = middle[group]! + column[row]! / own[group]!;
      }
      for (let row = 0; row < count; row++) {
        const group = codes[first + row]!;
        if (group >= 0) spread[group] = spread[group]! + (column[row]! - middle[group]!) ** 2;
      }
      for (let group = 0; group < groups; group++) {
        if (own[group] === 0) continue;
        const at = group * size + sum;
        const total = rows[group]! + own[group]!;
        const shift = middle[group]! - means[at]!;
        means[at] = means[at]! + (shift * own[group]!) / total;
        squares[at] = squares[at]! + spread[group]! + (shift * shift * rows[group]! * own[group]!) / total;
      }
    }
  });
  for (let at = 0; at < mean.length; at++) {
    const n = rows[Math.floor(at / size)]!;
    if (n === 0) mean[at] = meanAbsolute[at] = NaN;
    for (const squares of [variance, varianceAbsolute]) squares[at] = n < 2 ? NaN : squares[at]! / (n - 1);
  }
  return { rows, mean, meanAbsolute, variance, varianceAbsolute };
}

/** Standard error of each mean of one group, for rows that are a sample: √(variance / n). The background counts as given. */
export function groupError({ rows, variance }: GroupInfluence, group: number): Float64Array<ArrayBuffer> {
  const size = variance.length / rows.length;
  return variance.slice(group * size, (group + 1) * size).map((own) => Math.sqrt(own / rows[group]!));
}

/** Difference of the mean influences of two groups with its standard error √(variance₁/n₁ + variance₂/n₂), outputs × players. */
export function groupGap(found: GroupInfluence, one: number, other: number): { gap: Float64Array<ArrayBuffer>; error: Float64Array<ArrayBuffer> } {
  const size = found.mean.length / found.rows.length;
  const errors = [groupError(found, one), groupError(found, other)] as const;
  return {
    gap: Float64Array.from({ length: size }, (_, at) => found.mean[one * size + at]! - found.mean[other * size + at]!),
    error: errors[0].map((own, at) => Math.hypot(own, errors[1][at]!)),
  };
}
