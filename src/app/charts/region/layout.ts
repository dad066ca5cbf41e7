/** A stretch of neighbouring pairs of lines that keep equally many limits. Ends are in people of the first and the second group. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly kept: number;
}

/** How many bits of a byte are set. */
export function bitsSet(byte: number): number {
  let count = 0;
  for (let left = byte; left > 0; left &= left - 1) count++;
  return count;
}

/** Class of the fill where `kept` of the limits are kept: the more, the deeper, and all of them the deepest whatever their number. */
export function fillOf(kept: number, limits: number): string {
  if (kept === 0) return 'fill-sunken';
  return kept === limits ? 'fill-sequential-6' : `fill-sequential-${2 + Math.round((2 * (kept - 1)) / Math.max(1, limits - 1))}`;
}

/** Each place reaches half way to its neighbours, the ends not beyond themselves. */
function reaches(places: ArrayLike<number>): (readonly [number, number])[] {
  return Array.from(places, (place, i) => [i === 0 ? place : (places[i - 1]! + place) / 2, i === places.length - 1 ? place : (place + places[i + 1]!) / 2] as const);
}

/** Joins pairs of lines that keep equally many limits, row by row, so that a plane of thousands of cells is drawn with few marks. */
export function stretches(kept: Uint8Array, across: ArrayLike<number>, up: ArrayLike<number>): Stretch[] {
  const [xs, ys] = [reaches(across), reaches(up)];
  const out: Stretch[] = [];
  ys.forEach(([low, high], j) => {
    let start = 0;
    for (let i = 1; i <= xs.length; i++) {
      const [before, here] = [bitsSet(kept[(i - 1) * ys.length + j]!), i < xs.length ? bitsSet(kept[i * ys.length + j]!) : -1];
      if (before === here) continue;
      if (before > 0) out.push({ from: xs[start]![0], to: xs[i - 1]![1], low, high, kept: before });
      start = i;
    }
  });
  return out;
}
