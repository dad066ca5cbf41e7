import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { levelName } from '../../src/engine/audit/setup';
import { en } from '../../src/app/text/en';
import { count } from '../../src/app/text/numbers';
import { testShared } from '../tools/shared';
import { EXPECTED, type Case, expectedColumns, modelFiles, plainTable, readCase, scoreColumn, tableColumn, tableWithScores } from './cases';
import { useBrowser } from './page';
import { alertText, card, cellsOf, choose, go, made, numberIn, openFiles, openToCheck, reasonsCard, setRole, tableOf } from './steps';

const browser = useBrowser();
const words = en.check;
/** Column of the running score in the table of a person's reasons. */
const RUNNING = 6;

/** Whether the mapping has to come from the person, and by which column the groups are told apart. */
const CASES: Readonly<Record<string, { readonly mapped?: boolean; readonly group: string }>> = {
  'adult-logreg-zipmap': { group: 'sex' },
  'acs-lightgbm-zipmap-nan': { mapped: true, group: 'SEX' },
  'compas-dummies-voting-zipmap': { mapped: true, group: 'race' },
  'communities-forest-regression': { mapped: true, group: 'state' },
  'communities-torch-3logits': { mapped: true, group: 'state' },
  'german-torch-legacy-batch1': { mapped: true, group: 'personal_status' },
  'german-forest-zipmap-columns': { group: 'foreign_worker' },
  'heloc-torch-dynamo-external': { mapped: true, group: 'MaxDelqEver' },
  'heloc-gradboost-matrix-reordered': { mapped: true, group: 'MaxDelqEver' },
  'taiwan-mlp-float64': { mapped: true, group: 'SEX' },
  'spain-tree-label-only': { group: 'Marital' },
  'adult-torch-embeddings': { mapped: true, group: 'sex' },
  'diabetes-multinomial-zipmap': { group: 'gender' },
  'diabetes-xgboost-3class': { mapped: true, group: 'gender' },
  'hmda-svc-probabilities': { group: 'afam' },
  'spain-histgb-nan': { mapped: true, group: 'Marital' },
  'taiwan-keras-tf2onnx': { mapped: true, group: 'SEX' },
};

/** The chip that stands in the bar as soon as there are scores or decisions. */
const scoredChip = (page: Page): Locator => page.getByRole('banner').getByText(en.controls.thresholdChip).or(page.getByRole('banner').getByText(en.controls.decisionsChip));

async function pasteMapping(page: Page, info: Case): Promise<void> {
  const area = page.getByRole('textbox', { name: words.mappingLabel });
  if (!(await area.isVisible())) await card(page, words.mapping).getByRole('button', { name: words.mappingShow }).click();
  await area.fill(JSON.stringify(info.inputs));
  await page.getByRole('button', { name: words.mappingApply }).click();
}

/** Answers what the file cannot tell: what the numbers are, and which label each class means. */
async function answer(page: Page, info: Case): Promise<void> {
  const scored = scoredChip(page);
  await scored.waitFor();
  const logits = page.getByRole('button', { name: words.meanings.logit });
  if (await logits.isVisible()) {
    await logits.click();
    await logits.waitFor({ state: 'detached' });
    await scored.waitFor();
  }
  const sure = page.getByRole('button', { name: words.confirm });
  if (!(await sure.isVisible())) return;
  const labels = Object.fromEntries(Object.entries(info.labelMapping ?? {}).map(([label, name]) => [name, label]));
  const selects = page.getByRole('combobox', { name: / means$/ });
  for (const [at, name] of info.classes!.entries()) await selects.nth(at).selectOption({ label: levelName(info.table.labelColumn, labels[name] ?? name) });
  await sure.click();
}

/** From the files to scores, as a person would: roles, mapping, answers. */
async function understand(page: Page, info: Case, mapped: boolean): Promise<void> {
  await setRole(page, info.table.labelColumn, 'label');
  if (mapped) await pasteMapping(page, info);
  await answer(page, info);
  await scoredChip(page).waitFor();
}

