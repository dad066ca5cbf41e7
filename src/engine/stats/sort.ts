const WIDE = 65536;

/**
 * The order that sorts `values` upwards, ties in their first order; NaN must have been left out. A radix sort on the bits of the doubles, because sorting
 * an index by a comparison function takes ten times as long at a million.
 */
export function sortOrder(values: Float64Array): Uint32Array<ArrayBuffer> {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  if (n < 4096) return order.sort((a, b) => values[a]! - values[b]! || a - b);
  const copy = values.slice();
  for (let i = 0; i < n; i++) if (copy[i] === 0) copy[i] = 0;
  const words = new Uint32Array(copy.buffer);
  for (let i = 0; i < words.length; i += 2) {
    if (words[i + 1]! & 0x80000000) {
      words[i] = ~words[i]!;
      words[i + 1] = ~words[i + 1]!;
    } else words[i + 1] = words[i + 1]! ^ 0x80000000;
  }
  let from = order;
  let to = new Uint32Array(n);
  const counts = new Uint32Array(WIDE);
  for (let digit = 0; digit < 4; digit++) {
    const word = digit >> 1;
    const shift = (digit & 1) * 16;
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[(words[2 * i + word]! >>> shift) & 0xffff]!++;
    if (counts[(words[word]! >>> shift) & 0xffff] === n) continue;
    let sum = 0;
    for (let d = 0; d < WIDE; d++) {
      const count = counts[d]!;
      counts[d] = sum;
      sum += count;
    }
    for (let k = 0; k < n; k++) {
      const i = from[k]!;
      to[counts[(words[2 * i + word]! >>> shift) & 0xffff]!++] = i;
    }
    [from, to] = [to, from];
  }
  return from;
}
