import { describe, expect, test } from 'vitest';
import { cells, kinds, names, openCsv } from './tools';

describe('cells of a CSV', () => {
  test.each<[string, string, string[][]]>([
    ['commas', 'a,b\nx,y\n', [['x', 'y']]],
    ['semicolons', 'a;b\nx,1;y\n', [['x,1', 'y']]],
    ['tabs', 'a\tb\nx\ty\n', [['x', 'y']]],
    ['bars', 'a|b\nx|y\n', [['x', 'y']]],
    ['no line end behind the last row', 'a,b\nx,y', [['x', 'y']]],
    ['CR only', 'a,b\rx,y\rz,w\r', [['x', 'y'], ['z', 'w']]],
    ['CRLF', 'a,b\r\nx,y\r\nz,w\r\n', [['x', 'y'], ['z', 'w']]],
    ['mixed line ends', 'a,b\r\nx,y\rz,w\nu,v', [['x', 'y'], ['z', 'w'], ['u', 'v']]],
    ['delimiter in quotes', 'a,b\n"x,1",y\n', [['x,1', 'y']]],
    ['line ends in quotes', 'a,b\n"x\r\n1\n2",y\n', [['x\r\n1\n2', 'y']]],
    ['doubled quotes', 'a,b\n"x""1""",y\n', [['x"1"', 'y']]],
    ['only doubled quotes', 'a,b\n"""",y\n', [['"', 'y']]],
    ['a quote inside a bare cell', 'a,b\n5" pipe,y\n', [['5" pipe', 'y']]],
    ['text behind a closing quote is kept as it stands', 'a,b\n"x"1,y\n', [['"x"1', 'y']]],
    ['leading and trailing spaces', 'a, b\nx , y\n', [['x', 'y']]],
    ['spaces inside quotes stay', 'a,b\n" x ",y\n', [[' x ', 'y']]],
    ['spaces around quotes', 'a, b\nx, "y,1" \n', [['x', 'y,1']]],
    ['leading blank line', '\na,b\nx,y\n', [['x', 'y']]],
    ['blank lines between and behind', 'a,b\n\nx,y\n   \nz,w\n\n\n', [['x', 'y'], ['z', 'w']]],
    ['a row of empty cells is a row', 'a,b\n,\nx,y\n', [['', ''], ['x', 'y']]],
    ['last cell empty at the end of the file', 'a,b\nx,y\nz,', [['x', 'y'], ['z', '']]],
    ['one column', 'a\nx\ny\n', [['x'], ['y']]],
    ['letters past ASCII', 'a,b\nZürich,Łódź 🎈\n', [['Zürich', 'Łódź 🎈']]],
  ])('%s', async (_, text, expected) => {
    const { table } = await openCsv(text);
    expect(cells(table)).toEqual(expected);
  });

  test('line ends are told', async () => {
    for (const [text, lineEnd] of [['a\nx\n', 'LF'], ['a\r\nx\r\n', 'CRLF'], ['a\rx\r', 'CR'], ['a\r\nx\n', 'mixed']] as const) {
      expect((await openCsv(text)).reading.lineEnd).toBe(lineEnd);
    }
  });

  test('cells that lost spaces or have a stray quote are counted', async () => {
    const { account } = await openCsv('a,b\n x, "y"\n"z"1,w\n');
    expect(account.changed).toMatchObject({ trimmed: 2, strayQuotes: 1 });
  });
});

describe('header', () => {
  test.each<[string, string, boolean, string[]]>([
    ['names above numbers', 'age,city\n41,Rome\n', true, ['age', 'city']],
    ['numbers in the first row', '39, State-gov\n50, Private\n38, Private\n', false, ['column 1', 'column 2']],
    ['only numbers', '1,2\n3,4\n', false, ['column 1', 'column 2']],
    ['texts that come again below', 'A11,A34\nA12,A34\nA11,A30\n', false, ['column 1', 'column 2']],
    ['texts that do not come again', 'name,city\nAnn,Rome\nBob,Oslo\n', true, ['name', 'city']],
    ['dates below', 'day,city\n2020-01-02,Rome\n', true, ['day', 'city']],
    ['first header blank, as pandas writes its index', ',age\n0,41\n1,50\n', true, ['column 1', 'age']],
    ['one cell short, as R writes row names', 'age,city\nr1,41,Rome\nr2,50,Oslo\n', true, ['column 1', 'age', 'city']],
    ['empty last cells in every row', 'age,city\n41,Rome,\n50,Oslo,\n', true, ['age', 'city']],
  ])('%s', async (_, text, header, expected) => {
    const { table, reading } = await openCsv(text);
    expect(reading.header).toBe(header);
    expect(reading.headerBy).toBe('found');
    expect(names(table)).toEqual(expected);
  });

  test('a person can say that there is none, and that there is one', async () => {
    const without = await openCsv('name,city\nAnn,Rome\n', { header: false });
    expect(cells(without.table)).toEqual([['name', 'city'], ['Ann', 'Rome']]);
    expect(without.reading.headerBy).toBe('chosen');
    const withOne = await openCsv('1,2\n3,4\n', { header: true });
    expect(names(withOne.table)).toEqual(['1', '2']);
    expect(withOne.table.rows).toBe(1);
  });
});

