import { describe, expect, test } from 'vitest';
import { encodeRows } from '../../../src/engine/models/binding/features';
import { secondRows } from '../../../src/engine/models/binding/second';
import type { FeatureSpace } from '../../../src/engine/models/binding/types';
import { openText } from '../../../src/engine/table/open';
import type { Table } from '../../../src/engine/table/types';

const read = async (text: string): Promise<Table> => (await openText('rows.csv', text)).table;
const first = await read('id,age,home,since\na,30,own,2024-01-01\nb,,rent,2024-02-01\nc,50,own,2024-03-01\n');
/** `free` is a level that only the model knows. */
const space: FeatureSpace = {
  features: [
    { column: 1, name: 'age', kind: 'number' },
    { column: 2, name: 'home', kind: 'level', levels: ['own', 'rent', 'free'] },
    { column: 3, name: 'since', kind: 'number' },
  ],
  featureOf: Int32Array.of(0, 1, 2),
};
const all = (table: Table): Int32Array => Int32Array.from({ length: table.rows }, (_, row) => row);

describe('rows of a second table', () => {
  test('are those of the first where the two are the same, whatever the order of columns and levels', async () => {
    const second = await read('home,since,extra,Age,id\nrent,2024-02-01,1,,b\nown,2024-01-01,2,30,a\nown,2024-03-01,3,50,c\n');
    const { values, rows, unknown } = secondRows(first, space, second, Int32Array.of(1, 0, 2));
    expect(values).toEqual(encodeRows(first, space, all(first)).values);
    expect([[...rows], unknown]).toEqual([[1, 0, 2], 0]);
  });

  test('with a level that nobody knows are left out and counted; one that the model knows stays, a missing one too', async () => {
    const second = await read('age,home,since\n1,boat,2024-01-01\n2,free,2024-01-01\n3,,2024-01-01\n4,own,2024-01-01\n');
    const { values, rows, unknown } = secondRows(first, space, second, all(second));
    const day = Date.UTC(2024, 0, 1);
    expect([...values]).toEqual([2, 2, day, 3, NaN, day, 4, 0, day]);
    expect([[...rows], unknown]).toEqual([[1, 2, 3], 1]);
  });

  test('may all be left out', async () => {
    const second = await read('age,home,since\n1,boat,2024-01-01\n');
    expect(secondRows(first, space, second, all(second))).toMatchObject({ values: new Float64Array(0), unknown: 1 });
  });

  test.each([
    ['columns that are not there, by their names', 'age\n1\n', 'second-columns', /home, since/],
    ['a name that two columns could be', 'AGE,a.ge,home,since\n1,2,own,2024-01-01\n', 'second-columns', /: age\./],
    ['words where there are numbers', 'age,home,since\nyoung,own,2024-01-01\nold,own,2024-01-02\n', 'second-kinds', /age holds words, and here it holds numbers/],
    ['numbers where there are dates', 'age,home,since\n1,own,3\n', 'second-kinds', /since holds numbers, and here it holds dates/],
  ])('are refused for %s', async (_, text, code, what) => {
    const second = await read(text);
    expect(() => secondRows(first, space, second, all(second))).toThrowError(expect.objectContaining({ code, message: expect.stringMatching(what) as string }));
  });
});
