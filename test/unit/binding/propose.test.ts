import { describe, expect, test } from 'vitest';
import { proposeBinding } from '../../../src/engine/models/binding/propose';
import type { InputSource } from '../../../src/engine/models/binding/types';
import { tableOf } from '../../tools/simple-table';
import { matrixOf, modelOf } from './model';

const table = tableOf({
  age: [31, 44, 58],
  'Marital Status': ['single', 'married', 'single'],
  race: ['White', 'Black', 'African-American'],
  SEX: [1, 2, 2],
  zip: ['007', '012', '007'],
  label: [0, 1, 1],
});

describe('how a model input finds its column', () => {
  test.each<[string, Parameters<typeof modelOf>[0][number], string, InputSource | undefined]>([
    ['by the exact name', { name: 'age' }, 'exact', { as: 'number', column: 0 }],
    ['by the name without case and punctuation', { name: 'marital_status', type: 'string' }, 'normalised', { as: 'text', column: 1 }],
    ['behind the prefix of a pipeline', { name: 'num__age' }, 'normalised', { as: 'number', column: 0 }],
    ['as a one-hot column with an underscore', { name: 'race_African-American' }, 'one-hot', { as: 'equals', column: 2, level: 'African-American' }],
    ['as a one-hot column with an equals sign', { name: 'race=White' }, 'one-hot', { as: 'equals', column: 2, level: 'White' }],
    ['as a one-hot column of a column with spaces', { name: 'Marital Status_married' }, 'one-hot', { as: 'equals', column: 1, level: 'married' }],
    ['as a one-hot column of a number written otherwise', { name: 'SEX_2.0' }, 'one-hot', { as: 'equals', column: 3, level: '2' }],
    ['as a text where the cells look like numbers', { name: 'SEX', type: 'string' }, 'exact', { as: 'text', column: 3 }],
    [
      'with the text its imputer takes for missing',
      { name: 'race', type: 'string', missingText: 'NA' },
      'exact',
      { as: 'text', column: 2, missing: 'NA' },
    ],
    ['with the level that means missing', { name: 'race', type: 'string', levels: ['?', 'White'] }, 'exact', { as: 'text', column: 2, missing: '?' }],
    [
      'by the codes the file knows',
      { name: 'race', coding: 'codes', levels: ['Black', 'White'], unseen: -1 },
      'exact',
      { as: 'code', column: 2, levels: ['Black', 'White'], unknown: -1, missing: NaN },
    ],
    ['not at all when nothing is alike', { name: 'income' }, 'none', undefined],
    ['not as a level the column does not have', { name: 'race_Martian' }, 'none', undefined],
  ])('%s', (_, input, how, source) => {
    const proposed = proposeBinding(modelOf([input, { name: 'age' }]), table);
    expect(proposed.how[0]).toBe(how);
    expect(proposed.binding.sources[0]).toEqual(source);
  });

  test('texts for a number input need a person to give the codes', () => {
    const proposed = proposeBinding(modelOf([{ name: 'race', type: 'int64', rank: 1 }, { name: 'age' }]), table);
    expect(proposed.binding.sources[0]).toBeUndefined();
    expect(proposed.questions.map((q) => q.id)).toEqual(['codes']);
    expect(proposed.questions[0]!.text).toContain('race');
  });

  test('two columns alike but for case are no match', () => {
    expect(proposeBinding(modelOf([{ name: 'a b' }]), tableOf({ A_B: [1], 'A.B': [2] })).how).toEqual(['none']);
  });
});

describe('inputs without names', () => {
  const model = matrixOf(['input 1', 'input 2', 'input 3'], false);
  const small = tableOf({ b: [1, 2], label: [0, 1], a: [3, 4], c: [5, 6] });

  test('are matched by order when as many features are left, and the person is asked', () => {
    const proposed = proposeBinding(model, small, ['feature', 'label', 'feature', 'feature']);
    expect(proposed.how).toEqual(['by-order', 'by-order', 'by-order']);
    expect(proposed.binding.sources.map((s) => s && 'column' in s && s.column)).toEqual([0, 2, 3]);
    expect(proposed.questions[0]).toMatchObject({ id: 'input-order', text: expect.stringContaining('b, a, c') as string });
  });

  test('are left open when the numbers do not fit', () => {
    const proposed = proposeBinding(model, small);
    expect(proposed.how).toEqual(['none', 'none', 'none']);
    expect(proposed.questions[0]!.id).toBe('input-order');
  });

  test('are left open when a text column is among them', () => {
    expect(proposeBinding(matrixOf(['1', '2'], false), tableOf({ a: [1], t: ['x'] })).how).toEqual(['none', 'none']);
  });
});
