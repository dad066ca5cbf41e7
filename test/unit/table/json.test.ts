import { describe, expect, test } from 'vitest';
import { BLOCK } from '../../../src/engine/table/bytes/block';
import { cells, errorOf, kinds, names, openBytes, utf8 } from './tools';

const open = (text: string) => openBytes(utf8(text), {}, 'people.json');

describe('records', () => {
  test.each([
    ['a list', '[{"name":"Ann","n":1},\n {"name":"Bob","n":2.5}]', 'json'],
    ['lines', '{"name":"Ann","n":1}\n{"name":"Bob","n":2.5}\n', 'ndjson'],
    ['lines with a mark and CRLF', '\ufeff{"name":"Ann","n":1}\r\n{"name":"Bob","n":2.5}', 'ndjson'],
  ])('%s', async (_, text, format) => {
    const { table, reading } = await open(text);
    expect(reading.format).toBe(format);
    expect(names(table)).toEqual(['name', 'n']);
    expect(kinds(table)).toEqual(['category', 'numeric']);
    expect(cells(table)).toEqual([['Ann', '1'], ['Bob', '2.5']]);
  });

  test('names that are missing in a record, or come late, are counted as cells the row did not have', async () => {
    const { table, account } = await open('[{"a":1},{"b":"x","a":2},{"b":"y"}]');
    expect(cells(table)).toEqual([['1', ''], ['2', 'x'], ['', 'y']]);
    expect(account.perColumn.map((column) => column.padded)).toEqual([1, 1]);
  });

  test('many late names keep their places', async () => {
    const records = Array.from({ length: 100 }, (_, i) => `{${Array.from({ length: i + 1 }, (_, k) => `"k${k}":"${i}.${k}\\t"`).join(',')}}`);
    const { table } = await open(`[${records.join(',')}]`);
    expect(cells(table)).toEqual(Array.from({ length: 100 }, (_, i) => Array.from({ length: 100 }, (_, k) => (k <= i ? `${i}.${k}\t` : ''))));
  });

  test('whole numbers past 2^53 stay as written', async () => {
    const { table } = await open('[{"id":12345678901234567890},{"id":12345678901234567891}]');
    expect(cells(table)).toEqual([['12345678901234567890'], ['12345678901234567891']]);
  });

  test('escapes, lists, objects, null and true', async () => {
    const { table, account, reading } = await open('[{"a":"x\\n\\u00fc\\ud83c\\udf88\\"","b":[1,{"c":"]"}],"c":null,"d":true,"e":""},{"a":"y","b":{},"c":1,"d":false,"e":"z"}]');
    expect(cells(table)).toEqual([['x\nü🎈"', '[1,{"c":"]"}]', '', 'true', ''], ['y', '{}', '1', 'false', 'z']]);
    expect(account.perColumn[2]!.missingTexts).toEqual([{ text: 'null', count: 1 }]);
    expect(reading.nestedCells).toBe(2);
  });

  test('spaces in texts stay', async () => {
    expect(cells((await open('[{"a":" x "},{"a":"y"}]')).table)).toEqual([[' x '], ['y']]);
  });

  test('names that programs stumble over are names', async () => {
    const { table } = await open('[{"__proto__":1,"constructor":2,"toString":3,"n\\u0061me":4},{"name":5}]');
    expect(names(table)).toEqual(['__proto__', 'constructor', 'toString', 'name']);
    expect(cells(table)[1]).toEqual(['', '', '', '5']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('records across block edges come out the same', async () => {
    const count = Math.ceil((BLOCK * 2.2) / 40);
    const rows = Array.from({ length: count }, (_, i) => [`nä"me ${i}`, String(i % 1500)]);
    const text = `[${rows.map(([name, n]) => JSON.stringify({ name, n: Number(n) })).join(', ')}]`;
    expect(cells((await open(text)).table)).toEqual(rows);
  });

  test('a list of brackets in a CSV header is still CSV', async () => {
    const { table, reading } = await openBytes(utf8('[id],[name]\n1,Ann\n'));
    expect(reading.format).toBe('csv');
    expect(names(table)).toEqual(['[id]', '[name]']);
  });
});

describe('broken JSON', () => {
  const remedy = 'Write it again, for example with df.to_json("table.json", orient="records"), or save the table as CSV.';
  test.each<[string, string, string]>([
    ['cut in a record', '[{"a":1},{"a":', `people.json is JSON that breaks off at byte 15. It ends in the middle of a record, as after a download that stopped early. ${remedy}`],
    ['cut between records', '[{"a":1},', `people.json is JSON that breaks off at byte 10. It ends before its list is closed, as after a download that stopped early. ${remedy}`],
    ['no comma between records', '[{"a":1}{"a":2}]', `people.json is JSON that breaks off at byte 9. A comma is missing between two records. ${remedy}`],
    ['comma behind the last record', '[{"a":1},]', ''],
    ['comma behind the last value', '[{"a":1,}]', ''],
    ['no comma between values', '[{"a":1 "b":2}]', ''],
    ['no colon', '[{"a" 1}]', ''],
    ['NaN', '[{"a":NaN}]', `people.json is JSON that breaks off at byte 7. A value is neither text, number, true, false nor null. ${remedy}`],
    ['leading zero', '[{"a":01}]', ''],
    ['bare point', '[{"a":1.}]', ''],
    ['empty exponent', '[{"a":1e}]', ''],
    ['line end in a text', '[{"a":"x\ny"}]', ''],
    ['unknown escape', '[{"a":"\\x"}]', ''],
    ['mismatched brackets inside', '[{"a":[1}}]', ''],
    ['a name twice', '[{"a":1,"a":2}]', `people.json is JSON that breaks off at byte 13. The name “a” comes twice in one record. ${remedy}`],
    ['a name twice in two spellings', '[{"a":1,"\\u0061":2}]', ''],
    ['something behind the list', '[{"a":1}] x', ''],
    ['a record that is none', '[{"a":1}, 5]', ''],
  ])('%s', async (_, text, message) => {
    const error = await errorOf(open(text));
    expect(error.code).toBe('json-broken');
    if (message) expect(error.message).toBe(message);
  });

  test.each([
    ['a list of lists', '[[1,2],[3,4]]', 'a list of something other than records'],
    ['one object of columns', '{"age":{"0":41,"1":50}}', 'one object with lists or objects in it'],
    ['one object that wraps the list', '{"data":[{"a":1}]}', 'one object with lists or objects in it'],
  ])('%s is not a table', async (_, text, what) => {
    const error = await errorOf(open(text));
    expect(error.message).toBe(`people.json is JSON, but ${what}. Assay reads a list of records, one per row, such as [{"age": 41, "income": 3200}, …]. ${remedy.replace('Write it again', 'Write it that way')}`);
  });

  test('an empty list has no rows', async () => {
    expect((await errorOf(open('[]'))).code).toBe('no-rows');
  });

  test('very deep nesting is refused before it can fill the stack', async () => {
    expect((await errorOf(open(`[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`))).code).toBe('json-too-deep');
  });
});
