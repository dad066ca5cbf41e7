import { expect, test } from 'vitest';
import { openTable, type OpenedTable, type ReadOptions } from '../../../src/engine/table/open';
import { levelsOf } from '../../../src/engine/table/cell';
import { memorySource } from '../../../src/engine/table/source';
import type { Column } from '../../../src/engine/table/types';
import { describeShared, sharedBytes, sharedList, testShared } from '../../tools/shared';

const open = (path: string, options?: ReadOptions): Promise<OpenedTable> => openTable(memorySource(path.split('/').at(-1)!, sharedBytes(`data/${path}`)), options);

const column = ({ table }: OpenedTable, name: string): Column => {
  const found = table.columns.find((one) => one.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};

/** How often each level of a column comes. */
function counts(opened: OpenedTable, name: string): Record<string, number> {
  const { codes, levels } = levelsOf(column(opened, name))!;
  const times = levels.map(() => 0);
  for (const code of codes) if (code >= 0) times[code]!++;
  return Object.fromEntries(levels.map((level, i) => [level, times[i]!]));
}

/** The shapes PROVENANCE.md states; a header cell without a name (pandas' and R's index) is one column more. */
const shapes: [string, number, number][] = [
  ['compas/compas-scores-two-years.deidentified.csv', 7214, 46],
  ['adult/adult.data', 32561, 15],
  ['adult/adult.test', 16281, 15],
  ['adult/adult_test_with_header.csv', 9769, 15],
  ['german-credit/german.data', 1000, 21],
  ['german-credit/credit-g.csv', 1000, 21],
  ['taiwan-default/credit_raw.csv', 30000, 25],
  ['law-school/law_school_clean.csv', 20798, 12],
  ['bank-marketing/bank-full.csv', 40004, 17],
  ['heloc/heloc-clean-full.csv', 9871, 24],
  ['give-me-some-credit/give_me_some_credit_test.csv', 28882, 11],
  ['credit-scoring-spain/credit_data.csv', 4454, 15],
  ['hmda-boston/HMDA.csv', 2380, 15],
  ['hr-attrition/attrition.csv', 1470, 32],
  ['resume-callbacks/resume.csv', 4870, 31],
  ['lending-club/lending_club_1000.csv', 1000, 151],
  ['acs-income/ACSIncome.test.parquet', 332900, 12],
  ['diabetes-130/dataset_diabetes.zip', 101766, 50],
  ['nhanes1/NHANESI_subset_X.csv', 9932, 19],
  ['nhanes1/NHANESI_subset_y.csv', 9932, 2],
  ['student-performance/student-por.csv', 649, 33],
  ['communities-crime/communities_crime.csv', 1994, 105],
  ['ricci/ricci_race.csv', 118, 6],
  ['drift-ma-employment/employment_MA_reference.pq', 68785, 21],
  ['drift-ma-employment/employment_MA_analysis.pq', 208892, 20],
  ['drift-ma-employment/employment_MA_analysis_target.pq', 208892, 2],
  ['drift-california-housing/california_housing_reference.csv', 5832, 13],
  ['drift-california-housing/california_housing_analysis.csv', 8232, 12],
  ['drift-california-housing/california_housing_analysis_gt.csv', 8232, 2],
  ...sharedList('data/drift-nyc-taxi').map((name): [string, number, number] => [`drift-nyc-taxi/${name}`, 10000, 18]),
];

describeShared('tables of the world', () => {
  test.each(shapes)('%s opens as %d × %d with nothing refused', async (path, rows, columns) => {
    const { table, account } = await open(path);
    expect([table.rows, table.columns.length]).toEqual([rows, columns]);
    expect(account).toMatchObject({ refusedRows: 0, paddedCells: 0, cutCells: 0 });
  });

  test('every file is among them', () => {
    const files = sharedList('data').filter((folder) => !folder.includes('.')).flatMap((folder) => sharedList(`data/${folder}`).map((name) => `${folder}/${name}`));
    expect(shapes.map(([path]) => path).sort()).toEqual(files.sort());
  });
});

testShared('compas: two headers come twice, CRLF, empty cells, dates', async () => {
  const opened = await open('compas/compas-scores-two-years.deidentified.csv');
  expect(opened.reading.lineEnd).toBe('CRLF');
  expect(opened.account.changed.names).toBe(2);
  expect(opened.table.columns.filter((one) => one.header === 'decile_score').map((one) => one.name)).toEqual(['decile_score', 'decile_score (2)']);
  expect(column(opened, 'compas_screening_date')).toMatchObject({ kind: 'date', pattern: 'yyyy-mm-dd' });
  expect(column(opened, 'violent_recid').missing).toBe(7214);
  const { values: days } = column(opened, 'days_b_screening_arrest') as { values: Float64Array } & Column;
  const recid = column(opened, 'is_recid') as { values: Float64Array } & Column;
  const degree = levelsOf(column(opened, 'c_charge_degree'))!;
  const score = column(opened, 'score_text');
  let rows = 0;
  for (let i = 0; i < days.length; i++) {
    if (days[i]! >= -30 && days[i]! <= 30 && recid.values[i] !== -1 && degree.levels[degree.codes[i]!] !== 'O' && score.kind === 'category' && score.codes[i]! >= 0) rows++;
  }
  expect(rows).toBe(6172);
});

testShared('adult: no header, spaces, question marks, a comment line and a last blank line', async () => {
  const train = await open('adult/adult.data');
  expect(train.reading.header).toBe(false);
  expect(train.account.lines).toMatchObject({ header: 0, comment: 0, blank: 1 });
  expect(counts(train, 'column 15')).toEqual({ '<=50K': 24720, '>50K': 7841 });
  expect(train.account.perColumn[1]!.missingTexts).toEqual([{ text: '?', count: 1836 }]);
  expect(train.account.changed.trimmed).toBe(32561 * 14);
  const later = await open('adult/adult.test');
  expect(later.account.lines).toMatchObject({ comment: 1, blank: 1 });
  expect(counts(later, 'column 15')).toEqual({ '<=50K.': 12435, '>50K.': 3846 });
});

testShared('german: a leading blank line, tabs, codes', async () => {
  const opened = await open('german-credit/german.data');
  expect(opened.reading).toMatchObject({ delimiter: '\t', header: false });
  expect(opened.account.lines!.blank).toBeGreaterThan(0);
  expect(counts(opened, 'column 21')).toEqual({ 1: 700, 2: 300 });
  expect(counts(await open('german-credit/credit-g.csv'), 'class')).toMatchObject({ good: 700, bad: 300 });
  expect(levelsOf(column(await open('german-credit/credit-g.csv'), 'checking_status'))!.levels).toContain("'<0'");
});

testShared('taiwan: a byte-order mark and CR as the only line end', async () => {
  const opened = await open('taiwan-default/credit_raw.csv');
  expect(opened.reading).toMatchObject({ encodingBy: 'mark', lineEnd: 'CR' });
  expect(opened.table.columns[0]!.header).toBe('ID');
  expect(counts(opened, 'default payment next month')[1]).toBe(6636);
});

testShared('law school: numbers written as floats keep their text', async () => {
  const opened = await open('law-school/law_school_clean.csv');
  expect(column(opened, 'pass_bar')).toMatchObject({ kind: 'numeric', whole: true, asWritten: { levels: ['1.0', '0.0'] } });
});

testShared('bank: unknown is an answer, not a missing cell', async () => {
  const opened = await open('bank-marketing/bank-full.csv');
  expect(column(opened, 'job').missing).toBe(0);
  expect(levelsOf(column(opened, 'contact'))!.levels).toContain('unknown');
});

testShared('credit scoring: 455 empty cells', async () => {
  const opened = await open('credit-scoring-spain/credit_data.csv');
  expect(opened.account.cells.missing).toBe(455);
  for (const [name, missing] of [['Income', 381], ['Assets', 47], ['Debt', 18], ['Home', 6], ['Job', 2], ['Marital', 1]] as const) {
    expect(column(opened, name).missing).toBe(missing);
  }
});

testShared('lending club: month dates, a padded term, empty columns, addresses as text', async () => {
  const opened = await open('lending-club/lending_club_1000.csv');
  expect(opened.account.cells.missing).toBe(42058);
  expect(column(opened, 'issue_d')).toMatchObject({ kind: 'date', pattern: 'Mon-yyyy' });
  expect([...levelsOf(column(opened, 'term'))!.levels].sort()).toEqual(['36 months', '60 months']);
  expect(column(opened, 'url').kind).toBe('text');
  expect(column(opened, 'member_id').missing).toBe(1000);
  // Two rows at the end are sums without a status, which is the seventh value.
  expect(Object.keys(counts(opened, 'loan_status'))).toHaveLength(6);
  expect(column(opened, 'loan_status').missing).toBe(2);
});

testShared('diabetes: the table in the zip, question marks, age bands, codes that look like numbers', async () => {
  const opened = await open('diabetes-130/dataset_diabetes.zip');
  expect(opened.reading.container).toEqual({ kind: 'zip', member: 'dataset_diabetes/diabetic_data.csv', others: ['dataset_diabetes/IDs_mapping.csv'] });
  expect(column(opened, 'weight').missing / 101766).toBeCloseTo(0.97, 2);
  expect(levelsOf(column(opened, 'age'))!.levels).toContain('[0-10)');
  expect(levelsOf(column(opened, 'diag_1'))!.levels).toEqual(expect.arrayContaining(['250.83', 'V57']));
  expect(Object.keys(counts(opened, 'readmitted')).sort()).toEqual(['<30', '>30', 'NO']);
  const mapping = await open('diabetes-130/dataset_diabetes.zip', { member: 'dataset_diabetes/IDs_mapping.csv' });
  expect(mapping.table.columns.map((one) => one.name)).toEqual(['admission_type_id', 'description']);
});

testShared('nhanes: a header cell without a name, and −0.0', async () => {
  const opened = await open('nhanes1/NHANESI_subset_X.csv');
  expect(opened.table.columns[0]).toMatchObject({ name: 'column 1', header: '' });
  const y = column(await open('nhanes1/NHANESI_subset_y.csv'), 'y');
  expect(y.kind === 'numeric' && Object.is(y.values[4], -0)).toBe(true);
});

testShared('student: semicolons, everything in quotes', async () => {
  const opened = await open('student-performance/student-por.csv');
  expect(opened.reading.delimiter).toBe(';');
  expect(['absences', 'G1', 'G3'].map((name) => column(opened, name).kind)).toEqual(['numeric', 'numeric', 'numeric']);
  expect(column(opened, 'school').kind).toBe('category');
});

testShared('hmda: long tails of digits are exact', async () => {
  const opened = await open('hmda-boston/HMDA.csv');
  const ratio = column(opened, 'pirat');
  expect(ratio.kind === 'numeric' && ratio.values[0]).toBe(0.22100000381469725);
  expect(counts(opened, 'deny')).toEqual({ no: 2095, yes: 285 });
});

testShared('communities: a near-key name is text', async () => {
  expect(column(await open('communities-crime/communities_crime.csv'), 'communityname').kind).toBe('text');
});

testShared('give me some credit and resume: counts of the target', async () => {
  expect(counts(await open('give-me-some-credit/give_me_some_credit_test.csv'), 'SeriousDlqin2yrs')[1]).toBe(26927);
  expect(counts(await open('resume-callbacks/resume.csv'), 'received_callback')[1]).toBe(392);
});

testShared('parquet: snappy, doubles as codes, texts as codes, whole numbers of 64 bits', async () => {
  const acs = await open('acs-income/ACSIncome.test.parquet');
  expect(column(acs, 'RAC1P').kind).toBe('numeric');
  const work = await open('drift-ma-employment/employment_MA_reference.pq');
  expect(column(work, 'SEX').kind).toBe('category');
  expect(column(work, 'id')).toMatchObject({ kind: 'numeric', whole: true });
  expect(Object.keys(counts(work, 'year'))).toEqual(['2015']);
  const later = await open('drift-ma-employment/employment_MA_analysis.pq');
  expect(Object.keys(counts(later, 'year')).sort()).toEqual(['2016', '2017', '2018']);
});

testShared('taxi: an empty surcharge in 63 % of a month, times, fares below zero', async () => {
  const january = await open('drift-nyc-taxi/yellow_tripdata_sample_2019-01.csv.gz');
  expect(column(january, 'congestion_surcharge').missing).toBe(6327);
  expect(column(january, 'pickup_datetime')).toMatchObject({ kind: 'date', hasTime: true, pattern: 'yyyy-mm-dd hh:mm:ss' });
  const april = await open('drift-nyc-taxi/yellow_tripdata_sample_2020-04.csv.gz');
  expect(column(april, 'passenger_count').missing / 10000).toBeCloseTo(0.08, 2);
  const fares = column(april, 'fare_amount');
  expect(fares.kind === 'numeric' && fares.values.some((fare) => fare < 0)).toBe(true);
});
