import type { LineCurve } from './curves';

/**
 * Positions of at most `most` lines of a curve, spread evenly over the people selected and always with both ends; all of them where there are no more.
 * @param from and to the stretch of the curve to choose from, both included
 */
export function thinned({ people, thresholds }: LineCurve, most: number, from = 0, to = thresholds.length - 1): Int32Array<ArrayBuffer> {
  const length = to - from + 1;
  if (length <= most) return Int32Array.from({ length }, (_, i) => from + i);
  const { selected } = people;
  const [low, high] = [selected[from]!, selected[to]!];
  const kept: number[] = [];
  let at = from;
  for (let i = 0; i < most; i++) {
    const wanted = low + ((high - low) * i) / (most - 1);
    while (at < to && selected[at]! < wanted) at++;
    if (kept[kept.length - 1] !== at) kept.push(at);
  }
  if (kept[kept.length - 1] !== to) kept.push(to);
  return Int32Array.from(kept);
}

/** The values at some positions. */
export const take = (values: Float64Array, at: Int32Array): Float64Array<ArrayBuffer> => Float64Array.from(at, (i) => values[i]!);
