export interface PowerPoint {
  readonly size: number;
  readonly power: number;
}

/** Power at about `points` sizes, spread evenly on a logarithmic scale from `least` to `most`. */
export function powerCurve(power: (size: number) => number, least: number, most: number, points = 24): PowerPoint[] {
  const sizes = Array.from({ length: points }, (_, i) => Math.round(least * (most / least) ** (i / (points - 1))));
  return [...new Set(sizes)].map((size) => ({ size, power: power(size) }));
}

/**
 * A size from which the power is at least `wanted`, found by doubling and halving; exact tests make power rise in small steps back and forth, so that a
 * size a little below may reach it too. null where `most` does not reach it.
 */
export function sizeNeeded(power: (size: number) => number, wanted: number, most: number): number | null {
  let [low, high] = [0, 8];
  while (high < most && power(Math.min(high, most)) < wanted) [low, high] = [high, high * 2];
  high = Math.min(high, most);
  if (power(high) < wanted) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (power(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}
