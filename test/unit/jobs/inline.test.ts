import { expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Job, Scorer } from '../../../src/engine/jobs/types';

const scorer: Scorer = { width: 1, score: (values) => Promise.resolve(values.map((value) => 2 * value)) };

/** Adds up twice the numbers below the question, two per wave and one per shard. */
const doubled: Job<number, number, { sum: number; seen: number }, string> = {
  name: 'doubled',
  plan: (question, known) => [known?.seen ?? 0, (known?.seen ?? 0) + 1].filter((number) => number < question),
  run: async (shard, context) => ({ sum: (await context.scorer.score(Float64Array.of(shard), 1))[0]!, seen: 1 }),
  merge: (a, b) => ({ sum: a.sum + b.sum, seen: a.seen + b.seen }),
  result: (question, { sum, seen }) => `${seen} of ${question}: ${sum}`,
};

test.each([
  [1, '1 of 1: 0'],
  [2, '2 of 2: 2'],
  [5, '5 of 5: 20'],
])('a job asked %i is planned again until it has nothing left to do', async (question, expected) => {
  expect(await runInline(doubled, question, scorer)).toBe(expected);
});

test('a job that plans nothing at all is a fault', async () => {
  await expect(runInline(doubled, 0, scorer)).rejects.toThrow('planned no shard');
});

test('what a shard throws is thrown', async () => {
  const broken: Scorer = { width: 1, score: () => Promise.reject(new Error('no score today')) };
  await expect(runInline(doubled, 3, broken)).rejects.toThrow('no score today');
});
