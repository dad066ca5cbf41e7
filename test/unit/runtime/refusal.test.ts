import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { initializer, writeModel, type ModelParts } from '../../../src/engine/models/onnx/write/index';
import { refusal } from '../../../workers/refusal';
import { Session } from '../../../workers/session';

const base: ModelParts = {
  name: 'g',
  producer: 'test',
  nodes: [{ op: 'MatMul', inputs: ['X', 'W'], outputs: ['Y'], name: 'n' }],
  initializers: [initializer('W', 'float32', [2, 1], [1, 2])],
  inputs: [{ name: 'X', type: 'float32', shape: ['N', 2] }],
  outputs: [{ name: 'Y', type: 'float32', shape: ['N', 1] }],
  opsets: { '': 17 },
  metadata: {},
};
const graph = (parts: Partial<ModelParts>): Blob => new Blob([writeModel({ ...base, ...parts })]);

describe('what the model runtime refuses is said in plain words', () => {
  test.each<[string, Blob, string, RegExp]>([
    ['an operator that does not exist', graph({ nodes: [{ op: 'Fooz', inputs: ['X'], outputs: ['Y'] }] }), 'operator-unknown', /operator Fooz/],
    ['an operator of a private domain', graph({ nodes: [{ op: 'Fooz', inputs: ['X'], outputs: ['Y'], domain: 'my.own' }] }), 'operator-domain', /my\.own/],
    ['a version that is too new', graph({ opsets: { '': 99 } }), 'opset-new', /version 99/],
    [
      'number types without a program',
      graph({
        nodes: [{ op: 'Erf', inputs: ['X'], outputs: ['Y'] }],
        initializers: [],
        inputs: [{ name: 'X', type: 'float64', shape: ['N', 2] }],
        outputs: [{ name: 'Y', type: 'float64', shape: ['N', 2] }],
      }),
      'operator-type',
      /operator Erf/,
    ],
    ['something else', new Blob([Uint8Array.of(137, 80, 78, 71)]), 'onnx-broken', /cannot read/],
    ['nothing', new Blob([]), 'onnx-broken', /cannot read/],
  ])('%s', async (_name, bytes, code, what) => {
    const error = await Session.open(bytes, []).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AssayError);
    const { record } = error as AssayError;
    expect(record).toMatchObject({ code, area: 'model' });
    expect(record.what).toMatch(what);
    expect(record.details).not.toBe('');
  });

  test('a good model runs after all refusals, and a wrong shape is named', async () => {
    const session = await Session.open(graph({}), []);
    const [output] = await session.run([{ name: 'X', type: 'float32', dims: [2, 2], data: Float32Array.of(1, 1, 2, 2) }], ['Y']);
    expect(output).toMatchObject({ name: 'Y', type: 'float32', dims: [2, 1], data: Float32Array.of(3, 6) });
    await expect(session.run([{ name: 'X', type: 'float32', dims: [1, 3], data: new Float32Array(3) }], ['Y'])).rejects.toMatchObject({ code: 'input-shape' });
    await session.close();
  });

  test.each([
    [new Error('failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc'), 'out-of-memory'],
    [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    [37, 'model-run-failed'],
    [new Error('something new'), 'model-run-failed'],
  ])('an error while running: %s', (thrown, code) => {
    expect(refusal(thrown, 'run')).toMatchObject({ code });
  });

  test('an error that is plain already stays as it is', () => {
    const own = new AssayError({ area: 'model', code: 'x', what: '', why: '', remedy: '' });
    expect(refusal(own, 'run')).toBe(own);
  });
});
