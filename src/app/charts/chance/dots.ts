/** A stack of dots over one bin of the axis. */
export interface DotStack {
  /** Centre of the bin in axis units. */
  readonly value: number;
  readonly count: number;
}

/**
 * Stacks dots over bins of `width` that are centred on multiples of it, as a dot plot does (Wilkinson, "Dot plots", 1999, with fixed bins so that two
 * sets share one grid).
 */
export function stackDots(values: ArrayLike<number>, width: number): DotStack[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const bin = Math.round(values[i]! / width);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([bin, count]) => ({ value: bin * width + 0, count }));
}

/** The largest dot, in pixels up to `largest`, with which the tallest stack of all sets stays within `height`. */
export function dotSize(sets: readonly ArrayLike<number>[], unitsPerPixel: number, height: number, largest: number): number {
  for (let size = largest; size > 2; size -= 0.5) {
    const tallest = Math.max(1, ...sets.flatMap((set) => stackDots(set, size * unitsPerPixel).map((stack) => stack.count)));
    if (tallest * size <= height) return size;
  }
  return 2;
}

/** `count` values that share out a sample: its quantiles at (i − ½) / count. The sample must be sorted. */
export function quantileDots(sorted: ArrayLike<number>, count = 50): number[] {
  if (sorted.length === 0) return [];
  return Array.from({ length: count }, (_, i) => {
    const at = ((i + 0.5) / count) * sorted.length - 0.5;
    const below = Math.min(sorted.length - 1, Math.max(0, Math.floor(at)));
    const above = Math.min(sorted.length - 1, below + 1);
    const part = Math.min(1, Math.max(0, at - below));
    return sorted[below]! * (1 - part) + sorted[above]! * part;
  });
}
