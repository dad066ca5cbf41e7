import { describe, expect, test } from 'vitest';
import { fitBoosted, type BoostOptions } from '../../../src/engine/learn/boost';
import { binColumns } from '../../../src/engine/learn/bins';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../src/engine/models/forest/types';
import { validateForest } from '../../../src/engine/models/forest/validate';
import { Random } from '../../../src/engine/stats/random';

interface Sample {
  values: Float64Array<ArrayBuffer>;
  rows: number;
  columns: number;
  labels: number[];
  weights: number[];
}

function sample(seed: number, rows: number, columns: number, missing: number): Sample {
  const random = new Random(seed);
  const values = Float64Array.from({ length: rows * columns }, (_, at) => {
    if (random.uniform() < missing) return NaN;
    return at % columns === 0 ? random.below(4) : random.normal();
  });
  const labels = Array.from({ length: rows }, (_, i) => {
    const x = values[i * columns]!;
    const y = values[i * columns + columns - 1]!;
    const margin = (Number.isNaN(x) ? 1.5 : x - 1.5) + (Number.isNaN(y) ? -1 : y);
    return random.uniform() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
  });
  labels[0] = 0;
  labels[1] = 1;
  return { values, rows, columns, labels, weights: Array.from({ length: rows }, () => 1 + random.below(3)) };
}

interface NaiveLeaf {
  rows: number[];
  value: number;
  best?: { gain: number; feature: number; split: number; missingLeft: boolean; left: number[]; right: number[] };
}

/** Leaf-wise boosting by trying every threshold on raw rows: slow, and shares nothing with the code under test. Returns margins. */
function naiveBoost(data: Sample, o: Required<Omit<BoostOptions, 'onTree' | 'bins' | 'depth'>>): { margins: number[]; splits: string[] } {
  const { values, rows, columns, labels, weights } = data;
  const all = Array.from({ length: rows }, (_, i) => i);
  const total = weights.reduce((a, b) => a + b);
  const positive = weights.reduce((sum, weight, i) => sum + weight * labels[i]!, 0);
  const squared = o.loss === 'squared';
  const margins = all.map(() => (squared ? positive / total : Math.log(positive / (total - positive))));
  const splits: string[] = [];
  for (let t = 0; t < o.trees; t++) {
    const p = margins.map((m) => (squared ? m : 1 / (1 + Math.exp(-m))));
    const sums = (part: number[]): [number, number] => [
      part.reduce((s, i) => s + weights[i]! * (p[i]! - labels[i]!), 0),
      part.reduce((s, i) => s + weights[i]! * (squared ? 1 : p[i]! * (1 - p[i]!)), 0),
    ];
    const worth = (part: number[]): number => {
      const [g, h] = sums(part);
      return (g * g) / (h + o.penalty);
    };
    const makeLeaf = (part: number[]): NaiveLeaf => {
      const [g, h] = sums(part);
      const leaf: NaiveLeaf = { rows: part, value: (-o.learningRate * g) / (h + o.penalty) };
      for (let feature = 0; feature < columns; feature++) {
        const x = (i: number): number => values[i * columns + feature]!;
        const distinct = [...new Set(part.map(x).filter((v) => !Number.isNaN(v)))].sort((a, b) => a - b);
        const hasMissing = part.some((i) => Number.isNaN(x(i)));
        for (const missingLeft of hasMissing ? [false, true] : [false]) {
          distinct.forEach((low, k) => {
            if (k + 1 === distinct.length && (missingLeft || !hasMissing)) return;
            const goes = (i: number): boolean => (Number.isNaN(x(i)) ? missingLeft : x(i) <= low);
            const left = part.filter(goes);
            const right = part.filter((i) => !goes(i));
            if (left.length < o.leafRows || right.length < o.leafRows) return;
            if (sums(left)[1] < o.leafCurvature || sums(right)[1] < o.leafCurvature) return;
            const gain = 0.5 * (worth(left) + worth(right) - worth(part));
            if (gain <= (leaf.best ? leaf.best.gain + 1e-12 : 1e-12)) return;
            leaf.best = { gain, feature, split: low, missingLeft, left, right };
          });
        }
      }
      return leaf;
    };
    const leaves = [makeLeaf(all)];
    while (leaves.length < o.leaves) {
      const at = leaves.reduce((best, leaf, i) => ((leaf.best?.gain ?? 0) > (leaves[best]!.best?.gain ?? 0) + 1e-12 ? i : best), 0);
      const best = leaves[at]!.best;
      if (!best) break;
      splits.push(`${t}: ${best.feature} after ${best.split} ${best.missingLeft}`);
      leaves.splice(at, 1, makeLeaf(best.left), makeLeaf(best.right));
    }
    for (const leaf of leaves) for (const i of leaf.rows) margins[i]! += leaf.value;
  }
  return { margins, splits };
}

