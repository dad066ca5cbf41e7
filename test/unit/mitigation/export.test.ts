import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeChanged } from '../../../src/engine/fairness/mitigation/export/write';
import type { Mapped } from '../../../src/engine/fairness/mitigation/export/inputs';
import { fitReplacement } from '../../../src/engine/fairness/mitigation/replacement';
import type { Way } from '../../../src/engine/fairness/mitigation/types';
import type { Player } from '../../../src/engine/influence/players';
import { encodeRows, featureSpace } from '../../../src/engine/models/binding/features';
import { proposeBinding } from '../../../src/engine/models/binding/propose';
import { attribute } from '../../../src/engine/models/onnx/write';
import { readModel } from '../../../src/engine/models/onnx/graph';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { withOutputMeaning } from '../../../src/engine/models/onnx/refine';
import type { Model } from '../../../src/engine/models/types';
import type { Table } from '../../../src/engine/table/types';
import { simpleTable, tableOf } from '../../tools/simple-table';
import { bytesOf, float, gemm, ml } from '../onnx/build';
import { bothWays, furthest } from './opened';

const demo = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../models/${file}`, import.meta.url))));

function mapped(model: Model, table: Table): Mapped & { values: Float64Array<ArrayBuffer> } {
  const { binding } = proposeBinding(model, table, table.columns.map(() => 'feature'));
  const space = featureSpace(model, table, binding);
  return { model, space, binding, values: encodeRows(table, space, 0, table.rows).values };
}

const single = (made: Mapped, ...names: string[]): Player[] => names.map((name) => ({ name, features: [made.space.features.findIndex((feature) => feature.name === name)] }));

/** Text and numbers in tensors of their own: a lookup of the text, then weights and a sigmoid. */
function texts(): Uint8Array<ArrayBuffer> {
  return bytesOf({
    nodes: [
      { op: 'LabelEncoder', domain: ml, inputs: ['job'], outputs: ['coded'], attributes: [attribute.texts('keys_strings', ['a', 'b', 'c']), attribute.ints('values_int64s', [1, -2, 3]), attribute.int('default_int64', 0)] },
      { op: 'Cast', inputs: ['coded'], outputs: ['job number'], attributes: [attribute.int('to', 1)] },
      { op: 'Cast', inputs: ['whole'], outputs: ['whole number'], attributes: [attribute.int('to', 1)] },
      { op: 'Concat', inputs: ['job number', 'whole number', 'x'], outputs: ['X'], attributes: [attribute.int('axis', 1)] },
      gemm(1, 'X', 'Z', 3).node,
      { op: 'Sigmoid', inputs: ['Z'], outputs: ['p'] },
    ],
    weights: gemm(1, 'X', 'Z', 3).weights,
    inputs: [
      { name: 'job', type: 'string', shape: ['N', 1] },
      { name: 'whole', type: 'int64', shape: ['N', 1] },
      float('x', 'N', 1),
    ],
    outputs: [float('p', 'N', 1)],
  });
}

const people = tableOf({
  job: Array.from({ length: 60 }, (_, i) => 'abcd'[(i * 7) % 4]!),
  whole: Array.from({ length: 60 }, (_, i) => (i * 5) % 8),
  x: Array.from({ length: 60 }, (_, i) => Math.round(100 * Math.sin(i * 3)) / 50),
});

describe.each(['loans-logistic.onnx', 'loans-boosted.onnx'])('%s with a change built in gives the scores that were shown', (file) => {
  let made: ReturnType<typeof mapped>;
  beforeAll(() => {
    const table = simpleTable('loans', demo('loans-today.csv').subarray(0, 40_000));
    // A missing value here and there, which trees send one way and weights spoil.
    made = mapped(readOnnx({ name: file, bytes: demo(file) }), { ...table, rows: 600 });
    made.values.forEach((_, i) => {
      if (file.includes('boosted') && i % 29 === 0) made.values[i] = NaN;
    });
  });

  test.each<[string, (justified: Player[]) => Way, string[]]>([
    ['a constant', () => ({ kind: 'constant' }), ['employment_years']],
    ['several constants', () => ({ kind: 'constant' }), ['employment_years', 'loan_amount', 'income']],
    ['drawn values', () => ({ kind: 'marginal', draws: 30 }), ['employment_years', 'late_payments']],
    ['what is expected', (justified) => ({ kind: 'conditional', justified }), ['employment_years', 'loan_amount']],
  ])('%s', async (_name, way, names) => {
    const features = made.space.features;
    const replacement = fitReplacement(way(single(made, 'income', 'debt_ratio')), single(made, ...names.filter((name) => name !== 'income' || way([]).kind !== 'conditional')), { features, values: made.values, seed: 2 });
    const written = writeChanged({ ...made, replacement, note: 'test', threshold: 0.4 });
    expect(furthest(await bothWays(made, replacement, made.values, written))).toBeLessThan(1e-6);
    expect(readOnnx({ name: 'again', bytes: written }).threshold).toBe(0.4);
    expect(readModel(written).metadata.get('assay.change')).toBe('test');
  });
});

describe('inputs that are texts and whole numbers', () => {
  const made = mapped(readOnnx({ name: 'texts', bytes: texts() }), people);
  const features = made.space.features.map((feature) => ({ ...feature, whole: feature.name === 'whole' }));
  test.each<[string, Way, string[]]>([
    ['constants', { kind: 'constant' }, ['job', 'whole']],
    ['drawn values', { kind: 'marginal', draws: 20 }, ['job', 'whole', 'x']],
    ['a text from numbers', { kind: 'conditional', justified: single(made, 'whole', 'x') }, ['job']],
    ['whole and other numbers from a text', { kind: 'conditional', justified: single(made, 'job') }, ['whole', 'x']],
  ])('%s', async (_name, way, names) => {
    const replacement = fitReplacement(way, single(made, ...names), { features, values: made.values, seed: 2 });
    const written = writeChanged({ ...made, replacement, note: '' });
    expect(furthest(await bothWays(made, replacement, made.values, written))).toBeLessThan(1e-6);
  });
});

test.each([
  ['logits of one class', 'sigmoid', 1],
  ['logits of three', 'softmax', 3],
] as const)('the mean is one of probabilities, and %s come back as such', async (_name, link, width) => {
  const part = gemm(width);
  const bytes = bytesOf({ nodes: [part.node], weights: part.weights, outputs: [float('Z', 'N', width)] });
  const table = tableOf({ a: Array.from({ length: 40 }, (_, i) => i % 9), b: Array.from({ length: 40 }, (_, i) => (i % 7) / 3) });
  const opened = withOutputMeaning(readOnnx({ name: 'logits', bytes }), 'logit');
  expect(opened.output.link).toBe(link);
  const binding = { sources: [0, 1].map((column) => ({ as: 'number' as const, column })) };
  const space = featureSpace(opened, table, binding);
  const made = { model: opened, space, binding, values: encodeRows(table, space, 0, 40).values };
  const replacement = fitReplacement({ kind: 'marginal', draws: 25 }, single(made, 'b'), { features: space.features, values: made.values, seed: 2 });
  expect(furthest(await bothWays(made, replacement, made.values, writeChanged({ ...made, replacement, note: '' })))).toBeLessThan(1e-6);
});

describe('what cannot be built in is refused by name', () => {
  const made = mapped(readOnnx({ name: 'loans-logistic.onnx', bytes: demo('loans-logistic.onnx') }), { ...simpleTable('loans', demo('loans-today.csv').subarray(0, 20_000)), rows: 200 });
  const { features } = made.space;
  const groups = Int32Array.from({ length: 200 }, (_, i) => i % 2);
  const refused = expect.objectContaining({ code: 'export-change' });

  test('moved ranks, which need the group', () => {
    const replacement = fitReplacement({ kind: 'repair', amount: 1 }, single(made, 'income'), { features, values: made.values, seed: 1, groups, groupCount: 2 });
    expect(() => writeChanged({ ...made, replacement, note: '' })).toThrow(refused);
  });

  test('a model without a graph, and one that returns only decisions for drawn values', () => {
    const replacement = fitReplacement({ kind: 'marginal', draws: 20 }, single(made, 'income'), { features, values: made.values, seed: 1 });
    const { graph: _graph, ...bare } = made.model;
    expect(() => writeChanged({ ...made, model: bare, replacement, note: '' })).toThrow(refused);
    const decided = { ...made.model, output: { ...made.model.output, layout: 'decision' as const } };
    expect(() => writeChanged({ ...made, model: decided, replacement, note: '' })).toThrow(refused);
  });

  test('a justified column that does not reach the model as it stands', () => {
    const replacement = fitReplacement({ kind: 'conditional', justified: single(made, 'income') }, single(made, 'debt_ratio'), { features, values: made.values, seed: 1 });
    const sources = made.binding.sources.map((source, i) => (made.model.inputs[i]!.name === 'income' && source?.as === 'number' ? { ...source, missing: 0 } : source));
    expect(() => writeChanged({ ...made, binding: { sources }, replacement, note: '' })).toThrow(refused);
  });

  test('operators older than the nodes that are added', () => {
    const part = gemm(1);
    const old = bytesOf({ nodes: [part.node], weights: part.weights, outputs: [float('Z', 'N', 1)], opsets: { '': 8 } });
    const replacement = { kind: 'constant', features: [0], values: [1] } as const;
    expect(() => writeChanged({ ...made, model: { ...made.model, graph: old }, replacement, note: '' })).toThrow(refused);
  });
});
