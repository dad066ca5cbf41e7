import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../../src/engine/models/xgboost/base64';
import { readFeatureMap } from '../../../src/engine/models/xgboost/fmap';

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('fromBase64', () => {
  test('undoes what Node writes, at every length', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) & 255);
      const lines = Buffer.from(bytes)
        .toString('base64')
        .replace(/(.{16})/g, '$1\n');
      expect(fromBase64(utf8(lines))).toEqual(bytes);
    }
  });

  test('refuses other characters', () => {
    expect(fromBase64(utf8('AA-A'))).toBeUndefined();
  });
});

describe('readFeatureMap', () => {
  test('takes names with blanks, any order, and passes over other lines', () => {
    const map = readFeatureMap(utf8('# map\n1\tJob=Self employed\ti\r\n0 age int\n3\tsize\tq\n'));
    expect(map).toEqual({ names: ['age', 'Job=Self employed', '', 'size'], types: ['int', 'i', '', 'q'] });
  });
});
