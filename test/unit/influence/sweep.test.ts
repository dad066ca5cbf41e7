import { describe, expect, test } from 'vitest';
import { runInline } from '../../../src/engine/jobs/inline';
import { levelGrid, numberGrid } from '../../../src/engine/influence/sweep/grid';
import { sweepJob } from '../../../src/engine/influence/sweep/job';
import type { SweepQuestion } from '../../../src/engine/influence/sweep/job';
import { stretches } from '../../../src/engine/influence/sweep/stretches';
import { Random } from '../../../src/engine/stats/random';
import { scorerOf, VALUE } from './oracle';

describe('candidate values', () => {
  test('of a number with few values are those values, ascending, without missing ones', () => {
    expect([...numberGrid(Float64Array.of(3, NaN, 1, 3, 2))]).toEqual([1, 2, 3]);
    expect(numberGrid(Float64Array.of(NaN)).length).toBe(0);
  });

  test('of a number with many are at most the limit, occur in the data, and cover both its crowd and its range', () => {
    const random = new Random(4);
    const values = Float64Array.from({ length: 5000 }, () => Math.exp(random.normal()));
    const grid = numberGrid(values, 24);
    const known = new Set(values);
    const low = values.reduce((a, b) => Math.min(a, b));
    const high = values.reduce((a, b) => Math.max(a, b));
    expect(grid.length).toBe(24);
    expect([...grid]).toEqual([...grid].sort((a, b) => a - b));
    expect([...grid].every((value) => known.has(value))).toBe(true);
    expect(grid[0]).toBe(low);
    expect(grid[grid.length - 1]).toBe(high);
    expect(grid.filter((value) => value < 3).length).toBeGreaterThan(6);
    expect(grid.filter((value) => value > high / 4).length).toBeGreaterThan(2);
  });

  test('of levels are those that occur, the most frequent when there are too many', () => {
    expect([...levelGrid(Float64Array.of(2, 0, NaN, 2, 7, 7, 7), 2)]).toEqual([2, 7]);
    expect([...levelGrid(Float64Array.of(2, 0, NaN))]).toEqual([0, 2]);
  });
});

describe('stretches past the line', () => {
  const grid = Float64Array.of(10, 20, 30, 40, 50);
  test.each([
    [[0, 0, 1, 1, 0], 0, [{ from: 30, to: 40, below: 20, above: 50 }]],
    [
      [1, 0, 0, 1, 1],
      0,
      [
        { from: 10, to: 10, above: 20 },
        { from: 40, to: 50, below: 30 },
      ],
    ],
    [[1, 1, 0, 1, 1], 1, [{ from: 30, to: 30, below: 20, above: 40 }]],
    [[0, 0, 0, 0, 0], 0, []],
    [[1, 1, 1, 1, 1], 0, [{ from: 10, to: 50 }]],
    [[0, -1, 1, -1, 0], 0, [{ from: 30, to: 30, below: 20, above: 40 }]],
  ])('decisions %j with %i now', (decisions, present, expected) => {
    expect(stretches(grid, Int8Array.from(decisions), present)).toEqual(expected);
  });
  test('are single levels where order means nothing', () => {
    expect(stretches(grid, Int8Array.of(1, 1, 0, 0, 1), 0, false)).toEqual([10, 20, 50].map((level) => ({ from: level, to: level })));
  });
});

