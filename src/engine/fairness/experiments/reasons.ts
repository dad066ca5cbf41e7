import type { ReturnedColumn } from './classifier';

/** Reasons that a person is told. */
export const TOP_REASONS = 4;

/**
 * What a system returns that gives every person their strongest reasons: for each chosen input its influence where it is among the person's
 * {@link TOP_REASONS} largest in size, 0 where it is not, NaN for people without.
 * @param rows table rows of the explained people, and their influence, people × inputs
 * @param chosen the inputs that make columns
 * @param length rows of the table
 */
export function topReasons(rows: Int32Array, phi: Float64Array, names: readonly string[], chosen: readonly number[], length: number): ReturnedColumn[] {
  const inputs = names.length;
  const columns = chosen.map((input) => ({ name: names[input]!, values: new Float64Array(length).fill(NaN) }));
  rows.forEach((row, i) => {
    const own = phi.subarray(i * inputs, (i + 1) * inputs);
    const told = new Set([...own.keys()].sort((a, b) => Math.abs(own[b]!) - Math.abs(own[a]!) || a - b).slice(0, TOP_REASONS));
    chosen.forEach((input, c) => (columns[c]!.values[row] = told.has(input) ? own[input]! : 0));
  });
  return columns;
}
