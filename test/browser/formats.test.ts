import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { sharedPath, testShared } from '../tools/shared';
import { EXPECTED, modelFiles, plainTable, readCase, scoreColumn, tableWithScores } from './cases';
import { useBrowser } from './page';
import { alertText, card, choose, go, made, openFiles, openToCheck, setRole, type Given } from './steps';

const browser = useBrowser();
const words = en.check;

interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const text = (path: string): string => readFileSync(sharedPath(`models/${path}`), 'utf8');
const lines = (path: string): string[] => text(path).split(/\r?\n/).filter((line) => line !== '');

/** None of the files used here quotes a cell. */
function csv(path: string): Sheet {
  const [head, ...rows] = lines(path).map((line) => line.split(','));
  return { head: head!, rows };
}

/** Rows without a heading; the last `width` cells are the inputs. */
function tabs(path: string, width: number): Sheet {
  const rows = lines(path).map((line) => line.split('\t').slice(-width));
  return { head: Array.from({ length: width }, (_, i) => `c${i}`), rows };
}

/** Sparse rows written out in full; what is not named is missing. */
function libsvm(path: string, width: number): Sheet {
  const rows = lines(path).map((line) => {
    const cells = new Array<string>(width).fill('');
    for (const [, at, value] of line.matchAll(/ (\d+):(\S+)/g)) cells[Number(at)] = value!;
    return cells;
  });
  return { head: Array.from({ length: width }, (_, i) => `c${i}`), rows };
}

const column = (path: string, name: string): string[] => {
  const { head, rows } = csv(path);
  return rows.map((row) => row[head.indexOf(name)]!);
};

function table({ head, rows }: Sheet, expected?: readonly string[]): Given {
  const more = (row: readonly string[], cell: string | undefined): string => [...row, ...(cell === undefined ? [] : [cell])].join(',');
  return made('table.csv', [more(head, expected && EXPECTED), ...rows.map((row, i) => more(row, expected?.[i]))].join('\n'));
}

interface FormatCase {
  readonly files: readonly string[];
  readonly sheet: () => Sheet;
  /** What the model's own library gave; absent where nobody recorded it. */
  readonly expected?: () => readonly string[];
  /** The file has no names for its inputs: the mapping is pasted, one column per input. */
  readonly mapped?: boolean;
  readonly meaning?: keyof typeof words.meanings;
  /** Text of a choice on the card: a target. */
  readonly target?: string;
  /** ONNX cannot carry it: no download, and no second way of computing. */
  readonly withoutGraph?: boolean;
  readonly card: RegExp;
}

