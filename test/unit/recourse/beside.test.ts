import { describe, expect, test } from 'vitest';
import type { AssayError } from '../../../src/engine/errors';
import type { Feature } from '../../../src/engine/models/binding/types';
import { heldBeside, rowsBeside, targetBeside } from '../../../src/engine/recourse/checks/beside';
import type { PlanChange } from '../../../src/engine/recourse/types';

const number = (column: number, name: string): Feature => ({ column, name, kind: 'number' });
const level = (column: number, name: string, levels: readonly string[]): Feature => ({ column, name, kind: 'level', levels });
const change = (feature: number, to: number): PlanChange => ({ feature, from: 0, to, cost: 1 });
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as AssayError).record.code;
  }
  return 'none';
};

describe('plans as rows of a second model', () => {
  const first = [number(0, 'age'), level(1, 'home', ['own', 'rent']), number(2, 'debt')];

  test('are the person’s own row there, with what changes put in column by column, and inputs it does not look at are told', () => {
    const second = [level(1, 'home', ['rent', 'own', 'other']), number(0, 'age')];
    const { values, unread } = rowsBeside(first, second, Float64Array.of(1, 33), [{ changes: [change(0, 40), change(1, 1)] }, { changes: [change(2, 5)] }, { changes: [] }]);
    expect([...values]).toEqual([1, 33, 0, 40, 1, 33, 1, 33]);
    expect(unread).toEqual([[], [2], []]);
  });

  test('read a column’s numbers as levels or levels as numbers where the second model does', () => {
    const coded = [level(0, 'grade', ['1', '2', '3']), number(1, 'size')];
    const other = [number(0, 'grade'), level(1, 'size', ['10', '20'])];
    expect([...rowsBeside(coded, other, Float64Array.of(1, 0), [{ changes: [change(0, 2), change(1, 20)] }]).values]).toEqual([1, 0, 3, 1]);
    expect([...rowsBeside(coded, other, Float64Array.of(1, 0), [{ changes: [change(0, NaN)] }]).values]).toEqual([1, 0, NaN, 0]);
  });

  test.each([
    ['a level it does not have', [level(1, 'home', ['own'])], change(1, 1)],
    ['a text where it wants a number', [number(1, 'home')], change(1, 1)],
  ])('are refused for %s', (_, second, own) => {
    expect(refusal(() => rowsBeside(first, second, new Float64Array(1), [{ changes: [own] }]))).toBe('second-model-value');
  });
});

describe('the target of a second model', () => {
  const binary = (...classes: string[]) => ({ task: 'binary' as const, classes });
  test.each([
    ['its class by name', binary('bad', 'good'), binary('good', 'bad'), 0],
    ['its class by place where a file names none', binary('bad', 'good'), binary(), 1],
    ['its class by place where all names differ', binary('bad', 'good'), binary('0', '1'), 1],
  ])('has %s', (_, first, second, index) => {
    expect(targetBeside({ class: 1, above: 0.5 }, first, second)).toEqual({ class: index, above: 0.5 });
  });

  test.each([
    ['another task', binary('a', 'b'), { task: 'regression' as const, classes: [] }],
    ['no such class among some that are the same', binary('a', 'b'), binary('a', 'c')],
  ])('is refused for %s', (_, first, second) => {
    expect(refusal(() => targetBeside({ class: 1, above: 0.5 }, first, second))).toBe('second-model-task');
  });

  test('is reached, missed, or not known without a score, class by class', () => {
    expect(heldBeside(Float64Array.of(0.7, 0.2, NaN), 'binary', { class: 1, above: 0.5 }, 1)).toEqual([
      { score: 0.7, holds: true },
      { score: 0.2, holds: false },
      { score: NaN, holds: null },
    ]);
    expect(heldBeside(Float64Array.of(0.7), 'binary', { class: 0, above: 0.5 }, 1)[0]!.holds).toBe(false);
    expect(heldBeside(Float64Array.of(0.2, 0.5, 0.3, 0.6, 0.1, 0.3), 'multiclass', { class: 1, lead: true, above: Number.MIN_VALUE }, 3).map(({ holds }) => holds)).toEqual([true, false]);
    expect(heldBeside(Float64Array.of(3, 9), 'regression', { class: 0, above: 2, below: 5 }, 1).map(({ holds }) => holds)).toEqual([true, false]);
  });
});
