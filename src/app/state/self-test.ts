import type { SelfTest } from '../../engine/models/selftest';
import type { Column } from '../../engine/table/types';

/** Pairs drawn in the self-test's picture. */
const PAIRS = 400;

/** Pairs to draw: at most {@link PAIRS}, evenly spread over the rows. Only where the column is on the scale of the scores. */
export function samplePairs(raw: Float64Array, column: Column, reading: SelfTest['reading']): { ours: number[]; file: number[] } {
  const [ours, file]: [number[], number[]] = [[], []];
  if (column.kind !== 'numeric' || (reading !== 'score' && reading !== 'other')) return { ours, file };
  const step = Math.max(1, Math.floor(raw.length / PAIRS));
  for (let row = 0; row < raw.length; row += step) {
    ours.push(raw[row]!);
    file.push(column.values[row]!);
  }
  return { ours, file };
}
