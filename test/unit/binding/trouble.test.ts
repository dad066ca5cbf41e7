import { describe, expect, test } from 'vitest';
import { featureSpace } from '../../../src/engine/models/binding/features';
import { countTrouble } from '../../../src/engine/models/binding/trouble';
import type { InputSource } from '../../../src/engine/models/binding/types';
import { compareScores } from '../../../src/engine/models/selftest';
import { tableOf } from '../../tools/simple-table';
import { modelOf } from './model';

const table = tableOf({
  job: ['clerk', 'nurse', 'nurse', 'pilot', '', 'clerk', 'pilot', 'chef'],
  age: ['31', 'old', '', '44', '58.5', 'young', 'old', '20'],
  count: [1, 2, '', 2.5, 7, 1, 1, 1],
});

function troubles(input: Parameters<typeof modelOf>[0][number], source: InputSource): [string, number, readonly string[]][] {
  const model = modelOf([input]);
  const binding = { sources: [source] };
  return countTrouble(model, table, featureSpace(model, table, binding), binding).map(({ kind, count, examples }) => [kind, count, examples]);
}

describe('cells a model cannot take are counted before scoring', () => {
  test.each<[string, Parameters<typeof modelOf>[0][number], InputSource, [string, number, readonly string[]][]]>([
    [
      'categories the encoder does not know, and missing cells',
      { name: 'x', type: 'string', levels: ['clerk', 'nurse'] },
      { as: 'text', column: 0 },
      [
        ['unseen', 3, ['pilot', 'chef']],
        ['missing', 1, []],
      ],
    ],
    [
      'no missing cells where an imputer takes them',
      { name: 'x', type: 'string', levels: ['clerk', 'nurse', 'pilot', 'chef'], missingText: 'NA' },
      { as: 'text', column: 0 },
      [],
    ],
    ['nothing where no levels are known', { name: 'x', type: 'string' }, { as: 'text', column: 0 }, []],
    ['texts where numbers are wanted', { name: 'x' }, { as: 'number', column: 1 }, [['text', 3, ['old', 'young']]]],
    ['missing numbers where they spoil the score', { name: 'x', missing: 'spoils' }, { as: 'number', column: 2 }, [['missing', 1, []]]],
    ['no missing numbers where trees route them', { name: 'x', missing: 'routed' }, { as: 'number', column: 2 }, []],
    ['no missing numbers where the mapping fills them', { name: 'x', missing: 'spoils' }, { as: 'number', column: 2, missing: 0 }, []],
    [
      'numbers that are not whole',
      { name: 'x', type: 'int64' },
      { as: 'number', column: 2 },
      [
        ['missing', 1, []],
        ['not-whole', 1, ['2.5']],
      ],
    ],
    [
      'codes an encoder of numbers does not know',
      { name: 'x', type: 'int64', levels: ['1', '2'] },
      { as: 'number', column: 2, missing: 1 },
      [
        ['not-whole', 1, ['2.5']],
        ['unseen', 2, ['2.5', '7']],
      ],
    ],
    [
      'texts without a code',
      { name: 'x', type: 'int64' },
      { as: 'code', column: 0, levels: ['clerk', 'nurse', 'pilot'], unknown: 9 },
      [
        ['unseen', 1, ['chef']],
        ['missing', 1, []],
      ],
    ],
  ])('%s', (_, input, source, expected) => {
    expect(troubles(input, source)).toEqual(expected);
  });

  test('levels none of the one-hot inputs stands for are told when there are several, as one may be left out on purpose', () => {
    const model = modelOf([{ name: 'job_clerk' }, { name: 'job_nurse' }]);
    const some = {
      sources: [
        { as: 'equals', column: 0, level: 'clerk' },
        { as: 'equals', column: 0, level: 'nurse' },
      ] as InputSource[],
    };
    expect(countTrouble(model, table, featureSpace(model, table, some), some)).toMatchObject([
      { column: 0, kind: 'unseen', count: 3, examples: ['pilot', 'chef'] },
    ]);
    const most = modelOf([{ name: 'job_clerk' }, { name: 'job_nurse' }, { name: 'job_pilot' }]);
    const sources = { sources: [...some.sources, { as: 'equals', column: 0, level: 'pilot' } as const] };
    expect(countTrouble(most, table, featureSpace(most, table, sources), sources)).toEqual([]);
  });
});

describe('our scores beside those in the table', () => {
  const p = [0.1, 0.4, 0.6, 0.9, NaN];
  const against = (cells: (string | number)[], threshold: number | undefined = 0.5, classes: string[] = ['no', 'yes']) =>
    compareScores(p, tableOf({ s: cells }), 0, threshold, classes);

  test('the same scores', () => {
    expect(against([0.1, 0.4, 0.6, 0.9, ''])).toEqual({
      compared: 4,
      oneMissing: 0,
      largest: { difference: 0, row: 0 },
      differing: 0,
      decisionsDiffer: 0,
      reading: 'score',
    });
  });

  test('one score off by a little, one by much', () => {
    const result = against([0.1 + 1e-9, 0.4, 0.45, 0.9, 0.5]);
    expect(result).toMatchObject({ compared: 4, oneMissing: 1, differing: 1, decisionsDiffer: 1, reading: 'score' });
    expect(result.largest!.row).toBe(2);
    expect(result.largest!.difference).toBeCloseTo(0.15, 12);
  });

  test("the other class's probabilities are recognised", () => {
    expect(against([0.9, 0.6, 0.4, 0.1, ''])).toMatchObject({ reading: 'complement', differing: 0, decisionsDiffer: 0 });
  });

  test('log-odds are recognised', () => {
    expect(
      against(
        p
          .slice(0, 4)
          .map((x) => Math.log(x / (1 - x)))
          .concat(0),
      ),
    ).toMatchObject({ reading: 'logit', differing: 0, decisionsDiffer: 0, oneMissing: 1 });
  });

  test.each([
    ['in numbers', [0, 1, 1, 1, '']],
    ['in words', ['no', 'yes', 'yes', 'yes', '']],
  ])('decisions %s', (_, cells) => {
    expect(against(cells)).toMatchObject({ reading: 'decision', compared: 4, differing: 1, decisionsDiffer: 1, largest: { difference: 1, row: 1 } });
  });

  test('something else altogether', () => {
    expect(against([10, 7, 3, 5, 2])).toMatchObject({ reading: 'other', differing: 4 });
  });

  test('values of a regression have no decisions', () => {
    expect(compareScores([1, 2], tableOf({ s: [1, 2.5] }), 0)).toMatchObject({
      decisionsDiffer: null,
      reading: 'score',
      largest: { difference: 0.5, row: 1 },
    });
  });

  test('values beyond 1 may differ by a millionth of themselves: files keep seven digits', () => {
    expect(compareScores([16_012.024_414, -250_000.2], tableOf({ s: ['16012.024', '-250000'] }), 0)).toMatchObject({ differing: 0, reading: 'score' });
    expect(compareScores([16_012.05, 0.1], tableOf({ s: ['16012.024', '0.100002'] }), 0)).toMatchObject({ differing: 2 });
  });

  test('nothing to compare', () => {
    expect(against(['', '', '', '', ''])).toMatchObject({ compared: 0, largest: null, reading: 'score' });
  });
});
