import { describe, expect, test } from 'vitest';
import { cancelled } from '../../../src/engine/errors';
import type { Job } from '../../../src/engine/jobs/types';
import { ownBuffers, runJob } from '../../../src/runtime/analysis';
import { Latest } from '../../../src/runtime/latest';
import type { Pool, Task } from '../../../src/runtime/pool';
import { buffersOf } from '../../../workers/transfer';

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Adds up numbers in two rounds: the second round is planned from what the first gave. */
const adding: Job<number[], { part: number[]; round: number }, { sum: number; rounds: number }, number> = {
  name: 'adding',
  plan: (question, known) => {
    if (known === undefined) return question.map((value) => ({ part: [value], round: 1 }));
    return known.rounds < 2 * question.length && known.rounds === question.length ? question.map((value) => ({ part: [10 * value], round: 2 })) : [];
  },
  run: async ({ part }) => ({ sum: part.reduce((a, b) => a + b, 0), rounds: 1 }),
  merge: (a, b) => ({ sum: a.sum + b.sum, rounds: a.rounds + b.rounds }),
  result: (_question, known) => known.sum,
};

function poolThat(answer: (value: { job: string; shard: unknown }) => Promise<unknown>): Pool {
  return { size: 3, run: (task: Task) => answer(task.argument().value as { job: string; shard: unknown }) } as unknown as Pool;
}

describe('running a job', () => {
  test('plans again until done, whatever order the parts finish in', async () => {
    const seen: number[] = [];
    const pool = poolThat(async ({ shard }) => {
      const { part } = shard as { part: number[]; round: number };
      await new Promise((resolve) => setTimeout(resolve, 20 - part[0]!));
      return adding.run(shard as never, {} as never);
    });
    const result = await runJob(adding, [1, 2, 3], pool, { signal: new AbortController().signal, onResult: (value) => seen.push(value) });
    expect(result).toBe(66);
    expect(seen.at(-1)).toBe(66);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test('a part that fails fails the whole', async () => {
    const pool = poolThat(() => Promise.reject(cancelled()));
    await expect(runJob(adding, [1], pool, { signal: new AbortController().signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('a job that plans nothing is a fault of the job', async () => {
    await expect(runJob(adding, [], poolThat(async () => undefined), { signal: new AbortController().signal })).rejects.toThrow('planned no shard');
  });

  test('says nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const pool = poolThat(async ({ shard }) => {
      stop.abort();
      return adding.run(shard as never, {} as never);
    });
    await runJob(adding, [1, 2], pool, { signal: stop.signal, onResult: (value) => seen.push(value) });
    expect(seen).toEqual([]);
  });
});

describe('buffers to give away', () => {
  test('are those a shard has alone', () => {
    const [shared, twice, alone] = [new Float64Array(1), new Float64Array(2), new Float64Array(3)];
    const shards = [{ question: { shared }, twice, alone }, { question: { shared }, twice }];
    expect(ownBuffers(shards, { shared }, undefined)).toEqual([[alone.buffer], []]);
  });

  test.each([
    ['views of one buffer once', () => { const buffer = new ArrayBuffer(16); return [[new Uint8Array(buffer, 0, 4), new Uint8Array(buffer, 8)], 1]; }],
    ['maps and nested records', () => [{ a: new Map([['x', { y: new Int32Array(1) }]]), b: [[new Uint8Array(1)]] }, 2]],
    ['no texts and numbers', () => [{ names: ['a', 'b'], count: 3, none: null }, 0]],
    ['no class instances', () => [{ date: new Date(), blob: new Blob([new Uint8Array(8)]) }, 0]],
  ] as [string, () => [unknown, number]][])('are found in %s', (_name, make) => {
    const [value, count] = make();
    expect(buffersOf(value).size).toBe(count);
  });
});

describe('only the latest question', () => {
  test('stops the older one under the same key and leaves other keys alone', async () => {
    const latest = new Latest();
    const ends: ((value: string) => void)[] = [];
    const ask = (key: string): Promise<string> => latest.run(key, undefined, () => new Promise((end) => ends.push(end)));
    const [older, other, newer] = [ask('a'), ask('b'), ask('a')];
    ends.forEach((end, i) => end(String(i)));
    await expect(older).rejects.toMatchObject({ code: 'cancelled' });
    expect(await Promise.all([other, newer])).toEqual(['1', '2']);
  });

  test('stops the rest of the work when a part fails, and with the signal from outside', async () => {
    const latest = new Latest();
    let inner: AbortSignal | undefined;
    const failing = latest.run('a', undefined, async (signal) => {
      inner = signal;
      await soon();
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(inner?.aborted).toBe(true);
    const stop = new AbortController();
    const stopped = latest.run('a', stop.signal, async (signal) => {
      stop.abort();
      return signal.aborted;
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    await expect(latest.run('a', stop.signal, async () => 1)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
