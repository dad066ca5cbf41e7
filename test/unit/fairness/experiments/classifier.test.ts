import { describe, expect, test } from 'vitest';
import { type ClassifierQuestion, drawnPeople, tellApart, TRAINING_SHARE } from '../../../../src/engine/fairness/experiments/classifier';
import { normalCdf } from '../../../../src/engine/stats/distributions';
import { Random } from '../../../../src/engine/stats/random';
import { fisherExact } from '../../../../src/engine/stats/tests';
import { unevenness } from './setting';

/** Scores of two groups, normal with means `shift` apart and spreads 1 and `spread`, in four blocks. */
function scores(rows: number, seed: number, shift = 0, spread = 1): ClassifierQuestion {
  const random = new Random(seed);
  const group = Int8Array.from({ length: rows }, () => (random.uniform() < 0.3 ? 0 : 1));
  const block = Int32Array.from(group, (_, i) => i % 4);
  const values = Float64Array.from(group, (own, i) => block[i]! * 0.5 + (own === 0 ? shift + spread * random.normal() : random.normal()));
  return {
    columns: [
      { name: 'score', values },
      { name: 'decision', values: values.map((score) => (score > 0.5 ? 1 : 0)) },
    ],
    group,
    block,
    names: ['Circles', 'Triangles'],
    size: 100_000,
    seed,
    shuffles: 99,
  };
}

describe('can the group be told from what is returned?', () => {
  test('with one block the p-value is Fisher’s one-sided test of who was told correctly', () => {
    const result = tellApart({ ...scores(400, 1, 0.5), block: new Int32Array(400) });
    const [n1, n2] = result.heldOut;
    expect(result.test.greater).toBeCloseTo(fisherExact(result.right[0], n1, n2 - result.right[1], n2)!.greater, 13);
    expect(result.training / (result.training + n1 + n2)).toBeCloseTo(TRAINING_SHARE, 2);
  });

  test('the effect is the held-out AUC less a half: Φ(shift/√2) for normal scores', () => {
    const result = tellApart({ ...scores(20_000, 2, 0.8), block: new Int32Array(20_000), columns: [{ name: 'score', values: scores(20_000, 2, 0.8).columns[0]!.values.map((v, i) => v - (i % 4) * 0.5) }] });
    expect(Math.abs(result.effect - (normalCdf(0.8 / Math.SQRT2) - 0.5))).toBeLessThan(0.02);
    expect(result.interval!.lower).toBeLessThan(result.effect);
    expect(result.alone[0]!.auc).toBeCloseTo(result.auc, 2);
  });

  test('a difference in spread alone, which no threshold was named for, is found', () => {
    const result = tellApart(scores(3000, 3, 0, 3));
    expect(result.test.greater).toBeLessThan(1e-6);
    expect(result.auc).toBeGreaterThan(0.6);
    expect(Math.abs(result.alone[0]!.auc - 0.5)).toBeLessThan(0.08);
  });

  test('nothing to tell, though blocks differ: valid p, even mid-p, and 95% of intervals hold 0, over 1,000 tables', () => {
    const [p, mid]: [number[], number[]] = [[], []];
    let covered = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { test: own, interval } = tellApart(scores(300, seed));
      p.push(own.greater);
      mid.push(own.greater - (own.law.mass[own.observed - own.law.low] ?? 0) / 2);
      if (interval!.lower <= 0 && interval!.upper >= 0) covered++;
    }
    for (const a of [0.01, 0.05, 0.1, 0.25, 0.5]) expect(p.filter((value) => value <= a).length / 1000).toBeLessThanOrEqual(a + 2.6 * Math.sqrt((a * (1 - a)) / 1000));
    expect(unevenness(mid)).toBeLessThan(1.63 / Math.sqrt(1000) + 0.06);
    expect(covered / 1000).toBeGreaterThan(0.93);
    expect(covered / 1000).toBeLessThan(0.97);
  });

  test('repeats by seed; people with something missing are left out and counted', () => {
    const question = scores(500, 6, 1);
    expect(tellApart(question)).toEqual(tellApart(question));
    const holes = { ...question, columns: question.columns.map(({ name, values }) => ({ name, values: values.map((v, i) => (i < 40 ? NaN : v)) })) };
    expect(tellApart(holes).missing).toBe(40);
    expect(tellApart({ ...question, size: 100 }).training).toBeLessThan(80);
  });

  test('columns made for the people drawn alone change neither who is drawn nor who is left out', () => {
    const question = scores(500, 8, 0.6);
    const holes = { ...question, size: 200, columns: question.columns.map(({ name, values }) => ({ name, values: values.map((v, i) => (i < 40 ? NaN : v)) })) };
    const drawn = drawnPeople(holes);
    expect([drawn.rows.length, drawn.missing]).toEqual([200, 40]);
    const noise = new Random(3);
    const only = { name: 'reason', values: new Float64Array(500).fill(NaN) };
    for (const row of drawn.rows) only.values[row] = noise.normal();
    const [plain, more] = [tellApart(holes), tellApart({ ...holes, columns: [...holes.columns, only], drawn })];
    expect([more.training, more.heldOut, more.missing]).toEqual([plain.training, plain.heldOut, 40]);
    expect(more.alone.map(({ name }) => name)).toEqual(['score', 'decision', 'reason']);
    expect(more.alone.slice(0, 2)).toEqual(plain.alone);
    expect(more.component.weights).toHaveLength(3);
  });

  test.each([
    ['experiment-one-group', { group: new Int8Array(60) }],
    ['experiment-one-group', { size: 3 }],
    ['experiment-blocks', { block: Int32Array.from({ length: 60 }, (_, i) => i % 2), group: Int8Array.from({ length: 60 }, (_, i) => i % 2) }],
  ])('refused: %s', (code, part) => {
    expect(() => tellApart({ ...scores(60, 7), ...part })).toThrow(expect.objectContaining({ record: expect.objectContaining({ code }) as object }) as Error);
  });
});
