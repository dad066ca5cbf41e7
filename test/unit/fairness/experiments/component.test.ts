import { describe, expect, test } from 'vitest';
import { type ComponentRows, worstComponent } from '../../../../src/engine/fairness/experiments/component';
import { topReasons } from '../../../../src/engine/fairness/experiments/reasons';
import { normalCdf } from '../../../../src/engine/stats/distributions';
import { Random } from '../../../../src/engine/stats/random';
import { unevenness } from './setting';

/** Three columns, the second correlated .6 with the first; the first group's means are shifted by `shift`. */
function people(rows: number, seed: number, shift: readonly number[], blocks = 1): ComponentRows {
  const random = new Random(seed);
  const group = Int8Array.from({ length: rows }, () => (random.uniform() < 0.4 ? 0 : 1));
  const block = Int32Array.from(group, (_, i) => i % blocks);
  const values = new Float64Array(rows * 3);
  for (let i = 0; i < rows; i++) {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    [a, 0.6 * a + 0.8 * b, c].forEach((value, j) => (values[i * 3 + j] = value + block[i]! * 0.7 + (group[i] === 0 ? shift[j]! : 0)));
  }
  return { values, width: 3, group, block };
}

describe('the worst linear component', () => {
  test('of normal columns lies along Σ⁻¹δ, and its held-out AUC is Φ(√(δᵀΣ⁻¹δ / 2))', () => {
    const [d1, d2, d3] = [0.6, 0, 0.3];
    const { weights, auc, p, interval } = worstComponent(people(40_000, 1, [d1, d2, d3]), people(40_000, 2, [d1, d2, d3]), 1, 199);
    // Σ of the first two is [[1, .6], [.6, 1]].
    const raw = [(d1 - 0.6 * d2) / 0.64, (d2 - 0.6 * d1) / 0.64, d3];
    const largest = Math.max(...raw.map(Math.abs));
    raw.forEach((weight, j) => expect(Math.abs(weights[j]! - weight / largest)).toBeLessThan(0.05));
    const size = raw[0]! * d1 + raw[1]! * d2 + raw[2]! * d3;
    expect(Math.abs(auc - normalCdf(Math.sqrt(size / 2)))).toBeLessThan(0.01);
    expect(interval!.lower).toBeLessThan(auc - 0.5);
    expect(p).toBe(1 / 200);
  });

  test('of columns that tell nothing has even p-values, whatever the blocks are like, and intervals that hold 0', () => {
    const p: number[] = [];
    let covered = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const found = worstComponent(people(160, 2 * seed, [0, 0, 0], 1), people(120, 2 * seed + 1, [0, 0, 0], 4), seed, 199);
      p.push(found.p);
      if (found.interval!.lower <= 0 && found.interval!.upper >= 0) covered++;
    }
    expect(unevenness(p)).toBeLessThan(1.63 / Math.sqrt(1000) + 1 / 200);
    expect(covered / 1000).toBeGreaterThan(0.93);
    expect(covered / 1000).toBeLessThan(0.97);
  });

  test('does not let columns that repeat each other cancel, and is nothing where nothing differs', () => {
    const base = people(4000, 5, [1, 0, 0]);
    const twice = (rows: ComponentRows): ComponentRows => ({ ...rows, width: 2, values: Float64Array.from({ length: (rows.values.length / 3) * 2 }, (_, i) => rows.values[Math.floor(i / 2) * 3]!) });
    const { weights, auc } = worstComponent(twice(base), twice(people(4000, 6, [1, 0, 0])), 1, 99);
    expect(weights[0]).toBeCloseTo(weights[1]!, 6);
    expect(auc).toBeGreaterThan(0.7);
    const still = { ...base, values: new Float64Array(base.values.length) };
    expect(worstComponent(still, still, 1, 99)).toMatchObject({ auc: 0.5, p: 1, weights: new Float64Array(3) });
  });
});

test('top reasons keep the four strongest of a person, and are missing for people who were not explained', () => {
  const phi = Float64Array.from([5, -4, 3, -2, 1, 0.5, /* second person */ 0, 0, 0, 9, 0, -1]);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const columns = topReasons(Int32Array.from([2, 0]), phi, names, [0, 3, 4, 5], 3);
  expect(columns.map(({ name }) => name)).toEqual(['a', 'd', 'e', 'f']);
  expect(columns.map(({ values }) => [...values])).toEqual([
    [0, NaN, 5],
    [9, NaN, -2],
    [0, NaN, 0],
    [-1, NaN, 0],
  ]);
});
