import { describe, expect, test } from 'vitest';
import { gowerDistance, gowerScale } from '../../../src/engine/influence/nearest/gower';
import { runInline } from '../../../src/engine/jobs/inline';
import { finish } from '../../../src/engine/jobs/steps';
import type { Scorer } from '../../../src/engine/jobs/types';
import { planChecksJob } from '../../../src/engine/recourse/checks/job';
import { type KnownRows, likeness, likenessOf } from '../../../src/engine/recourse/checks/like';
import { pairCells, pairSupport } from '../../../src/engine/recourse/checks/pairs';
import { ROBUSTNESS, robustness } from '../../../src/engine/recourse/checks/robust';
import { RECOURSE_SETTINGS, recourseJob, type RecourseQuestion } from '../../../src/engine/recourse/job';
import type { FeatureRule, ScoredPlan } from '../../../src/engine/recourse/types';
import { normalCdf } from '../../../src/engine/stats/distributions';
import { sampleQuantile } from '../../../src/engine/stats/quantile';
import { Random } from '../../../src/engine/stats/random';

const KINDS = ['number', 'number', 'level'] as const;
const PLAYERS = KINDS.map((_, feature) => ({ name: String(feature), features: [feature] }));

/** Two numbers and a level; the target is reached where the first number is above 0. */
function table(rows: number, random: Random): KnownRows {
  const values = Float64Array.from({ length: rows * 3 }, (_, at) => (at % 3 === 2 ? random.below(3) : random.normal()));
  const scale = gowerScale(KINDS.map((kind) => ({ kind })), PLAYERS, values);
  return { values, scale, kinds: KINDS, reached: Uint8Array.from({ length: rows }, (_, row) => +(values[row * 3]! > 0)) };
}

const planTo = (row: readonly number[], changed: readonly number[], score = 1): ScoredPlan => ({
  row: Float64Array.from(row),
  changes: changed.map((feature) => ({ feature, from: 0, to: row[feature]!, cost: 1 })),
  cost: changed.length,
  score,
});

describe('how like a plan is to rows of the table', () => {
  test('equals sorting the distances to all of them', () => {
    const rows = table(250, new Random(3));
    const usual = finish(likenessOf(rows, 1));
    const all = Array.from({ length: 250 }, (_, row) => rows.values.subarray(row * 3, row * 3 + 3));
    const favourable = all.filter((_, row) => rows.reached[row] === 1);
    const nearest = (row: Float64Array, others: readonly Float64Array[]): number[] => others.map((other) => gowerDistance(rows.scale, row, other)).sort((a, b) => a - b).slice(0, 5);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const typical = favourable.map((row) => mean(nearest(row, favourable.filter((other) => other !== row)))).sort((a, b) => a - b);
    expect(usual.favourable).toBe(favourable.length);
    // All of them are drawn, as there are fewer than 300.
    [...usual.distances].forEach((distance, k) => expect(distance).toBeCloseTo(typical[k]!, 12));
    for (const row of [Float64Array.of(0.5, 0, 1), Float64Array.of(-1, 3, 2), Float64Array.of(6, -6, 0)]) {
      const found = likeness(usual, row);
      const distance = mean(nearest(row, favourable));
      expect(found.distance).toBeCloseTo(distance, 12);
      expect(found.ratio).toBeCloseTo(distance / sampleQuantile(typical, 0.5), 12);
      expect(found.within).toBe(distance <= sampleQuantile(typical, 0.95));
      const near = all.map((other, k) => ({ distance: gowerDistance(rows.scale, row, other), k })).sort((a, b) => a.distance - b.distance || a.k - b.k).slice(0, 5);
      expect([found.favourableNear, found.near]).toEqual([near.filter(({ k }) => rows.reached[k] === 1).length, 5]);
    }
    expect(likeness(usual, Float64Array.of(6, -6, 0)).within).toBe(false);
    expect(likeness(usual, Float64Array.of(6, -6, 0)).isolatedBeyond).toBeGreaterThan(0.97);
    expect(likeness(usual, Float64Array.of(0.5, 0, 1)).isolatedBeyond).toBeLessThan(0.5);
  });

  test('is not told where hardly any row has reached the target', () => {
    const rows = table(100, new Random(3));
    const few = { ...rows, reached: rows.reached.map((own, row) => (row < 10 ? own : 0)) };
    expect(likeness(finish(likenessOf(few, 1)), Float64Array.of(0, 0, 0))).toMatchObject({ distance: null, ratio: null, within: null, isolation: null, isolatedBeyond: null, near: 5 });
  });
});

