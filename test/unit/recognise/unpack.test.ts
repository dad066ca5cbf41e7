import { describe, expect, test } from 'vitest';
import { openModel } from '../../../src/engine/models/open';
import { MODEL_LIMITS, unpack } from '../../../src/engine/models/unpack';
import { fileOf } from '../xgboost/booster';
import { gzip, utf8, zip } from './make';

const model = fileOf({});

describe('packed models open like plain ones', () => {
  test.each([
    ['gzip', gzip(model.bytes)],
    ['zip', zip({ 'model.json': model.bytes }, { deflate: true })],
    ['zip without compression', zip({ 'deep/model.json': model.bytes })],
    ['zip beside a table and a note', zip({ 'rows.csv': 'a,b\n1,2\n', 'note.txt': 'Some words.', 'model.json': model.bytes }, { deflate: true })],
  ])('%s', async (_, bytes) => {
    const plain = await openModel([model]);
    expect(await openModel([{ name: 'packed', bytes }])).toEqual(plain);
  });

  test('side files in a zip come along', async () => {
    const packed = zip({ 'm/model.onnx': utf8('x'), 'm/model.onnx.data': utf8('y'), 'm/other': utf8('z') });
    const { model: main, companions } = await unpack({ name: 'p', bytes: packed }, 'm/model.onnx');
    expect([main.name, ...companions.map((file) => file.name)]).toEqual(['model.onnx', 'model.onnx.data']);
  });
});

describe('packed models are refused', () => {
  const bomb = gzip(new Uint8Array(80 * 1024 * 1024));
  test.each([
    ['cut off gzip', gzip(model.bytes).slice(0, 200), 'packed-damaged'],
    [
      'a zip whose content does not match its checksum',
      (() => {
        const bytes = zip({ 'model.json': model.bytes });
        bytes[bytes.lastIndexOf(0x32, bytes.length - 80)] = 0x33;
        return bytes;
      })(),
      'zip-checksum',
    ],
    ['a model packed twice', gzip(gzip(model.bytes)), 'refused-xgboost-json'],
  ])('%s', async (_, bytes, code) => {
    await expect(openModel([{ name: 'packed', bytes }])).rejects.toMatchObject({ code });
  });

  test('a bomb stops at the ratio, and a large file at the limit', async () => {
    await expect(unpack({ name: 'bomb', bytes: bomb }, undefined)).rejects.toMatchObject({ code: 'inflate-ratio' });
    await expect(unpack({ name: 'large', bytes: gzip(model.bytes) }, undefined, { ...MODEL_LIMITS, unpackedBytes: 100 })).rejects.toMatchObject({
      code: 'unpacked-too-large',
    });
  });
});
