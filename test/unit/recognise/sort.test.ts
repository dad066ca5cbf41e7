import { describe, expect, test } from 'vitest';
import { openModel } from '../../../src/engine/models/open';
import { sortFiles } from '../../../src/engine/models/sort';
import { raw, utf8 } from './make';
import { ONNX_SAMPLE, SAMPLES } from './samples';

const file = (name: string, head: Uint8Array<ArrayBuffer>) => ({ name, size: head.length, head });
const TABLE = utf8('age,sex\n41,f\n33,m\n');
const NOISE = raw('\xf3\x07\x91\xee\x00\x12\xff\xff\xff\xff');
const names = (list: readonly { name: string }[]) => list.map((one) => one.name);

describe('sortFiles', () => {
  test('parts a model, its weights and a table that were opened together', () => {
    const sorted = sortFiles([file('people.csv', TABLE), file('model.onnx.data', NOISE), file('model.onnx', ONNX_SAMPLE)]);
    expect(sorted.model?.file.name).toBe('model.onnx');
    expect(names(sorted.companions)).toEqual(['model.onnx.data']);
    expect(sorted.tables.map((table) => table.file.name)).toEqual(['people.csv']);
    expect(sorted.refused).toEqual([]);
  });

  test('takes weights that happen to look like something by their name', () => {
    const sorted = sortFiles([file('m.onnx', ONNX_SAMPLE), file('m.onnx.data', raw('\xff\xd8\xff\x00'))]);
    expect(names(sorted.companions)).toEqual(['m.onnx.data']);
  });

  test('refuses unknown bytes where no model can own them', () => {
    expect(sortFiles([file('weights.bin', NOISE)]).refused.map((error) => error.code)).toEqual(['refused-binary']);
  });

  test('keeps a feature map beside an XGBoost model only', () => {
    const map = SAMPLES.find(([kind]) => kind === 'xgboost-fmap')![2];
    const booster = SAMPLES.find(([kind]) => kind === 'xgboost-ubjson')![2];
    expect(names(sortFiles([file('a.fmap', map), file('m', booster)]).companions)).toEqual(['a.fmap']);
    expect(sortFiles([file('a.fmap', map), file('m', ONNX_SAMPLE)]).refused.map((error) => error.code)).toEqual(['refused-xgboost-fmap']);
  });

  test('names a second model and keeps the first', () => {
    const sorted = sortFiles([file('a.onnx', ONNX_SAMPLE), file('b.onnx', ONNX_SAMPLE)]);
    expect(sorted.model?.file.name).toBe('a.onnx');
    expect(sorted.refused.map((error) => error.record.what)).toEqual(['“b.onnx” is a second model.']);
  });

  test('keeps the table when the model is refused', () => {
    const pickle = SAMPLES.find(([kind]) => kind === 'pickle-sklearn')![2];
    const sorted = sortFiles([file('m.pkl', pickle), file('people.csv', TABLE)]);
    expect(sorted.tables.length).toBe(1);
    expect(sorted.model).toBeUndefined();
    expect(sorted.refused.map((error) => error.code)).toEqual(['refused-pickle-sklearn']);
  });
});

describe('openModel', () => {
  test.each([
    ['nothing', [], 'no-model'],
    ['only a table', [{ name: 't.csv', bytes: TABLE }], 'no-model'],
    ['a picture', [{ name: 'p.onnx', bytes: raw('\x89PNG\r\n\x1a\n') }], 'refused-image'],
    [
      'two models',
      [
        { name: 'a', bytes: ONNX_SAMPLE },
        { name: 'b', bytes: ONNX_SAMPLE },
      ],
      'second-model',
    ],
  ])('refuses %s', async (_, files, code) => {
    await expect(openModel(files)).rejects.toMatchObject({ code });
  });
});
