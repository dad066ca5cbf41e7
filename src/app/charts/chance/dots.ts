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

const tallest = (sets: readonly ArrayLike<number>[], width: number): number =>
  Math.max(1, ...sets.flatMap((set) => stackDots(set, width).map((stack) => stack.count)));

/** How dots are drawn: their diameter in plot units and the width of a bin in axis units. */
export interface DotGrid {
  readonly size: number;
  readonly bin: number;
}

/**
 * The largest dots, up to `largest`, whose highest stack stays within `height`. Where the dots spread so widely that they would lie flat, bins are
 * widened until the highest stack has `least` dots, so that the shape of the spread is seen.
 */
export function dotGrid(sets: readonly ArrayLike<number>[], unitsPerPixel: number, height: number, largest: number, least = 7): DotGrid {
  const most = Math.max(1, ...sets.map((set) => set.length));
  let bin = largest * unitsPerPixel;
  while (tallest(sets, bin) < Math.min(least, most)) bin *= 1.1;
  for (let size = largest; size > 2; size -= 0.5) {
    const width = Math.max(size * unitsPerPixel, size === largest ? bin : 0);
    if (tallest(sets, width) * size <= height) return { size, bin: width };
  }
  return { size: 2, bin: Math.max(2 * unitsPerPixel, 1e-12) };
}

/** Whether the ranges of two sets overlap, so that their dots need a line each. */
export function overlap(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && b.length > 0 && Math.min(...a) <= Math.max(...b) && Math.min(...b) <= Math.max(...a);
}
