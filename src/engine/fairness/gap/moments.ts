/** Mean and products of deviations of several columns over some rows, which may carry weights. */
export interface RowMoments {
  /** Rows with a weight above 0, the sum of their weights and of the squares; all three are equal without weights. */
  readonly n: number;
  readonly weight: number;
  readonly squares: number;
  readonly mean: Float64Array<ArrayBuffer>;
  /** Squared weights times deviations from the mean, summed: 0 without weights. */
  readonly moved: Float64Array<ArrayBuffer>;
  /** Columns × columns: squared weights times products of deviations from the means, summed. */
  readonly products: Float64Array<ArrayBuffer>;
}

/** Moments of no rows. */
export function emptyMoments(columns: number): RowMoments {
  return { n: 0, weight: 0, squares: 0, mean: new Float64Array(columns), moved: new Float64Array(columns), products: new Float64Array(columns * columns) };
}

/**
 * Moments of the rows chosen, in two passes.
 * @param values rows × columns
 */
export function momentsOf(values: Float64Array, columns: number, chosen: (row: number) => boolean, weights?: Float64Array): RowMoments {
  const out = emptyMoments(columns);
  const weightOf = (row: number): number => (weights ? weights[row]! : 1);
  const rows = Int32Array.from({ length: values.length / columns }, (_, row) => row).filter((row) => chosen(row) && weightOf(row) > 0);
  const weight = rows.reduce((sum, row) => sum + weightOf(row), 0);
  let squares = 0;
  for (const row of rows) for (let i = 0; i < columns; i++) out.mean[i] = out.mean[i]! + (values[row * columns + i]! * weightOf(row)) / weight;
  const deviation = new Float64Array(columns);
  for (const row of rows) {
    const square = weightOf(row) ** 2;
    squares += square;
    for (let i = 0; i < columns; i++) {
      deviation[i] = values[row * columns + i]! - out.mean[i]!;
      if (weights) out.moved[i] = out.moved[i]! + square * deviation[i]!;
    }
    for (let i = 0; i < columns; i++) for (let j = 0; j < columns; j++) out.products[i * columns + j] = out.products[i * columns + j]! + square * deviation[i]! * deviation[j]!;
  }
  return { ...out, n: rows.length, weight, squares };
}

/** Moments of the rows of both. Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1982). */
export function joinMoments(a: RowMoments, b: RowMoments): RowMoments {
  if (a.n === 0 || b.n === 0) return a.n === 0 ? b : a;
  const columns = a.mean.length;
  const weight = a.weight + b.weight;
  const mean = a.mean.map((own, i) => own + ((b.mean[i]! - own) * b.weight) / weight);
  /** How each side's mean lies off the joint one. */
  const off = (side: RowMoments): Float64Array<ArrayBuffer> => side.mean.map((own, i) => own - mean[i]!);
  const [offA, offB] = [off(a), off(b)];
  const moved = (side: RowMoments, by: Float64Array): Float64Array => side.moved.map((own, i) => own + side.squares * by[i]!);
  const about = ({ products, moved: own, squares }: RowMoments, by: Float64Array, i: number, j: number): number =>
    products[i * columns + j]! + by[i]! * own[j]! + own[i]! * by[j]! + squares * by[i]! * by[j]!;
  const [movedA, movedB] = [moved(a, offA), moved(b, offB)];
  return {
    n: a.n + b.n,
    weight,
    squares: a.squares + b.squares,
    mean,
    moved: mean.map((_, i) => movedA[i]! + movedB[i]!),
    products: a.products.map((_, at) => {
      const [i, j] = [Math.floor(at / columns), at % columns];
      return about(a, offA, i, j) + about(b, offB, i, j);
    }),
  };
}

/** Effective number of rows, (Σw)² / Σw²; the number of rows without weights. */
export function effectiveRows({ weight, squares }: RowMoments): number {
  return squares > 0 ? weight ** 2 / squares : 0;
}
