import { describe, expect, test } from 'vitest';
import { bestClassOrder, guessFavourable, matchClasses } from '../../../src/engine/audit/classes';
import { favourableScores, favourableThreshold, outcomes } from '../../../src/engine/audit/outcome';

describe('classes find their label level', () => {
  test.each([
    [['bad', 'good'], ['good', 'bad'], [1, 0]],
    [['<=50K', '>50K'], ['>50K', '<=50K'], [1, 0]],
    [['0', '1'], ['1.0', '0.0'], [1, 0]],
    [['No', 'Yes'], ['yes', 'no'], [1, 0]],
    [['0', '1', '2'], ['NO', '>30', '<30'], undefined],
    [['class 0', 'class 1'], ['0', '1'], undefined],
    [['class 0', 'class 1'], ['paid', 'default'], undefined],
    [['a', 'b'], ['a', 'b', 'c'], [0, 1]],
    [['0', '1'], ['False', 'True'], [0, 1]],
    [['not_recid', 'recid'], ['recid', 'Not recid.'], [1, 0]],
    [['-1', '1'], ['+1', '-1.0'], [1, 0]],
    [['<30', 'NO'], ['>30', 'no'], undefined],
    [['Yes', 'No'], ['yes', 'YES', 'no'], undefined],
    [['!', '?'], ['.', ','], undefined],
  ])('%j in %j', (classes, levels, expected) => {
    expect(matchClasses(classes, levels)).toEqual(expected);
  });
});

describe('the favourable class is guessed from words', () => {
  test.each([
    [['bad', 'good'], 'Status', 1],
    [['paid', 'default'], 'default payment next month', 0],
    [['0', '1'], 'two_year_recid', 0],
    [['0', '1'], 'repaid', 1],
    [['no', 'yes'], 'deny', 0],
    [['<=50K', '>50K'], 'income', 1],
    [['<30', '>30', 'NO'], 'readmitted', 2],
    [['low', 'middle', 'high'], 'ViolentCrimesPerPop', 0],
    [['a', 'b', 'c'], 'kind', 2],
  ])('%j of %s', (names, label, expected) => {
    expect(guessFavourable(names, label)).toBe(expected);
  });
});

describe('an unnamed class order is found from the labels', () => {
  test('binary, by the larger area under the curve, ties counted half', () => {
    const labels = Int32Array.of(0, 0, 1, 1, -1);
    expect(bestClassOrder(Float64Array.of(0.1, 0.4, 0.4, 0.9, 0), 1, labels, 2)).toEqual({ levels: [0, 1], agreement: 0.875 });
    expect(bestClassOrder(Float64Array.of(0.9, 0.6, 0.4, 0.1, 0), 1, labels, 2)).toEqual({ levels: [1, 0], agreement: 1 });
  });

  test('three classes, by the assignment that agrees most', () => {
    const scores = Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.7, 0.2, 0.1);
    expect(bestClassOrder(scores, 3, Int32Array.of(2, 0, 1, 0), 3)).toEqual({ levels: [2, 0, 1], agreement: 0.75 });
  });

  test('nothing is found when one outcome is absent or the numbers differ', () => {
    expect(bestClassOrder(Float64Array.of(0.1, 0.2), 1, Int32Array.of(1, 1), 2)).toBeUndefined();
    expect(bestClassOrder(Float64Array.of(0.1, 0.2), 1, Int32Array.of(0, 1), 3)).toBeUndefined();
  });
});

test('scores and thresholds are turned so that larger is favourable', () => {
  const raw = Float64Array.of(0.25, 0.75);
  expect([...favourableScores(raw, 'binary', 1, 1)]).toEqual([0.25, 0.75]);
  expect([...favourableScores(raw, 'binary', 0, 1)]).toEqual([0.75, 0.25]);
  expect([...favourableScores(raw, 'regression', 0, 1)]).toEqual([-0.25, -0.75]);
  expect([...favourableScores(Float64Array.of(0.2, 0.3, 0.5, 0.6, 0.3, 0.1), 'multiclass', 1, 3)]).toEqual([0.3, 0.3]);
  expect([...favourableScores(Float64Array.of(0, 2, NaN), 'multiclass', 2, 1)]).toEqual([0, 1, NaN]);
  expect(favourableThreshold(3, 'regression', 0)).toBe(-3);
  expect(favourableThreshold(0.4, 'binary', 0)).toBe(0.4);
});

test('outcomes are favourable, not favourable or unknown, and a level that is no class is unknown', () => {
  expect([...outcomes(Int32Array.of(0, 1, -1, 2), [1, 0], 1)]).toEqual([1, 0, -1, -1]);
});
