import { describe, expect, test } from 'vitest';
import type { Quantity } from '../../../../src/engine/influence/quantities';
import { logOdds } from '../../../../src/engine/influence/quantities';
import { surrogateColumns, takeColumns } from '../../../../src/engine/influence/surrogate/columns';
import { fidelity, shareExplained } from '../../../../src/engine/influence/surrogate/fidelity';
import { decisionFor } from '../../../../src/engine/influence/surrogate/fit';
import { leafPaths } from '../../../../src/engine/influence/surrogate/leaves';
import { surrogateJob } from '../../../../src/engine/influence/surrogate/job';
import { SURROGATE_SETTINGS } from '../../../../src/engine/influence/surrogate/types';
import type { Surrogate, SurrogateQuestion } from '../../../../src/engine/influence/surrogate/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { scorerOf, VALUE } from '../oracle';
import type { RowFunction } from '../oracle';

const DECISION: Quantity = { ...VALUE, kind: 'decision' };
const FEATURES = [
  { name: 'age', kind: 'number' },
  { name: 'job', kind: 'level' },
  { name: 'noise', kind: 'number' },
] as const;

function rows(count: number, seed: number): { values: Float64Array<ArrayBuffer>; group: Int32Array<ArrayBuffer> } {
  const random = new Random(seed);
  const values = Float64Array.from(Array.from({ length: count }, () => [20 + random.below(50), random.below(4), random.normal()]).flat());
  return { values, group: Int32Array.from({ length: count }, () => random.below(3) - 1) };
}

async function find(score: RowFunction, quantity: Quantity, count = 3000, more: Partial<SurrogateQuestion> = {}): Promise<Surrogate> {
  const question: SurrogateQuestion = { ...rows(count, 1), features: FEATURES, groups: 2, quantity, settings: SURROGATE_SETTINGS, ...more };
  return (await runInline(surrogateJob, question, scorerOf(score)))!;
}

describe('a model that is a small tree', () => {
  const score: RowFunction = (row) => (row[0]! <= 40 ? 0.2 : row[1] === 2 ? 0.9 : 0.6);
  test.each([VALUE, DECISION])('is found whole: $kind', async (quantity) => {
    const found = await find(score, quantity);
    expect(found.overall.agreement!.value).toBe(1);
    expect(found.overall.rSquared!.value).toBeCloseTo(1, 12);
    expect(found.shown).toBe(true);
    expect(found.fittedRows + found.overall.rows).toBe(3000);
    expect(found.columns[found.tree.split!.feature]).toEqual({ feature: 0 });
    expect(found.tree.split!.threshold).toBe(40.5);
    const next = found.tree.split!.right.split;
    expect(next === undefined ? undefined : found.columns[next.feature]).toEqual(quantity.kind === 'score' ? { feature: 1, level: 2 } : undefined);
    expect(found.byGroup.map((each) => each.agreement!.value)).toEqual([1, 1]);
    expect(found.weakGroups).toEqual([]);
  });
});

test('every row has a leaf by the sides it takes, missing values as the split says; leaves hold the rows the fit counts', async () => {
  const score: RowFunction = (row) => (row[0]! <= 40 ? 0.2 : row[1] === 2 ? 0.9 : 0.6);
  const found = await find(score, VALUE);
  expect(leafPaths(found, Float64Array.of(40, 2, 0, 41, 2, 0, 41, 1, 0), 3)).toEqual(['l', 'rr', 'rl']);
  expect(leafPaths({ ...found, tree: { ...found.tree, split: { ...found.tree.split!, missing: 'right' } } }, Float64Array.of(NaN, 2, 0), 3)).toEqual(['rr']);
  expect(leafPaths({ ...found, tree: { ...found.tree, split: { ...found.tree.split!, missing: 'left' } } }, Float64Array.of(NaN, 2, 0), 3)).toEqual(['l']);
  const whole = { settings: { ...SURROGATE_SETTINGS, heldOut: 0.001 } };
  const all = await find(score, VALUE, 3000, whole);
  const paths = leafPaths(all, rows(3000, 1).values, 3);
  const left = paths.filter((path) => path === 'l').length;
  expect(Math.abs(left - all.tree.split!.left.rows)).toBeLessThanOrEqual(3000 - all.fittedRows);
  expect(leafPaths({ ...found, tree: { ...found.tree.split!.left } }, rows(3, 1).values, 3)).toEqual(['', '', '']);
});

test('a model that is no small tree is not shown', async () => {
  const found = await find((row) => 0.5 + 0.5 * Math.sin(40 * row[2]!), VALUE);
  expect(found.faithfulness).toBeLessThan(0.5);
  expect(found.shown).toBe(false);
  const decided = await find((row) => (Math.sin(40 * row[2]!) > 0 ? 1 : 0), DECISION);
  expect(decided.shown).toBe(false);
  expect(decided.overall.agreement!.value).toBeLessThan(0.7);
});

