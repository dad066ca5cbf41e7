import { expect } from 'vitest';
import { openModel, type OpenOptions } from '../../../src/engine/models/open';
import type { Model } from '../../../src/engine/models/types';
import { describeShared, sharedBytes, testShared } from '../../tools/shared';
import { readCsv, readLibsvm, rowsFor, worst } from './rows';
import { evaluate, labels, runGraph } from './score';

const TOLERANCE = 1e-6;

interface Case {
  readonly file: string;
  readonly table: string;
  readonly expected: string;
  readonly options?: OpenOptions;
  readonly companion?: string;
  /** Columns of the expected file in score order; probabilities of the second class for binary models. */
  readonly columns?: readonly string[];
  readonly label?: string;
}

const binary = { columns: ['probability(1)'], label: '_target' };
const CASES: readonly Case[] = [
  { file: 'AFTLungNA.json', table: 'LungNA', expected: 'AFTLungNA' },
  { file: 'BinomialClassificationAudit.json', table: 'Audit', expected: 'BinomialClassificationAudit', ...binary },
  { file: 'BinomialClassificationAudit.ubj', table: 'Audit', expected: 'BinomialClassificationAudit', ...binary },
  { file: 'BinomialClassificationAudit.json', table: 'Audit', expected: 'BinomialClassificationAudit@31', options: { rounds: 31 }, ...binary },
  { file: 'BinomialClassificationAuditNA.ubj', table: 'AuditNA', expected: 'BinomialClassificationAuditNA', ...binary },
  { file: 'BinomialClassificationAuditNA.ubj', table: 'AuditNA', expected: 'BinomialClassificationAuditNA@31', options: { rounds: 31 }, ...binary },
  { file: 'GammaRegressionVisitNA.json', table: 'VisitNA', expected: 'GammaRegressionVisitNA' },
  { file: 'HingeClassificationAudit.json', table: 'Audit', expected: 'HingeClassificationAudit', ...binary },
  { file: 'LinearRegressionAuto.json', table: 'Auto', expected: 'LinearRegressionAuto' },
  { file: 'LinearRegressionAutoNA.json', table: 'AutoNA', expected: 'LinearRegressionAutoNA' },
  ...[1, 2].map((k) => ({
    file: 'MultiBinomialClassificationAuditNA.ubj',
    table: 'AuditNA',
    expected: 'MultiBinomialClassificationAuditNA',
    columns: [`probability(_target${k}, 1)`],
    label: `_target${k}`,
    options: { target: k - 1 },
  })),
  ...[1, 2].map((k) => ({
    file: 'MultiBinomialClassificationAuditNA.ubj',
    table: 'AuditNA',
    expected: 'MultiBinomialClassificationAuditNA@31',
    columns: [`probability(_target${k}, 1)`],
    label: `_target${k}`,
    options: { target: k - 1, rounds: 31 },
  })),
  ...[1, 2].map((k) => ({
    file: 'MultiLinearRegressionAutoNA.json',
    table: 'AutoNA',
    expected: 'MultiLinearRegressionAutoNA',
    columns: [`_target${k}`],
    options: { target: k - 1 },
  })),
  {
    file: 'MultinomialClassificationIris.json',
    table: 'Iris',
    expected: 'MultinomialClassificationIris',
    columns: ['probability(0)', 'probability(1)', 'probability(2)'],
    label: '_target',
  },
  {
    file: 'MultinomialClassificationIris.json',
    table: 'Iris',
    expected: 'MultinomialClassificationIris@11',
    columns: ['probability(0)', 'probability(1)', 'probability(2)'],
    label: '_target',
    options: { rounds: 11 },
  },
  { file: 'PoissonRegressionVisit.ubj', table: 'Visit', expected: 'PoissonRegressionVisit' },
  { file: 'QuantileRegressionAuto.ubj', table: 'Auto', expected: 'QuantileRegressionAuto' },
];

const LEGACY: readonly Case[] = [
  { file: 'BinomialClassificationAudit.model', table: 'Audit', expected: 'BinomialClassificationAudit', companion: 'Audit.fmap', ...binary },
  { file: 'LinearRegressionAuto.model', table: 'Auto', expected: 'LinearRegressionAuto', companion: 'Auto.fmap' },
  {
    file: 'MultinomialClassificationAudit.model',
    table: 'Audit',
    expected: 'MultinomialClassificationAudit',
    companion: 'Audit.fmap',
    columns: ['probability(0)', 'probability(1)'],
    label: '_target',
  },
];

