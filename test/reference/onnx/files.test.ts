import { expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { decodeScores } from '../../../src/engine/models/binding/decode';
import type { EncodedTensor } from '../../../src/engine/models/binding/types';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { withOutputMeaning } from '../../../src/engine/models/onnx/refine';
import { readTensor } from '../../../src/engine/models/onnx/tensor';
import type { Model } from '../../../src/engine/models/types';
import { Random } from '../../../src/engine/stats/random';
import { openSession } from '../../tools/ort';
import { describeShared, sharedBytes, sharedList } from '../../tools/shared';

const NODE_TESTS = 'models/onnx-ml-node-tests';
const REAL = 'models/onnx-real';

const open = (path: string): Model => readOnnx({ name: 'model.onnx', bytes: sharedBytes(path) });

function refusal(path: string): AssayError['record'] {
  try {
    open(path);
  } catch (error) {
    if (error instanceof AssayError) return error.record;
    throw error;
  }
  throw new Error(`${path} was opened`);
}

/** A tensor of a node test, from its protobuf file. */
const tensorAt = (path: string) => readTensor({ number: 1, type: 2, bytes: sharedBytes(path) });

describeShared('files of other people', () => {
  test('all are covered here', () => {
    expect(sharedList(NODE_TESTS)).toEqual(['array_feature_extractor', 'binarizer', 'label_encoder_string_int', 'tree_ensemble_single_tree']);
    expect(sharedList(REAL)).toEqual(['coreml_OneHotEncoder_BikeSharing.onnx', 'treecl.onnx']);
  });

  test('a tree with two targets and a fixed number of rows gives the values of the standard', async () => {
    const model = open(`${NODE_TESTS}/tree_ensemble_single_tree/model.onnx`);
    expect(model).toMatchObject({ task: 'regression', tensors: [{ name: 'X', type: 'float64', rank: 2, width: 2 }] });
    const input = tensorAt(`${NODE_TESTS}/tree_ensemble_single_tree/test_data_set_0/input_0.pb`);
    const output = tensorAt(`${NODE_TESTS}/tree_ensemble_single_tree/test_data_set_0/output_0.pb`).numbers();
    const session = await openSession(model.graph!);
    const rows = input.dims[0]!;
    const twice = Float64Array.of(...input.numbers(), ...input.numbers());
    const fetched = await session.run([{ name: 'X', type: 'float64', dims: [2 * rows, 2], data: twice }], model.output.tensors);
    for (const column of [0, 1]) {
      const scores = decodeScores({ ...model, output: { ...model.output, column } }, fetched, 2 * rows);
      for (let i = 0; i < 2 * rows; i++) expect(scores[i]).toBe(output[(i % rows) * 2 + column]);
    }
    await session.release();
  });

  test('a table of texts and whole numbers opens as decisions, with the numbers of the standard', async () => {
    const model = open(`${NODE_TESTS}/label_encoder_string_int/model.onnx`);
    expect(model).toMatchObject({
      output: { layout: 'decision' },
      classes: ['0', '1', '2', '42'],
      inputs: [{ type: 'string', levels: ['a', 'b', 'c'] }],
    });
    const input = tensorAt(`${NODE_TESTS}/label_encoder_string_int/test_data_set_0/input_0.pb`).strings();
    const expected = tensorAt(`${NODE_TESTS}/label_encoder_string_int/test_data_set_0/output_0.pb`).numbers();
    const session = await openSession(model.graph!);
    const feed: EncodedTensor = { name: 'X', type: 'string', dims: [input.length], data: input };
    const scores = decodeScores(model, await session.run([feed], model.output.tensors), input.length);
    expect([...scores].map((index) => Number(model.classes[index]))).toEqual([...expected]);
    await session.release();
  });

  test.each([
    [`${NODE_TESTS}/array_feature_extractor/model.onnx`, 'onnx-transformer'],
    [`${NODE_TESTS}/binarizer/model.onnx`, 'onnx-no-output'],
    [`${REAL}/coreml_OneHotEncoder_BikeSharing.onnx`, 'onnx-transformer'],
  ])('%s only prepares data and is told so', (path, code) => {
    expect(refusal(path).code).toBe(code);
  });

  test('a forest without declared sizes opens with the columns its trees use and runs on many rows', async () => {
    const model = open(`${REAL}/treecl.onnx`);
    expect(model.tensors[0]!.width).toBe(20);
    expect(model).toMatchObject({ task: 'multiclass', classes: ['0', '1', '2'] });
    expect(model.provenance.some((line) => line.kind === 'assumed' && line.text.includes('does not say how many columns'))).toBe(true);
    const session = await openSession(model.graph!);
    const random = new Random(3);
    const data = Float32Array.from({ length: 50 * 20 }, () => random.normal());
    const scores = decodeScores(model, await session.run([{ name: 'input', type: 'float32', dims: [50, 20], data }], model.output.tensors), 50);
    for (let i = 0; i < 50; i++) expect(scores[3 * i]! + scores[3 * i + 1]! + scores[3 * i + 2]!).toBeCloseTo(1, 6);
    expect(new Set(scores).size).toBeGreaterThan(20);
    await session.release();
  });

  test('a person can say that a lone number is a probability, log-odds or a value', () => {
    const model = open('reference/onnx/german-torch-legacy-batch1/model.onnx');
    expect(withOutputMeaning(model, 'logit')).toMatchObject({ task: 'binary', output: { layout: 'positive', link: 'sigmoid' } });
    expect(withOutputMeaning(model, 'probability')).toMatchObject({ task: 'binary', output: { layout: 'positive', link: 'none' } });
    const value = withOutputMeaning(model, 'value');
    expect(value).toMatchObject({ task: 'regression', classes: [], output: { layout: 'value', link: 'none' } });
    expect(value.questions.map((q) => q.id)).toEqual(['input-order']);
  });
});
