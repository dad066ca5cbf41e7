import { describe, expect, test } from 'vitest';
import { countDecisions, groupCounts } from '../../../src/engine/fairness/counts';
import { countSecond, groupColumn, groupRows, joinGroups } from '../../../src/engine/fairness/grouping';
import type { Column } from '../../../src/engine/table/types';

const base = { position: 0, name: 'c', header: 'c', missing: 0 };
const category = (codes: number[], levels: string[]): Column => ({ ...base, kind: 'category', codes: Int32Array.from(codes), levels });
const numeric = (values: number[]): Column => ({ ...base, kind: 'numeric', values: Float64Array.from(values), whole: true });
const levels = (column: Column) => (column.kind === 'category' ? column : undefined);
const name = (n: number): string => `${n} others`;

describe('a column makes groups', () => {
  test.each([
    ['levels in alphabetical order', category([0, 1, -1], ['b', 'a']), ['a', 'b'], [1, 0, -1]],
    ['numbers in numeric order', category([0, 1, 2], ['10', '9', '-1']), ['-1', '9', '10'], [2, 1, 0]],
  ])('%s', (_, column, names, codes) => {
    const groups = groupColumn(column, levels)!;
    expect(groups.levels).toEqual(names);
    expect([...groups.codes]).toEqual(codes);
  });

  test('many numbers as ranges named by their ends, nobody outside them', () => {
    const groups = groupColumn(numeric(Array.from({ length: 100 }, (_, i) => i)), levels)!;
    expect(groups.levels).toEqual(['0 to under 25', '25 to under 50', '50 to under 75', '75 to 99']);
    expect([0, 1, 2, 3].map((code) => groups.codes.filter((each) => each === code).length)).toEqual([25, 25, 25, 25]);
  });

  test('free text makes none', () => {
    expect(groupColumn({ ...base, kind: 'text', bytes: new Uint8Array(0), offsets: new Uint32Array(1) }, levels)).toBeUndefined();
  });
});

describe('rows fall into groups', () => {
  test('two columns make the combinations that occur', () => {
    const grouping = groupRows([{ codes: Int32Array.of(0, 0, 1, -1), levels: ['f', 'm'] }, { codes: Int32Array.of(1, 1, 0, 0), levels: ['old', 'young'] }], ', ', name);
    expect(grouping).toMatchObject({ names: ['f, young', 'm, old'], counts: [2, 1], missing: 1, others: 0 });
    expect([...grouping.codes]).toEqual([0, 0, 1, -1]);
  });

  test('of more than six the five largest are drawn in their own order and the rest together, and nobody is lost', () => {
    const sizes = [1, 9, 8, 2, 7, 6, 3, 5];
    const codes = sizes.flatMap((size, group) => Array<number>(size).fill(group));
    const grouping = groupRows([{ codes: Int32Array.from(codes), levels: sizes.map((_, i) => `g${i}`) }], ', ', name);
    expect(grouping.drawn).toEqual(['g1', 'g2', 'g4', 'g5', 'g7', '3 others']);
    expect([...grouping.drawnOf]).toEqual([5, 0, 1, 5, 2, 3, 5, 4]);
    const { table } = countDecisions(Int8Array.from(codes, (_, i) => i % 2), { groups: grouping.codes, groupCount: 8 });
    const joined = joinGroups(table, grouping.drawnOf, 6);
    const people = Array.from({ length: 7 }, (_, g) => groupCounts(joined, g).people.reduce((a, b) => a + b, 0));
    expect(people).toEqual([9, 8, 7, 6, 5, 6, 0]);
  });
});

test('a number with few or many values is cut where a person says; rows without a value have no group', () => {
  const column = numeric([18, 25, 40, NaN, 61, 25]);
  const cut = groupColumn(column, () => undefined, [25, 60])!;
  expect([...cut.codes]).toEqual([0, 1, 1, -1, 2, 1]);
  expect(cut.levels).toEqual(['18 to under 25', '25 to under 60', '60 to 61']);
  expect(groupColumn(column, () => ({ codes: new Int32Array(6), levels: ['1', '2'] }), [])!.levels).toEqual(['18 to 61']);
});

describe('people of a second table in the groups of the first', () => {
  const first = { sex: category([0, 1, 0, 1], ['f', 'm']), age: numeric([20, 30, 40, 50]) };
  const grouping = groupRows([groupColumn(first.sex, levels)!, groupColumn(first.age, levels, [35])!], ', ', name);

  test('levels by their text, numbers by the first table’s ranges and beyond them to the outer one, others nowhere', () => {
    const pairs = [
      { first: first.sex, second: category([1, 0, 1, 0, -1, 2], ['m', 'f', 'x']) },
      { first: first.age, second: numeric([10, 99, NaN, 35, 20, 20]), cuts: [35] },
    ];
    const found = countSecond(pairs, 6, grouping, levels, ', ');
    const of = Object.fromEntries(grouping.names.map((group, at) => [group, found.counts[at]]));
    expect(of).toEqual({ 'f, 20 to under 35': 1, 'm, 20 to under 35': 0, 'f, 35 to 50': 0, 'm, 35 to 50': 2 });
    expect(found.unknown).toBe(3);
  });

  test('a column of another kind fits nothing', () => {
    const found = countSecond([{ first: first.age, second: first.sex, cuts: [35] }], 4, groupRows([groupColumn(first.age, levels, [35])!], ', ', name), levels, ', ');
    expect([found.unknown, ...found.counts]).toEqual([4, 0, 0]);
  });
});
