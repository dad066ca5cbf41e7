const byValue = (p: ArrayLike<number>): number[] => Array.from({ length: p.length }, (_, i) => i).sort((a, b) => p[a]! - p[b]!);

/** Adjusted p-values that control the chance of any false finding, in the order given. Source: Holm (1979). */
export function holm(p: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const adjusted = new Float64Array(p.length);
  let largest = 0;
  byValue(p).forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[i]!));
    adjusted[i] = largest;
  });
  return adjusted;
}

/** Adjusted p-values (q-values) that control the expected share of false findings, in the order given. Source: Benjamini and Hochberg (1995). */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const adjusted = new Float64Array(p.length);
  let smallest = 1;
  const order = byValue(p);
  for (let rank = p.length; rank >= 1; rank--) {
    const i = order[rank - 1]!;
    smallest = Math.min(smallest, (p.length / rank) * p[i]!);
    adjusted[i] = smallest;
  }
  return adjusted;
}
