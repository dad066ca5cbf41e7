/** A number the tree may ask about: an input itself, or whether an input has a level. */
export interface SurrogateColumn {
  readonly feature: number;
  /** The level asked for; unset for numbers. */
  readonly level?: number;
}

/** An input with more levels than this is asked about for its most frequent ones only. */
const MOST_LEVELS = 16;

/** Numbers as they are; levels as one column for each, because their order means nothing. */
export function surrogateColumns(features: readonly { readonly kind: 'number' | 'level' }[], values: Float64Array): SurrogateColumn[] {
  const width = features.length;
  return features.flatMap(({ kind }, feature): SurrogateColumn[] => {
    if (kind === 'number') return [{ feature }];
    const counts = new Map<number, number>();
    for (let at = feature; at < values.length; at += width) {
      if (!Number.isNaN(values[at]!)) counts.set(values[at]!, (counts.get(values[at]!) ?? 0) + 1);
    }
    const kept = [...counts].sort(([a, times], [b, others]) => others - times || a - b).slice(0, MOST_LEVELS);
    return kept.map(([level]) => ({ feature, level })).sort((a, b) => a.level - b.level);
  });
}

/** The columns of some rows, row-major; a missing cell is missing in every column made from it. */
export function takeColumns(columns: readonly SurrogateColumn[], values: Float64Array, width: number, rows: Int32Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length * columns.length);
  rows.forEach((row, index) => {
    columns.forEach(({ feature, level }, k) => {
      const value = values[row * width + feature]!;
      out[index * columns.length + k] = level === undefined || Number.isNaN(value) ? value : value === level ? 1 : 0;
    });
  });
  return out;
}