describe('comments', () => {
  test('lines at the top that begin with a usual mark and do not fit the table are comments', async () => {
    const { table, account, reading } = await openCsv('|1x3 Cross validator\n25, Private\n38, Private\n');
    expect(table.rows).toBe(2);
    expect(account.lines?.comment).toBe(1);
    expect(reading.comment).toBe('|');
  });

  test('a guessed mark does not hide rows further down', async () => {
    const { table, reading } = await openCsv('# made in May\nname,n\nAnn,1\n#7,2\n');
    expect(reading.comment).toBe('#');
    expect(cells(table)).toEqual([['Ann', '1'], ['#7', '2']]);
  });

  test('a chosen mark holds for every line', async () => {
    const { table, account } = await openCsv('name,n\n//skip,1\nAnn,1\n//again\n', { comment: '//' });
    expect(table.rows).toBe(1);
    expect(account.lines?.comment).toBe(2);
  });

  test('a header that begins with a mark is a header', async () => {
    const { table } = await openCsv('#id,name\n1,Ann\n');
    expect(names(table)).toEqual(['#id', 'name']);
  });

  test('a person can say that nothing is a comment', async () => {
    const { table } = await openCsv('#x\nname,n\nAnn,1\nBob,2\n', { comment: '', header: false });
    expect(table.columns[0] && cells(table)[0]![0]).toBe('#x');
  });
});

describe('rows of the wrong width', () => {
  const text = 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3,\n1,1,1\n';

  test('short rows are filled up, rows with cells too many are left out, and both are listed', async () => {
    const { table, account } = await openCsv(text);
    expect(cells(table)).toEqual([['1', '2', '3'], ['4', '5', ''], ['1', '2', '3'], ['1', '1', '1']]);
    expect(account).toMatchObject({ ragged: 'pad', shortRows: 1, paddedCells: 1, longRows: 2, cutCells: 1, refusedRows: 1, refusedCells: 4 });
    expect(account.raggedRows).toEqual([{ line: 3, cells: 2 }, { line: 4, cells: 4 }, { line: 5, cells: 4 }]);
  });

  test('all are left out when a person says so', async () => {
    const { table, account } = await openCsv(text, { ragged: 'refuse' });
    expect(cells(table)).toEqual([['1', '2', '3'], ['1', '1', '1']]);
    expect(account).toMatchObject({ ragged: 'refuse', refusedRows: 3, paddedCells: 0, cutCells: 0 });
  });

  test('line numbers count the lines inside quotes', async () => {
    const { account } = await openCsv('a,b\n"x\ny",1\nz\n');
    expect(account.raggedRows).toEqual([{ line: 4, cells: 1 }]);
    expect(account.lines).toEqual({ total: 4, header: 1, blank: 0, comment: 0, rows: 2, refused: 0, continuation: 1 });
  });

  test('the first 20 are listed and all are counted', async () => {
    const { account } = await openCsv(`a,b\n1,2\n1,2\n${'1,2\n'.repeat(40)}${'9\n'.repeat(30)}`);
    expect(account.shortRows).toBe(30);
    expect(account.raggedRows).toHaveLength(20);
  });
});

test('a delimiter can be chosen', async () => {
  const { table } = await openCsv('a b\n1 2\n', { delimiter: ' ' });
  expect(cells(table)).toEqual([['1', '2']]);
  expect(kinds(table)).toEqual(['numeric', 'numeric']);
});

test('a header longer than the sample that guesses are made from, over thousands of columns', async () => {
  const columns = 15_000;
  const header = Array.from({ length: columns }, (_, i) => `a rather long column name ${i}`);
  const { table } = await openCsv(`${header.join(',')}\n${header.map((_, i) => i).join(',')}\n${header.map((_, i) => -i).join(',')}\n`);
  expect(table.columns).toHaveLength(columns);
  expect(names(table).at(-1)).toBe(header.at(-1));
  expect(cells(table)[1]!.at(-1)).toBe(String(1 - columns));
});