describe('a sweep', () => {
  const features = (count: number, candidates: number): SweepQuestion['features'] =>
    Array.from({ length: count }, (_, feature) => ({
      feature,
      ordered: true,
      candidates: Float64Array.from({ length: candidates }, (_, k) => k / candidates),
    }));
  const decision = { ...VALUE, kind: 'decision' as const, threshold: 1.5 };

  test('changes one feature at a time and finds where the decision turns', async () => {
    const person = Float64Array.of(0.2, 0.9, 0.3);
    const score = (row: Float64Array): number => row[0]! + row[1]! * row[2]! + (row[2]! > 0.8 ? 1 : 0);
    const found = await runInline(sweepJob, { person, features: features(3, 20), quantity: VALUE, decision }, scorerOf(score));
    expect(found.present).toBeCloseTo(0.47, 12);
    expect(found.decision).toBe(0);
    for (const curve of found.curves) {
      curve.candidates.forEach((value, k) => {
        const row = Float64Array.from(person);
        row[curve.feature] = value;
        expect(curve.values[k]).toBe(score(row));
        expect(curve.decisions[k]).toBe(score(row) >= 1.5 ? 1 : 0);
      });
    }
    expect(found.curves.map((curve) => curve.stretches.length)).toEqual([0, 0, 1]);
    expect(found.curves[2]!.stretches[0]).toEqual({ from: 0.85, to: 0.95, below: 0.8 });
  });

  test.each([
    ['to the step in which values are written', 0.01, (x: number) => x, 37.42, 37.42],
    ['to whole numbers', 1, (x: number) => x, 37.42, 38],
    ['down a slope', 0.1, (x: number) => -x, -12.345, 12.3],
  ])('closes in on where the decision turns, %s', async (_, step, score, threshold, edge) => {
    const candidates = Float64Array.of(0, 20, 40, 60, 80, 100);
    const turn = { ...VALUE, kind: 'decision' as const, threshold };
    const person = Float64Array.of(threshold > 0 ? 0 : 100);
    const scorer = scorerOf((row) => score(row[0]!));
    let rows = 0;
    const counted = { ...scorer, score: (values: Float64Array<ArrayBuffer>, count: number) => ((rows += count), scorer.score(values, count)) };
    const found = await runInline(sweepJob, { person, features: [{ feature: 0, ordered: true, candidates, step }], quantity: VALUE, decision: turn }, counted);
    const [curve] = found.curves;
    expect(curve!.stretches).toHaveLength(1);
    expect(threshold > 0 ? curve!.stretches[0]!.from : curve!.stretches[0]!.to).toBe(edge);
    expect([...curve!.candidates]).toEqual([...curve!.candidates].sort((a, b) => a - b));
    curve!.candidates.forEach((value, k) => expect(curve!.values[k]).toBe(score(value)));
    expect(rows).toBeLessThan(60);
  });

  test('without a step tries the candidates only, and never values between levels', async () => {
    const candidates = Float64Array.of(0, 10);
    const turn = { ...VALUE, kind: 'decision' as const, threshold: 5 };
    const scorer = scorerOf((row) => row[0]!);
    for (const feature of [{ feature: 0, ordered: true, candidates }, { feature: 0, ordered: false, candidates, step: 1 }]) {
      const found = await runInline(sweepJob, { person: Float64Array.of(0), features: [feature], quantity: VALUE, decision: turn }, scorer);
      expect([...found.curves[0]!.candidates]).toEqual([0, 10]);
    }
  });

  test('of many features is cut into shards that add up to the same, with each curve in its place', async () => {
    const person = new Float64Array(700).fill(0.5);
    const question: SweepQuestion = { person, features: features(700, 24), quantity: VALUE, decision };
    const scorer = scorerOf((row) => row.reduce((sum, x, j) => sum + x * Math.cos(j), 0));
    const shards = sweepJob.plan(question, undefined, 2);
    expect(shards.length).toBe(3);
    const partials = await Promise.all(shards.map((shard) => sweepJob.run(shard, { scorer, breathe: () => Promise.resolve() })));
    const early = sweepJob.result(question, partials[2]!);
    const all = sweepJob.result(question, sweepJob.merge(sweepJob.merge(partials[2]!, partials[0]!), partials[1]!));
    expect(early.curves.length).toBeLessThan(700);
    expect(all.curves.map(({ feature }) => feature)).toEqual(question.features.map(({ feature }) => feature));
    expect(all.curves[500]!.values[12]! - all.present).toBeCloseTo(0, 12);
    expect(all.curves[500]!.values[0]! - all.present).toBeCloseTo(-0.5 * Math.cos(500), 9);
    expect(sweepJob.plan(question, partials[0]!, 2)).toEqual([]);
  });

  test('keeps a candidate the model cannot score apart from a refusal', async () => {
    const found = await runInline(
      sweepJob,
      { person: Float64Array.of(2), features: features(1, 4), quantity: VALUE, decision },
      scorerOf((row) => (row[0] === 0.5 ? NaN : row[0]!)),
    );
    expect([...found.curves[0]!.decisions]).toEqual([0, 0, -1, 0]);
    expect(found.curves[0]!.values[2]).toBeNaN();
  });
});