/** Counts of favourable decisions by group, from the other library's scores. */
function expectedCounts(info: Case, group: string): Map<string, string> {
  const [first, second] = info.classes!;
  const columns = expectedColumns(info.name);
  const favourable = columns.has(`proba_${second!}`)
    ? columns.get(`proba_${second!}`)!.map((score) => (info.favourableClass === second ? Number(score) : 1 - Number(score)) >= 0.5)
    : columns.get('label')!.map((label) => label === info.favourableClass);
  const tally = new Map<string, [number, number]>();
  tableColumn(info, group).forEach((name, row) => {
    if (name === '') return;
    const entry = tally.get(name) ?? [0, 0];
    tally.set(name, [entry[0] + Number(favourable[row]), entry[1] + 1]);
  });
  expect([first, second]).toContain(info.favourableClass);
  return new Map([...tally].filter(([, [, all]]) => all >= 10).map(([name, [yes, all]]) => [name, `${count(yes)} of ${count(all)}`]));
}

async function countsShown(page: Page): Promise<Map<string, string>> {
  const rows = await cellsOf(card(page, en.groups.tableTitle).getByRole('table'));
  return new Map(rows.filter((row) => row.length > 3).map((row) => [row[0]!, row[3]!]));
}

async function pickRow(page: Page, row: number): Promise<void> {
  const find = page.getByRole('combobox', { name: en.person.pick });
  await find.fill(String(row + 1));
  await page.getByRole('option', { name: en.person.rowName(row + 1) }).first().click();
  await page.getByText(en.person.lede(row + 1, Number.NaN).split(' of ')[0]!, { exact: false }).first().waitFor();
}

/** The score printed at the foot of a person's reasons. */
async function scoreShown(page: Page, row: number): Promise<string> {
  const name = en.person.row(row + 1);
  await expect.poll(async () => (await tableOf(reasonsCard(page))).at(-1)![0], { timeout: 60_000 }).toBe(name);
  return (await tableOf(reasonsCard(page))).at(-1)!.at(-1)!;
}

for (const [name, { mapped = false, group }] of Object.entries(CASES)) {
  testShared(`${name} goes from its files to groups and reasons with the scores of its own library`, async () => {
    const info = readCase(name);
    const expected = scoreColumn(info);
    const { page, errors } = await browser.open();
    await openToCheck(page, [...modelFiles(name), expected && info.task !== 'multiclass-classification' ? tableWithScores(info, expected) : plainTable(name)]);
    await understand(page, info, mapped);

    if (expected && info.task !== 'multiclass-classification') {
      await setRole(page, EXPECTED, expectedColumns(name).has('label') && expected === expectedColumns(name).get('label') ? 'prediction' : 'score');
      await card(page, words.testTitleEqual).getByText(words.testEqual(info.table.rows, info.table.rows)).waitFor();
    }

    if (info.favourableClass !== null) await page.getByRole('combobox', { name: words.favourable, exact: true }).selectOption({ index: info.classes!.indexOf(info.favourableClass) });
    await go(page, 'groups');
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: group });
    await card(page, en.groups.tableTitle).waitFor();
    if (info.task === 'binary-classification') await expect.poll(() => countsShown(page)).toEqual(expectedCounts(info, group));
    else expect((await countsShown(page)).size).toBeGreaterThan(1);

    await go(page, 'person');
    for (const row of [0, 7]) {
      await pickRow(page, row);
      const shown = await scoreShown(page, row);
      const columns = expectedColumns(name);
      const theirs = Number((columns.get(`proba_${info.favourableClass ?? ''}`) ?? columns.get('prediction'))?.[row] ?? Number(columns.get('label')![row] === info.favourableClass));
      const decimals = shown.split('.')[1]?.length ?? 0;
      expect(Math.abs(numberIn(shown) - theirs * (info.task === 'regression' ? 1 : 100))).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-4);
    }
    const other = info.classes?.findIndex((own) => own !== info.favourableClass) ?? -1;
    const chances = expectedColumns(name).get(`proba_${info.classes?.[other] ?? ''}`);
    if (info.task === 'multiclass-classification' && chances) {
      await reasonsCard(page).getByRole('combobox', { name: en.person.quantity }).selectOption(`class ${other}`);
      await expect.poll(() => reasonsCard(page).getByRole('heading', { level: 2 }).innerText()).toContain('chance of');
      const running = (await tableOf(reasonsCard(page))).at(-1)![RUNNING]!;
      expect(Math.abs(numberIn(running) - 100 * Number(chances[7]))).toBeLessThanOrEqual(0.05 + 1e-4);
    }
    expect(errors).toEqual([]);
  });
}

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'refuse-external-data-missing': ['This model keeps its weights in a second file named model.onnx.data.', 'Open both files together (select both, or drop the folder).'],
  'refuse-opset-27': ['This model was exported for ONNX operator set 27; this app’s runtime supports sets up to 26.', 'Export it again with a lower target_opset (17 is understood everywhere).'],
  'refuse-truncated': ['cut off', 'begins as an ONNX model', 'its last field promises more bytes than are there', 'Copy or export it again, and compare the file sizes.'],
};

