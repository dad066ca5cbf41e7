/** Place of each value by its size, 0 the largest; equal sizes and NaN stand in their order, NaN last. */
export function ranksBySize(values: ArrayLike<number>): Int32Array<ArrayBuffer> {
  const size = (at: number): number => (Number.isNaN(values[at]!) ? -1 : Math.abs(values[at]!));
  const order = Array.from({ length: values.length }, (_, at) => at).sort((a, b) => size(b) - size(a) || a - b);
  const ranks = new Int32Array(values.length);
  order.forEach((at, rank) => (ranks[at] = rank));
  return ranks;
}