describe('pairs of values', () => {
  test('are counted by level and by tenth, each pair once, the rarest first', () => {
    const values = Float64Array.from({ length: 300 }, (_, at) => [Math.floor(at / 3), at % 2, Math.floor(at / 3) % 4][at % 3]!);
    const cells = pairCells(values, ['number', 'level', 'level']);
    const rowAt = (row: number): number[] => [...values.subarray(3 * row, 3 * row + 3)];
    const same = (a: readonly number[], b: readonly number[], feature: number): boolean => (feature === 0 ? Math.floor(a[0]! / 10) === Math.floor(b[0]! / 10) : a[feature] === b[feature]);
    const row = [57, 1, 3];
    const support = pairSupport(cells, planTo(row, [0, 2]));
    expect(support.map(({ changed, other }) => [changed, other].join()).sort()).toEqual(['0,1', '0,2', '2,1']);
    for (const { changed, other, rows } of support) {
      const counted = Array.from({ length: 100 }, (_, k) => rowAt(k)).filter((own) => same(own, row, changed) && same(own, row, other)).length;
      expect(rows).toBe(counted);
    }
    expect(support.map(({ rows }) => rows)).toEqual([...support.map(({ rows }) => rows)].sort((a, b) => a - b));
  });

  test('missing values are a value of their own, and a column of few values has as many cells', () => {
    const cells = pairCells(Float64Array.of(NaN, 0, NaN, 1, 5, 1, 5, 0), ['number', 'level']);
    expect(pairSupport(cells, planTo([NaN, 1], [1]))).toEqual([{ changed: 1, other: 0, rows: 1 }]);
    expect(pairSupport(cells, planTo([5, 1], [1]))).toEqual([{ changed: 1, other: 0, rows: 1 }]);
  });
});

describe('robustness', () => {
  const number = (step: number): FeatureRule => ({ kind: 'number', low: -10, high: 10, step, direction: 'any', weight: 1 });
  const first = async (rows: Float64Array, count: number): Promise<Float64Array> => Float64Array.from({ length: count }, (_, row) => rows[row * 3]!);
  const rules: readonly FeatureRule[] = [number(0.5), number(0.001), { kind: 'level', levels: [0, 1, 2], weight: 1 }];
  const spans = Float64Array.of(10, 10, 0);

  test('single steps and the room for the line are told exactly', async () => {
    const found = await robustness({ plan: planTo([1.2, 0, 1], [0, 1, 2], 1.2), rules, spans, target: { class: 0, above: 1, below: 4 } }, ROBUSTNESS, new Random(1), first);
    expect(found.steps).toEqual([
      { feature: 0, to: 0.7, holds: false },
      { feature: 0, to: 1.7, holds: true },
      { feature: 1, to: -0.001, holds: true },
      { feature: 1, to: 0.001, holds: true },
    ]);
    expect(found.line).toBeCloseTo(0.2, 12);
  });

  test('where only levels change there is no noise to speak of', async () => {
    const found = await robustness({ plan: planTo([1.2, 0, 1], [2], 1.2), rules, spans, target: { class: 0, above: 1 } }, ROBUSTNESS, new Random(1), first);
    expect(found).toMatchObject({ steps: [], noise: null });
  });

  test('the share that noise leaves standing is the chance of it, and its interval holds it 95 times in 100', async () => {
    const fine = [number(1e-4), rules[1]!, rules[2]!];
    let covered = 0;
    let total = 0;
    const runs = 600;
    // Noise of 0.02 · 10 on 1.1, held against a line of 1: half a standard deviation above it.
    const chance = normalCdf(0.5);
    for (let run = 0; run < runs; run++) {
      const { noise } = await robustness({ plan: planTo([1.1, 0, 1], [0], 1.1), rules: fine, spans, target: { class: 0, above: 1 } }, ROBUSTNESS, Random.stream(9, run), first);
      total += noise!.share.value;
      if (noise!.share.lower <= chance && chance <= noise!.share.upper) covered++;
      expect(noise!.of).toBe(200);
    }
    expect(total / runs).toBeCloseTo(chance, 2);
    expect(covered / runs).toBeGreaterThan(0.93);
    expect(covered / runs).toBeLessThan(0.97);
  });
});

