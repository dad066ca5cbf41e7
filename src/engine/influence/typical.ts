import { median } from '../stats/quantile';

/**
 * A typical value of each feature among background rows: the median of numbers (the mean of the two middle ones), the most frequent level (the first of
 * equals). NaN where every cell is missing.
 * @param values feature rows, row-major
 */
export function typicalValues(features: readonly { readonly kind: 'number' | 'level' }[], values: Float64Array): Float64Array<ArrayBuffer> {
  const width = features.length;
  return Float64Array.from(features, ({ kind }, feature) => {
    const own: number[] = [];
    for (let at = feature; at < values.length; at += width) if (!Number.isNaN(values[at]!)) own.push(values[at]!);
    return kind === 'number' ? median(own) : mode(own);
  });
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let [best, most] = [NaN, 0];
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most || (count === most && value < best)) [best, most] = [value, count];
  }
  return best;
}
