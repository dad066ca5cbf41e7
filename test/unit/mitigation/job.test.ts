import { describe, expect, test } from 'vitest';
import { neutraliseJob, type NeutraliseQuestion } from '../../../src/engine/fairness/mitigation/job';
import { fitReplacement } from '../../../src/engine/fairness/mitigation/replacement';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Scorer } from '../../../src/engine/jobs/types';
import { Random } from '../../../src/engine/stats/random';
import { scorerOf } from '../influence/oracle';

const random = new Random(8);
const ROWS = 700;
const values = Float64Array.from({ length: ROWS * 3 }, (_, i) => (i % 7 === 6 ? NaN : random.normal()));
const groups = Int32Array.from({ length: ROWS }, (_, i) => (i % 3) - 1);
const features = ['a', 'b', 'c'].map((name) => ({ name, kind: 'number' as const }));
const player = (index: number): { name: string; features: number[] } => ({ name: 'abc'[index]!, features: [index] });
const model = (row: Float64Array): number => 1 / (1 + Math.exp(-(row[0]! || 0) - 2 * (row[1]! || 0) * (Number.isNaN(row[2]!) ? 1 : row[2]!)));
const facts = { features, values, seed: 3, groups, groupCount: 2 };

const changes = [
  fitReplacement({ kind: 'constant' }, [player(0)], facts),
  fitReplacement({ kind: 'marginal', draws: 25 }, [player(1), player(2)], facts),
  fitReplacement({ kind: 'conditional', justified: [player(0)] }, [player(2)], facts),
  fitReplacement({ kind: 'repair', amount: 0.7 }, [player(0)], facts),
];
const question: NeutraliseQuestion = { values, width: 3, meaning: { task: 'binary', favourable: 1, width: 1 }, changes, groups };

describe('every row is scored again', () => {
  test('with the mean over all drawn values where values are drawn', async () => {
    const scorer = scorerOf(model);
    const { scores, rowsEvaluated, rowsPlanned } = await runInline(neutraliseJob, question, scorer);
    const drawn = changes[1]!;
    if (drawn.kind !== 'draws') throw new Error('draws expected');
    for (let row = 0; row < ROWS; row += 37) {
      let sum = 0;
      for (let draw = 0; draw < 25; draw++) sum += model(Float64Array.of(values[row * 3]!, drawn.values[2 * draw]!, drawn.values[2 * draw + 1]!));
      expect(scores[1]![row]).toBeCloseTo(sum / 25, 12);
    }
    const constant = changes[0]!;
    if (constant.kind !== 'constant') throw new Error('constant expected');
    expect(scores[0]![5]).toBe(model(Float64Array.of(constant.values[0]!, values[16]!, values[17]!)));
    expect(scorer.rows).toBe(ROWS * 28);
    expect([rowsEvaluated, rowsPlanned]).toEqual([ROWS * 28, ROWS * 28]);
  });

  test('turns the score round where the first class is the favourable one', async () => {
    const [first, second] = await Promise.all(
      [0, 1].map((favourable) => runInline(neutraliseJob, { ...question, meaning: { ...question.meaning, favourable } }, scorerOf(model))),
    );
    first!.scores[3]!.forEach((score, row) => expect(score).toBeCloseTo(1 - second!.scores[3]![row]!, 12));
  });

  test('reads the favourable class of several', async () => {
    const scorer: Scorer = { width: 3, score: (batch, count) => Promise.resolve(Float64Array.from({ length: 3 * count }, (_, i) => (i % 3 === 2 ? model(batch.subarray(Math.floor(i / 3) * 3)) : 0))) };
    const several = await runInline(neutraliseJob, { ...question, meaning: { task: 'multiclass', favourable: 2, width: 3 } }, scorer);
    const one = await runInline(neutraliseJob, question, scorerOf(model));
    several.scores[1]!.forEach((score, row) => expect(score).toBeCloseTo(one.scores[1]![row]!, 12));
  });

  test('gives no score where the model gives none for a drawn value', async () => {
    const holed = scorerOf((row) => (row[1]! > 2 ? NaN : 0.5));
    const { scores } = await runInline(neutraliseJob, question, holed);
    const some = changes[1]!.kind === 'draws' && Array.from({ length: 25 }, (_, k) => k).some((k) => (changes[1] as { values: Float64Array }).values[2 * k]! > 2);
    expect(Number.isNaN(scores[1]![0]!)).toBe(some);
  });
});

test('the plan cuts rows so that no shard is long, and is done after one round', () => {
  const long: NeutraliseQuestion = { ...question, values: new Float64Array(3 * 100_000), changes: [changes[1]!] };
  const shards = neutraliseJob.plan(long, undefined, 2);
  for (const shard of shards) expect((shard.values.length / 3) * 25).toBeLessThanOrEqual(32_768);
  expect(shards.reduce((sum, shard) => sum + shard.values.length / 3, 0)).toBe(100_000);
  expect(neutraliseJob.plan(long, { pieces: [], rowsEvaluated: 0 }, 2)).toEqual([]);
});

test('stops between batches when told to', async () => {
  const stop = new Error('stop');
  const [shard] = neutraliseJob.plan({ ...question, values: new Float64Array(3 * 20_000) }, undefined, 1);
  let batches = 0;
  const scorer = scorerOf(model);
  const breathe = (): Promise<void> => (++batches === 2 ? Promise.reject(stop) : Promise.resolve());
  await expect(neutraliseJob.run(shard!, { scorer, breathe })).rejects.toBe(stop);
  expect(scorer.rows).toBeLessThanOrEqual(2 * 4096);
});