test('the job tells all of it for every plan, with the numbers by which results are compared', async () => {
  const random = new Random(12);
  const rows = table(400, random);
  const scorer: Scorer = {
    width: 1,
    score: async (values, count) => Float64Array.from({ length: count }, (_, row) => values[row * 3]! + 0.2 * values[row * 3 + 1]! + 0.1 * +(values[row * 3 + 2] === 1)),
  };
  const rules: readonly FeatureRule[] = [
    { kind: 'number', low: -3, high: 3, step: 0.1, direction: 'any', weight: 1 },
    { kind: 'number', low: -3, high: 3, step: 0.1, direction: 'any', weight: 1 },
    { kind: 'level', levels: [0, 1, 2], weight: 1 },
  ];
  const column = (feature: number): Float64Array<ArrayBuffer> => Float64Array.from({ length: 400 }, (_, row) => rows.values[row * 3 + feature]!).sort();
  const share = { values: Float64Array.of(-3, 3), shares: Float64Array.of(0, 1) };
  const question: RecourseQuestion = {
    person: Float64Array.of(-0.3, 0, 0),
    rules,
    prices: rules.map((rule) => (rule.kind === 'level' ? { kind: 'level' } : { kind: 'number', cost: 'percentile', share, rows: 400, spread: 1 })),
    couplings: [],
    combine: 'sum',
    mostChanges: 3,
    target: { class: 0, above: 0 },
    task: 'regression',
    columns: [column(0), column(1), new Float64Array(0)],
    anchors: new Float64Array(0),
    settings: RECOURSE_SETTINGS,
  };
  const recourse = await runInline(recourseJob, question, scorer);
  expect(recourse.plans.length).toBeGreaterThan(1);
  const asked = { question, recourse, rows, seed: 5, settings: ROBUSTNESS };
  const found = await runInline(planChecksJob, asked, scorer);
  expect(await runInline(planChecksJob, asked, scorer)).toEqual(found);
  expect([found.rows, found.plans.length]).toEqual([400, recourse.plans.length]);
  const { metrics } = found;
  expect(metrics).toMatchObject({ plans: recourse.plans.length, validity: 1, violations: 0, rows: recourse.rowsAsked, gap: null });
  expect(metrics.proximity!.least).toBe(recourse.plans[0]!.cost);
  expect(metrics.sparsity!.least).toBe(1);
  expect(metrics.diversity!.sets).toBe(recourse.plans.length);
  expect(metrics.diversity!.distance).toBeGreaterThan(0);
  const shares = found.plans.flatMap(({ robust }) => (robust.noise ? [robust.noise.share.value] : []));
  expect(metrics.robustness!.noise).toBeCloseTo(shares.reduce((sum, value) => sum + value, 0) / shares.length, 12);
  // A plan that is tampered with is told as such.
  const broken = { ...recourse, plans: [planTo([-0.3, 0.05, 0], [1], -0.29)], cheapest: { kind: 'gap' as const, bound: 0.5, opened: 1 } };
  const other = await runInline(planChecksJob, { ...asked, recourse: broken }, scorer);
  expect(other.metrics).toMatchObject({ plans: 1, validity: 0, violations: 1, gap: 1, diversity: { distance: null, sets: 1 } });
  expect((await runInline(planChecksJob, { ...asked, recourse: { ...recourse, plans: [] } }, scorer)).metrics).toMatchObject({ plans: 0, validity: null, proximity: null, gap: null });
});
