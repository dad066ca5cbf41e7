import { describe, expect, test } from 'vitest';
import { decodeScores, type FetchedTensor } from '../../../src/engine/models/binding/decode';
import { makeEncoder } from '../../../src/engine/models/binding/encode';
import { encodeRows, featureSpace } from '../../../src/engine/models/binding/features';
import type { InputSource } from '../../../src/engine/models/binding/types';
import { halfToNumber } from '../../../src/engine/models/half';
import type { ElementType, Model } from '../../../src/engine/models/types';
import type { Table, TextColumn } from '../../../src/engine/table/types';
import { tableOf } from '../../tools/simple-table';
import { matrixOf, modelOf } from './model';

const table = tableOf({ race: ['White', 'Black', '', 'White'], age: [31, 44, '', 58.5], id: ['007', '7', '7', ''] });

/** What one model input gets for each row of the table. */
function sent(
  source: InputSource,
  type: ElementType = 'float64',
  more: Partial<Model['inputs'][number]> = {},
  from: Table = table,
): { data: unknown[]; unfit?: number[] } {
  const model = modelOf([{ name: 'x', type, ...more }]);
  const binding = { sources: [source] };
  const space = featureSpace(model, from, binding);
  const rows = encodeRows(from, space, 0, from.rows);
  const batch = makeEncoder(model, space, binding)(rows.values, rows.count);
  expect(batch[0]!.type).toBe(type);
  expect(batch[0]!.dims).toEqual([from.rows, 1]);
  return { data: Array.from(batch[0]!.data as ArrayLike<unknown>), ...(batch.unfit === undefined ? {} : { unfit: [...batch.unfit] }) };
}

describe('what a model input gets', () => {
  test.each<[string, InputSource, ElementType, unknown[]]>([
    ['numbers as they are, missing as NaN', { as: 'number', column: 1 }, 'float64', [31, 44, NaN, 58.5]],
    ['numbers shifted and scaled in double', { as: 'number', column: 1, subtract: 0.1, divide: 3 }, 'float64', [30.9 / 3, 43.9 / 3, NaN, 58.4 / 3]],
    ['numbers rounded once to float32', { as: 'number', column: 1, divide: 3 }, 'float32', [Math.fround(31 / 3), Math.fround(44 / 3), NaN, 19.5]],
    ['a number for missing cells, before scaling', { as: 'number', column: 1, missing: 40, subtract: 40 }, 'float64', [-9, 4, 0, 18.5]],
    ['texts as written, missing as nothing', { as: 'text', column: 0 }, 'string', ['White', 'Black', '', 'White']],
    ['texts with a word for missing', { as: 'text', column: 0, missing: 'NA' }, 'string', ['White', 'Black', 'NA', 'White']],
    ['ids with their zeros', { as: 'text', column: 2 }, 'string', ['007', '7', '7', '']],
    ['one and zero for a level', { as: 'equals', column: 0, level: 'White' }, 'float64', [1, 0, 0, 1]],
    ['one and zero, standardised', { as: 'equals', column: 0, level: 'Black', subtract: 0.5, divide: 0.25 }, 'float64', [-2, 2, -2, -2]],
    ['one where a missing cell is what is asked for', { as: 'equals', column: 0, level: '?' }, 'float64', [0, 0, 1, 0]],
    ['positions in a list', { as: 'code', column: 0, levels: ['Black', 'White'], unknown: 9 }, 'int64', [1n, 0n, 9n, 1n]],
    ['positions in a list with missing as one of them', { as: 'code', column: 0, levels: ['?', 'White'], unknown: 9 }, 'int64', [1n, 9n, 0n, 1n]],
    [
      'positions with a number of its own for missing',
      { as: 'code', column: 0, levels: ['White'], unknown: -1, missing: NaN },
      'float64',
      [0, -1, NaN, 0],
    ],
    ['a constant number', { as: 'constant', value: 5 }, 'float32', [5, 5, 5, 5]],
    ['a constant text', { as: 'constant', value: 'US' }, 'string', ['US', 'US', 'US', 'US']],
  ])('%s', (_, source, type, expected) => {
    expect(sent(source, type)).toEqual({ data: expected });
  });

  test('half precision is sent as its bit patterns', () => {
    const { data } = sent({ as: 'number', column: 1 }, 'float16');
    expect((data as number[]).map(halfToNumber)).toEqual([31, 44, NaN, 58.5]);
  });

  test('truth values come from words and numbers', () => {
    const flags = tableOf({ f: ['true', 'False', 'TRUE', '0'] });
    expect(sent({ as: 'number', column: 0 }, 'bool', {}, flags).data).toEqual([1, 0, 1, 0]);
  });

  test('rows a whole-number input cannot hold are marked, not sent as 0', () => {
    expect(sent({ as: 'number', column: 1 }, 'int64').unfit).toEqual([0, 0, 1, 1]);
    expect(sent({ as: 'number', column: 1 }, 'uint8').unfit).toEqual([0, 0, 1, 1]);
    expect(sent({ as: 'number', column: 1, subtract: 40 }, 'uint8').unfit).toEqual([1, 0, 1, 1]);
  });

  test('a text input cannot be given a comparison', () => {
    expect(() => sent({ as: 'equals', column: 0, level: 'White' }, 'string')).toThrow(expect.objectContaining({ code: 'binding-type' }));
  });

  test("an imputer's own word stands for missing cells unless the mapping says otherwise", () => {
    expect(sent({ as: 'text', column: 0 }, 'string', { missingText: 'NA' }).data[2]).toBe('NA');
    expect(sent({ as: 'text', column: 0, missing: '' }, 'string', { missingText: 'NA' }).data[2]).toBe('');
  });
});

