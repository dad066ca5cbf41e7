/** Something that may matter for a decision, as a column of the table: a number (NaN missing), or codes of levels (−1 missing). */
export type AdjustFactor =
  | { readonly kind: 'number'; readonly values: ArrayLike<number> }
  | { readonly kind: 'level'; readonly codes: ArrayLike<number>; readonly levels: number };

/** Levels of a factor that get a column of their own; rarer ones count as one. */
const MOST_LEVELS = 30;
/** What is left of a column's variance after the others, at least, for it to say something of its own. */
const OWN = 1e-8;

/** Columns of a regression for some rows, row-major, without an intercept. */
export interface Columns {
  readonly values: Float64Array<ArrayBuffer>;
  readonly count: number;
  /** Columns left out, which the others say already. */
  readonly repeated: number;
}

/** Standardised numbers with a column for those missing, and 0 and 1 for every level but the most frequent. */
function plain(factors: readonly AdjustFactor[], rows: Int32Array, weightOf: (row: number) => number): Float64Array[] {
  return factors.flatMap((factor) => {
    if (factor.kind === 'number') {
      let [total, sum] = [0, 0];
      for (const row of rows) {
        if (Number.isNaN(factor.values[row]!)) continue;
        total += weightOf(row);
        sum += weightOf(row) * factor.values[row]!;
      }
      const centre = total > 0 ? sum / total : 0;
      const column = Float64Array.from(rows, (row) => (Number.isNaN(factor.values[row]!) ? 0 : factor.values[row]! - centre));
      const missing = Float64Array.from(rows, (row) => (Number.isNaN(factor.values[row]!) ? 1 : 0));
      return [column, missing];
    }
    const mass = new Float64Array(factor.levels + 1);
    for (const row of rows) mass[factor.codes[row]! + 1]! += weightOf(row);
    const [, ...others] = [...mass.keys()].sort((a, b) => mass[b]! - mass[a]! || a - b);
    const own = others.filter((code) => mass[code]! > 0).slice(0, MOST_LEVELS);
    const place = new Map(own.map((code, at) => [code - 1, at]));
    const rest = others.some((code) => mass[code]! > 0 && !place.has(code - 1)) ? 1 : 0;
    const columns = Array.from({ length: own.length + rest }, () => new Float64Array(rows.length));
    const largest = [...mass.keys()].find((code) => !others.includes(code))! - 1;
    rows.forEach((row, i) => {
      const code = factor.codes[row]!;
      if (code !== largest) columns[place.get(code) ?? own.length]![i] = 1;
    });
    return columns;
  });
}

/**
 * The columns that adjust for some factors, after a first one that is always kept; columns that repeat others, or do not vary, are left out (by Cholesky's
 * factor of their correlations, in order).
 * @param first the column whose coefficient is asked for: 1 for one group, 0 for the other
 * @param rows rows of the factors, in the order of `first`
 * @param weights as `first`
 */
export function adjustColumns(first: Float64Array, factors: readonly AdjustFactor[], rows: Int32Array, weights: Float64Array | undefined): Columns {
  const place = new Map<number, number>();
  if (weights) rows.forEach((row, i) => place.set(row, i));
  const all = [first, ...plain(factors, rows, (row) => (weights ? weights[place.get(row)!]! : 1))];
  const n = rows.length;
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : n;
  const centred = all.map((column) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) sum += (weights ? weights[i]! : 1) * column[i]!;
    const mean = sum / total;
    for (let i = 0; i < n; i++) squares += (weights ? weights[i]! : 1) * (column[i]! - mean) ** 2;
    return { column, mean, scale: Math.sqrt(squares / total) };
  });
  const kept: { readonly column: Float64Array; readonly mean: number; readonly scale: number; readonly factor: Float64Array }[] = [];
  for (const own of centred) {
    if (!(own.scale > 1e-12 * (1 + Math.abs(own.mean)))) continue;
    const factor = new Float64Array(kept.length + 1);
    let left = 1;
    kept.forEach((other, k) => {
      let product = 0;
      for (let i = 0; i < n; i++) product += (weights ? weights[i]! : 1) * (own.column[i]! - own.mean) * (other.column[i]! - other.mean);
      product /= total * own.scale * other.scale;
      for (let j = 0; j < k; j++) product -= factor[j]! * other.factor[j]!;
      factor[k] = product / other.factor[k]!;
      left -= factor[k]! ** 2;
    });
    if (left < OWN) continue;
    factor[kept.length] = Math.sqrt(left);
    kept.push({ ...own, factor });
  }
  const values = new Float64Array(n * kept.length);
  // The first column stays 0 and 1, so that its coefficient is that of the group.
  kept.forEach(({ column, scale }, k) => {
    for (let i = 0; i < n; i++) values[i * kept.length + k] = k === 0 ? column[i]! : column[i]! / scale;
  });
  return { values, count: kept.length, repeated: all.filter((_, k) => centred[k]!.scale > 1e-12).length - kept.length };
}
