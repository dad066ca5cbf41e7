/**
 * Value at a place between order statistics, by straight lines; places beyond the ends take the end.
 * @param sorted ascending, without NaN
 * @param place from 0, the smallest, to length − 1
 * @returns NaN for no values
 */
export function orderStatistic(sorted: ArrayLike<number>, place: number): number {
  const last = sorted.length - 1;
  if (last < 0) return NaN;
  const within = Math.min(last, Math.max(0, place));
  const below = Math.floor(within);
  const part = within - below;
  const low = sorted[below]!;
  const high = sorted[Math.ceil(within)]!;
  return low === high ? low : low * (1 - part) + high * part;
}

/** The 5% and 95% quantiles of sorted numbers without NaN, by straight lines; NaN for no values. */
export function middleRange(sorted: ArrayLike<number>): [low: number, high: number] {
  const last = sorted.length - 1;
  return [orderStatistic(sorted, 0.05 * last), orderStatistic(sorted, 0.95 * last)];
}

/** Stretch between the 5% and 95% quantiles of sorted numbers without NaN; between the smallest and the largest where these coincide. 0 for no values. */
export function robustSpan(sorted: ArrayLike<number>): number {
  const last = sorted.length - 1;
  if (last < 0) return 0;
  const [low, high] = middleRange(sorted);
  return high > low ? high - low : sorted[last]! - sorted[0]!;
}

/** Quantile of a sorted sample whose i-th value stands at (i − ½)/n. Source: Hazen's rule, type 5 of Hyndman and Fan (1996). NaN for no values. */
export function sampleQuantile(sorted: ArrayLike<number>, p: number): number {
  return orderStatistic(sorted, p * sorted.length - 0.5);
}

/** Median of numbers without NaN, in any order: the mean of the two middle ones where there are two; NaN for none. */
export function median(values: ArrayLike<number>): number {
  return sampleQuantile(Float64Array.from(values).sort(), 0.5);
}
