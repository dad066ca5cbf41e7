import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/engine/models/document/json';
import { Field, type DocValue } from '../../../src/engine/models/document/value';
import { Random } from '../../../src/engine/stats/random';

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const parse = (text: string): DocValue => parseJson(utf8(text));

/** Turns a document into what JSON.parse gives. */
function plain(value: DocValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...(value as Map<string, DocValue>)].map(([key, item]) => [key, plain(item)]));
  if (value instanceof Float64Array) return [...value];
  return Array.isArray(value) ? value.map(plain) : value;
}

describe('parseJson', () => {
  test.each([
    ['{"a":[1,2.5,-3e2],"b":{"c":"d"},"e":[true,null,"x",1]}'],
    ['[]'],
    ['  {"quoted":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00", "ü":"é"}  '],
    ['[[1,2],[3],[],["a"]]'],
    ['[1,"a",2]'],
    ['-0'],
    ['[0.1,1e-7,1.7976931348623157e308,5e-324,123456789012345678,0.30000000000000004,1E+2]'],
  ])('reads %s as JSON.parse does', (text) => {
    expect(plain(parse(text))).toEqual(JSON.parse(text));
  });

  test('reads doubles to the last bit', () => {
    const random = new Random(3);
    const numbers = Array.from({ length: 5000 }, (_, i) => {
      const value = (random.uniform() - 0.5) * 10 ** (random.below(40) - 20);
      return i % 3 === 0 ? Math.fround(value) : i % 3 === 1 ? Number(value.toPrecision(1 + random.below(17))) : value;
    });
    for (const write of [String, (x: number) => x.toExponential(), (x: number) => x.toPrecision(17)]) {
      expect([...(parse(`[${numbers.map(write).join(',')}]`) as Float64Array)]).toEqual(numbers.map((x) => Number(write(x))));
    }
  });

  test('reads what C++ and Python write for numbers that JSON lacks', () => {
    expect([...(parse('[NaN,Infinity,-Infinity,nan,inf,-inf]') as Float64Array)]).toEqual([NaN, Infinity, -Infinity, NaN, Infinity, -Infinity]);
  });

  test('keeps hostile names as names', () => {
    const value = parse('{"__proto__":{"polluted":1},"constructor":2}');
    expect(value instanceof Map && [...value.keys()]).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    ['an empty file', ''],
    ['a cut object', '{"a":1'],
    ['a cut text', '{"a":"b'],
    ['a cut escape', '"\\u12'],
    ['a name without quotes', '{a:1}'],
    ['a comma too many', '[1,]'],
    ['no comma', '[1 2]'],
    ['something after the end', '{} {}'],
    ['a name twice', '{"a":1,"a":2}'],
    ['an escape that is none', '"\\x"'],
    ['a number that is none', '[1.2.3]'],
    ['a leading plus', '[+1]'],
    ['a word', '[yes]'],
    ['deep nesting', `${'['.repeat(300)}${']'.repeat(300)}`],
    ['very deep nesting', '['.repeat(5_000_000)],
    ['an endless number', `[${'1'.repeat(1000)}]`],
  ])('refuses %s', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'document-broken' }) as Error);
  });

  test('never throws anything but its own error on mutated text', () => {
    const random = new Random(5);
    const seed = utf8('{"a":[1,2.5,-3e2,NaN],"b":{"c":"d\\u00e9"},"e":[true,null,"x",1]}');
    for (let trial = 0; trial < 3000; trial++) {
      const mutant = seed.slice(0, random.below(seed.length + 1));
      for (let k = 0; k < 1 + random.below(4) && mutant.length > 0; k++) mutant[random.below(mutant.length)] = random.below(256);
      try {
        parseJson(mutant);
      } catch (error) {
        expect(error).toMatchObject({ code: 'document-broken' });
      }
    }
  });
});

describe('Field', () => {
  const root = new Field(parse('{"a":{"n":"5E-1","list":[1,2],"mixed":[true,3],"word":"x"}}'), '').get('a');

  test('reads numbers written as texts, and true as 1', () => {
    expect(root.get('n').number()).toBe(0.5);
    expect([...root.get('mixed').numbers()]).toEqual([1, 3]);
    expect(root.get('absent').number(7)).toBe(7);
    expect(root.any('absent', 'n').number()).toBe(0.5);
  });

  test.each([
    ['“a.word” must be a number', () => root.get('word').number()],
    ['“a.absent” must be a list of numbers, but is nothing', () => root.get('absent').numbers()],
    ['“a.list” must hold 3 numbers, but holds 2', () => root.get('list').numbers(3)],
    ['“a.list[1]” must be a text', () => root.get('list').texts()],
    ['“a.n” must be a whole number', () => root.get('n').whole(10)],
    ['“a.list” must be an object', () => root.get('list').object()],
  ])('names the place: %s', (message, act) => {
    expect(act).toThrow(message.replace('“a.list[1]”', '“a.list[0]”'));
  });
});
