import { expect, test } from 'vitest';
import { exchange } from '../../../src/engine/recourse/any/exchange';
import { Pool } from '../../../src/engine/recourse/any/pool';
import { type Actions, planOf } from '../../../src/engine/recourse/rules';
import type { FeatureRule } from '../../../src/engine/recourse/types';

const rules: FeatureRule[] = [0, 1, 2].map(() => ({ kind: 'number', low: 0, high: 4, step: 1, direction: 'any', weight: 1 }));
const values = rules.map(() => Float64Array.of(1, 2, 3, 4));
const costs = [(from: number, to: number) => 5 * Math.abs(to - from), (from: number, to: number) => Math.abs(to - from), (from: number, to: number) => Math.abs(to - from)];
/** 4 of the first input are enough, and so are 2 of it with 3 of each other. */
const score = (row: Float64Array): number => (row[0]! >= 4 || (row[0]! >= 2 && row[1]! >= 3 && row[2]! >= 3) ? 1 : row.reduce((sum, value) => sum + value, 0) / 20);

test.each([
  ['sum', 16],
  ['max', 10],
] as const)('a dear change is made smaller, with two others in its place: cost by %s', async (combine, cost) => {
  const actions: Actions = { person: new Float64Array(3), rules, costs, couplings: [], combine, mostChanges: 3 };
  let asked = 0;
  const pool = new Pool(actions, { class: 1, above: 1 }, async (rows, count) => {
    asked += count;
    return Float64Array.from({ length: count }, (_, row) => score(rows.subarray(3 * row, 3 * row + 3)));
  });
  const dear = Float64Array.of(4, 0, 0);
  await pool.look([dear]);
  expect(pool.best).toBe(20);
  expect(await exchange(pool, actions, [planOf(actions, dear)], values, 20, () => false)).toBe(true);
  expect(pool.best).toBe(cost);
  expect(asked).toBeLessThan(125);
  expect(await exchange(pool, actions, pool.plans.filter((plan) => plan.cost === pool.best), values, 20, () => false)).toBe(false);
  expect(await exchange(new Pool(actions, { class: 1, above: 1 }, async () => new Float64Array(0)), actions, [planOf(actions, dear)], values, 20, () => true)).toBe(false);
});
