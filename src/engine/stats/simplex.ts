const SLACK = 1e-11;

/**
 * Maximises c · x subject to A x ≤ b and x ≥ 0 where no limit is negative, so that x = 0 is a start: the simplex method on a condensed tableau. The
 * steepest entry is taken while that gets ahead, and the first one after as many idle steps as there are variables, which cannot go round in circles.
 * @param rows A row by row; @param limits b ≥ 0, one per row
 * @returns x
 * @throws RangeError where a limit is negative or nothing bounds the objective
 * Source: Dantzig (1963); Bland (1977), "New finite pivoting rules for the simplex method".
 */
export function maximise(objective: ArrayLike<number>, rows: readonly ArrayLike<number>[], limits: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const [n, m] = [objective.length, rows.length];
  const width = n + 1;
  const cells = new Float64Array((m + 1) * width);
  rows.forEach((row, i) => {
    if (!(limits[i]! >= 0)) throw new RangeError(`Limit ${i} is ${limits[i]}, and has to be 0 or more.`);
    for (let j = 0; j < n; j++) cells[i * width + j] = row[j]!;
    cells[i * width + n] = limits[i]!;
  });
  for (let j = 0; j < n; j++) cells[m * width + j] = -objective[j]!;
  const inside = Int32Array.from({ length: m }, (_, i) => n + i);
  const outside = Int32Array.from({ length: n }, (_, j) => j);
  const entering = (first: boolean): number => {
    let chosen = -1;
    for (let j = 0; j < n; j++) {
      const cost = cells[m * width + j]!;
      if (cost >= -SLACK) continue;
      if (chosen < 0 || (first ? outside[j]! < outside[chosen]! : cost < cells[m * width + chosen]!)) chosen = j;
    }
    return chosen;
  };
  const leaving = (column: number): number => {
    let [chosen, least] = [-1, Infinity];
    for (let i = 0; i < m; i++) {
      const step = cells[i * width + column]!;
      if (step <= SLACK) continue;
      const ratio = cells[i * width + n]! / step;
      if (ratio < least - SLACK || (ratio < least + SLACK && inside[i]! < inside[chosen]!)) [chosen, least] = [i, Math.min(ratio, least)];
    }
    return chosen;
  };
  for (let idle = 0; ; ) {
    const column = entering(idle > n + m);
    if (column < 0) break;
    const row = leaving(column);
    if (row < 0) throw new RangeError('Nothing bounds the objective.');
    const before = cells[m * width + n]!;
    turn(cells, width, m + 1, row, column);
    [inside[row], outside[column]] = [outside[column]!, inside[row]!];
    idle = cells[m * width + n]! > before + SLACK ? 0 : idle + 1;
  }
  const x = new Float64Array(n);
  inside.forEach((variable, i) => {
    if (variable < n) x[variable] = Math.max(0, cells[i * width + n]!);
  });
  return x;
}

/** Lets the variables of a row and of a column change places. */
function turn(cells: Float64Array, width: number, height: number, row: number, column: number): void {
  const pivot = cells[row * width + column]!;
  for (let j = 0; j < width; j++) if (j !== column) cells[row * width + j]! /= pivot;
  for (let i = 0; i < height; i++) {
    const factor = cells[i * width + column]!;
    if (i === row || factor === 0) continue;
    for (let j = 0; j < width; j++) if (j !== column) cells[i * width + j]! -= factor * cells[row * width + j]!;
    cells[i * width + column] = -factor / pivot;
  }
  cells[row * width + column] = 1 / pivot;
}
