import type { ShardContext } from '../jobs/types';
import { quantityOf } from './quantities';
import type { Quantity } from './quantities';
import { contextOf } from './trees/margins';

/** Rows handed to the scorer at once: enough to keep it busy, few enough to hear a stop within a second. */
const BATCH = 4096;

/** Writes row number `row` of the rows to be scored into `out`, beginning at `at`. */
export type RowWriter = (row: number, out: Float64Array, at: number) => void;

/**
 * Scores rows that are made as they are needed.
 * @param width numbers in a feature row
 * @param use given the raw scores of each batch in turn, the number of its first row and its number of rows
 */
export async function scoreRows(
  count: number,
  width: number,
  write: RowWriter,
  context: ShardContext,
  use: (scores: Float64Array, first: number, rows: number) => void,
): Promise<void> {
  const size = Math.ceil(count / Math.max(1, Math.ceil(count / BATCH)));
  let batch = new Float64Array(size * width);
  for (let first = 0; first < count; first += size) {
    const rows = Math.min(size, count - first);
    if (rows < size) batch = batch.slice(0, rows * width);
    for (let row = 0; row < rows; row++) write(first + row, batch, row * width);
    use(await context.scorer.score(batch, rows), first, rows);
    await context.breathe();
  }
}

/**
 * The quantity of rows that are made as they are needed; NaN where the model gives no score.
 * @param labelOf for a loss: what really happened to each row, where that is not in the quantity
 */
export async function quantityOfRows(
  count: number,
  width: number,
  write: RowWriter,
  quantity: Quantity,
  context: ShardContext,
  labelOf?: (row: number) => number,
): Promise<Float64Array<ArrayBuffer>> {
  const values = new Float64Array(count);
  await scoreRows(count, width, write, contextOf(quantity, context), (scores, first, rows) => {
    for (let row = 0; row < rows; row++) values[first + row] = quantityOf(quantity, scores, row, labelOf?.(first + row));
  });
  return values;
}
