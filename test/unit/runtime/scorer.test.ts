import { describe, expect, test } from 'vitest';
import type { FeatureSpace } from '../../../src/engine/models/binding/types';
import type { Model } from '../../../src/engine/models/types';
import { ModelScorer } from '../../../workers/scorer';
import { logisticGraph, matrixModel } from '../../browser/graphs';

const weights = [0.5, -0.25];
const features = weights.map((_, column) => ({ column, name: `x${column}`, kind: 'number' as const }));
const space: FeatureSpace = { features, featureOf: Int32Array.of(0, 1) };
const binding = { sources: features.map(({ column }) => ({ as: 'number' as const, column })) };
const rows = Float64Array.of(1, 2, -4, 8, 0, 0);
const expected = [0.5 - 0.5, -2 - 2, 0].map((margin) => 1 / (1 + Math.exp(-margin)));
const never = (): Promise<void> => Promise.resolve();

function open(model: Omit<Model, 'graph' | 'externalData'>, graph?: Uint8Array<ArrayBuffer>): Promise<ModelScorer> {
  return ModelScorer.open({ model, graph: graph && new Blob([graph]), externalData: [], space, binding });
}

describe('a model in a cell', () => {
  test.each<[string, () => Promise<ModelScorer>]>([
    ['its graph', () => open(matrixModel(2), Uint8Array.from(logisticGraph(weights).graph))],
    [
      'its weights, where it has no graph',
      () => open({ ...matrixModel(2), linear: { features: 2, outputs: 1, weights: Float64Array.from(weights), intercept: Float64Array.of(0) }, fromMargin: { link: 'sigmoid', scale: 1 } }),
    ],
  ])('scores rows by %s', async (_name, make) => {
    const scores = await (await make()).score(rows, 3, never);
    for (const [i, score] of expected.entries()) expect(scores[i]).toBeCloseTo(score, 6);
  });

  test('many rows in several runs have the scores they have alone, and work stops between runs', async () => {
    const scorer = await open(matrixModel(2), Uint8Array.from(logisticGraph(weights).graph));
    const count = 10_000;
    const values = Float64Array.from({ length: 2 * count }, (_, i) => ((i * 37) % 101) / 8 - 6);
    let pauses = 0;
    const together = await scorer.score(values, count, async () => void pauses++);
    expect(pauses).toBe(2);
    for (const row of [0, 4095, 4096, 9999]) {
      const [alone] = await scorer.score(values.slice(2 * row, 2 * row + 2), 1, never);
      expect(together[row]).toBe(alone);
    }
    await expect(scorer.score(values, count, () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  });

  test('a model with nothing to run is refused', async () => {
    await expect(open(matrixModel(2))).rejects.toMatchObject({ code: 'nothing-to-run' });
  });

  test('raw outputs come with their names and shapes', async () => {
    const scorer = await open(matrixModel(2), Uint8Array.from(logisticGraph(weights).graph));
    expect(await scorer.raw(rows, 3)).toMatchObject([{ name: 'score', type: 'float32', dims: [3, 1] }]);
  });
});
