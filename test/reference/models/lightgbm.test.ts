import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openModel, type OpenOptions } from '../../../src/engine/models/open';
import type { Model } from '../../../src/engine/models/types';
import { describeShared, sharedBytes, testShared } from '../../tools/shared';
import { cells, readCsv, rowsFor, worst } from './rows';
import { evaluate, labels, runGraph } from './score';

const TOLERANCE = 1e-9;

interface Case {
  readonly file: string;
  readonly table: string;
  readonly expected?: string;
  readonly options?: OpenOptions;
  readonly columns?: readonly string[];
}

const binary = { columns: ['probability(1)'] };
const iris = { columns: ['probability(0)', 'probability(1)', 'probability(2)'] };
const CASES: readonly Case[] = [
  { file: 'ClassificationAudit', table: 'Audit', ...binary },
  { file: 'ClassificationAudit', table: 'Audit', expected: 'ClassificationAudit@17', options: { rounds: 17 }, ...binary },
  { file: 'ClassificationAudit', table: 'AuditInvalid', expected: 'ClassificationAuditInvalid', ...binary },
  { file: 'ClassificationAuditBinNA', table: 'AuditNA', ...binary },
  { file: 'ClassificationIris', table: 'Iris', ...iris },
  { file: 'ClassificationIris', table: 'Iris', expected: 'ClassificationIris@7', options: { rounds: 7 }, ...iris },
  { file: 'ClassificationVersicolor', table: 'Versicolor', ...binary },
  { file: 'ClassificationVersicolor', table: 'Versicolor', expected: 'ClassificationVersicolor@9', options: { rounds: 9 }, ...binary },
  { file: 'LinearTreeRegressionAuto', table: 'Auto' },
  { file: 'RFClassificationAudit', table: 'Audit', ...binary },
  { file: 'RegressionAutoNA', table: 'AutoNA' },
  { file: 'RegressionAutoNA', table: 'AutoNA', expected: 'RegressionAutoNA@17', options: { rounds: 17 } },
  { file: 'RegressionHousing', table: 'Housing' },
  { file: 'RegressionHousing', table: 'Housing', expected: 'RegressionHousing@31', options: { rounds: 31 } },
  { file: 'RegressionVisit', table: 'Visit' },
  { file: 'RegressionVisit', table: 'Visit', expected: 'RegressionVisit@31', options: { rounds: 31 } },
];

const open = (path: string, options?: OpenOptions): Promise<Model> => openModel([{ name: 'renamed.bin', bytes: sharedBytes(path) }], options);

async function check(model: Model, values: Float64Array<ArrayBuffer>, wanted: readonly number[]): Promise<void> {
  const scores = evaluate(model, values);
  expect(worst(scores, wanted)).toBeLessThanOrEqual(TOLERANCE);
  if (model.graph === undefined) return;
  expect(worst(await runGraph(model, values), wanted)).toBeLessThanOrEqual(TOLERANCE);
}

describeShared('LightGBM files give the values LightGBM gave', () => {
  for (const one of CASES) {
    testShared(`${one.file} as ${one.expected ?? one.file}`, async () => {
      const model = await open(`models/lightgbm/model/${one.file}.txt`, one.options);
      const values = rowsFor(model, readCsv(`models/lightgbm/csv/${one.table}.csv`));
      const expected = readCsv(`models/lightgbm/csv/${one.expected ?? one.file}.csv`);
      await check(
        model,
        values,
        expected.flatMap((row) => (one.columns ?? ['_target']).map((name) => Number(row[name]))),
      );
      if (one.columns !== undefined) expect(labels(model, evaluate(model, values))).toEqual(expected.map((row) => Number(row['_target'])));
      expect(model.graph === undefined).toBe(one.file === 'LinearTreeRegressionAuto');
    });
  }

  testShared('a model with linear leaves says why it has no ONNX form', async () => {
    const model = await open('models/lightgbm/model/LinearTreeRegressionAuto.txt');
    expect(model.provenance.map((line) => line.text)).toContain(
      'It cannot be written as ONNX. Its leaves hold linear functions, which ONNX’s trees cannot.',
    );
  });

  const leaves = 'models/leaves-mit/';
  const table = (file: string, skip = 0): number[][] =>
    cells(leaves + file, '\t').map((row) => row.slice(skip).map((cell) => (cell === '' ? NaN : Number(cell))));
  const flat = (rows: readonly (readonly number[])[]): Float64Array<ArrayBuffer> => Float64Array.from(rows.flat());

  testShared('lgmulticlass, of five classes', async () => {
    const model = await open(`${leaves}lgmulticlass.model`);
    const values = flat(table('multiclass_test.tsv', 1));
    expect(values.length).toBe(500 * model.inputs.length);
    await check(model, values, table('lgmulticlass_true_predictions.txt').flat());
  });

  testShared('lg_dart_breast_cancer, text and JSON dump', async () => {
    const model = await open(`${leaves}lg_dart_breast_cancer.model`);
    const values = flat(table('breast_cancer_test.tsv', table('breast_cancer_test.tsv')[0]!.length - model.inputs.length));
    const wanted = table('lg_dart_breast_cancer_true_predictions.txt').flat();
    await check(model, values, wanted);
    const dump = await open(`${leaves}lg_dart_breast_cancer.json`);
    expect(dump.questions.map((question) => question.id)).toContain('output-meaning');
    const margins = evaluate(dump, values);
    expect(
      worst(
        margins.map((x) => 1 / (1 + Math.exp(-x))),
        wanted,
      ),
    ).toBeLessThanOrEqual(TOLERANCE);
    expect(worst(await runGraph(dump, values), margins)).toBeLessThanOrEqual(1e-14);
  });

  testShared('genlin_fmtp_poisson_Frequency, with sets of numbered categories', async () => {
    const model = await open(`${leaves}genlin_fmtp_poisson_Frequency.model`);
    const rows = table('genlin_fmtp_poisson_Frequency_features.tsv', 0);
    await check(
      model,
      flat(rows.map((row) => row.slice(row.length - model.inputs.length))),
      table('genlin_fmtp_poisson_Frequency_true_predictions.txt').flat(),
    );
  });
});

interface SmallCase {
  readonly name: string;
  readonly model: string;
  readonly dump: Record<string, unknown> | null;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly scores: readonly number[] | readonly (readonly number[])[];
}

describe('LightGBM 4.7 models of other kinds', () => {
  const cases = JSON.parse(readFileSync(new URL('lightgbm-cases.json', import.meta.url), 'utf8')) as SmallCase[];

  test.each(cases)('$name', async ({ model: text, dump, rows, scores }) => {
    const values = Float64Array.from(rows.flat(), (value) => value ?? NaN);
    for (const file of [text, ...(dump === null ? [] : [JSON.stringify(dump)])]) {
      const model = await openModel([{ name: 'm', bytes: new TextEncoder().encode(file) }]);
      await check(model, values, scores.flat());
    }
  });
});
