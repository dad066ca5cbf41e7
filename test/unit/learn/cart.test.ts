import { describe, expect, test } from 'vitest';
import { cartForest, fitCart, type CartNode } from '../../../src/engine/learn/cart';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { validateForest } from '../../../src/engine/models/forest/validate';
import { Random } from '../../../src/engine/stats/random';

interface Sample {
  values: Float64Array<ArrayBuffer>;
  rows: number;
  columns: number;
  labels: number[];
  weights: number[];
}

function sample(seed: number, rows: number, columns: number, missing: number, binary: boolean): Sample {
  const random = new Random(seed);
  const values = Float64Array.from({ length: rows * columns }, () => (random.uniform() < missing ? NaN : random.below(9)));
  const labels = Array.from({ length: rows }, (_, i) => {
    const x = values[i * columns]!;
    const y = (Number.isNaN(x) ? 6 : x) + random.normal() * 2;
    return binary ? Number(y > 4) : 1000 + y;
  });
  return { values, rows, columns, labels, weights: Array.from({ length: rows }, () => random.below(4) / 2 + 0.5) };
}

function impurity(data: Sample, part: number[], scale: number): number {
  const mass = part.reduce((sum, i) => sum + data.weights[i]!, 0);
  const mean = part.reduce((sum, i) => sum + data.weights[i]! * data.labels[i]!, 0) / mass;
  return (scale * part.reduce((sum, i) => sum + data.weights[i]! * (data.labels[i]! - mean) ** 2, 0)) / mass;
}

/** Checks a node and its children against trying every split on raw rows; returns how many splits were checked. */
function check(data: Sample, node: CartNode, part: number[], depth: number, leafRows: number, scale: number): number {
  const mass = (rows: number[]): number => rows.reduce((sum, i) => sum + data.weights[i]!, 0);
  expect(node.rows).toBe(part.length);
  expect(node.weight).toBeCloseTo(mass(part), 9);
  expect(node.impurity).toBeCloseTo(impurity(data, part, scale), 9);
  expect(node.value).toBeCloseTo(part.reduce((sum, i) => sum + data.weights[i]! * data.labels[i]!, 0) / mass(part), 9);
  let best = 1e-12;
  for (let feature = 0; feature < data.columns; feature++) {
    const x = (i: number): number => data.values[i * data.columns + feature]!;
    for (const cut of [...new Set(part.map(x))].filter((value) => !Number.isNaN(value))) {
      for (const missingLeft of [false, true]) {
        const left = part.filter((i) => (Number.isNaN(x(i)) ? missingLeft : x(i) <= cut));
        const right = part.filter((i) => !left.includes(i));
        if (left.length < leafRows || right.length < leafRows) continue;
        const inside = (mass(left) * impurity(data, left, scale) + mass(right) * impurity(data, right, scale)) / mass(part);
        best = Math.max(best, impurity(data, part, scale) - inside);
      }
    }
  }
  if (!node.split) {
    if (depth > 0) expect(best).toBeLessThan(1e-9);
    return 0;
  }
  const { feature, threshold, missing, gain } = node.split;
  expect(gain).toBeCloseTo(best, 9);
  const goes = (i: number): boolean => {
    const x = data.values[i * data.columns + feature]!;
    return Number.isNaN(x) ? missing === 'left' : x <= threshold;
  };
  const rest = [depth - 1, leafRows, scale] as const;
  return 1 + check(data, node.split.left, part.filter(goes), ...rest) + check(data, node.split.right, part.filter((i) => !goes(i)), ...rest);
}

describe('CART', () => {
  const cases = [0, 0.15].flatMap((missing) =>
    (['gini', 'variance'] as const).flatMap((kind) => [1, 2, 3].map((seed) => ({ missing, kind, seed: seed + (missing > 0 ? 10 : 0) }))),
  );
  test.each(cases)('takes the best split at every node ($kind, missing $missing, seed $seed)', ({ missing, kind, seed }) => {
    const data = sample(seed, 80, 3, missing, kind === 'gini');
    const root = fitCart(data, { impurity: kind, depth: 3, leafRows: 4 });
    const all = Array.from({ length: 80 }, (_, i) => i);
    expect(check(data, root, all, 3, 4, kind === 'gini' ? 2 : 1)).toBeGreaterThan(2);
  });

  test('as a forest gives each row the value of its leaf', () => {
    const data = sample(5, 200, 3, 0.1, false);
    const root = fitCart(data, { impurity: 'variance', depth: 4, leafRows: 5 });
    const forest = cartForest(root, 3);
    validateForest(forest);
    const reached = (i: number): number => {
      let node = root;
      while (node.split) {
        const x = data.values[i * 3 + node.split.feature]!;
        node = (Number.isNaN(x) ? node.split.missing === 'left' : x <= node.split.threshold) ? node.split.left : node.split.right;
      }
      return node.value;
    };
    expect(Array.from(compileForest(forest).margins(data.values, 200))).toEqual(Array.from({ length: 200 }, (_, i) => reached(i)));
  });

  test.each([
    { what: 'labels that do not vary', values: [1, 2, 3, 4], labels: [5, 5, 5, 5], leafRows: 1 },
    { what: 'inputs that do not vary', values: [1, 1, 1, 1], labels: [1, 2, 3, 4], leafRows: 1 },
    { what: 'too few rows', values: [1, 2, 3, 4], labels: [1, 2, 3, 4], leafRows: 3 },
  ])('is a single leaf for $what', ({ values, labels, leafRows }) => {
    const root = fitCart({ values: Float64Array.from(values), rows: 4, columns: 1, labels }, { impurity: 'variance', depth: 3, leafRows });
    expect(root.split).toBeUndefined();
    expect(root.value).toBe(labels.reduce((a, b) => a + b) / 4);
  });

  test('can part missing from present', () => {
    const data = { values: Float64Array.of(1, 2, NaN, NaN), rows: 4, columns: 1, labels: [0, 0, 1, 1] };
    const { split } = fitCart(data, { impurity: 'gini', depth: 1, leafRows: 1 });
    expect(split).toMatchObject({ threshold: Infinity, missing: 'right', gain: 0.5 });
  });

  test('keeps a large mean from drowning small differences', () => {
    const data = { values: Float64Array.of(1, 2, 3, 4), rows: 4, columns: 1, labels: [1e9, 1e9, 1e9 + 1e-3, 1e9 + 1e-3] };
    expect(fitCart(data, { impurity: 'variance', depth: 1, leafRows: 1 }).split).toBeDefined();
    expect(fitCart({ ...data, labels: data.labels.map((y) => y - 1e9) }, { impurity: 'variance', depth: 1, leafRows: 1 }).split?.threshold).toBe(2.5);
  });
});