async function compare(folder: string, one: Case): Promise<void> {
  const files = [{ name: one.file, bytes: sharedBytes(`${folder}/model/${one.file}`) }];
  if (one.companion !== undefined) files.push({ name: one.companion, bytes: sharedBytes(`${folder}/csv/${one.companion}`) });
  const model = await openModel(files, one.options);
  const values = rowsFor(model, readCsv(`${folder}/csv/${one.table}.csv`));
  const expected = readCsv(`${folder}/csv/${one.expected}.csv`);
  const wanted = expected.flatMap((row) => (one.columns ?? ['_target']).map((name) => Number(row[name])));
  const scores = evaluate(model, values);
  expect(worst(scores, wanted)).toBeLessThanOrEqual(TOLERANCE);
  const graph = await runGraph(model, values);
  expect(worst(graph, wanted)).toBeLessThanOrEqual(TOLERANCE);
  expect(worst(graph, scores)).toBeLessThanOrEqual(1e-14);
  if (one.label === undefined) return;
  const names = expected.map((row) => Number(row[one.label!]));
  expect(labels(model, scores)).toEqual(names);
  expect(labels(model, graph)).toEqual(names);
}

describeShared('XGBoost files give the values XGBoost gave', () => {
  for (const one of CASES) testShared(`${one.file} ${JSON.stringify(one.options ?? {})} as ${one.expected}`, () => compare('models/xgboost', one));
  for (const one of LEGACY) testShared(`old binary ${one.file}`, () => compare('models/xgboost-legacy-binary', one));

  testShared('JSON and UBJSON of one model give the same forest', async () => {
    const open = async (file: string): Promise<Model> => openModel([{ name: file, bytes: sharedBytes(`models/xgboost/model/${file}`) }]);
    const json = await open('BinomialClassificationAudit.json');
    const ubjson = await open('BinomialClassificationAudit.ubj');
    expect(ubjson.forest).toEqual(json.forest);
    expect(ubjson.inputs).toEqual(json.inputs);
  });

  testShared('the old binary opens the same from base64 and without its mark', async () => {
    const bytes = sharedBytes('models/xgboost-legacy-binary/model/LinearRegressionAuto.model');
    const plain = await openModel([{ name: 'm', bytes }]);
    const text = new TextEncoder().encode(`bs64\t${Buffer.from(bytes).toString('base64')} `);
    expect(await openModel([{ name: 'm', bytes: text }])).toEqual(plain);
    expect(await openModel([{ name: 'm', bytes: bytes.slice(4) }])).toEqual(plain);
  });

  testShared('early stopping is used and said', async () => {
    const model = await openModel([{ name: 'm', bytes: sharedBytes('models/xgboost/model/LinearRegressionAuto.json') }]);
    expect(model.forest?.roots.length).toBe(25);
    expect(model.rounds).toEqual({ used: 25, all: 28, best: 25 });
    expect(model.provenance.map((line) => line.text).join(' ')).toContain('Early stopping found round 25 of 28 best');
    const all = await openModel([{ name: 'm', bytes: sharedBytes('models/xgboost/model/LinearRegressionAuto.json') }], { rounds: 'all' });
    expect(all.forest?.roots.length).toBe(28);
    expect(all.rounds).toEqual({ used: 28, all: 28, best: 25 });
  });

  const leaves = 'models/leaves-mit/';
  const predictions = (file: string): number[] =>
    new TextDecoder()
      .decode(sharedBytes(leaves + file))
      .trim()
      .split(/\s+/)
      .map(Number);

  testShared('xgagaricus: a binary without a mark', async () => {
    const model = await openModel([{ name: 'm', bytes: sharedBytes(`${leaves}xgagaricus.model`) }]);
    const values = readLibsvm(`${leaves}agaricus_test.libsvm`, model.inputs.length, NaN);
    const wanted = predictions('xgagaricus_true_predictions.txt');
    expect(worst(evaluate(model, values), wanted)).toBeLessThanOrEqual(TOLERANCE);
    expect(worst(await runGraph(model, values), wanted)).toBeLessThanOrEqual(TOLERANCE);
  });

  testShared('xgblin_agaricus: weights instead of trees', async () => {
    const model = await openModel([{ name: 'm', bytes: sharedBytes(`${leaves}xgblin_agaricus.model`) }]);
    const values = readLibsvm(`${leaves}agaricus_test.libsvm`, model.inputs.length, NaN);
    const wanted = predictions('xgblin_agaricus_true_predictions.txt');
    const raw = predictions('xgblin_agaricus_true_raw_predictions.txt');
    const scores = evaluate(model, values);
    expect(worst(scores, wanted)).toBeLessThanOrEqual(TOLERANCE);
    expect(worst(await runGraph(model, values), wanted)).toBeLessThanOrEqual(TOLERANCE);
    expect(
      worst(
        scores.map((p) => Math.log(p / (1 - p))),
        raw,
      ),
    ).toBeLessThanOrEqual(TOLERANCE);
  });

  testShared('mushroom of treelite opens with its trees', async () => {
    const model = await openModel([{ name: 'm', bytes: sharedBytes('models/treelite-xgboost/mushroom.model') }]);
    expect(model.facts).toContainEqual({ name: 'objective', value: 'binary:logistic' });
    expect(model.forest?.roots.length).toBe(2);
    const row = new Float64Array(model.inputs.length).fill(NaN);
    expect(worst(await runGraph(model, row), evaluate(model, row))).toBeLessThanOrEqual(1e-12);
  });
});
