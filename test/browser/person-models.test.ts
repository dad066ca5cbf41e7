import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { writeLinear } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { choosePair, type Given, go, made, methodsCard, nearCard, numberIn, openToCheck, pairCard, principalCard, reasonsCard, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.reasons;
const [VALUE, TYPICAL, EFFECT] = [1, 2, 3];

/** Linear scores of some numbers, with as many outputs as rows of weights. */
function linear(weights: readonly (readonly number[])[], classes: readonly string[], rows: number) {
  const random = new Random(4);
  const names = weights[0]!.map((_, i) => `input_${i + 1}`);
  const values = Array.from({ length: rows }, () => names.map(() => Math.round(random.normal() * 1000) / 1000));
  const structure = { features: names.length, outputs: weights.length, weights: Float64Array.from(weights.flat()), intercept: new Float64Array(weights.length) };
  const link = classes.length === 0 ? 'none' : classes.length === 2 ? 'sigmoid' : 'softmax';
  const model = made('linear.onnx', writeLinear(structure, { inputNames: names, classes, link }));
  return { values, files: [model, made('people.csv', [names, ...values].map((row) => row.join(',')).join('\n'))] };
}

async function openPerson(page: Page, files: readonly Given[], row: number): Promise<void> {
  await openToCheck(page, files);
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'person');
  await page.getByRole('combobox', { name: en.person.pick }).fill(String(row + 1));
  await page.getByRole('option', { name: en.person.rowName(row + 1) }).first().click();
  await reasonsCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
}

/** One in the last printed digit: parts are rounded so that they add up. */
const unitOf = (text: string): number => 10 ** -(text.split('.')[1]?.length ?? 0) + 1e-9;

test('of a linear model two people’s difference is weight times difference of the values, by every method but LIME', async () => {
  const { page, errors } = await browser.open();
  const weights = [300, -100, 0, 20];
  const { values, files } = linear([weights], [], 300);
  await openPerson(page, files, 7);
  await choosePair(page, 3);
  const rows = await tableOf(pairCard(page));
  for (const [at, weight] of weights.entries()) {
    const row = rows.find(([name]) => name === `input_${at + 1}`);
    const effect = weight * (values[7]![at]! - values[3]![at]!);
    expect([numberIn(row![VALUE]!), numberIn(row![TYPICAL]!)]).toEqual([values[7]![at], values[3]![at]]);
    expect(Math.abs(numberIn(row![EFFECT]!) - effect)).toBeLessThan(unitOf(row![EFFECT]!));
  }
  await methodsCard(page).getByRole('button', { name: en.others.compare }).click();
  await methodsCard(page).getByRole('listbox').waitFor();
  await settled(page);
  const mean = weights.map((_, at) => values.reduce((sum, row) => sum + row[at]! / values.length, 0));
  const table = await tableOf(methodsCard(page));
  const columns = await methodsCard(page).getByRole('columnheader').allInnerTexts();
  for (const row of table) {
    const at = Number(row[0]!.split('_')[1]) - 1;
    const truth = weights[at]! * (values[7]![at]! - mean[at]!);
    for (const method of ['shapley', 'unary', 'banzhaf'] as const) {
      const value = numberIn(row[columns.indexOf(en.others.methods[method].short)]!);
      expect(Math.abs(value - truth), `${row[0]!} by ${method}`).toBeLessThan(unitOf(row[1]!));
    }
  }
  expect(errors).toEqual([]);
});

test('of several classes each one’s chance can be explained', async () => {
  const { page, errors } = await browser.open();
  const { files } = linear([[2, 0, 0], [0, 1, 0], [0, 0, 0.5]], ['low', 'middle', 'high'], 400);
  await openPerson(page, files, 7);
  const quantity = reasonsCard(page).getByRole('combobox', { name: en.person.quantity });
  const names = await quantity.evaluate((select: HTMLSelectElement) => [...select.options].map(({ text }) => text));
  expect(names.filter((name) => name.startsWith('chance of')).length).toBe(2);
  await quantity.selectOption({ label: names.at(-1)! });
  await expect.poll(() => reasonsCard(page).getByRole('heading', { level: 2 }).innerText()).toContain(names.at(-1)!);
  expect(errors).toEqual([]);
});

test('with 300 inputs a few are shown, the others together, and the page is never held up', async () => {
  const { page, errors } = await browser.open();
  const random = new Random(2);
  const { files } = linear([Array.from({ length: 300 }, (_, i) => (i < 20 ? 1 : 0.01) * random.normal())], ['no', 'yes'], 2000);
  await openPerson(page, files, 7);
  const longest = await browser.longestTask(page, async () => {
    await page.getByRole('button', { name: en.person.next }).click();
    await expect.poll(async () => (await nearCard(page).getByRole('rowheader').first().innerText()).trim(), { timeout: 30_000 }).toBe(en.person.row(9));
    await settled(page);
    await choosePair(page, 3);
    await methodsCard(page).getByRole('button', { name: en.others.compare }).click();
    await methodsCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
    await settled(page);
  });
  expect(longest).toBeLessThan(300);
  expect(await reasonsCard(page).getByRole('listbox').getByRole('option').count()).toBe(9);
  expect(await methodsCard(page).getByRole('listbox').getByRole('option').count()).toBe(8);
  expect(await tableOf(methodsCard(page))).toHaveLength(300);
  expect(await principalCard(page).getByRole('listitem').count()).toBeLessThanOrEqual(4);
  await principalCard(page).getByRole('button', { name: words.fixedOpen(0) }).click();
  expect(await principalCard(page).getByRole('checkbox').count()).toBe(12);
  expect(errors).toEqual([]);
}, 180_000);
