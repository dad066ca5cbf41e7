import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { buildForest } from '../../../src/engine/models/forest/build';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import type { Forest, LinearLeaves } from '../../../src/engine/models/forest/types';
import { FOREST_LIMITS, validateForest } from '../../../src/engine/models/forest/validate';
import { Random } from '../../../src/engine/stats/random';
import { naiveMargins, randomForest, randomRows } from './naive';

function sample(): Forest {
  return buildForest({
    features: 2,
    outputs: 2,
    trees: [
      {
        feature: 0,
        operator: 'le',
        split: 1,
        missing: 'left',
        left: { leaf: [1, 2] },
        right: { feature: 1, operator: 'set', split: [1, 4], missing: 'right', left: { leaf: [3, 4] }, right: { leaf: [5, 6] } },
      },
      { feature: 1, operator: 'lt', split: 2, missing: 'right', left: { leaf: [7, 8] }, right: { leaf: [9, 10] } },
    ],
  });
}

function linear(change: Partial<LinearLeaves> = {}): Partial<Forest> {
  return {
    linearLeaves: {
      offsets: Int32Array.of(0, 1, 1, 1, 1, 1),
      inputs: Int32Array.of(1),
      coefficients: Float64Array.of(2),
      constants: new Float64Array(5),
      output: Int32Array.of(0, -1, 1, 0, 0),
      ...change,
    },
  };
}

type Change = (forest: Forest) => Partial<Forest> | void;
const faults: { fault: string; code: string; names?: RegExp; change: Change }[] = [
  { fault: 'a cycle', code: 'forest-parents', names: /Tree 1, node 2/, change: (f) => void (f.right[2] = 0) },
  { fault: 'a node that leads to itself', code: 'forest-parents', names: /Tree 2, node 5/, change: (f) => void (f.left[5] = 5) },
  { fault: 'two parents', code: 'forest-parents', names: /Tree 2, node 5/, change: (f) => void (f.left[5] = 4) },
  { fault: 'both sides the same', code: 'forest-parents', change: (f) => void (f.right[0] = f.left[0]!) },
  { fault: 'two trees with one root', code: 'forest-parents', names: /Tree 2/, change: (f) => void (f.roots[1] = 0) },
  { fault: 'a child past the end', code: 'forest-child', names: /node 8/, change: (f) => void (f.left[0] = 8) },
  { fault: 'a negative child', code: 'forest-child', change: (f) => void (f.left[0] = -1) },
  { fault: 'a root past the end', code: 'forest-child', names: /Tree 2/, change: (f) => void (f.roots[1] = 99) },
  { fault: 'an orphan', code: 'forest-unreachable', names: /Node 5/, change: () => ({ roots: Int32Array.of(0) }) },
  { fault: 'a split turned leaf', code: 'forest-unreachable', change: (f) => void ((f.feature[2] = -1), (f.left[2] = 0)) },
  { fault: 'an input that is not there', code: 'forest-feature', names: /Tree 1, node 0, asks for input 2/, change: (f) => void (f.feature[0] = 2) },
  { fault: 'input −2', code: 'forest-feature', change: (f) => void (f.feature[0] = -2) },
  { fault: 'a NaN split', code: 'forest-split', names: /Tree 2, node 5/, change: (f) => void (f.split[5] = NaN) },
  { fault: 'an unknown operator', code: 'forest-operator', change: (f) => void (f.operator[0] = 3) },
  { fault: 'an unknown missing side', code: 'forest-missing', change: (f) => void (f.missingLeft[0] = 2) },
  { fault: 'a leaf value past the end', code: 'forest-leaf', names: /leaf value 5 of 5/, change: (f) => void (f.left[1] = 5) },
  { fault: 'leaf value −1', code: 'forest-leaf', change: (f) => void (f.left[1] = -1) },
  { fault: 'a NaN leaf', code: 'forest-leaf', change: (f) => void (f.leafValues[3] = NaN) },
  { fault: 'an infinite base', code: 'forest-leaf', change: (f) => void (f.base[0] = -Infinity) },
  { fault: 'a set that is not there', code: 'forest-set', change: (f) => void (f.split[2] = 1) },
  { fault: 'a set number with a fraction', code: 'forest-set', change: (f) => void (f.split[2] = 0.5) },
  { fault: 'a set out of order', code: 'forest-set', change: (f) => void (f.setValues[0] = 4) },
  { fault: 'a NaN in a set', code: 'forest-set', change: (f) => void (f.setValues[0] = NaN) },
  { fault: 'sets cut short', code: 'forest-set', change: (f) => void (f.setOffsets[1] = 1) },
  { fault: 'sets that run backwards', code: 'forest-set', change: () => ({ setOffsets: Int32Array.of(0, 2, 1, 2) }) },
  { fault: 'no set table', code: 'forest-set', change: () => ({ setOffsets: new Int32Array(0) }) },
  { fault: 'arrays of unequal length', code: 'forest-shape', change: () => ({ split: new Float64Array(3) }) },
  { fault: 'leaf values that do not divide', code: 'forest-shape', change: () => ({ leafValues: new Float64Array(9) }) },
  { fault: 'a base of the wrong length', code: 'forest-shape', change: () => ({ base: new Float64Array(1) }) },
  { fault: 'no outputs', code: 'forest-shape', change: () => ({ outputs: 0 }) },
  { fault: 'half an input', code: 'forest-shape', change: () => ({ features: 1.5 }) },
  { fault: 'an unknown way to combine', code: 'forest-shape', change: () => ({ combine: 'max' as 'sum' }) },
  { fault: 'sums of an unknown kind', code: 'forest-shape', change: () => ({ sums: 'float16' as 'float32' }) },
  { fault: 'a float32 mean', code: 'forest-shape', change: () => ({ sums: 'float32', combine: 'mean' }) },
  { fault: 'zeros for three inputs', code: 'forest-shape', change: () => ({ zeroIsMissing: new Uint8Array(3) }) },
  { fault: 'zeros that mean 2', code: 'forest-missing', change: () => ({ zeroIsMissing: Uint8Array.of(0, 2) }) },
  { fault: 'linear leaves too few', code: 'forest-leaf', change: () => linear({ constants: new Float64Array(4) }) },
  { fault: 'linear leaves that run backwards', code: 'forest-leaf', change: () => linear({ offsets: Int32Array.of(0, 1, 0, 1, 1, 1) }) },
  { fault: 'a linear leaf cut short', code: 'forest-leaf', change: () => linear({ offsets: Int32Array.of(0, 0, 0, 0, 0, 0) }) },
  { fault: 'a linear leaf for output 2', code: 'forest-leaf', change: () => linear({ output: Int32Array.of(0, 1, 2, 0, 0) }) },
  { fault: 'a linear leaf on input 2', code: 'forest-feature', names: /input 2/, change: () => linear({ inputs: Int32Array.of(2) }) },
  { fault: 'a NaN coefficient', code: 'forest-leaf', change: () => linear({ coefficients: Float64Array.of(NaN) }) },
  { fault: 'an infinite constant', code: 'forest-leaf', change: () => linear({ constants: Float64Array.of(0, 0, 0, 0, Infinity) }) },
  { fault: 'unknown arithmetic', code: 'forest-shape', change: () => ({ arithmetic: 'float16' as 'float32' }) },
];

