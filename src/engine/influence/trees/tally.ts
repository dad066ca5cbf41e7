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

/** Influence over groups of rows as far as it is added up: squares are sums of squared distances from the mean. */
export interface GroupTally {
  readonly rows: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly meanAbsolute: Float64Array<ArrayBuffer>;
  readonly squares: Float64Array<ArrayBuffer>;
  readonly squaresAbsolute: Float64Array<ArrayBuffer>;
}

/** @param size numbers of each row: outputs × players */
export function emptyTally(size: number, groups: number): GroupTally {
  const of = (): Float64Array<ArrayBuffer> => new Float64Array(groups * size);
  return { rows: new Float64Array(groups), mean: of(), meanAbsolute: of(), squares: of(), squaresAbsolute: of() };
}

/** Adds rows whose numbers stand column by column, and which belong to the groups in `codes`; those with −1 are left out. */
export function addToTally(tally: GroupTally, sums: Float64Array, codes: Int32Array): void {
  const groups = tally.rows.length;
  const size = tally.mean.length / groups;
  const own = emptyTally(size, groups);
  for (const code of codes) if (code >= 0) own.rows[code]! += 1;
  for (let sum = 0; sum < size; sum++) {
    const column = sums.subarray(sum * codes.length, (sum + 1) * codes.length);
    spread(column, codes, size, sum, own.rows, own.mean, own.squares);
    spread(column.map(Math.abs), codes, size, sum, own.rows, own.meanAbsolute, own.squaresAbsolute);
  }
  joinTallies(tally, own);
}

/** Mean and sum of squares of a column in each group. */
function spread(column: Float64Array, codes: Int32Array, size: number, sum: number, rows: Float64Array, means: Float64Array, squares: Float64Array): void {
  for (let row = 0; row < codes.length; row++) {
    const at = codes[row]! * size + sum;
    if (at >= 0) means[at] = means[at]! + column[row]!;
  }
  rows.forEach((count, group) => {
    if (count > 0) means[group * size + sum] = means[group * size + sum]! / count;
  });
  for (let row = 0; row < codes.length; row++) {
    const at = codes[row]! * size + sum;
    if (at >= 0) squares[at] = squares[at]! + (column[row]! - means[at]!) ** 2;
  }
}

/**
 * Adds what other rows gave, without cancellation.
 * Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1982).
 */
export function joinTallies(tally: GroupTally, other: GroupTally): void {
  const size = tally.mean.length / tally.rows.length;
  const join = (means: Float64Array, squares: Float64Array, group: number, more: Float64Array, moreSquares: Float64Array): void => {
    const [n, m] = [tally.rows[group]!, other.rows[group]!];
    for (let at = group * size; at < (group + 1) * size; at++) {
      const shift = more[at]! - means[at]!;
      means[at] = means[at]! + (shift * m) / (n + m);
      squares[at] = squares[at]! + moreSquares[at]! + (shift * shift * n * m) / (n + m);
    }
  };
  for (let group = 0; group < tally.rows.length; group++) {
    if (other.rows[group] === 0) continue;
    join(tally.mean, tally.squares, group, other.mean, other.squares);
    join(tally.meanAbsolute, tally.squaresAbsolute, group, other.meanAbsolute, other.squaresAbsolute);
    tally.rows[group] = tally.rows[group]! + other.rows[group]!;
  }
}

/** Means and variances of what was added up. */
export function groupInfluence(tally: GroupTally): GroupInfluence {
  const { rows } = tally;
  const size = tally.mean.length / rows.length;
  const each = (values: Float64Array, of: (value: number, n: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from(values, (value, at) => of(value, rows[Math.floor(at / size)]!));
  const mean = (value: number, n: number): number => (n === 0 ? NaN : value);
  const variance = (squares: number, n: number): number => (n < 2 ? NaN : squares / (n - 1));
  return {
    rows,
    mean: each(tally.mean, mean),
    meanAbsolute: each(tally.meanAbsolute, mean),
    variance: each(tally.squares, variance),
    varianceAbsolute: each(tally.squaresAbsolute, variance),
  };
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
