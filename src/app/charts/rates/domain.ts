import type { RateRow } from './types';

/**
 * The part of 0 to 1 that shows all intervals: whole tenths, at least four of them. Cut only when that at least halves the axis,
 * since a whole axis compares better with other charts.
 */
export function rateDomain(rows: readonly RateRow[], everyone: number | null): readonly [number, number] {
  const values = rows
    .flatMap((row) => row.marks.flatMap((mark) => [mark.rate, mark.low95, mark.high95]))
    .concat(everyone)
    .filter((value): value is number => value !== null);
  if (values.length === 0) return [0, 1];
  let low = Math.floor(Math.min(...values) * 10 + 1e-9) / 10;
  let high = Math.ceil(Math.max(...values) * 10 - 1e-9) / 10;
  for (let up = true; high - low < 0.4 - 1e-9; up = !up) {
    if (up ? high < 1 : low <= 0) high = Math.min(1, high + 0.1);
    else low = Math.max(0, low - 0.1);
  }
  const domain: readonly [number, number] = [Math.max(0, Math.round(low * 10) / 10), Math.min(1, Math.round(high * 10) / 10)];
  return domain[1] - domain[0] > 0.5 + 1e-9 ? [0, 1] : domain;
}
