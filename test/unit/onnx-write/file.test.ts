import { describe, expect, test } from 'vitest';
import { buildForest } from '../../../src/engine/models/forest/build';
import { ceil32, floor32, tensor, writeForest, writeLinear } from '../../../src/engine/models/onnx/write';
import { all, find, integer, readFields, text, writeFields } from '../../../src/engine/models/onnx/wire';
import { Random } from '../../../src/engine/stats/random';
import { runOnnx } from './ort';

const stump = buildForest({
  features: 2,
  outputs: 1,
  trees: [{ feature: 1, operator: 'le', split: 1, missing: 'left', left: { leaf: [1] }, right: { leaf: [2] } }],
});

function metadata(bytes: Uint8Array<ArrayBuffer>): Record<string, string> {
  return Object.fromEntries(all(readFields(bytes), 14).map((entry) => [1, 2].map((n) => text(find(readFields(entry.bytes), n)))));
}

describe('written ONNX files', () => {
  test('name their classes, inputs and threshold', () => {
    const bytes = writeForest(stump, { inputNames: ['age', 'größe'], classes: ['no', 'yes'], threshold: 0.25, metadata: { note: 'x' } });
    expect(metadata(bytes)).toEqual({
      'assay.features': '["age","größe"]',
      'assay.classes': '["no","yes"]',
      'assay.threshold': '0.25',
      note: 'x',
    });
  });

  test('say which operator sets they need, and come back byte for byte', () => {
    const bytes = writeForest(stump, { inputNames: ['a', 'b'] });
    const fields = readFields(bytes);
    const sets = all(fields, 8).map((field) => [text(find(readFields(field.bytes), 1)), integer(find(readFields(field.bytes), 2))]);
    expect(sets).toEqual([
      ['', 21],
      ['ai.onnx.ml', 5],
    ]);
    expect(writeFields(fields)).toEqual(bytes);
  });

  test.each([
    { what: 'a name too few', options: { inputNames: ['a'] }, why: /2 inputs, but 1 names/ },
    { what: 'a repeated name', options: { inputNames: ['a', 'a'] }, why: /“a”/ },
    { what: 'an empty name', options: { inputNames: ['a', ''] }, why: /Input 2/ },
    { what: 'an input named like the output', options: { inputNames: ['a', 'prediction'] }, why: /prediction/ },
    { what: 'three classes for one output', options: { inputNames: ['a', 'b'], classes: ['1', '2', '3'] }, why: /1 outputs, but 3 classes/ },
  ])('are refused for $what', ({ options, why }) => {
    expect(() => writeForest(stump, options)).toThrow(why);
  });

  test('keep hostile input names apart from their own tensors', async () => {
    const bytes = writeForest(stump, { inputNames: ['assay/x', 'assay/margin'], classes: ['no', 'yes'], link: 'sigmoid' });
    expect((await runOnnx(bytes, [[0, 2]])).data[1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });
});

describe('linear models written as ONNX', () => {
  const random = new Random(6);
  const linear = {
    features: 4,
    outputs: 3,
    weights: Float64Array.from({ length: 12 }, () => random.normal()),
    intercept: Float64Array.from({ length: 3 }, () => random.normal()),
  };
  const rows = Array.from({ length: 40 }, () => Array.from({ length: 4 }, () => random.normal()));

  test.each([
    { precision: 'float64', layout: 'columns', within: 1e-13 },
    { precision: 'float64', layout: 'matrix', within: 1e-13 },
    { precision: 'float32', layout: 'columns', within: 2e-6 },
  ] as const)('give the sums of weights ($precision, $layout)', async ({ precision, layout, within }) => {
    const { data, dims } = await runOnnx(writeLinear(linear, { inputNames: ['a', 'b', 'c', 'd'], precision, layout }), rows);
    expect(dims).toEqual([40, 3]);
    rows.forEach((row, i) => {
      for (let k = 0; k < 3; k++) {
        const expected = row.reduce((sum, x, j) => sum + x * linear.weights[k * 4 + j]!, linear.intercept[k]!);
        expect(Math.abs(data[3 * i + k]! - expected)).toBeLessThan(within);
      }
    });
  });
});

describe('rounding to float32 with a direction', () => {
  test('brackets every number between neighbours', () => {
    const random = new Random(2);
    const numbers = [0, -0, 1e-50, -1e-50, 2 ** -149, 3.4028234663852886e38, 1e39, -1e39, Infinity, -Infinity];
    for (let i = 0; i < 2000; i++) numbers.push(random.normal() * 10 ** (random.below(80) - 40));
    for (const x of numbers) {
      const low = floor32(x);
      const high = ceil32(x);
      expect(Math.fround(low)).toBe(low);
      expect(Math.fround(high)).toBe(high);
      expect(low <= x && x <= high).toBe(true);
      expect([low, high]).toContain(Math.fround(x));
      const step = Math.max(Math.abs(x) * 2 ** -23, 2 ** -149);
      if (Number.isFinite(low) && Number.isFinite(high)) expect(high - low).toBeLessThanOrEqual(step);
      if (Math.fround(x) === x) expect(low).toBe(high);
    }
  });
});

describe('tensors', () => {
  test('hold raw little-endian numbers of every type', () => {
    const raw = (type: Parameters<typeof tensor>[1], values: number[]): number[] => {
      return Array.from(find(tensor('t', type, [values.length], values), 9)!.bytes);
    };
    expect(raw('float32', [1])).toEqual([0, 0, 128, 63]);
    expect(raw('float64', [-2])).toEqual([0, 0, 0, 0, 0, 0, 0, 192]);
    expect(raw('int64', [-1, 258])).toEqual([255, 255, 255, 255, 255, 255, 255, 255, 2, 1, 0, 0, 0, 0, 0, 0]);
    expect(raw('int32', [-2])).toEqual([254, 255, 255, 255]);
    expect(raw('uint8', [7, 255])).toEqual([7, 255]);
    expect(raw('bool', [0, 1])).toEqual([0, 1]);
  });
});
