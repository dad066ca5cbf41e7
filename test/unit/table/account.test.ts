import { expect, test } from 'vitest';
import { checkAccount } from '../../../src/engine/table/account';
import { openCsv } from './tools';

const open = () => openCsv('#c\n\nname,n,d\nAnn,1,2020-01-02\nBob,?,\n"x\ny",2\nz,1,2,3\n');

test('lines, rows and cells add up', async () => {
  const { account } = await open();
  expect(account.lines).toEqual({ total: 8, header: 1, blank: 1, comment: 1, rows: 3, refused: 1, continuation: 1 });
  expect(account).toMatchObject({ rows: 3, columns: 3, refusedRows: 1, refusedCells: 4, paddedCells: 1 });
  expect(account.cells).toEqual({ numeric: 2, category: 3, date: 1, text: 0, missing: 3, total: 9 });
});

test('the check refuses any account that does not add up', async () => {
  const { account, table } = await open();
  checkAccount(account, table);
  const [first, ...others] = account.perColumn;
  const wrong: (typeof account)[] = [
    { ...account, rows: 4 },
    { ...account, columns: 2 },
    { ...account, refusedRows: 0 },
    { ...account, paddedCells: 0 },
    { ...account, lines: { ...account.lines!, blank: 0 } },
    { ...account, lines: { ...account.lines!, total: 9 } },
    { ...account, cells: { ...account.cells, missing: 2 } },
    { ...account, cells: { ...account.cells, total: 10, missing: 4 } },
    { ...account, perColumn: [{ ...first!, present: 2 }, ...others] },
    { ...account, perColumn: [{ ...first!, kind: 'text' }, ...others] },
    { ...account, perColumn: others },
    { ...account, perColumn: [others[0]!, first!, others[1]!] },
    { ...account, perColumn: [first!, { ...others[0]!, missingTexts: [] }, others[1]!] },
  ];
  for (const one of wrong) expect(() => checkAccount(one, table)).toThrow('does not add up');
});
