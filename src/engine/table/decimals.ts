const MOST = 12;

/** Decimals that a number is written with, at most 12. */
export function decimalsIn(value: number): number {
  for (let decimals = 0; decimals < MOST; decimals++) {
    const scaled = value * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * Math.max(1, Math.abs(scaled))) return decimals;
  }
  return MOST;
}

/** Decimals that nearly all numbers of a column are written with, at most six: the step in which people would name its values. */
export function decimalsOf(column: Float64Array): number {
  const counts = new Int32Array(MOST + 1);
  for (const value of column) counts[decimalsIn(value)]!++;
  let seen = 0;
  for (let decimals = 0; decimals <= MOST; decimals++) {
    seen += counts[decimals]!;
    if (seen >= 0.99 * column.length) return Math.min(decimals, 6);
  }
  return 0;
}