function refusal(forest: Forest): AssayError | undefined {
  try {
    validateForest(forest);
    return undefined;
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
}

describe('the validator', () => {
  test.each([
    { what: 'constant leaves', change: {} },
    { what: 'linear leaves', change: linear() },
    { what: 'zeros that mean missing', change: { zeroIsMissing: Uint8Array.of(0, 1) } },
    { what: 'float32 sums', change: { sums: 'float32' as const } },
  ])('lets a sound forest pass with $what', ({ change }) => expect(refusal({ ...sample(), ...change })).toBeUndefined());

  test.each(faults)('refuses $fault as $code', ({ code, names, change }) => {
    const forest = sample();
    const error = refusal({ ...forest, ...change(forest) });
    expect(error?.code).toBe(code);
    expect(error?.record.area).toBe('model');
    if (names) expect(error?.record.why).toMatch(names);
  });

  function chain(depth: number): Forest {
    const count = 2 * depth + 1;
    const index = Int32Array.from({ length: count }, (_, i) => i);
    const inner = (i: number): boolean => i % 2 === 0 && i < 2 * depth;
    return {
      ...buildForest({ features: 1, outputs: 1, trees: [] }),
      roots: Int32Array.of(0),
      feature: index.map((i) => (inner(i) ? 0 : -1)),
      operator: new Uint8Array(count),
      split: new Float64Array(count),
      left: index.map((i) => (inner(i) ? i + 1 : 0)),
      right: index.map((i) => i + 2),
      missingLeft: new Uint8Array(count),
      leafValues: new Float64Array(1),
    };
  }

  test.each([
    { depth: FOREST_LIMITS.depth, code: undefined },
    { depth: FOREST_LIMITS.depth + 1, code: 'forest-depth' },
    { depth: 1_000_000, code: 'forest-depth' },
  ])('answers a chain of $depth splits with $code', ({ depth, code }) => expect(refusal(chain(depth))?.code).toBe(code));

  test('refuses more nodes than the limit before looking at them', () => {
    const feature = new Int32Array(10_000_000);
    expect(refusal({ ...sample(), feature })?.code).toBe('forest-size');
  });

  test('a forest with one changed number is refused by a typed error or runs safely', () => {
    const seen = { refused: 0, safe: 0 };
    const perNode = ['feature', 'operator', 'split', 'left', 'right', 'missingLeft'] as const;
    const fields = ['roots', ...perNode, 'setOffsets', 'setValues', 'leafValues', 'base'] as const;
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const random = new Random(seed);
        const forest = randomForest(seed, { trees: 1 + random.below(4), depth: 1 + random.below(5) });
        const field = forest[fields[random.below(fields.length)]!];
        if (field.length === 0) return;
        const at = random.below(field.length);
        const numbers = [-2, -1, 0, 1, 2, 3, 255, 1e9, -1e9, NaN, Infinity, -Infinity, 0.5, field[at]! + 1, field[at]! - 1, random.below(40)];
        field[at] = numbers[random.below(numbers.length)]!;
        if (refusal(forest)) {
          seen.refused++;
          return;
        }
        seen.safe++;
        const rows = randomRows(seed, forest.features, 9);
        const margins = compileForest(forest).margins(Float64Array.from(rows.flat()), 9);
        expect(Array.from(margins)).toEqual(rows.flatMap((row) => naiveMargins(forest, row)));
      }),
      { seed: 11, numRuns: 3000 },
    );
    expect(seen.refused).toBeGreaterThan(500);
    expect(seen.safe).toBeGreaterThan(500);
  });
});