describe('features', () => {
  const model = matrixOf(['age', 'race_White', 'race_Black', 'const']);
  const binding = {
    sources: [
      { as: 'number', column: 1 },
      { as: 'equals', column: 0, level: 'White' },
      { as: 'equals', column: 0, level: 'Black' },
      { as: 'constant', value: 1 },
    ] as InputSource[],
  };

  test('a one-hot block from one column is one feature, and features stand in table order', () => {
    const space = featureSpace(model, table, binding);
    expect(space.features.map((feature) => [feature.name, feature.kind])).toEqual([
      ['race', 'level'],
      ['age', 'number'],
    ]);
    expect([...space.featureOf]).toEqual([1, 0, 0, -1]);
    expect(space.features[0]!.levels).toEqual(['White', 'Black']);
  });

  test('rows are taken in a range or by number', () => {
    const space = featureSpace(model, table, binding);
    expect([...encodeRows(table, space, 1, 3).values]).toEqual([1, 44, NaN, NaN]);
    expect([...encodeRows(table, space, Int32Array.of(3, 0)).values]).toEqual([0, 58.5, 0, 31]);
    expect(encodeRows(table, space, 3, 3).count).toBe(0);
  });

  test('moving a feature to another level moves its whole block', () => {
    const space = featureSpace(model, table, binding);
    const batch = makeEncoder(model, space, binding)(Float64Array.of(0, 31, 1, 31), 2);
    expect([...(batch[0]!.data as Float32Array)]).toEqual([31, 1, 0, 1, 31, 0, 1, 1]);
  });

  test('levels only the model knows are there to be chosen', () => {
    const space = featureSpace(modelOf([{ name: 'race', type: 'string', levels: ['Asian', 'White'] }]), table, {
      sources: [{ as: 'text', column: 0 }],
    });
    expect(space.features[0]!.levels).toEqual(['White', 'Black', 'Asian']);
  });

  test('open inputs are named', () => {
    expect(() => featureSpace(model, table, { sources: [undefined, ...binding.sources.slice(1)] })).toThrow(/age/);
  });

  test('text and date columns give levels and numbers', () => {
    const bytes = new TextEncoder().encode('xyx');
    const text: TextColumn = { kind: 'text', name: 't', header: 't', position: 0, missing: 1, bytes, offsets: Uint32Array.of(0, 1, 2, 2, 3) };
    const own: Table = {
      name: 'own',
      rows: 4,
      columns: [
        text,
        {
          kind: 'date',
          name: 'd',
          header: 'd',
          position: 1,
          missing: 1,
          values: Float64Array.of(0, 86_400_000, NaN, 0),
          hasTime: false,
          pattern: 'yyyy-mm-dd',
        },
      ],
    };
    expect(sent({ as: 'text', column: 0 }, 'string', {}, own).data).toEqual(['x', 'y', '', 'x']);
    expect(sent({ as: 'number', column: 1 }, 'float64', {}, own).data).toEqual([0, 86_400_000, NaN, 0]);
    expect(sent({ as: 'text', column: 1 }, 'string', {}, own).data).toEqual(['1970-01-01', '1970-01-02', '', '1970-01-01']);
  });
});

