import { describe, expect, test } from 'vitest';
import { cohortRows, dayRange, isEveryone } from '../../../src/engine/audit/cohort';
import { type Cohort, EVERYONE } from '../../../src/engine/audit/types';
import { openText } from '../../../src/engine/table/open';

const { table } = await openText('people.csv', 'age,home,day\n20,own,2024-01-01\n30,rent,2024-02-01\n40,own,2024-03-01\n,rent,2024-04-01\n50,,2024-05-01\n60,own,\n');
const facts = { table, groups: Int32Array.of(0, 1, 0, 1, -1, 0), scores: Float64Array.of(0.1, 0.5, 0.9, 0.6, NaN, 0.4), threshold: 0.5 };
const rows = (part: Partial<Cohort>): number[] => [...cohortRows({ ...EVERYONE, ...part }, facts)];
const [age, home, day] = [0, 1, 2];

describe('a cohort', () => {
  test.each<[string, Partial<Cohort>, number[]]>([
    ['everyone', {}, [0, 1, 2, 3, 4, 5]],
    ['one group', { group: 1 }, [1, 3]],
    ['a group that is not there', { group: 7 }, []],
    ['the favourable decision, the line itself included', { decision: 'favourable' }, [1, 2, 3]],
    ['the other decision, without rows that have no score', { decision: 'unfavourable' }, [0, 5]],
    ['a range with both ends, without missing values', { ranges: [{ column: age, low: 30, high: 50 }] }, [1, 2, 4]],
    ['a range of dates', { ranges: [{ column: day, low: Date.UTC(2024, 1, 1), high: Date.UTC(2024, 2, 1) }] }, [1, 2]],
    ['a range the wrong way round', { ranges: [{ column: age, low: 50, high: 30 }] }, []],
    ['a range of a column without numbers', { ranges: [{ column: home, low: 0, high: 1 }] }, []],
    ['a column that is not there', { ranges: [{ column: 9, low: 0, high: 1 }] }, []],
    ['levels', { levels: [{ column: home, levels: [1] }] }, [1, 3]],
    ['levels and the missing value', { levels: [{ column: home, levels: [0, -1] }] }, [0, 2, 4, 5]],
    ['no level at all', { levels: [{ column: home, levels: [] }] }, []],
    ['a missing number', { levels: [{ column: age, levels: [-1] }] }, [3]],
    ['numbers as levels', { levels: [{ column: age, levels: [0, 2] }] }, [0, 2]],
    ['all conditions together', { group: 0, decision: 'favourable', ranges: [{ column: age, low: 0, high: 100 }], levels: [{ column: home, levels: [0] }] }, [2]],
  ])('of %s', (_, part, expected) => expect(rows(part)).toEqual(expected));

  test('of days holds the whole of both, by whatever moment they are named', async () => {
    const { table: moments } = await openText('moments.csv', 'at\n2024-02-28 23:59:59\n2024-02-29 00:00:00\n2024-03-01 23:59:59\n2024-03-02 00:00:00\n');
    const range = dayRange(0, Date.UTC(2024, 1, 29, 13), Date.UTC(2024, 2, 1));
    expect([...cohortRows({ ...EVERYONE, ranges: [range] }, { table: moments, threshold: 0 })]).toEqual([1, 2]);
    const early = dayRange(day, Date.UTC(1969, 11, 31, 5), Date.UTC(1969, 11, 31));
    expect(early).toEqual({ column: day, low: -86_400_000, high: -1 });
  });

  test('of a group or decision is empty where nothing tells them apart', () => {
    expect(cohortRows({ ...EVERYONE, group: 0 }, { table, threshold: 0.5 })).toHaveLength(0);
    expect(cohortRows({ ...EVERYONE, decision: 'favourable' }, { table, threshold: 0.5 })).toHaveLength(0);
  });

  test('is taken from the rows given', () => expect([...cohortRows({ ...EVERYONE, group: 0 }, { ...facts, among: Int32Array.of(1, 2, 5) })]).toEqual([2, 5]));

  test('is everyone only without any condition', () => {
    expect(isEveryone(EVERYONE)).toBe(true);
    for (const part of [{ group: 0 }, { decision: 'favourable' }, { ranges: [{ column: 0, low: 0, high: 1 }] }, { levels: [{ column: 1, levels: [] }] }] as const) {
      expect(isEveryone({ ...EVERYONE, ...part })).toBe(false);
    }
  });
});
