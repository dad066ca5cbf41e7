import type { PresentedFacts } from '../../../../src/engine/fairness/experiments/presented/question';
import { makeQuantity } from '../../../../src/engine/influence/quantities';
import type { Scorer } from '../../../../src/engine/jobs/types';
import { Random } from '../../../../src/engine/stats/random';

/** A model as a function of one feature row. */
export type Formula = (row: Float64Array) => number;

export function scorerOf(width: number, formula: Formula): Scorer {
  return { width: 1, score: (values, count) => Promise.resolve(Float64Array.from({ length: count }, (_, i) => formula(values.subarray(i * width, (i + 1) * width)))) };
}

const model = { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 } as const;
export const SCORE = makeQuantity({ kind: 'score' }, model);
export const DECISION = makeQuantity({ kind: 'decision' }, model);

/** Features of the made-up people: group, an income that goes with it, a level that goes with it, and a number that does not. */
export const FEATURES = [
  { name: 'group', kind: 'level' },
  { name: 'income', kind: 'number' },
  { name: 'district', kind: 'level' },
  { name: 'age', kind: 'number' },
] as const;
export const PLAYERS = FEATURES.map(({ name }, feature) => ({ name, features: [feature] }));

/** `rows` made-up people, every third of them of group 1, with lower incomes and mostly from district 2. */
export function facts(rows: number, seed: number, missing = 0): PresentedFacts & { readonly values: Float64Array } {
  const random = new Random(seed);
  const group = Int32Array.from({ length: rows }, (_, i) => (i % 3 === 2 ? 1 : 0));
  const values = new Float64Array(rows * 4);
  group.forEach((own, i) => {
    values[i * 4] = own;
    values[i * 4 + 1] = random.uniform() < missing ? NaN : 30 - 8 * own + 10 * random.normal();
    values[i * 4 + 2] = random.uniform() < (own === 1 ? 0.8 : 0.2) ? 2 : 1;
    values[i * 4 + 3] = 20 + Math.floor(50 * random.uniform());
  });
  return {
    features: FEATURES,
    values,
    encode: (which) => Float64Array.from(Array.from(which).flatMap((row) => [...values.subarray(row * 4, row * 4 + 4)])),
    group,
    pair: [0, 1],
    names: ['Circles', 'Triangles'],
    scored: Int32Array.from({ length: rows }, (_, i) => i),
    score: SCORE,
    decision: DECISION,
  };
}

/** Largest distance of p-values from the even distribution. */
export function unevenness(p: readonly number[]): number {
  return Math.max(...[...p].sort((a, b) => a - b).map((value, i) => Math.abs((i + 0.5) / p.length - value)));
}