describe('scores from tensors', () => {
  const tensor = (data: FetchedTensor['data'], type = 'float32'): FetchedTensor => ({ data, dims: [], type });
  const decode = (more: Partial<Model>, tensors: Record<string, FetchedTensor>, count: number, unfit?: Uint8Array): number[] => [
    ...decodeScores(modelOf([], more), new Map(Object.entries(tensors)), count, unfit),
  ];

  test.each<[string, Partial<Model>, Record<string, FetchedTensor>, number[]]>([
    [
      'two classes: the second',
      { output: { tensors: ['p'], layout: 'per-class', link: 'none' } },
      { p: tensor(Float64Array.of(0.25, 0.75, 0.5, 0.5)) },
      [0.75, 0.5],
    ],
    [
      'two log-odds: soft max',
      { output: { tensors: ['p'], layout: 'per-class', link: 'softmax' } },
      { p: tensor(Float64Array.of(0, Math.log(3), 1000, 1000)) },
      [0.75, 0.5],
    ],
    ['one probability', {}, { p: tensor(Float64Array.of(0.1, 0.9)) }, [0.1, 0.9]],
    ['one log-odds', { output: { tensors: ['p'], layout: 'positive', link: 'sigmoid' } }, { p: tensor(Float64Array.of(0, -800)) }, [0.5, 0]],
    [
      'one output per class',
      { output: { tensors: ['a', 'b'], layout: 'class-tensors', link: 'none' } },
      { a: tensor(Float64Array.of(0.2, 0.4)), b: tensor(Float64Array.of(0.8, 0.6)) },
      [0.8, 0.6],
    ],
    [
      'three classes: all',
      { task: 'multiclass', classes: ['a', 'b', 'c'], output: { tensors: ['p'], layout: 'per-class', link: 'none' } },
      { p: tensor(Float64Array.of(0.1, 0.2, 0.7, 1, 0, 0)) },
      [0.1, 0.2, 0.7, 1, 0, 0],
    ],
    [
      'a value',
      { task: 'regression', classes: [], output: { tensors: ['p'], layout: 'value', link: 'none' } },
      { p: tensor(Float64Array.of(-3, 12)) },
      [-3, 12],
    ],
    [
      'a log value',
      { task: 'regression', classes: [], output: { tensors: ['p'], layout: 'value', link: 'exp' } },
      { p: tensor(Float64Array.of(0, 1)) },
      [1, Math.E],
    ],
    [
      'another column of values',
      { task: 'regression', classes: [], output: { tensors: ['p'], layout: 'value', link: 'none', column: 1 } },
      { p: tensor(Float64Array.of(1, 2, 3, 4)) },
      [2, 4],
    ],
    ['decisions in words', { output: { tensors: ['p'], layout: 'decision', link: 'none', text: true } }, { p: tensor(['yes', 'no']) }, [1, 0]],
    [
      'decisions never heard of',
      { output: { tensors: ['p'], layout: 'decision', link: 'none', text: true } },
      { p: tensor(['maybe', 'no']) },
      [NaN, 0],
    ],
    [
      'decisions in whole numbers',
      { task: 'multiclass', classes: ['-1', '0', '7'], output: { tensors: ['p'], layout: 'decision', link: 'none' } },
      { p: tensor(BigInt64Array.of(7n, -1n), 'int64') },
      [2, 0],
    ],
    ['half precision', {}, { p: tensor(Uint16Array.of(0x3800, 0x3c00), 'float16') }, [0.5, 1]],
  ])('%s', (_, more, tensors, expected) => {
    const scores = decode(more, tensors, 2);
    expect(scores).toHaveLength(expected.length);
    scores.forEach((score, i) => (Number.isNaN(expected[i]) ? expect(score).toBeNaN() : expect(score).toBeCloseTo(expected[i]!, 12)));
  });

  test('rows that could not be expressed have no score', () => {
    expect(
      decode(
        { task: 'multiclass', classes: ['a', 'b', 'c'], output: { tensors: ['p'], layout: 'per-class', link: 'none' } },
        { p: tensor(Float64Array.of(0.1, 0.2, 0.7, 1, 0, 0)) },
        2,
        Uint8Array.of(1, 0),
      ),
    ).toEqual([NaN, NaN, NaN, 1, 0, 0]);
  });

  test.each<[string, Partial<Model>, Record<string, FetchedTensor>]>([
    ['a missing output', {}, {}],
    ['too few numbers', { output: { tensors: ['p'], layout: 'per-class', link: 'none' } }, { p: tensor(Float64Array.of(1, 0, 1)) }],
    ['numbers that do not divide by the rows', {}, { p: tensor(Float64Array.of(1, 0, 1)) }],
    [
      'a class output of another length',
      { output: { tensors: ['a', 'p'], layout: 'class-tensors', link: 'none' } },
      { a: tensor(Float64Array.of(1, 1)), p: tensor(Float64Array.of(1)) },
    ],
    ['decisions of another length', { output: { tensors: ['p'], layout: 'decision', link: 'none' } }, { p: tensor(['yes']) }],
  ])('%s is refused', (_, more, tensors) => {
    expect(() => decode(more, tensors, 2)).toThrow(expect.objectContaining({ code: 'output-shape' }));
  });
});
