import { describe, expect, test } from 'vitest';
import { guessRoles, nameWords } from '../../../src/engine/table/roles';
import { openCsv } from './tools';

const roles = async (text: string, hints = {}) => {
  const { table } = await openCsv(text);
  return Object.fromEntries(guessRoles(table, hints).map(({ role }, i) => [table.columns[i]!.name, role]));
};

test.each([['LoanStatus', 'loan status'], ['two_year_recid', 'two year recid'], ['SEX', 'sex'], ['y.pred-proba', 'y pred proba'], ['Größe2', 'größe2']])('%s is read as the words "%s"', (name, words) => {
  expect(nameWords(name).join(' ')).toBe(words);
});

describe('roles', () => {
  test('from names and values', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => [i + 1, i % 2, 20 + (i % 50), 'AB'[i % 2], `note ${i} about it`, 1000 + i * 7, 0.5, i % 2, 0.2 + (i % 7) / 10, 12, '2020-01-05', ''].join(','));
    expect(await roles(`customer_id,sex,age,grade,remark,fnlwgt,rate,approved,risk_score,same,applied,nothing\n${rows.join('\n')}\n`)).toEqual({
      customer_id: 'id', sex: 'group', age: 'group', grade: 'feature', remark: 'ignored', fnlwgt: 'weight', rate: 'ignored', approved: 'label',
      risk_score: 'score', same: 'ignored', applied: 'time', nothing: 'ignored',
    });
  });

  test('from the inputs of a model', async () => {
    const text = 'Income,debt ratio,target,sex,extra\n1,2,0,m,1\n2,1,1,f,2\n3,3,0,m,3\n';
    expect(await roles(text, { inputNames: ['income', 'debt_ratio'] })).toEqual({ Income: 'feature', 'debt ratio': 'feature', target: 'label', sex: 'group', extra: 'ignored' });
  });

  test('the column with the classes of the model is the label', async () => {
    expect(await roles('a,b\ngood,1\nbad,2\ngood,3\n', { classes: ['bad', 'good'], inputNames: ['b'] })).toMatchObject({ a: 'label' });
    expect(await roles('a,b\n1.0,x\n0.0,y\n1.0,z\n', { classes: ['0', '1'], inputNames: ['b'] })).toMatchObject({ a: 'label' });
  });

  test('one prediction, one score and one time at most', async () => {
    const found = Object.values(await roles('y_pred,prediction,score,y_pred_proba,day,month date\n1,1,0.5,0.4,2020-01-01,2020-01-02\n0,1,0.1,0.2,2020-02-01,2020-02-02\n'));
    for (const role of ['prediction', 'score', 'time']) expect(found.filter((one) => one === role)).toHaveLength(1);
  });

  test('an input is never taken for the label', async () => {
    expect(await roles('income,y\n<=50K,1\n>50K,0\n<=50K,1\n', { inputNames: ['income'] })).toEqual({ income: 'feature', y: 'label' });
  });

  test('every guess has a reason', async () => {
    const { table } = await openCsv('a,sex,y\n1,m,0\n2,f,1\n');
    for (const guess of guessRoles(table)) expect(guess.reason).not.toBe('');
  });
});
