import { describe, expect, test } from 'vitest';
import { parseUbjson } from '../../../src/engine/models/document/ubjson';
import { Random } from '../../../src/engine/stats/random';

const raw = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (character) => character.charCodeAt(0));
const long = (value: number): string => `L\0\0\0\0\0\0${String.fromCharCode(value >> 8, value & 255)}`;

describe('parseUbjson', () => {
  test('reads every type of value', () => {
    const text = `{${long(1)}a[i\xffU\xffI\xff\xfel\0\0\0\x05L\0\0\0\0\0\0\0\x07]${long(1)}b[d\x3f\x80\0\0D\x3f\xe0\0\0\0\0\0\0]${long(1)}c[TFZSi\x02hiCx]}`;
    const value = parseUbjson(raw(text)) as Map<string, unknown>;
    expect([...(value.get('a') as Float64Array)]).toEqual([-1, 255, -2, 5, 7]);
    expect([...(value.get('b') as Float64Array)]).toEqual([1, 0.5]);
    expect(value.get('c')).toEqual([true, false, null, 'hi', 'x']);
  });

  test('reads typed and counted lists and objects', () => {
    expect([...(parseUbjson(raw(`[$l#${long(2)}\0\0\0\x01\xff\xff\xff\xff`)) as Float64Array)]).toEqual([1, -1]);
    expect([...(parseUbjson(raw(`[#i\x02i\x05d\x40\0\0\0`)) as Float64Array)]).toEqual([5, 2]);
    expect(parseUbjson(raw(`[#i\x01Si\x01q`))).toEqual(['q']);
    expect([...(parseUbjson(raw('{#i\x01i\x01ki\x09')) as Map<string, unknown>)]).toEqual([['k', 9]]);
    expect([...(parseUbjson(raw('{$i#i\x02i\x01k\x09i\x01m\x08')) as Map<string, unknown>)]).toEqual([
      ['k', 9],
      ['m', 8],
    ]);
    expect(parseUbjson(raw('N{N}'))).toEqual(new Map());
  });

  test.each([
    ['an empty file', ''],
    ['a cut number', 'l\0\0'],
    ['a cut text', `S${long(500)}abc`],
    ['a list longer than the file', `[$d#L\0\0\x7f\xff\xff\xff\xff\xff`],
    ['a counted list longer than the file', '[#l\x7f\xff\xff\xffi\x01'],
    ['a list of elements without bytes', '[$T#l\x7f\xff\xff\xff'],
    ['a length below zero', 'Si\xff'],
    ['a length beyond what numbers can count', 'SL\x7f\xff\xff\xff\xff\xff\xff\xff'],
    ['a length that is a float', 'Sd\0\0\0\0'],
    ['a type without a count', '[$i]'],
    ['an unknown type', 'Q'],
    ['a name twice', '{i\x01ai\x01i\x01ai\x02}'],
    ['an object that does not end', '{i\x01ai\x01'],
    ['something after the end', 'TT'],
    ['deep nesting', '['.repeat(100_000)],
  ])('refuses %s', (_, text) => {
    expect(() => parseUbjson(raw(text))).toThrow(expect.objectContaining({ code: 'document-broken' }) as Error);
  });

  test('never throws anything but its own error on mutated bytes', () => {
    const random = new Random(6);
    const seed = raw(`{${long(1)}a[$l#${long(2)}\0\0\0\x01\xff\xff\xff\xff${long(1)}b{i\x01k[#i\x02i\x05d\x40\0\0\0}}`);
    for (let trial = 0; trial < 3000; trial++) {
      const mutant = seed.slice(0, random.below(4) === 0 ? random.below(seed.length) : seed.length);
      for (let k = 0; k < 1 + random.below(3) && mutant.length > 0; k++) mutant[random.below(mutant.length)] = random.below(256);
      try {
        parseUbjson(mutant);
      } catch (error) {
        expect(error).toMatchObject({ code: 'document-broken' });
      }
    }
  });
});
