/** Mean and products of deviations of several columns over some rows. */
export interface RowMoments {
  readonly n: number;
  readonly mean: Float64Array<ArrayBuffer>;
  /** Columns × columns: products of deviations from the means, summed. */
  readonly products: Float64Array<ArrayBuffer>;
}

/** Moments of no rows. */
export function emptyMoments(columns: number): RowMoments {
  return { n: 0, mean: new Float64Array(columns), products: new Float64Array(columns * columns) };
}

/**
 * Moments of the rows chosen, in two passes.
 * @param values rows × columns
 */
export function momentsOf(values: Float64Array, columns: number, chosen: (row: number) => boolean): RowMoments {
  const out = emptyMoments(columns);
  const rows = Int32Array.from({ length: values.length / columns }, (_, row) => row).filter(chosen);
  for (const row of rows) for (let i = 0; i < columns; i++) out.mean[i] = out.mean[i]! + values[row * columns + i]! / rows.length;
  const deviation = new Float64Array(columns);
  for (const row of rows) {
    for (let i = 0; i < columns; i++) deviation[i] = values[row * columns + i]! - out.mean[i]!;
    for (let i = 0; i < columns; i++) for (let j = 0; j < columns; j++) out.products[i * columns + j] = out.products[i * columns + j]! + deviation[i]! * deviation[j]!;
  }
  return { ...out, n: rows.length };
}

/** Moments of the rows of both. Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1982). */
export function joinMoments(a: RowMoments, b: RowMoments): RowMoments {
  const n = a.n + b.n;
  if (a.n === 0 || b.n === 0) return a.n === 0 ? b : a;
  const columns = a.mean.length;
  const shift = a.mean.map((mean, i) => b.mean[i]! - mean);
  const weight = (a.n * b.n) / n;
  return {
    n,
    mean: a.mean.map((mean, i) => mean + (shift[i]! * b.n) / n),
    products: a.products.map((product, at) => product + b.products[at]! + shift[Math.floor(at / columns)]! * shift[at % columns]! * weight),
  };
}
