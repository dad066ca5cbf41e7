import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { countDecisions, groupCounts } from '../../../src/engine/fairness/counts';
import { rates } from '../../../src/engine/fairness/rates';
import { describeShared, sharedBytes } from '../../tools/shared';

describeShared('COMPAS, all 7,214 rows, medium or high score', () => {
  test.each([
    ['sex', 'Female', 288, 0.3211, 195, 0.3916],
    ['sex', 'Male', 994, 0.3242, 1021, 0.3709],
    ['race', 'African-American', 805, 0.4485, 532, 0.2799],
    ['race', 'Caucasian', 349, 0.2345, 461, 0.4772],
  ])('%s %s: the published counts and rates of false positives and false negatives of 2016', (attribute, level, fp, fpr, fn, fnr) => {
    const text = new TextDecoder().decode(sharedBytes('data/compas/compas-scores-two-years.deidentified.csv'));
    const [header, ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
    const column = (name: string): string[] => rows.map((row) => row[header!.indexOf(name)]!);
    expect(rows.length).toBe(7214);
    const { table } = countDecisions(
      Int8Array.from(column('score_text'), (score) => (score === 'Low' ? 0 : 1)),
      { groups: Int32Array.from(column(attribute), (value) => (value === level ? 0 : 1)), groupCount: 2, labels: Int8Array.from(column('two_year_recid'), Number) },
    );
    const all = rates(groupCounts(table, 0));
    expect([all.fpr.numerator, all.fnr.numerator]).toEqual([fp, fn]);
    expect(all.fpr.value).toBeCloseTo(fpr, 4);
    expect(all.fnr.value).toBeCloseTo(fnr, 4);
  });
});