const XGB = 'xgboost';
const LGB = 'lightgbm';
const CASES: Readonly<Record<string, FormatCase>> = {
  'XGBoost JSON': {
    files: [`${XGB}/model/BinomialClassificationAudit.json`],
    sheet: () => csv(`${XGB}/csv/Audit.csv`),
    expected: () => column(`${XGB}/csv/BinomialClassificationAudit.csv`, 'probability(1)'),
    card: /XGBoost 3\.\d.*binary:logistic.*dropout \(DART\)/s,
  },
  'XGBoost JSON, stopped early': {
    files: [`${XGB}/model/LinearRegressionAuto.json`],
    sheet: () => csv(`${XGB}/csv/Auto.csv`),
    expected: () => column(`${XGB}/csv/LinearRegressionAuto.csv`, '_target'),
    card: /25 of 28.*Early stopping found round 25 of 28 best/s,
  },
  'XGBoost UBJSON with missing values': {
    files: [`${XGB}/model/BinomialClassificationAuditNA.ubj`],
    sheet: () => csv(`${XGB}/csv/AuditNA.csv`),
    expected: () => column(`${XGB}/csv/BinomialClassificationAuditNA.csv`, 'probability(1)'),
    card: /UBJSON/,
  },
  'XGBoost of several targets': {
    files: [`${XGB}/model/MultiLinearRegressionAutoNA.json`],
    sheet: () => csv(`${XGB}/csv/AutoNA.csv`),
    expected: () => column(`${XGB}/csv/MultiLinearRegressionAutoNA.csv`, '_target2'),
    target: 'target 2',
    card: /“target 2” is scored here/,
  },
  'old XGBoost binary with its feature map': {
    files: ['xgboost-legacy-binary/model/LinearRegressionAuto.model', 'xgboost-legacy-binary/csv/Auto.fmap'],
    sheet: () => csv('xgboost-legacy-binary/csv/Auto.csv'),
    expected: () => column('xgboost-legacy-binary/csv/LinearRegressionAuto.csv', '_target'),
    card: /old binary format.*names of the inputs were read from Auto\.fmap/s,
  },
  'XGBoost binary without a mark': {
    files: ['leaves-mit/xgagaricus.model'],
    sheet: () => libsvm('leaves-mit/agaricus_test.libsvm', 127),
    expected: () => lines('leaves-mit/xgagaricus_true_predictions.txt').flatMap((line) => line.trim().split(/\s+/)),
    mapped: true,
    card: /known by their order only/,
  },
  'XGBoost gblinear': {
    files: ['leaves-mit/xgblin_agaricus.model'],
    sheet: () => libsvm('leaves-mit/agaricus_test.libsvm', 127),
    expected: () => lines('leaves-mit/xgblin_agaricus_true_predictions.txt').flatMap((line) => line.trim().split(/\s+/)),
    mapped: true,
    card: /XGBoost model \(linear\).*gblinear/s,
  },
  'XGBoost binary of treelite': {
    files: ['treelite-xgboost/mushroom.model'],
    sheet: () => libsvm('leaves-mit/agaricus_test.libsvm', 127),
    mapped: true,
    card: /binary:logistic/,
  },
  'LightGBM text': {
    files: [`${LGB}/model/ClassificationAudit.txt`],
    sheet: () => csv(`${LGB}/csv/Audit.csv`),
    expected: () => column(`${LGB}/csv/ClassificationAudit.csv`, 'probability(1)'),
    card: /LightGBM.*binary sigmoid:1/s,
  },
  'LightGBM random forest': {
    files: [`${LGB}/model/RFClassificationAudit.txt`],
    sheet: () => csv(`${LGB}/csv/Audit.csv`),
    expected: () => column(`${LGB}/csv/RFClassificationAudit.csv`, 'probability(1)'),
    card: /random forest/,
  },
  'LightGBM with linear leaves': {
    files: [`${LGB}/model/LinearTreeRegressionAuto.txt`],
    sheet: () => csv(`${LGB}/csv/Auto.csv`),
    expected: () => column(`${LGB}/csv/LinearTreeRegressionAuto.csv`, '_target'),
    withoutGraph: true,
    card: /cannot be written as ONNX.*linear functions/s,
  },
  'LightGBM JSON dump without its objective': {
    files: ['leaves-mit/lg_dart_breast_cancer.json'],
    sheet: () => tabs('leaves-mit/breast_cancer_test.tsv', 30),
    expected: () => lines('leaves-mit/lg_dart_breast_cancer_true_predictions.txt'),
    mapped: true,
    meaning: 'logit',
    card: /JSON dump/,
  },
};

async function pasteMapping(page: Page, columns: readonly string[]): Promise<void> {
  const area = page.getByRole('textbox', { name: words.mappingLabel });
  if (!(await area.isVisible())) await card(page, words.mapping).getByRole('button', { name: words.mappingShow }).click();
  await area.fill(columns.join('\n'));
  await page.getByRole('button', { name: words.mappingApply }).click();
}

/** Wide tables show their first columns only, until asked. */
async function roleOfExpected(page: Page, { head }: Sheet): Promise<void> {
  const all = page.getByRole('button', { name: words.showAll(head.length + 1) });
  if (await all.isVisible()) await all.click();
  await setRole(page, EXPECTED, 'score');
}

const scored = (page: Page): Promise<void> => page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
const cardOf = (page: Page, files: readonly string[]) => card(page, files[0]!.split('/').at(-1)!);

/** The largest difference between the two ways of computing, as the card prints it. */
async function crossCheck(page: Page, files: readonly string[]): Promise<number> {
  const line = cardOf(page, files).getByText(words.runsTwice('…', 0).split('…')[0]!.split(' rows ')[1]!.trim(), { exact: false });
  await line.waitFor({ timeout: 60_000 });
  return Number(/at most (\S+)\.$/.exec((await line.innerText()).trim())![1]);
}

