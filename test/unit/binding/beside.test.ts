import { describe, expect, test } from 'vitest';
import type { AssayError } from '../../../src/engine/errors';
import { bindingBeside } from '../../../src/engine/models/binding/beside';
import type { Binding } from '../../../src/engine/models/binding/types';
import { tableOf } from '../../tools/simple-table';
import { matrixOf, modelOf } from './model';

const table = tableOf({ age: [31, 44, 58], grade: ['a', 'b', 'a'], debt: [1, 2, 3] });
const first = modelOf([{ name: 'age' }, { name: 'x' }]);
/** As a person matched it: no proposal would find the second input. */
const mapped: Binding = { sources: [{ as: 'number', column: 0 }, { as: 'equals', column: 1, level: 'b' }] };

describe('the mapping of a second model', () => {
  test.each([
    ['the person’s own where the inputs are the same', modelOf([{ name: 'age' }, { name: 'x' }]), mapped],
    ['the person’s own where the second file names none and has as many', matrixOf(['input 1', 'input 2'], false), mapped],
    ['by name where they are others', modelOf([{ name: 'debt' }, { name: 'age' }]), { sources: [{ as: 'number', column: 2 }, { as: 'number', column: 0 }] }],
    ['by name where it has fewer', modelOf([{ name: 'age' }]), { sources: [{ as: 'number', column: 0 }] }],
  ])('is %s', (_, second, expected) => {
    expect(bindingBeside(second, first, mapped, table, ['feature', 'feature', 'feature'])).toEqual(expected);
  });

  test.each([
    ['an input no column is named like', modelOf([{ name: 'age' }, { name: 'income' }]), /“income”/],
    ['inputs that could only be guessed by their order', matrixOf(['input 1', 'input 2', 'input 3'], false), /input/],
  ])('is refused for %s, by name', (_, second, named) => {
    let found: AssayError | undefined;
    try {
      bindingBeside(second, first, mapped, table, ['feature', 'feature', 'feature']);
    } catch (error) {
      found = error as AssayError;
    }
    expect(found?.record.code).toBe('second-model-inputs');
    expect(found?.record.why).toMatch(named);
  });
});
