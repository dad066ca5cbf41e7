import { expect, test } from 'vitest';
import { countDecisions } from '../../../src/engine/fairness/counts';
import { crossedRates } from '../../../src/engine/fairness/crossed';
import { groupColumn } from '../../../src/engine/fairness/grouping';
import { intersect } from '../../../src/engine/fairness/intersections';
import { METRIC_IDS } from '../../../src/engine/fairness/metrics/catalogue';
import { adverseImpact } from '../../../src/engine/fairness/metrics/impact';
import { countSides, joinSides, scoreSides } from '../../../src/engine/fairness/metrics/sides';
import { metricTable } from '../../../src/engine/fairness/metrics/table';
import { scoreGaps } from '../../../src/engine/fairness/score-gaps/gaps';
import { stratify, withinStrata } from '../../../src/engine/fairness/strata';
import { buildThresholdIndex, countsAt } from '../../../src/engine/fairness/threshold-index';
import { wholeTable } from '../../../src/engine/fairness/whole-table';
import { levelsOf } from '../../../src/engine/table/cell';
import { openTable } from '../../../src/engine/table/open';
import { memorySource } from '../../../src/engine/table/source';
import { describeShared, sharedBytes } from '../../tools/shared';

/** A real table with the columns that make groups, a number that stands for a score, the outcome where there is one, and a column to be alike in. */
const TABLES: readonly (readonly [string, { file: string; groups: readonly string[]; score: string; label?: readonly [string, string]; stratum: string; rows: number }])[] = [
  ['law school', { file: 'law-school/law_school_clean.csv', groups: ['race', 'male'], score: 'lsat', label: ['pass_bar', '1.0'], stratum: 'fulltime', rows: 20_798 }],
  ['HMDA Boston', { file: 'hmda-boston/HMDA.csv', groups: ['afam', 'single'], score: 'hirat', label: ['deny', 'no'], stratum: 'selfemp', rows: 2380 }],
  ['resume callbacks', { file: 'resume-callbacks/resume.csv', groups: ['race', 'gender'], score: 'years_experience', label: ['received_callback', '1'], stratum: 'job_city', rows: 4870 }],
  ['Ricci', { file: 'ricci/ricci_race.csv', groups: ['Race', 'Position'], score: 'Combine', label: ['Promoted', '1'], stratum: 'Position', rows: 118 }],
  ['German credit', { file: 'german-credit/credit-g.csv', groups: ['personal_status', 'age'], score: 'credit_amount', label: ['class', 'good'], stratum: 'housing', rows: 1000 }],
  ['Adult', { file: 'adult/adult_test_with_header.csv', groups: ['race', 'sex'], score: 'age', label: ['income', '>50K'], stratum: 'workclass', rows: 9769 }],
  ['ACS income', { file: 'acs-income/ACSIncome.test.parquet', groups: ['RAC1P', 'SEX'], score: 'AGEP', label: ['PINCP', '1'], stratum: 'MAR', rows: 332_900 }],
];

describeShared('real tables go through every measure by group', () => {
  test.each(TABLES)('%s', { timeout: 120_000 }, async (_, { file, groups, score, label, stratum, rows }) => {
    const { table } = await openTable(memorySource(file.split('/')[1]!, sharedBytes(`data/${file}`)));
    const column = (name: string) => table.columns.find((entry) => entry.name === name)!;
    const columns = groups.map((name) => groupColumn(column(name), levelsOf)!);
    const crossed = intersect(columns);
    const values = column(score);
    const scores = values.kind === 'numeric' ? values.values : new Float64Array(rows).fill(NaN);
    const outcome = label && levelsOf(column(label[0]))!;
    const labels = outcome && Int8Array.from(outcome.codes, (code) => (code < 0 ? -1 : Number(outcome.levels[code]) === Number(label[1]) || outcome.levels[code] === label[1] ? 1 : 0));
    expect(scores.length).toBe(rows);
    expect(labels!.includes(1)).toBe(true);

    for (const own of [{ codes: columns[0]!.codes, count: columns[0]!.levels.length }, { codes: crossed.codes, count: crossed.cells.length }]) {
      const index = buildThresholdIndex({ scores, groups: own.codes, groupCount: own.count, labels });
      const middle = scores.filter((value) => !Number.isNaN(value)).sort()[Math.floor(rows / 2)] ?? 0;
      const counts = countsAt(index, middle);
      const sides = joinSides(countSides(counts), scoreSides(index));
      for (const against of ['others', 'extremes', 0] as const) {
        for (const row of metricTable(METRIC_IDS, sides, { margin: 0.02, against, primary: ['selection', 'tpr', 'fpr'] })) {
          for (const { value, interval } of row.groups) if (interval && value !== null && Number.isFinite(value)) expect([interval.lower <= value + 1e-12, value - 1e-12 <= interval.upper]).toEqual([true, true]);
          for (const { p, adjusted, difference, verdict, judgement } of row.contrasts) {
            if (p !== null) expect(p >= 0 && p <= 1).toBe(true);
            if (adjusted !== null) expect(adjusted).toBeGreaterThanOrEqual(p! - 1e-12);
            if (difference === null) expect(verdict).toBe('few');
            if (judgement.smallest < 30) expect(verdict).toBe('few');
          }
        }
      }
      expect(wholeTable({ table: counts, seed: 1, resamples: 30 }).length).toBe(6);
    }
    const index = buildThresholdIndex({ scores, groups: columns[0]!.codes, groupCount: columns[0]!.levels.length, labels });
    expect(scoreGaps({ index, group: 0, against: 'others', seed: 1, resamples: 30 }).length).toBeGreaterThanOrEqual(2);

    // The outcome itself as the decision: who was promoted, called back, given the loan.
    const { table: decided } = countDecisions(labels!, { groups: crossed.codes, groupCount: crossed.cells.length });
    const { cells } = crossedRates('selection', crossed, decided, 1, 200);
    expect(cells.length).toBe(crossed.cells.length);
    for (const { raw, shrunken } of cells) if (raw.people > 0) expect(shrunken === null || (shrunken.lower < shrunken.value && shrunken.value < shrunken.upper)).toBe(true);
    const alike = groupColumn(column(stratum), levelsOf)!;
    const strata = stratify(labels!, alike.codes, alike.levels.length, columns[0]!.codes, columns[0]!.levels.length);
    expect(withinStrata(strata, 0, 'others').pooled!.difference).toBeGreaterThan(-1);
  });

  test('resume callbacks have the published rates of 2004: 9.7% and 6.5%, an adverse impact with a clear test', async () => {
    const { table } = await openTable(memorySource('resume.csv', sharedBytes('data/resume-callbacks/resume.csv')));
    const column = (name: string) => levelsOf(table.columns.find((entry) => entry.name === name)!)!;
    const [race, called] = [column('race'), column('received_callback')];
    const { table: counts } = countDecisions(Int8Array.from(called.codes, (code) => Number(called.levels[code])), { groups: race.codes, groupCount: 2 });
    const { groups } = countSides(counts);
    const [black, white] = [groups[race.levels.indexOf('black')]!, groups[race.levels.indexOf('white')]!];
    const impact = adverseImpact(black, white, 0)!;
    expect(impact.ratio).toBeCloseTo(157 / 235, 12);
    expect(impact.p).toBeLessThan(1e-4);
    expect(impact.shortfallParity).toBe(78);
  });
});