for (const [name, one] of Object.entries(CASES)) {
  testShared(`${name} opens from disk and gives the scores of its own library, in both ways of computing`, async () => {
    const { page, errors } = await browser.open();
    const sheet = one.sheet();
    const expected = one.expected?.();
    if (expected) expect(expected).toHaveLength(sheet.rows.length);
    await openToCheck(page, [...one.files.map((file) => sharedPath(`models/${file}`)), table(sheet, expected)]);
    if (expected) await roleOfExpected(page, sheet);
    if (one.mapped) await pasteMapping(page, sheet.head);
    await scored(page);
    if (one.meaning) {
      await page.getByRole('button', { name: words.meanings[one.meaning] }).click();
      await scored(page);
    }
    const own = cardOf(page, one.files);
    if (one.target) await own.getByRole('combobox', { name: words.target }).selectOption({ label: one.target });
    if (expected) {
      await card(page, words.testTitleEqual).getByText(words.testEqual(expected.length, expected.length)).waitFor({ timeout: 60_000 });
      await own.getByText(words.cardTest(expected.length, expected.length, EXPECTED)).waitFor();
    }
    expect(await own.innerText()).toMatch(one.card);
    expect(await own.getByRole('button', { name: words.download }).count()).toBe(one.withoutGraph ? 0 : 1);
    if (one.withoutGraph) expect(await own.innerText()).toContain(words.runsExact);
    else expect(await crossCheck(page, one.files)).toBeLessThanOrEqual(1e-6);
    expect(errors).toEqual([]);
  });
}

for (const [name, by] of [
  ['acs-lightgbm-zipmap-nan', 'LightGBM'],
  ['diabetes-xgboost-3class', 'XGBoost'],
] as const) {
  testShared(`ONNX from the ${by} exporter runs the same by its graph and by the trees read out of it`, async () => {
    const info = readCase(name);
    const { page, errors } = await browser.open();
    const several = info.task === 'multiclass-classification';
    await openToCheck(page, [...modelFiles(name), several ? plainTable(name) : tableWithScores(info, scoreColumn(info)!)]);
    if (!several) await setRole(page, EXPECTED, 'score');
    await pasteMapping(page, [JSON.stringify(info.inputs)]);
    await scored(page);
    if (!several) await card(page, words.testTitleEqual).getByText(words.testEqual(info.table.rows, info.table.rows)).waitFor({ timeout: 60_000 });
    expect(await crossCheck(page, ['model.onnx'])).toBeLessThanOrEqual(1e-6);
    expect(errors).toEqual([]);
  });
}

testShared('all rounds instead of the best change the scores, and the mapping stays', async () => {
  const { page, errors } = await browser.open();
  const files = CASES['XGBoost JSON, stopped early']!.files;
  const expected = column(`${XGB}/csv/LinearRegressionAuto.csv`, '_target');
  await openToCheck(page, [sharedPath(`models/${files[0]!}`), table(csv(`${XGB}/csv/Auto.csv`), expected)]);
  await setRole(page, EXPECTED, 'score');
  await card(page, words.testTitleEqual).waitFor({ timeout: 60_000 });
  await cardOf(page, files).getByText(words.roundsAll(28)).click();
  await card(page, words.testTitleEqual).waitFor({ state: 'detached', timeout: 60_000 });
  await cardOf(page, files).getByText('All 28 rounds are used, as chosen', { exact: false }).waitFor();
  await cardOf(page, files).getByText(words.roundsBest(25)).click();
  await card(page, words.testTitleEqual).getByText(words.testEqual(expected.length, expected.length)).waitFor({ timeout: 60_000 });
  expect(errors).toEqual([]);
});

/** Files without a reader: what each is called, and words of its remedy. */
const NAMED: readonly [file: string, called: RegExp, remedy: RegExp][] = [
  ['catboost-cbm/cbm/RegressionAuto.cbm', /CatBoost/, /save_model/],
  ['pmml-r/pmml/GBMAuto.pmml', /PMML/, /onnx/i],
  ['h2o-mojo/mojo/GBMAudit.zip', /H2O.*MOJO/s, /predict|export|csv/i],
  ['tfjs-layers/model.json', /TensorFlow\.js/, /tf2onnx|onnx/i],
  ['spark-ml/pipeline/DecisionTreeIris.zip', /Spark/, /onnx|csv|parquet/i],
  ['sklearn-joblib/pkl/LogisticRegressionAudit.pkl', /pickle|joblib/i, /skl2onnx|to_onnx/],
];

