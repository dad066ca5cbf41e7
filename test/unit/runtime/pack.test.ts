import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pack, unpack } from '../../../src/runtime/storage/pack';
import { cut, hashOf, join, openText, pieceBytes, sealText } from '../../../src/runtime/storage/pieces';

describe('packing a plain value', () => {
  test.each([
    ['typed arrays of every kind', { a: Float64Array.of(1, NaN), b: Int32Array.of(-1), c: Uint32Array.of(7), d: Uint8Array.of(1, 2, 3), e: BigInt64Array.of(-5n), f: Float32Array.of(0.5) }],
    ['numbers that JSON cannot write', [NaN, Infinity, -Infinity, -0, 0]],
    ['hostile names', { names: ['__proto__', 'constructor', '\u0000'], constructor: 1 }],
    ['nothing', null],
    ['nested lists', [[], [[]], { empty: {} }]],
  ])('gives back %s', (_name, value) => {
    expect(unpack(pack(value))).toEqual(value);
  });

  test('any JSON value with typed arrays in it comes back', () => {
    const leaf = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.float64Array(), fc.int32Array(), fc.uint8Array());
    const value = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('node')), fc.dictionary(fc.string({ minLength: 1 }).filter((name) => !name.includes('\u0000')), tie('node'))),
    })).node;
    fc.assert(
      fc.property(value, (given) => {
        expect(unpack(pack(given))).toEqual(given);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('takes only the part of a buffer that a view shows', () => {
    const view = new Float64Array(new ArrayBuffer(80), 16, 3).fill(4);
    expect(pack(view).buffers[0]!.length).toBe(24);
    expect(unpack(pack(view))).toEqual(Float64Array.of(4, 4, 4));
  });

  test.each([
    ['a function', { f: () => 1 }],
    ['a class instance', new Date(0)],
    ['a map', new Map()],
    ['a record that looks like a mark', { '\u0000': 'NaN' }],
  ])('refuses %s', (_name, value) => {
    expect(() => pack(value)).toThrow(TypeError);
  });
});

describe('pieces', () => {
  const part = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

  test.each([0, 1, 65_535, 65_536, pieceBytes - 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes + 5])('%i bytes come back from their pieces', async (length) => {
    const whole = part(length);
    const pieces = [...cut(whole)];
    expect(pieces.every((piece) => piece.byteLength >= 65_536 && piece.byteLength <= pieceBytes)).toBe(true);
    const hashes = await Promise.all(pieces.map(hashOf));
    expect(Buffer.compare(await join(length, hashes, async (i) => pieces[i]), whole)).toBe(0);
  });

  test('a missing piece and a changed one are named', async () => {
    const pieces = [...cut(part(pieceBytes + 9))];
    const hashes = await Promise.all(pieces.map(hashOf));
    await expect(join(pieceBytes + 9, hashes, async (i) => (i === 0 ? pieces[0] : undefined))).rejects.toMatchObject({ code: 'set-damaged', record: { details: 'piece 1 is missing' } });
    new Uint8Array(pieces[0]!)[100]! ^= 1;
    await expect(join(pieceBytes + 9, hashes, async (i) => pieces[i])).rejects.toMatchObject({ record: { details: 'piece 0 has another checksum' } });
  });

  test('a sealed text opens, and not when a byte of it has changed', async () => {
    const record = await sealText('{"grün":1}');
    expect(record.byteLength).toBe(65_536);
    expect(await openText(record)).toBe('{"grün":1}');
    new Uint8Array(record)[70]! ^= 1;
    await expect(openText(record)).rejects.toMatchObject({ code: 'set-damaged' });
  });
});
