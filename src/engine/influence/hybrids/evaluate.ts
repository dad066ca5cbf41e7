import { AssayError } from '../../errors';
import type { ShardContext } from '../../jobs/types';
import { heldBack, quantityOf } from '../quantities';
import type { Quantity } from '../quantities';
import { contextOf } from '../trees/margins';
import type { Mixture } from './mixture';
import { writeHybrid } from './mixture';
import type { HybridSet } from './set';

/** Rows handed to the scorer at once: the runtime is slow below about 1,000, and a stop must be heard within a second. */
const BATCH = 4096;

export interface Evaluated {
  readonly values: Float64Array<ArrayBuffer>;
  /** How many margins were held back at the edge. */
  readonly held: number;
}

/**
 * The quantity of the hybrids numbered from `from` up to `to`.
 * @throws AssayError `no-score` when the model gives no number for a hybrid row; whatever the scorer throws.
 */
export async function evaluateHybrids(
  mixture: Mixture,
  hybrids: Pick<HybridSet, 'rows' | 'sets'>,
  from: number,
  to: number,
  quantity: Quantity,
  context: ShardContext,
): Promise<Evaluated> {
  const { width, words } = mixture;
  const { rows, sets } = hybrids;
  const values = new Float64Array(to - from);
  const batches = Math.ceil((to - from) / BATCH);
  const size = Math.ceil((to - from) / Math.max(1, batches));
  const guarded = quantity.kind === 'margin' || quantity.kind === 'loss';
  const { scorer } = contextOf(quantity, context);
  let held = 0;
  let batch = new Float64Array(size * width);
  for (let start = from; start < to; start += size) {
    const count = Math.min(size, to - start);
    if (count < size) batch = batch.slice(0, count * width);
    for (let i = 0; i < count; i++) writeHybrid(mixture, rows[start + i]!, sets, (start + i) * words, batch, i * width);
    const scores = await scorer.score(batch, count);
    for (let i = 0; i < count; i++) {
      const value = quantityOf(quantity, scores, i);
      if (!Number.isFinite(value)) throw noScore(value);
      values[start - from + i] = value;
      if (guarded && heldBack(quantity, scores, i)) held++;
    }
    await context.breathe();
  }
  return { values, held };
}

/** What is said when the model gives no number for a mixed row. */
export function noScore(value: number): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'no-score',
    what: 'The reasons cannot be worked out: the model gives no usable score for some mixed rows.',
    why: `A row mixed from the person and a comparison row got the score ${value}.`,
    remedy: 'Choose other comparison rows, or check how the model treats missing values.',
  });
}