testShared('files of other libraries are called by their names with a remedy, and the app works afterwards', async () => {
  const { page, errors } = await browser.open();
  const good = CASES['XGBoost UBJSON with missing values']!;
  await openFiles(page, []);
  for (const [file, called, remedy] of NAMED) {
    await choose(page, en.app.openFiles, [sharedPath(`models/${file}`)]);
    await expect.poll(() => alertText(page), { timeout: 30_000 }).toMatch(called);
    const told = await alertText(page);
    expect(told).toMatch(remedy);
    expect(told).toContain(en.controls.whatToDo);
  }
  await choose(page, en.app.openFiles, [...good.files.map((path) => sharedPath(`models/${path}`)), table(good.sheet(), good.expected!())]);
  await page.getByRole('heading', { level: 1, name: words.heading }).waitFor();
  await setRole(page, EXPECTED, 'score');
  await card(page, words.testTitleEqual).waitFor({ timeout: 60_000 });
  expect(await page.getByRole('alert').filter({ hasText: en.controls.whatToDo }).count()).toBe(0);
  expect(errors).toEqual([]);
});

const PEOPLE = Array.from({ length: 240 }, (_, i) => ({
  sex: i % 2 === 0 ? 'female' : 'male',
  chance: ((i * 37) % 100) / 100,
  decision: (i * 37) % 100 >= (i % 2 === 0 ? 60 : 30) ? 'approved' : 'denied',
}));
const rate = (sex: string, yes: (person: (typeof PEOPLE)[number]) => boolean): string => {
  const own = PEOPLE.filter((person) => person.sex === sex);
  return `${own.filter(yes).length} of ${own.length}`;
};

test('a table with a column of decisions alone gives Findings, Groups and a person’s standing, without a line to move', async () => {
  const { page, errors } = await browser.open();
  const text = ['sex,region,decision', ...PEOPLE.map(({ sex, decision }, i) => `${sex},${'nsew'[i % 4]!},${decision}`)].join('\n');
  await openToCheck(page, [made('decisions.csv', text)]);
  await page.getByText(words.saysDecision('decision')).waitFor();
  await page.getByText(words.noLine).waitFor();
  await card(page, words.scoresOnly).getByText(words.scoresOnlyNeed).waitFor();
  await page.getByRole('combobox', { name: words.favourable, exact: true }).selectOption({ label: 'approved' });
  await go(page, 'findings');
  await page.getByRole('heading', { level: 2, name: /people were selected\.$/ }).waitFor();
  expect(await page.getByRole('main').innerText()).not.toContain('at the line of');
  await go(page, 'groups');
  await page.getByText(en.groups.noLine).waitFor();
  expect(await page.getByRole('slider').count()).toBe(0);
  const shown = await card(page, en.groups.tableTitle).innerText();
  for (const sex of ['female', 'male']) expect(shown).toContain(rate(sex, ({ decision }) => decision === 'approved'));
  await go(page, 'person');
  await page.getByRole('button', { name: en.person.pickDecision('not selected') }).click();
  await page.getByRole('heading', { level: 1, name: / was not selected$/ }).waitFor();
  await page.getByText(en.person.needModel).waitFor();
  expect(errors).toEqual([]);
});

test('percentages are read as chances once a person says so', async () => {
  const { page, errors } = await browser.open();
  const text = ['sex,score', ...PEOPLE.map(({ sex, chance }) => `${sex},${(chance * 100).toFixed(1)}`)].join('\n');
  await openToCheck(page, [made('scores.csv', text)]);
  const holds = page.getByRole('combobox', { name: words.scoresAs('score') });
  expect(await holds.inputValue()).toBe('value');
  await holds.selectOption('percent');
  await page.getByRole('banner').getByRole('link', { name: `${en.controls.thresholdChip} 50` }).waitFor();
  await go(page, 'groups');
  const shown = await card(page, en.groups.tableTitle).innerText();
  for (const sex of ['female', 'male']) expect(shown).toContain(rate(sex, ({ chance }) => chance >= 0.5));
  expect(errors).toEqual([]);
});
