import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { parseBinding, printBinding } from '../../../src/engine/models/binding/text';
import type { InputSource } from '../../../src/engine/models/binding/types';
import { tableOf } from '../../tools/simple-table';
import { modelOf } from './model';

const table = tableOf({ age: [1], Home: ['x'], 'default payment next month': [1], 'x - 3': [1], or: [1], 'a"b': [1], duration: [2], race: ['W'] });
const number = modelOf([{ name: 'n' }]);
const text = modelOf([{ name: 't', type: 'string' }]);

function read(line: string, model = number): InputSource | undefined {
  return parseBinding(line, table, model).sources[0];
}

describe('a mapping as text', () => {
  test.each<[string, typeof number, InputSource | undefined]>([
    ['age', number, { as: 'number', column: 0 }],
    ['age', text, { as: 'text', column: 0 }],
    ['  age  ', number, { as: 'number', column: 0 }],
    ['age or 0', number, { as: 'number', column: 0, missing: 0 }],
    ['Home or NA', text, { as: 'text', column: 1, missing: 'NA' }],
    ['Home or "not known"', text, { as: 'text', column: 1, missing: 'not known' }],
    ['(duration - 20.75) / 11.64', number, { as: 'number', column: 6, subtract: 20.75, divide: 11.64 }],
    ['duration / 1e3', number, { as: 'number', column: 6, divide: 1000 }],
    ['duration - -4', number, { as: 'number', column: 6, subtract: -4 }],
    ['((age or 3) - 1) / 2', number, { as: 'number', column: 0, missing: 3, subtract: 1, divide: 2 }],
    ['race = African-American', number, { as: 'equals', column: 7, level: 'African-American' }],
    ['((race = White) - 0.3) / 0.46', number, { as: 'equals', column: 7, level: 'White', subtract: 0.3, divide: 0.46 }],
    ['Home as code: Local-gov, Private, "a, b"; unknown 9', number, { as: 'code', column: 1, levels: ['Local-gov', 'Private', 'a, b'], unknown: 9 }],
    ['Home as code: a; unknown -1; missing nothing', number, { as: 'code', column: 1, levels: ['a'], unknown: -1, missing: NaN }],
    ['constant 0', number, { as: 'constant', value: 0 }],
    ['constant "US"', text, { as: 'constant', value: 'US' }],
    ['default payment next month', number, { as: 'number', column: 2 }],
    ['"default payment next month" - 1', number, { as: 'number', column: 2, subtract: 1 }],
    ['x - 3', number, { as: 'number', column: 3 }],
    ['"or"', number, { as: 'number', column: 4 }],
    ['?', number, undefined],
  ])('%s', (line, model, source) => {
    expect(read(line, model)).toEqual(source);
  });

  test.each<[string, typeof number, string, string]>([
    ['ghost', number, 'binding-column', 'ghost'],
    ['(age - 1 / 2', number, 'binding-text', 'Line 1'],
    ['age - x', number, 'binding-text', '"x" is not a number'],
    ['age / 0', number, 'binding-text', 'divided by 0'],
    ['age or x', number, 'binding-type', '"x"'],
    ['race = W', text, 'binding-type', 'takes texts'],
    ['(age - 1) / 2', text, 'binding-type', 'takes texts'],
    ['constant x', number, 'binding-text', '"x"'],
    ['Home as code: a, b', number, 'binding-text', 'unknown'],
    ['"age', number, 'binding-text', 'does not end'],
    ['age or 0 or 1', number, 'binding-type', '0 or 1'],
    ['age\nage', number, 'binding-count', '2 lines'],
    ['', number, 'binding-count', '0 lines'],
  ])('%j is refused, naming the line', (line, model, code, words) => {
    let error: unknown;
    try {
      parseBinding(line, table, model);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(AssayError);
    expect((error as AssayError).code).toBe(code);
    expect((error as AssayError).message).toContain(words);
  });

  test('blank lines and remarks are skipped, and the line named is the one in the text', () => {
    const two = modelOf([{ name: 'a' }, { name: 'b' }]);
    expect(parseBinding('# made by hand\r\n\r\nage\r\n\r\nduration\r\n', table, two).sources).toEqual([
      { as: 'number', column: 0 },
      { as: 'number', column: 6 },
    ]);
    expect(() => parseBinding('# x\n\nage\nghost', table, two)).toThrow(/Line 4/);
  });
});

describe('what is printed is read back', () => {
  const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, noDefaultInfinity: true })).map((x) => (x === 0 ? 0 : x));
  const level = fc.string({ minLength: 1, unit: fc.constantFrom(...'ab ,;:"\\\'()=-/#?<>é\n\t0'.split('')) });
  const scale = fc.record({ subtract: value, divide: value.filter((x) => x !== 0) }, { requiredKeys: [] });
  const header = fc
    .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab or-=/()"\\ as code:#?constant0'.split('')) })
    .filter((name) => name.trim() !== '');

  test('for any column names, levels and numbers', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(header, { minLength: 1, maxLength: 4 }),
        fc.array(
          fc.oneof(
            fc.record({ kind: fc.constant('number' as const), at: fc.nat(), scale, missing: fc.option(value, { nil: undefined }) }),
            fc.record({ kind: fc.constant('text' as const), at: fc.nat(), missing: fc.option(level, { nil: undefined }) }),
            fc.record({ kind: fc.constant('equals' as const), at: fc.nat(), scale, level }),
            fc.record({
              kind: fc.constant('code' as const),
              at: fc.nat(),
              levels: fc.array(level, { minLength: 1, maxLength: 4 }),
              unknown: fc.oneof(value, fc.constant(NaN)),
              missing: fc.option(fc.oneof(value, fc.constant(NaN)), { nil: undefined }),
            }),
            fc.record({ kind: fc.constant('constant' as const), value: fc.oneof(value, level) }),
            fc.record({ kind: fc.constant('open' as const) }),
          ),
          { minLength: 1, maxLength: 5 },
        ),
        (headers, parts) => {
          const random = tableOf(Object.fromEntries(headers.map((name) => [name, ['x']])));
          const sources = parts.map((part): InputSource | undefined => {
            if (part.kind === 'open') return undefined;
            if (part.kind === 'constant') return { as: 'constant', value: part.value };
            const column = part.at % random.columns.length;
            if (part.kind === 'number')
              return { as: 'number', column, ...part.scale, ...(part.missing === undefined ? {} : { missing: part.missing }) };
            if (part.kind === 'text') return { as: 'text', column, ...(part.missing === undefined ? {} : { missing: part.missing }) };
            if (part.kind === 'equals') return { as: 'equals', column, level: part.level, ...part.scale };
            return {
              as: 'code',
              column,
              levels: part.levels,
              unknown: part.unknown,
              ...(part.missing === undefined ? {} : { missing: part.missing }),
            };
          });
          const model = modelOf(
            sources.map((source, i) => ({
              name: `i${i}`,
              type: source?.as === 'text' || (source?.as === 'constant' && typeof source.value === 'string') ? 'string' : 'float32',
            })),
          );
          expect(parseBinding(printBinding({ sources }, random), random, model).sources).toEqual(sources);
        },
      ),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('a mapping as JSON', () => {
  const model = modelOf([{ name: 'n' }, { name: 't', type: 'string' }]);
  const file = (first: unknown): string =>
    JSON.stringify({
      inputs: [
        { name: 't', features: [{ column: 'Home', as: 'text', missing: 'NA' }] },
        { name: 'n', features: [first] },
      ],
    });

  test('inputs are found by name, whatever their order', () => {
    expect(parseBinding(file({ column: 'age', as: 'number', subtract: 1, divide: 2 }), table, model).sources).toEqual([
      { as: 'number', column: 0, subtract: 1, divide: 2 },
      { as: 'text', column: 1, missing: 'NA' },
    ]);
  });

  test.each([
    ['a column that is not there', { column: 'ghost', as: 'number' }, 'binding-column'],
    ['an unknown kind', { column: 'age', as: 'magic' }, 'binding-text'],
    ['a number that is none', { column: 'age', as: 'number', divide: 'two' }, 'binding-text'],
    ['a division by 0', { column: 'age', as: 'number', divide: 0 }, 'binding-text'],
    ['a code without its list', { column: 'age', as: 'code' }, 'binding-text'],
    ['something that is no object', 7, 'binding-text'],
  ])('%s is refused', (_, feature, code) => {
    expect(() => parseBinding(file(feature), table, model)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['broken JSON', '{"inputs": [', 'binding-text'],
    ['no list', '{"inputs": 5}', 'binding-text'],
    ['a missing input', '[{"name": "n", "features": [{"column": "age", "as": "number"}]}]', 'binding-count'],
    [
      'too many features',
      '[{"name": "n", "features": [{"column": "age", "as": "number"}, {"column": "age", "as": "number"}]}, {"name": "t", "features": []}]',
      'binding-count',
    ],
  ])('%s is refused', (_, content, code) => {
    expect(() => parseBinding(content, table, model)).toThrow(expect.objectContaining({ code }));
  });
});
