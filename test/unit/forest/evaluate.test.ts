import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { layOut } from '../../../src/engine/models/forest/layout';
import type { Forest } from '../../../src/engine/models/forest/types';
import { validateForest } from '../../../src/engine/models/forest/validate';
import { naiveLeaf, naiveMargins, randomForest, randomRows, withLinearLeaves } from './naive';

const CHECKS = { seed: 7, numRuns: 400 };

describe('the evaluator', () => {
  test('equals a recursive reading bit for bit on random forests and rows', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom(0, 1, 3, 4, 7, 130), (seed, count) => {
        const forest = randomForest(seed);
        validateForest(forest);
        const rows = randomRows(seed + 1, forest.features, count);
        const values = Float64Array.from(rows.flat());
        const compiled = compileForest(forest);
        expect(Array.from(compiled.margins(values, count))).toEqual(rows.flatMap((row) => naiveMargins(forest, row)));
        const leaves = rows.flatMap((row) => Array.from(forest.roots, (root) => naiveLeaf(forest, root, row)));
        expect(Array.from(compiled.leafIndices(values, count))).toEqual(leaves);
      }),
      CHECKS,
    );
  });

  test.each([
    { kind: 'float32 sums', change: (forest: Forest): Forest => ({ ...forest, combine: 'sum', sums: 'float32' }) },
    { kind: 'linear leaves', change: (forest: Forest): Forest => withLinearLeaves(forest, 1) },
    { kind: 'categories rounded down', change: (forest: Forest): Forest => ({ ...forest, setCodes: 'floor' }) },
    { kind: 'categories cut off', change: (forest: Forest): Forest => ({ ...forest, setCodes: 'truncate' }) },
    {
      kind: 'zeros as missing',
      change: (forest: Forest): Forest => ({ ...forest, zeroIsMissing: Uint8Array.from({ length: forest.features }, (_, j) => j % 2) }),
    },
  ])('equals the recursive reading with $kind', ({ change }) => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const forest = change(randomForest(seed, { features: 3 }));
        validateForest(forest);
        const rows = randomRows(seed + 1, 3, 9, false);
        const values = Float64Array.from(rows.flat());
        const compiled = compileForest(forest);
        expect(Array.from(compiled.margins(values, 9))).toEqual(rows.flatMap((row) => naiveMargins(forest, row)));
        const leaves = rows.flatMap((row) => Array.from(forest.roots, (root) => naiveLeaf(forest, root, row)));
        expect(Array.from(compiled.leafIndices(values, 9))).toEqual(leaves);
      }),
      CHECKS,
    );
  });

  test('random forests take both walks', () => {
    const walks = Array.from({ length: 200 }, (_, seed) => Array.from(layOut(randomForest(seed, { trees: 3, depth: 5 })).steady)).flat();
    expect(walks.filter((steady) => steady === 1).length).toBeGreaterThan(100);
    expect(walks.filter((steady) => steady === 0).length).toBeGreaterThan(100);
  });

  const stump = (operator: 'lt' | 'le', split: number, missing: 'left' | 'right'): TreeNode => {
    return { feature: 0, operator, split, missing, left: { leaf: [1] }, right: { leaf: [2] } };
  };
  const limits = [-Infinity, -1e308, -1, -5e-324, -0, 0, 5e-324, 0.1, 1, 1.7976931348623157e308, Infinity];
  const cases = limits.flatMap((split) =>
    (['lt', 'le'] as const).flatMap((operator) => (['left', 'right'] as const).map((missing) => ({ split, operator, missing }))),
  );
  test.each(cases)('x $operator $split with missing values $missing holds at every limit', ({ split, operator, missing }) => {
    const forest = buildForest({ features: 1, outputs: 1, trees: [stump(operator, split, missing)] });
    const values = Float64Array.from([...limits, NaN]);
    expect(Array.from(compileForest(forest).margins(values, values.length))).toEqual(Array.from(values, (x) => naiveMargins(forest, [x])[0]));
  });

  test('float32 arithmetic rounds the input and not the split', () => {
    const parts = { features: 1, outputs: 1, trees: [stump('le', 0.1, 'left')] };
    expect(Math.fround(0.1)).toBeGreaterThan(0.1);
    expect(compileForest(buildForest({ ...parts, arithmetic: 'float64' })).margins(Float64Array.of(0.1), 1)[0]).toBe(1);
    expect(compileForest(buildForest({ ...parts, arithmetic: 'float32' })).margins(Float64Array.of(0.1), 1)[0]).toBe(2);
  });

  test.each([
    { name: 'no trees', trees: [], combine: 'sum', expected: 10 },
    { name: 'no trees, mean', trees: [], combine: 'mean', expected: 10 },
    { name: 'one leaf', trees: [{ leaf: [3] }], combine: 'sum', expected: 13 },
    { name: 'mean of two leaves', trees: [{ leaf: [3] }, { leaf: [5] }], combine: 'mean', expected: 14 },
  ] as const)('$name gives $expected', ({ trees, combine, expected }) => {
    const forest = buildForest({ features: 0, outputs: 1, trees, base: [10], combine });
    validateForest(forest);
    expect(Array.from(compileForest(forest).margins(new Float64Array(0), 2))).toEqual([expected, expected]);
  });

  test('a chain of 4,000 splits is walked without recursion', () => {
    let chain: TreeNode = { leaf: [-1] };
    for (let i = 3999; i >= 0; i--) chain = { feature: 0, operator: 'le', split: i, missing: 'left', left: { leaf: [i] }, right: chain };
    const forest = buildForest({ features: 1, outputs: 1, trees: [chain] });
    validateForest(forest);
    expect(Array.from(compileForest(forest).margins(Float64Array.of(0, 1234.5, 5000, NaN), 4))).toEqual([0, 1235, -1, 0]);
  });
});
