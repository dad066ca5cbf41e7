/** Relative width below which two numbers are one and the same but for rounding: an axis between them would have the same tick twice. */
const ROUNDING = 1e-9;

/** Ends of an axis that holds all numbers from `low` to `high`: widened where these are one number, from 0 to 1 where there is none. */
export function axisEnds(low: number, high: number): [number, number] {
  if (!(low <= high) || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > ROUNDING * size) return [low, high];
  const half = size > 1e6 ? size * 1e-3 : 0.5;
  return [low - half, high + half];
}