for (const [name, asked] of Object.entries(REFUSED)) {
  testShared(`${name} is told in the words asked for, and a good set opens afterwards`, async () => {
    const { page, errors } = await browser.open();
    await openFiles(page, modelFiles(name));
    const told = (await alertText(page)).replace(/\s+/g, ' ').replaceAll("'", '’');
    for (const sentence of asked) expect(told).toContain(sentence);
    await choose(page, en.app.openFiles, [...modelFiles('adult-logreg-zipmap'), plainTable('adult-logreg-zipmap')]);
    await page.getByRole('heading', { level: 1, name: words.heading }).waitFor();
    expect(await page.getByRole('alert').filter({ hasText: en.controls.whatToDo }).count()).toBe(0);
    expect(errors).toEqual([]);
  });
}

testShared('a table with a score column and no model reaches Groups, and Person says what reasons need', async () => {
  const info = readCase('adult-logreg-zipmap');
  const { page, errors } = await browser.open();
  await openToCheck(page, [tableWithScores(info, scoreColumn(info)!)]);
  await setRole(page, info.table.labelColumn, 'label');
  await setRole(page, EXPECTED, 'score');
  await page.getByText(words.saysScore(EXPECTED)).waitFor();
  const means = page.getByRole('combobox', { name: words.scoreMeans(EXPECTED) });
  expect(await means.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text)).toBe(levelName(info.table.labelColumn, info.favourableClass!));
  await page.getByRole('button', { name: words.confirm }).click();
  await means.waitFor({ state: 'detached' });
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'sex' });
  await expect.poll(() => countsShown(page)).toEqual(expectedCounts(info, 'sex'));
  await go(page, 'person');
  await pickRow(page, 3);
  await page.getByText(en.person.needModel).waitFor();
  expect(errors).toEqual([]);
});

for (const first of ['good', 'bad'] as const) {
  test(`a score column belongs to the outcome it agrees with, also when the file begins with “${first}”`, async () => {
    const rows = Array.from({ length: 200 }, (_, i) => (first === 'good' ? 199 - i : i)).map((i) => `${i % 2 ? 'a' : 'b'},${i / 200},${i >= 80 ? 'good' : 'bad'}`);
    const { page } = await browser.open();
    await openToCheck(page, [made('scores.csv', `shape,score,outcome\n${rows.join('\n')}\n`)]);
    await setRole(page, 'outcome', 'label');
    await setRole(page, 'score', 'score');
    const means = page.getByRole('combobox', { name: words.scoreMeans('score') });
    expect(await means.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text)).toBe('good');
    await page.getByRole('button', { name: words.confirm }).click();
    await page.getByText(words.labelIs('outcome', 'good')).waitFor();
    await go(page, 'groups');
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'shape' });
    await expect.poll(() => countsShown(page)).toEqual(new Map([['a', '50 of 100'], ['b', '50 of 100']]));
    await card(page, en.groups.tableTitle).getByRole('combobox', { name: en.groups.tableMeasure }).selectOption('tpr');
    await expect.poll(() => countsShown(page)).toEqual(new Map([['a', '50 of 60'], ['b', '50 of 60']]));
  });
}
