/**
 * Values worth trying for a number: half of them quantiles, half evenly spaced and moved to the nearest value in the data, so that dense and thin
 * stretches are both covered; filled up to `limit` where these coincide. Only values that occur, ascending; all of them when there are no more than
 * `limit`. Missing cells are left out.
 */
export function numberGrid(values: Float64Array, limit = 24): Float64Array<ArrayBuffer> {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (distinct.length <= limit) return distinct;
  const half = limit / 2;
  const chosen = new Set<number>();
  for (let k = 0; k < half; k++) chosen.add(sorted[Math.round((k / (half - 1)) * (sorted.length - 1))]!);
  const low = distinct[0]!;
  const high = distinct[distinct.length - 1]!;
  for (let k = 1; chosen.size < limit && k <= half; k++) chosen.add(nearest(distinct, low + ((high - low) * k) / (half + 1)));
  for (let k = 1; chosen.size < limit; k++) chosen.add(distinct[Math.floor(vanDerCorput(k) * distinct.length)]!);
  return Float64Array.from(chosen).sort();
}

/** 1/2, 1/4, 3/4, 1/8 …: points that fill the unit interval ever more finely. */
function vanDerCorput(k: number): number {
  let value = 0;
  for (let rest = k, place = 0.5; rest > 0; rest >>>= 1, place /= 2) value += (rest & 1) * place;
  return value;
}

function nearest(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= wanted) low = middle;
    else high = middle;
  }
  return wanted - sorted[low]! <= sorted[high]! - wanted ? sorted[low]! : sorted[high]!;
}

/** Levels worth trying, as indices: those that occur, the `limit` most frequent where there are more, ascending. NaN cells are missing. */
export function levelGrid(values: Float64Array, limit = 32): Float64Array<ArrayBuffer> {
  const counts = new Map<number, number>();
  for (const value of values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const byCount = [...counts].sort(([a, times], [b, others]) => others - times || a - b);
  return Float64Array.from(byCount.slice(0, limit), ([level]) => level).sort();
}
