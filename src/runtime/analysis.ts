import type { Job } from '../engine/jobs/types';
import { buffersOf } from '../../workers/transfer';
import type { Pool } from './pool';

/** Results are refined on screen at most this often, in milliseconds. */
const refreshEvery = 50;

/** Buffers that a shard owns alone: those of the question, of what is known and of other shards must stay. */
export function ownBuffers(shards: readonly unknown[], ...shared: unknown[]): ArrayBuffer[][] {
  const taken = new Set<ArrayBuffer>();
  for (const value of shared) buffersOf(value, taken);
  const each = shards.map((shard) => [...buffersOf(shard)]);
  const uses = new Map<ArrayBuffer, number>();
  for (const buffers of each) for (const buffer of buffers) uses.set(buffer, (uses.get(buffer) ?? 0) + 1);
  return each.map((buffers) => buffers.filter((buffer) => uses.get(buffer) === 1 && !taken.has(buffer)));
}

/**
 * Runs a job on a pool of cells: plans, spreads the shards, merges what comes back in any order, shows the result so far, and plans again until the job
 * says that it is done.
 */
export async function runJob<Question, Shard, Partial, Result>(
  job: Job<Question, Shard, Partial, Result>,
  question: Question,
  pool: Pool,
  { signal, onResult, urgent = false }: { signal: AbortSignal; onResult?: ((result: Result) => void) | undefined; urgent?: boolean },
): Promise<Result> {
  let known: Partial | undefined;
  let shown = -Infinity;
  const refine = (): void => {
    if (!onResult || signal.aborted || performance.now() - shown < refreshEvery) return;
    let result: Result;
    try {
      result = job.result(question, known!);
    } catch {
      return; // Too little is known for a first picture.
    }
    shown = performance.now();
    onResult(result);
  };
  for (;;) {
    const shards = job.plan(question, known, pool.size);
    if (shards.length === 0) break;
    const own = ownBuffers(shards, question, known);
    await Promise.all(
      shards.map(async (shard, index) => {
        const partial = await pool.run<Partial>({
          operation: 'run a part of an analysis',
          argument: () => ({ value: { job: job.name, shard }, give: own[index]! }),
          signal,
          urgent,
        });
        known = known === undefined ? partial : job.merge(known, partial);
        refine();
      }),
    );
  }
  if (known === undefined) throw new Error(`job ${job.name} planned no shard`);
  const result = job.result(question, known);
  if (!signal.aborted) onResult?.(result);
  return result;
}
