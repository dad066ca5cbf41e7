/** One side of a map: an input with the values at which the model is asked, numbers ascending or levels. */
export interface MapAxis {
  readonly feature: number;
  readonly ordered: boolean;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Values of a number on a map, and most levels. */
const NUMBERS = 21;
const LEVELS = 24;
/** People within this share of an axis’ length count as near. */
const NEAR = 0.1;
/** Cells with fewer people near them are thin. */
const FEW = 5;

/**
 * Evenly spaced numbers from the smallest to the largest that must be seen, and of the middle 98% of the table, on the steps in which values are written.
 * @param sorted numbers of the table, ascending, without missing ones
 * @param seen values that must be on the map; missing ones are left out
 */
export function numberAxis(feature: number, sorted: Float64Array, step: number, seen: readonly number[]): MapAxis {
  const known = seen.filter((value) => !Number.isNaN(value));
  const last = sorted.length - 1;
  const ends = last < 0 ? known : [sorted[Math.floor(0.01 * last)]!, sorted[Math.ceil(0.99 * last)]!, ...known];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (ends.length === 0) return { feature, ordered: true, values: new Float64Array(0) };
  const steps = Math.max(1, Math.round((high - low) / step));
  const count = high > low ? Math.min(NUMBERS, steps + 1) : 1;
  const at = (k: number): number => Number((low + Math.round((k / Math.max(1, count - 1)) * steps) * step).toPrecision(12));
  return { feature, ordered: true, values: Float64Array.from({ length: count }, (_, k) => at(k)) };
}

/**
 * Levels by how many rows have them, and those that must be seen.
 * @param codes levels of the table by index, NaN missing
 */
export function levelAxis(feature: number, codes: Float64Array, levels: number, seen: readonly number[]): MapAxis {
  const counts = new Float64Array(levels);
  for (const code of codes) if (!Number.isNaN(code)) counts[code]!++;
  const must = new Set(seen.filter((level) => !Number.isNaN(level)));
  const order = [...counts.keys()].sort((a, b) => Number(must.has(b)) - Number(must.has(a)) || counts[b]! - counts[a]! || a - b);
  return { feature, ordered: false, values: Float64Array.from(order.slice(0, LEVELS).sort((a, b) => a - b)) };
}

/** Rows with the person’s values and two of them replaced, row-major: for each value of `up` all values of `across`. */
export function mapRows(person: Float64Array, across: MapAxis, up: MapAxis): Float64Array<ArrayBuffer> {
  const width = person.length;
  const rows = new Float64Array(width * across.values.length * up.values.length);
  up.values.forEach((second, j) => {
    across.values.forEach((first, i) => {
      const at = (j * across.values.length + i) * width;
      rows.set(person, at);
      rows[at + across.feature] = first;
      rows[at + up.feature] = second;
    });
  });
  return rows;
}

/**
 * 1 for cells of a map with fewer than five of these rows near them in both inputs: within a tenth of the length of an axis of numbers, the same level.
 * @param rows row-major, `width` values each
 */
export function thinCells(rows: Float64Array, width: number, across: MapAxis, up: MapAxis): Uint8Array<ArrayBuffer> {
  const columns = across.values.length;
  const counts = new Int32Array(columns * up.values.length);
  const near = ({ ordered, values }: MapAxis, value: number): number[] => {
    const reach = ordered ? NEAR * (values[values.length - 1]! - values[0]!) : 0;
    return [...values.keys()].filter((k) => Math.abs(values[k]! - value) <= reach + 1e-12);
  };
  for (let row = 0; row < rows.length; row += width) {
    const seconds = near(up, rows[row + up.feature]!);
    if (seconds.length === 0) continue;
    const firsts = near(across, rows[row + across.feature]!);
    for (const j of seconds) for (const i of firsts) counts[j * columns + i]!++;
  }
  return Uint8Array.from(counts, (count) => (count < FEW ? 1 : 0));
}

/** A stretch of the boundary between cells that reach a goal and cells that do not, in cells: from corner to corner. */
export interface Edge {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/**
 * The boundary between cells that hold and cells that do not, neighbouring stretches joined. Cells lie from corner (i, j) to (i + 1, j + 1).
 * @param holds for each row of cells all of its columns
 */
export function boundary(holds: Uint8Array, columns: number): Edge[] {
  const rows = holds.length / columns;
  const found: Edge[] = [];
  const differ = (a: number, b: number): boolean => holds[a] !== holds[b];
  const runs = (count: number, is: (k: number) => boolean, edge: (from: number, to: number) => Edge): void => {
    for (let start = 0; start < count; start++) {
      if (!is(start)) continue;
      let end = start + 1;
      while (end < count && is(end)) end++;
      found.push(edge(start, end));
      start = end;
    }
  };
  for (let j = 1; j < rows; j++) runs(columns, (i) => differ(j * columns + i, (j - 1) * columns + i), (from, to) => ({ from: [from, j], to: [to, j] }));
  for (let i = 1; i < columns; i++) runs(rows, (j) => differ(j * columns + i, j * columns + i - 1), (from, to) => ({ from: [i, from], to: [i, to] }));
  return found;
}