function splitCount(forest: Forest): number {
  return forest.feature.filter((feature) => feature >= 0).length;
}

describe('boosted trees', () => {
  const base = { loss: 'log' as const, trees: 4, leaves: 6, learningRate: 0.3, leafRows: 3, leafCurvature: 1e-3, penalty: 1 };
  test.each([
    { name: 'plain', seed: 1, missing: 0, change: {} },
    { name: 'missing values', seed: 2, missing: 0.2, change: {} },
    { name: 'no penalty', seed: 3, missing: 0.1, change: { penalty: 0 } },
    { name: 'large leaves', seed: 4, missing: 0.3, change: { leafRows: 12 } },
    { name: 'curvature bound', seed: 5, missing: 0, change: { leafCurvature: 4 } },
    { name: 'stumps', seed: 6, missing: 0.1, change: { leaves: 2, trees: 10 } },
    { name: 'single leaves', seed: 7, missing: 0.1, change: { leaves: 1 } },
    { name: 'numbers', seed: 12, missing: 0.1, change: { loss: 'squared' as const }, values: 3 },
    { name: 'large numbers', seed: 13, missing: 0, change: { loss: 'squared' as const, penalty: 0, leafCurvature: 4 }, values: 40_000 },
  ])('equal an exhaustive search over raw rows: $name', ({ seed, missing, change, values }) => {
    const drawn = sample(seed, 60, 3, missing);
    const random = new Random(seed);
    const data = values === undefined ? drawn : { ...drawn, labels: drawn.labels.map((label) => values * (label + random.normal())) };
    const options = { ...base, ...change };
    const forest = fitBoosted(data, options);
    validateForest(forest);
    const naive = naiveBoost(data, options);
    expect(splitCount(forest)).toBe(naive.splits.length);
    const margins = compileForest(forest).margins(data.values, data.rows);
    naive.margins.forEach((margin, i) => expect(margins[i]! / (values ?? 1)).toBeCloseTo(margin / (values ?? 1), 9));
  });

  test('do not depend on the order of rows', () => {
    const data = sample(8, 500, 4, 0.1);
    const order = new Random(1).shuffle(Int32Array.from({ length: 500 }, (_, i) => i));
    const shuffled = {
      ...data,
      values: Float64Array.from(Array.from(order).flatMap((i) => Array.from(data.values.subarray(i * 4, i * 4 + 4)))),
      labels: Array.from(order, (i) => data.labels[i]!),
      weights: Array.from(order, (i) => data.weights[i]!),
    };
    expect(fitBoosted(shuffled, { trees: 20, leaves: 8 })).toEqual(fitBoosted(data, { trees: 20, leaves: 8 }));
  });

  test('take a weight of k as k equal rows', () => {
    const data = sample(9, 200, 3, 0.1);
    const repeated = data.weights.flatMap((weight, i) => new Array<number>(weight).fill(i));
    const options = { trees: 10, leaves: 5, leafRows: 1, leafCurvature: 1 };
    const many = {
      values: Float64Array.from(repeated.flatMap((i) => Array.from(data.values.subarray(i * 3, i * 3 + 3)))),
      rows: repeated.length,
      columns: 3,
      labels: repeated.map((i) => data.labels[i]!),
    };
    const expected = compileForest(fitBoosted(data, options)).margins(data.values, data.rows);
    const actual = compileForest(fitBoosted(many, options)).margins(data.values, data.rows);
    expected.forEach((margin, i) => expect(actual[i]).toBeCloseTo(margin, 9));
  });

  test('never raise the training loss', () => {
    const data = sample(10, 400, 4, 0.1);
    const loss = (trees: number): number => {
      const margins = compileForest(fitBoosted(data, { trees, leaves: 8, learningRate: 0.2 })).margins(data.values, data.rows);
      return data.labels.reduce((sum, label, i) => sum + data.weights[i]! * Math.log1p(Math.exp(label === 1 ? -margins[i]! : margins[i]!)), 0);
    };
    const losses = [0, 1, 2, 5, 10, 20, 40].map(loss);
    for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1]!);
  });

  test('keep to depth and leaf limits and report progress', () => {
    const data = sample(11, 400, 4, 0.1);
    const grown: number[] = [];
    const forest = fitBoosted(data, { trees: 3, leaves: 31, depth: 2, leafRows: 5, onTree: (count) => grown.push(count) });
    expect(grown).toEqual([1, 2, 3]);
    for (const root of forest.roots) {
      const depth = (node: number): number => (forest.feature[node]! < 0 ? 0 : 1 + Math.max(depth(forest.left[node]!), depth(forest.right[node]!)));
      expect(depth(root)).toBe(2);
    }
  });

  test.each([
    { fault: 'a label of 2', change: { labels: [0, 1, 2] }, code: 'learn-labels' },
    { fault: 'one class only', change: { labels: [1, 1, 1] }, code: 'learn-one-class' },
    { fault: 'all weight on one class', change: { weights: [1, 0, 1] }, code: 'learn-one-class' },
    { fault: 'a negative weight', change: { weights: [1, -1, 1] }, code: 'learn-weights' },
    { fault: 'labels too few', change: { labels: [0, 1] }, code: 'learn-shape' },
  ])('refuse $fault', ({ change, code }) => {
    const data = { values: Float64Array.of(1, 2, 3), rows: 3, columns: 1, labels: [0, 1, 0], ...change };
    expect(() => fitBoosted(data)).toThrow(expect.objectContaining({ code }));
  });
});

