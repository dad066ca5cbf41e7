import { describe, expect, test } from 'vitest';
import { halfToNumber, numberToHalf } from '../../../src/engine/models/half';
import { editGraph, writeModel } from '../../../src/engine/models/onnx/edit';
import { readModel } from '../../../src/engine/models/onnx/graph';
import { OPERATORS } from '../../../src/engine/models/onnx/operators';
import { readTensor } from '../../../src/engine/models/onnx/tensor';
import { block, varint, writeFields } from '../../../src/engine/models/onnx/wire';
import { openSession } from '../../tools/ort';
import { describeShared, sharedBytes, sharedList } from '../../tools/shared';

describeShared('rewriting an ONNX file', () => {
  const names = sharedList('reference/onnx').filter((name) => !name.includes('.') && name !== 'refuse-truncated');
  test.each(names)('%s comes out byte for byte when nothing is changed', (name) => {
    const bytes = sharedBytes(`reference/onnx/${name}/model.onnx`);
    const model = readModel(bytes);
    expect(Buffer.compare(writeModel(model), bytes)).toBe(0);
    expect(Buffer.compare(writeModel(editGraph(model, { swap: new Map() })), bytes)).toBe(0);
  });
});

describe('half precision', () => {
  test('every pattern survives the way to a number and back', () => {
    let wrong = 0;
    for (let bits = 0; bits < 65536; bits++) {
      const value = halfToNumber(bits);
      if (!Number.isNaN(value) && numberToHalf(value) !== bits) wrong++;
    }
    expect(wrong).toBe(0);
    expect(Number.isNaN(halfToNumber(numberToHalf(NaN)))).toBe(true);
  });

  test('numbers between two patterns go to the nearest, ties to even', () => {
    for (let bits = 0; bits < 0x7bff; bits += 7) {
      const low = halfToNumber(bits);
      const high = halfToNumber(bits + 1);
      expect(numberToHalf(low + (high - low) * 0.49)).toBe(bits);
      expect(numberToHalf(low + (high - low) * 0.51)).toBe(bits + 1);
      expect(numberToHalf((low + high) / 2) % 2).toBe(0);
    }
    expect(halfToNumber(numberToHalf(1e6))).toBe(Infinity);
    expect(halfToNumber(numberToHalf(65519))).toBe(65504);
  });
});

describe('tensors', () => {
  const raw = (element: number, bytes: ArrayBuffer, count: number) =>
    readTensor(block(5, [varint(1, count), varint(2, element), block(9, new Uint8Array(bytes))]));
  test.each([
    ['float32', 1, Float32Array.of(1.5, -2).buffer, [1.5, -2]],
    ['float64', 11, Float64Array.of(Math.PI, -0.1).buffer, [Math.PI, -0.1]],
    ['int64', 7, BigInt64Array.of(-5n, 2n ** 40n).buffer, [-5, 2 ** 40]],
    ['int32', 6, Int32Array.of(-7, 7).buffer, [-7, 7]],
    ['int8', 3, Int8Array.of(-7, 7).buffer, [-7, 7]],
    ['uint16', 4, Uint16Array.of(65535, 1).buffer, [65535, 1]],
    ['float16', 10, Uint16Array.of(0x3c00, 0xc000).buffer, [1, -2]],
  ])('raw %s numbers are read', (_, element, bytes, expected) => {
    const tensor = raw(element, bytes, 2);
    expect([...tensor.numbers()]).toEqual(expected);
    expect(tensor.held).toBe(2);
  });

  test('whole numbers and texts listed one by one are read', () => {
    expect([...readTensor(block(5, [varint(1, 3), varint(2, 7), varint(7, 1), varint(7, -2), varint(7, 3)])).numbers()]).toEqual([1, -2, 3]);
    expect(readTensor(block(5, [varint(1, 2), varint(2, 8), block(6, 'yes'), block(6, 'no')])).strings()).toEqual(['yes', 'no']);
  });

  test('a tensor with too few numbers is refused', () => {
    expect(() => raw(1, Float32Array.of(1).buffer, 2).numbers()).toThrow(expect.objectContaining({ code: 'onnx-broken' }));
  });
});

test('every operator on the list is known to the runtime, and an invented one is not', async () => {
  const value = (name: string) => [block(1, name), block(2, [block(1, [varint(1, 1), block(2, [block(1, [varint(1, 1)])])])])];
  const unregistered = async (domain: string, op: string, opset: number): Promise<boolean> => {
    const node = [block(1, 'x'), block(2, 'y'), block(4, op), ...(domain === '' ? [] : [block(7, domain)])];
    const sets = [
      block(8, [varint(2, opset)]),
      block(8, [block(1, 'ai.onnx.ml'), varint(2, 5)]),
      block(8, [block(1, 'com.microsoft'), varint(2, 1)]),
    ];
    try {
      const session = await openSession(
        writeFields([varint(1, 8), ...sets, block(7, [block(1, node), block(2, 'g'), block(11, value('x')), block(12, value('y'))])]),
      );
      await session.release();
      return false;
    } catch (error) {
      return /No Op registered|not a registered function/.test(String(error));
    }
  };
  expect(await unregistered('', 'Fooz', 17)).toBe(true);
  const unknown: string[] = [];
  for (const [domain, ops] of Object.entries(OPERATORS)) {
    for (const op of ops) if ((await unregistered(domain, op, 26)) && (await unregistered(domain, op, 9))) unknown.push(`${domain} ${op}`);
  }
  expect(unknown).toEqual([]);
});