test('a group for which the tree falls short is named though the tree may be shown', async () => {
  const { values } = rows(4000, 2);
  // Group 1 is the twentieth of the rows that the model treats by noise alone.
  const group = Int32Array.from({ length: 4000 }, (_, row) => (row % 20 === 0 ? 1 : 0));
  const marked = values.slice();
  for (let row = 0; row < 4000; row++) if (group[row] === 1) marked[row * 3 + 2] = 1000 + row;
  const score: RowFunction = (row) => (row[2]! >= 1000 ? (Math.sin(row[2]! * 7.7) > 0 ? 1 : 0) : row[0]! > 45 ? 1 : 0);
  const found = await find(score, DECISION, 4000, { values: marked, group });
  expect(found.shown).toBe(true);
  expect(found.weakGroups).toEqual([1]);
});

test('fidelity is measured on rows that were kept out of the fit, the same for the same seed', async () => {
  const random = new Random(5);
  const lookup = new Map<number, number>();
  const noisy: RowFunction = (row) => {
    if (!lookup.has(row[2]!)) lookup.set(row[2]!, random.uniform());
    return lookup.get(row[2]!)!;
  };
  const settings = { ...SURROGATE_SETTINGS, depth: 12, leafRows: 1 };
  const found = await find(noisy, VALUE, 600, { settings });
  // A deep tree learns noise by heart; on other rows that is worth less than nothing.
  expect(found.overall.rSquared!.value).toBeLessThan(0);
  expect(await find(noisy, VALUE, 600, { settings })).toEqual(found);
});

test('rows without a score are left out and counted; a constant model has no share explained', async () => {
  const found = await find((row) => (row[2]! > 0 ? NaN : 0.4), VALUE, 300);
  expect(found.unscored).toBeGreaterThan(100);
  expect(found.fittedRows + found.overall.rows + found.unscored).toBe(300);
  expect(found.overall.rSquared).toBeNull();
  expect(found.faithfulness).toBeNull();
  expect(found.shown).toBe(false);
});

test('shards may finish in any order', async () => {
  const question: SurrogateQuestion = { ...rows(20_000, 3), features: FEATURES, groups: 2, quantity: VALUE, settings: SURROGATE_SETTINGS };
  const context = { scorer: scorerOf((row) => Math.tanh(row[0]! / 40 - 1)), breathe: () => Promise.resolve() };
  const parts = await Promise.all(surrogateJob.plan(question, undefined, 2).map((shard) => surrogateJob.run(shard, context)));
  expect(parts).toHaveLength(3);
  const [one, other] = await Promise.all(
    [parts, [...parts].reverse()].map(async (list) => {
      const known = list.reduce((a, b) => surrogateJob.merge(a, b));
      expect(surrogateJob.result(question, known)).toBeNull();
      const [fit] = surrogateJob.plan(question, known, 2);
      const done = surrogateJob.merge(known, await surrogateJob.run(fit!, context));
      expect(surrogateJob.plan(question, done, 2)).toEqual([]);
      return surrogateJob.result(question, done);
    }),
  );
  expect(one).toEqual(other);
});

test('levels become one column each, missing cells stay missing', () => {
  const values = Float64Array.of(5, 1, 0, NaN, 3, 0, 7, 1, 0);
  const columns = surrogateColumns(FEATURES, values);
  expect(columns).toEqual([{ feature: 0 }, { feature: 1, level: 1 }, { feature: 1, level: 3 }, { feature: 2 }]);
  expect([...takeColumns(columns, values, 3, Int32Array.of(1, 2))]).toEqual([NaN, 0, 1, 0, 7, 1, 0, 0]);
});

test.each([
  [{ ...VALUE, threshold: 0.3 }, 0.3, 1],
  [{ ...VALUE, threshold: 0.3, above: false }, 0.31, 0],
  [{ ...VALUE, kind: 'margin', threshold: 0.3 } as Quantity, logOdds(0.3), 1],
  [{ ...VALUE, kind: 'margin', threshold: 0.3 } as Quantity, logOdds(0.29), 0],
  [DECISION, 0.5, 1],
  [DECISION, 0.49, 0],
])('the decision for %o at %d is %i', (quantity, value, decision) => {
  expect(decisionFor(quantity, value)).toBe(decision);
});

describe('fidelity', () => {
  test('counts equal decisions, and what one decision for all would reach', () => {
    const y = Float64Array.of(1, 0, 1, 1);
    const found = fidelity(y, y, Uint8Array.of(1, 0, 1, 1), Uint8Array.of(1, 1, 1, 1));
    expect(found.agreement!.value).toBe(0.75);
    expect(found.withoutTree).toBe(0.75);
    expect(fidelity(new Float64Array(0), new Float64Array(0), new Uint8Array(0), new Uint8Array(0))).toEqual({
      rows: 0,
      agreement: null,
      withoutTree: null,
      rSquared: null,
    });
  });

  test('the 95% interval of the share explained holds the truth in .93 to .97 of 2000 runs', () => {
    let inside = 0;
    for (let run = 0; run < 2000; run++) {
      const random = new Random(6, run);
      const fitted = Float64Array.from({ length: 200 }, () => random.normal());
      const y = fitted.map((value) => value + 0.5 * random.normal());
      const found = shareExplained(y, fitted)!;
      if (found.lower <= 0.8 && found.upper >= 0.8) inside++;
    }
    expect(inside / 2000).toBeGreaterThan(0.93);
    expect(inside / 2000).toBeLessThan(0.97);
  });
});
