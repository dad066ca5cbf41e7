import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeLinear } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { en } from '../../src/app/text/en';
import { testShared } from '../tools/shared';
import { modelFiles, plainTable, readCase } from './cases';
import { useBrowser } from './page';
import { go, made, numberIn, openToCheck, pasteMapping, rankingCard, reasonsCard, setRole, tableOf } from './steps';

const browser = useBrowser();
const words = en.person;

async function choosePerson(page: Page, row: number): Promise<void> {
  await page.getByRole('combobox', { name: words.pick }).fill(String(row));
  await page.getByRole('option', { name: new RegExp(`^${words.rowName(row)}\\b`) }).first().click();
}

/** The printed numbers of the reasons: average, effects, score. */
async function reasonsOf(page: Page): Promise<{ start: number; effects: Map<string, number>; end: number }> {
  const rows = await tableOf(reasonsCard(page));
  const totals = rows.map((cells) => numberIn(cells.at(-1)!));
  const effects = new Map(rows.slice(1, -1).map((cells) => [cells[0]!, numberIn(cells[3]!)]));
  return { start: totals[0]!, effects, end: totals.at(-1)! };
}

/** Real models of every kind, by the files of their reference cases. */
const MODELS = [
  'acs-lightgbm-zipmap-nan',
  'adult-logreg-zipmap',
  'adult-torch-embeddings',
  'communities-forest-regression',
  'communities-torch-3logits',
  'compas-dummies-voting-zipmap',
  'diabetes-xgboost-3class',
  'german-forest-zipmap-columns',
  'hmda-svc-probabilities',
  'spain-histgb-nan',
  'taiwan-keras-tf2onnx',
];

for (const name of MODELS) {
  testShared(`${name}: a person has reasons that add up to the score, and inputs have an order`, async () => {
    const { page, errors } = await browser.open();
    const info = readCase(name);
    await openToCheck(page, [...modelFiles(name), plainTable(name)]);
    await setRole(page, info.table.labelColumn, 'label');
    await pasteMapping(page, JSON.stringify(info.inputs));
    expect(await page.getByText('The file does not name the model', { exact: false }).count()).toBe(0);
    await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
    await go(page, 'person');
    await choosePerson(page, 7);
    await reasonsCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
    const { start, effects, end } = await reasonsOf(page);
    const sum = [...effects.values()].reduce((all, effect) => all + effect, start);
    expect(Math.abs(sum - end)).toBeLessThan(1e-6 + Math.abs(end) * 1e-9);
    await go(page, 'drivers');
    await rankingCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
    const sizes = (await tableOf(rankingCard(page))).map((cells) => numberIn(cells[1]!));
    expect(sizes[0]!).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });
}

/** A linear model of this many inputs and its table. */
function wide(inputs: number, rows: number) {
  const random = new Random(9);
  const weights = Float64Array.from({ length: inputs }, () => random.normal() / Math.sqrt(inputs));
  const names = Array.from({ length: inputs }, (_, i) => `input_${i + 1}`);
  const values = Array.from({ length: rows }, () => names.map(() => Math.round(random.normal() * 1000) / 1000));
  const linear = { features: inputs, outputs: 1, weights, intercept: Float64Array.of(0.2) };
  const bytes = writeLinear(linear, { inputNames: names, classes: ['no', 'yes'], link: 'sigmoid' });
  const text = [names.join(','), ...values.map((row) => row.join(','))].join('\n');
  return { weights, values, files: [made('wide.onnx', bytes), made('wide.csv', text)] };
}

test.each([3, 500])('a linear model of %i inputs is explained in log odds by weight × distance from the average', async (inputs) => {
  const { page, errors } = await browser.open();
  const { weights, values, files } = wide(inputs, 300);
  await openToCheck(page, files);
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'person');
  await choosePerson(page, 5);
  await reasonsCard(page).getByRole('combobox', { name: words.quantity }).selectOption('margin');
  await expect.poll(async () => (await reasonsCard(page).innerText()).includes(words.units.margin), { timeout: 60_000 }).toBe(true);
  await expect.poll(() => reasonsCard(page).innerText(), { timeout: 60_000 }).not.toContain(words.refining);
  const { effects } = await reasonsOf(page);
  const mean = (at: number): number => values.reduce((sum, row) => sum + row[at]!, 0) / values.length;
  const single = [...effects].filter(([name]) => name.startsWith('input_'));
  expect(single.length).toBeGreaterThanOrEqual(Math.min(inputs, 6));
  for (const [name, effect] of single) {
    const at = Number(name.slice('input_'.length)) - 1;
    const exact = weights[at]! * (values[4]![at]! - mean(at));
    expect(Math.abs(effect - exact)).toBeLessThan(0.006);
  }
  expect(errors).toEqual([]);
});
