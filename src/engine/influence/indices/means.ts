import { wilson } from '../../stats/intervals';
import { backgroundError } from '../drawn-rows';
import { halfWidths } from '../sampled/estimate';
import type { RowMeans, RowShare } from './types';

/**
 * Means of the columns of a rows × columns array whose rows were drawn without replacement from `of` rows, with Student's half-widths.
 * Errors are NaN for a single row and null where all rows were drawn.
 */
export function meanOverRows(values: Float64Array, rows: number, of: number, delta: number): RowMeans {
  const columns = values.length / rows;
  const mean = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) mean[at % columns] = mean[at % columns]! + values[at]! / rows;
  const between = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) between[at % columns] = between[at % columns]! + (values[at]! - mean[at % columns]!) ** 2 / (rows - 1);
  const backgroundSe = backgroundError(between, rows, of);
  const freedom = new Float64Array(columns).fill(rows - 1);
  return { mean, backgroundSe, backgroundHalfWidth: backgroundSe && halfWidths(backgroundSe, freedom, delta) };
}

/**
 * For each column the share of rows that are not 0, with Wilson's interval for rows drawn without replacement: as many rows with replacement as would
 * leave the same variance.
 * Source: Wilson (1927); Cochran, Sampling Techniques (1977), ch. 2 for the correction.
 */
export function shareChanged(values: Float64Array, rows: number, of: number, delta: number): RowShare[] {
  const columns = values.length / rows;
  return Array.from({ length: columns }, (_, column) => {
    let changed = 0;
    for (let row = 0; row < rows; row++) if (values[row * columns + column] !== 0) changed++;
    const share = changed / rows;
    if (rows >= of) return { share, interval: null };
    const worth = (rows * (of - 1)) / (of - rows);
    return { share, interval: wilson(share * worth, worth, 1 - delta) };
  });
}
