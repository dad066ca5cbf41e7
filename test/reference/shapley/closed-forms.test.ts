import { expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { enumerateHybrids, exactIndices } from '../../../src/engine/influence/exact';
import type { ExactIndices } from '../../../src/engine/influence/exact';
import { evaluateHybrids } from '../../../src/engine/influence/hybrids/evaluate';
import { makeMixture } from '../../../src/engine/influence/hybrids/mixture';
import { reasonsJob } from '../../../src/engine/influence/reasons/job';
import type { ReasonsQuestion } from '../../../src/engine/influence/reasons/types';
import { describeShared, sharedJson } from '../../tools/shared';
import { distance, question, scorerOf } from '../../unit/influence/oracle';
import type { RowFunction } from '../../unit/influence/oracle';

interface ClosedForm {
  readonly name: string;
  readonly function: string;
  readonly x: number[];
  readonly background: number[][];
  readonly shapley: number[];
  readonly banzhaf?: number[];
  readonly flip_probability?: number[];
  readonly flip_probability_both?: number;
  readonly sii_pairs_offdiagonal?: number;
  readonly owen?: { groups: number[][]; values: number[] };
  readonly weights?: number[];
  readonly quota?: number;
}

const FUNCTIONS: Record<string, (game: ClosedForm) => RowFunction> = {
  'x0 XOR x1': () => (row) => row[0]! ^ row[1]!,
  'x0*x1*x2': () => (row) => row[0]! * row[1]! * row[2]!,
  'min(x0,x2)': () => (row) => Math.min(row[0]!, row[2]!),
  '[sum x >= 3]': () => (row) => (row.reduce((sum, x) => sum + x, 0) >= 3 ? 1 : 0),
  '2*x0-3*x1+0.5*x2+1': () => (row) => 2 * row[0]! - 3 * row[1]! + 0.5 * row[2]! + 1,
  '[w.x >= q]':
    ({ weights, quota }) =>
    (row) =>
      row.reduce((sum, x, j) => sum + x * weights![j]!, 0) >= quota! ? 1 : 0,
};

async function indicesOf(asked: ReasonsQuestion, score: RowFunction, groups?: Int32Array): Promise<ExactIndices> {
  const mixture = makeMixture(asked);
  const table = enumerateHybrids(mixture, 1e5)!;
  const context = { scorer: scorerOf(score), breathe: () => Promise.resolve() };
  const { values } = await evaluateHybrids(mixture, table.hybrids, 0, table.hybrids.size, asked.quantity, context);
  return exactIndices(mixture, table, values, [asked.players.map((_, index) => index)], groups);
}

describeShared('games with answers known by hand', () => {
  const cases = (): ClosedForm[] =>
    sharedJson<{ values: { cases: ClosedForm[] } }>('reference/numbers/shapley/closed-forms/expected.json').values.cases;
  test('every case has its function here', () => {
    expect(cases().filter((game) => FUNCTIONS[game.function] === undefined)).toEqual([]);
  });
  test('every stated index', async () => {
    for (const game of cases()) {
      const score = FUNCTIONS[game.function]!(game);
      const asked = question(game.x, game.background);
      const { phi } = await runInline(reasonsJob, asked, scorerOf(score));
      expect(distance(phi, game.shapley), game.name).toBeLessThan(1e-12);
      const groups = new Int32Array(game.x.length);
      game.owen?.groups.forEach((features, group) => features.forEach((feature) => (groups[feature] = group)));
      const indices = await indicesOf(asked, score, groups);
      if (game.banzhaf !== undefined) expect(distance(indices.banzhaf, game.banzhaf), game.name).toBeLessThan(1e-12);
      if (game.owen !== undefined) expect(distance(indices.owen!, game.owen.values), game.name).toBeLessThan(1e-12);
      if (game.flip_probability !== undefined) {
        expect(distance(indices.unaryChanged, game.flip_probability), game.name).toBeLessThan(1e-12);
        expect(indices.setsChanged[0], game.name).toBeCloseTo(game.flip_probability_both!, 12);
      }
      const pair = game.sii_pairs_offdiagonal;
      if (pair !== undefined)
        for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) expect(indices.shapleyPairs[i * 3 + j]).toBeCloseTo(i === j ? 0 : pair, 12);
    }
  });
});
