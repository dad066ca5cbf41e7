/** Columns cut into at most 255 ranges. Code 0…count−1 is a range, 255 a missing value. */
export interface Bins {
  /** Column-major: the code of row i in column j is codes[j*rows + i]. */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** edges[j][k] parts range k from k+1: a value ≤ the edge lies in range k or lower. Halfway between two values that occur. */
  readonly edges: readonly Float64Array<ArrayBuffer>[];
  readonly hasMissing: readonly boolean[];
}

export const MISSING_BIN = 255;

/** A number that parts two neighbours by `≤`; halfway where rounding leaves room. */
export function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

/** Edges for one column: between all distinct values when few, else so that ranges hold about equally many rows. */
function edgesOf(sorted: Float64Array, most: number): Float64Array<ArrayBuffer> {
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (distinct.length > 0 && value === distinct.at(-1)) counts[counts.length - 1] = counts.at(-1)! + 1;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  const edges: number[] = [];
  let rowsLeft = sorted.length;
  let rangesLeft = Math.min(most, distinct.length);
  let held = 0;
  for (let k = 0; k + 1 < distinct.length && rangesLeft > 1; k++) {
    held += counts[k]!;
    const mustCut = distinct.length - 1 - k < rangesLeft;
    if (!mustCut && held < rowsLeft / rangesLeft) continue;
    edges.push(halfway(distinct[k]!, distinct[k + 1]!));
    rowsLeft -= held;
    rangesLeft--;
    held = 0;
  }
  return Float64Array.from(edges);
}

/** Cuts every column of row-major values; NaN is missing, infinities are the outermost values. */
export function binColumns(values: Float64Array, rows: number, columns: number, most = MISSING_BIN): Bins {
  const codes = new Uint8Array(rows * columns);
  const edges: Float64Array<ArrayBuffer>[] = [];
  const hasMissing: boolean[] = [];
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => values[i * columns + j]!);
    const present = column.filter((value) => !Number.isNaN(value)).sort();
    const cuts = edgesOf(present, most);
    edges.push(cuts);
    hasMissing.push(present.length < rows);
    for (let i = 0; i < rows; i++) {
      const value = column[i]!;
      let low = 0;
      let high = cuts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (value <= cuts[middle]!) high = middle;
        else low = middle + 1;
      }
      codes[j * rows + i] = Number.isNaN(value) ? MISSING_BIN : low;
    }
  }
  return { codes, edges, hasMissing };
}
