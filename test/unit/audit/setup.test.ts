import { describe, expect, test } from 'vitest';
import { classNames, firstAudit } from '../../../src/engine/audit/setup';

const columns = [
  { name: 'id', role: 'id', levels: undefined },
  { name: 'sex', role: 'group', levels: ['f', 'm'] },
  { name: 'age', role: 'group', levels: undefined },
  { name: 'Status', role: 'label', levels: ['good', 'bad'] },
] as const;
const hashes = { tableHash: 'a'.repeat(64), modelHash: '' };

describe('the first settings', () => {
  test('find classes by name, the favourable one by word, and the group column by role', () => {
    const audit = firstAudit({ columns, model: { task: 'binary', classes: ['bad', 'good'] }, binding: undefined, ...hashes });
    expect(audit).toMatchObject({ classLevels: [1, 0], favourable: 1, groups: [1], threshold: 0.5, roles: ['id', 'group', 'group', 'label'] });
    expect(classNames(audit, ['bad', 'good'], { name: 'Status', levels: ['good', 'bad'] })).toEqual(['bad', 'good']);
  });

  test('leave the class order open when the names do not match, and take the threshold the file gives', () => {
    const audit = firstAudit({ columns, model: { task: 'binary', classes: ['class 0', 'class 1'], threshold: 0.62 }, binding: undefined, ...hashes });
    expect(audit).toMatchObject({ classLevels: [], threshold: 0.62 });
    expect(classNames(audit, ['class 0', 'class 1'], { name: 'Status', levels: ['good', 'bad'] })).toEqual(['class 0', 'class 1']);
  });

  test('take the label levels as classes where there is no model', () => {
    expect(firstAudit({ columns, model: undefined, binding: undefined, ...hashes })).toMatchObject({ classLevels: [0, 1], favourable: 0 });
  });

  test('take higher values as favourable for a regression', () => {
    expect(firstAudit({ columns, model: { task: 'regression', classes: [] }, binding: undefined, ...hashes }).favourable).toBe(1);
  });
});

test.each([
  [['not repaid', 'repaid'], 'repaid', ['1', '0'], ['not repaid', 'repaid']],
  [['0', '1'], 'repaid', ['1', '0'], ['repaid = 0', 'repaid = 1']],
  [['class 0', 'class 1'], 'Status', ['good', 'bad'], ['bad', 'good']],
  [['no', 'yes'], 'deny', ['yes', 'no'], ['deny = no', 'deny = yes']],
])('classes %j of the label %s are called by names that say something', (classes, name, levels, expected) => {
  expect(classNames({ classLevels: [1, 0] }, classes, { name, levels })).toEqual(expected);
});