describe('binning', () => {
  test('keeps every distinct value apart while there are at most 255', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 7) % 255);
    const { edges, codes } = binColumns(values, 1000, 1);
    expect(edges[0]).toHaveLength(254);
    values.forEach((value, i) => expect(codes[i]).toBe(value));
  });

  test('cuts many values into ranges of about equal size, in order', () => {
    const random = new Random(3);
    const values = Float64Array.from({ length: 20000 }, () => Math.exp(random.normal()));
    const { edges, codes } = binColumns(values, 20000, 1, 64);
    expect(edges[0]).toHaveLength(63);
    const counts = new Array<number>(64).fill(0);
    codes.forEach((code) => counts[code]!++);
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(325);
    values.forEach((value, i) => expect(edges[0]!.filter((edge) => edge < value).length).toBe(codes[i]));
  });

  test('gives one heavy value a range of its own without starving the others', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : i));
    const { edges, codes } = binColumns(values, 1000, 1, 11);
    expect(edges[0]).toHaveLength(10);
    const counts = new Array<number>(11).fill(0);
    codes.forEach((code) => counts[code]!++);
    expect(counts).toEqual([900, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
  });

  test.each([
    { values: [1, NaN, 2], codes: [0, 255, 1] },
    { values: [-Infinity, 0, Infinity], codes: [0, 1, 2] },
    { values: [NaN, NaN], codes: [255, 255] },
    { values: [5, 5], codes: [0, 0] },
    { values: [1, 1 + Number.EPSILON], codes: [0, 1] },
    { values: [-0, 0, 5e-324], codes: [0, 0, 1] },
  ])('codes $values as $codes', ({ values, codes }) => {
    expect(Array.from(binColumns(Float64Array.from(values), values.length, 1).codes)).toEqual(codes);
  });
});
