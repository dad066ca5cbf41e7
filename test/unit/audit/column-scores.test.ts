import { describe, expect, test } from 'vitest';
import { columnScores, possibleReadings, type ScoreReading } from '../../../src/engine/audit/column-scores';
import { columnOf } from '../../tools/simple-table';

const column = (values: readonly (string | number)[], name = 'score') => columnOf(name, 0, values.map(String));
const many = (from: number, to: number, step: number): number[] => Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => Number((from + i * step).toFixed(6)));

describe('a column of scores without a model', () => {
  test.each<[string, readonly (string | number)[], 'score' | 'prediction', ScoreReading, string?]>([
    ['numbers from 0 to 1 are chances', [0.1, 0.25, 1, 0], 'score', 'chance'],
    ['zeros and ones are decisions', [0, 1, 1, 'NA'], 'score', 'decision'],
    ['one whole number alone is a decision', [1, 1, 1], 'prediction', 'decision'],
    ['words are decisions', ['approved', 'denied', 'approved'], 'score', 'decision'],
    ['class numbers of a prediction column are decisions', [0, 3, 2, 1], 'prediction', 'decision'],
    ['the same numbers of a score column are values', [0, 3, 2, 1], 'score', 'value'],
    ['ratings from 1 to 10 are values', [1, 10, 5, 3], 'score', 'value'],
    ['points of hundreds are values', [300, 850, 712.5], 'score', 'value'],
    ['log odds are values', [-2.5, 0.1, 3], 'score', 'value'],
    ['predicted amounts are values', [1200.5, 3400, 10], 'prediction', 'value'],
    ['the name tells percentages', [12.5, 99, 3], 'score', 'percent', 'risk_pct'],
    ['a percentage sign tells percentages', ['12.5%', '99 %', '3%'], 'score', 'percent'],
    ['numbers from 0 to 100 without a sign are values', [12.5, 99, 3], 'score', 'value'],
  ])('%s', (_, values, role, reading, name) => {
    expect(columnScores(column(values, name), role)?.reading).toBe(reading);
  });

  test('chances stay as they are', () => {
    expect([...columnScores(column([0.25, 'NA', 0.75]), 'score')!.raw]).toEqual([0.25, NaN, 0.75]);
  });

  test('percentages become chances', () => {
    const read = columnScores(column([25, 'NA', 100]), 'score', 'percent')!;
    expect([...read.raw]).toEqual([0.25, NaN, 1]);
    expect(read.task).toBe('binary');
  });

  test('values are those of a regression', () => {
    expect(columnScores(column([3, 9, 4]), 'score')).toMatchObject({ task: 'regression', classes: [] });
  });

  test('two decisions become 0 and 1 in the order of the column', () => {
    const read = columnScores(column(['denied', 'approved', '', 'denied']), 'prediction')!;
    expect(read).toMatchObject({ task: 'binary', classes: ['denied', 'approved'] });
    expect([...read.raw]).toEqual([0, 1, NaN, 0]);
  });

  test('numbered decisions are in the order of their numbers, however they are written', () => {
    const read = columnScores(column(['2', '1', '1.0', '2']), 'prediction')!;
    expect(read).toMatchObject({ task: 'binary', classes: ['1', '2'] });
    expect([...read.raw]).toEqual([1, 0, 0, 1]);
  });

  test('several decisions become class numbers', () => {
    const read = columnScores(column(['b', 'a', 'c', 'a']), 'prediction')!;
    expect(read).toMatchObject({ task: 'multiclass', classes: ['b', 'a', 'c'] });
    expect([...read.raw]).toEqual([0, 1, 2, 1]);
  });

  test('a single decision has a counterpart that nobody got', () => {
    const read = columnScores(column(['approved', 'approved'], 'decision'), 'prediction')!;
    expect(read).toMatchObject({ task: 'binary', classes: ['approved', 'not decision'] });
    expect([...read.raw]).toEqual([0, 0]);
  });

  test('a person chooses among the readings that the column allows', () => {
    expect(possibleReadings(column(many(0.05, 0.95, 0.01)))).toEqual(['chance', 'percent', 'value']);
    expect(possibleReadings(column(many(1, 90, 1.5)))).toEqual(['percent', 'value']);
    expect(possibleReadings(column([1, 10, 5]))).toEqual(['percent', 'value', 'decision']);
    expect(possibleReadings(column(['yes', 'no']))).toEqual(['decision']);
    expect(columnScores(column([-3, 5.5, 2]), 'score', 'chance')?.reading).toBe('value');
    expect(columnScores(column([0, 1, 0]), 'score', 'value')?.reading).toBe('value');
  });

  test('many different words and empty columns are no scores', () => {
    expect(columnScores(column(Array.from({ length: 40 }, (_, i) => `word ${i}`)), 'prediction')).toBeUndefined();
    expect(columnScores(column(['', '']), 'score')).toBeUndefined();
  });
});
