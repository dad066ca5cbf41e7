import type { ExactStructure, LinearStructure } from '../models/binding/structure';
import type { Job, Scorer } from './types';

/**
 * Runs a job in this thread, one shard after the other: for tests, for Node and for small work.
 * @throws whatever a shard throws, and an Error when the job plans nothing at all.
 */
export async function runInline<Q, S, P, R>(job: Job<Q, S, P, R>, question: Q, scorer: Scorer, structure?: ExactStructure, linear?: LinearStructure): Promise<R> {
  let known: P | undefined;
  for (;;) {
    const shards = job.plan(question, known, 1);
    if (shards.length === 0) break;
    for (const shard of shards) {
      const partial = await job.run(shard, { scorer, ...(structure && { structure }), ...(linear && { linear }), breathe: () => Promise.resolve() });
      known = known === undefined ? partial : job.merge(known, partial);
    }
  }
  if (known === undefined) throw new Error(`job ${job.name} planned no shard`);
  return job.result(question, known);
}
