import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { readOnnx } from '../../src/engine/models/onnx/read';
import { useBrowser } from './page';
import { card, go, goPart, made, numberIn, openSample, openToCheck, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.narrow;

async function openNarrow(page: Page): Promise<void> {
  await openSample(page);
  await goPart(page, 'groups', 'narrow');
  await card(page, words.chooseTitle).waitFor();
}

/** Checks or unchecks by keyboard: the box itself is drawn over. */
async function press(box: Locator): Promise<void> {
  await box.focus();
  await box.press('Space');
}

/** The size under a heading of the three facts of a comparison. */
async function effect(within: Locator, label: string): Promise<number> {
  return numberIn(await within.locator('dt', { hasText: label }).first().locator('xpath=following-sibling::dd[1]').innerText());
}

async function bytesOf(download: Promise<Download>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(readFileSync((await (await download).path())!));
}

test('on the sample taking employment away narrows the gap and gains right decisions, income does neither; the changed model is saved and says so', async () => {
  const { page, errors } = await browser.open();
  await openNarrow(page);
  const main = page.getByRole('main');
  await main.getByText(words.nothing).waitFor();

  await press(main.getByRole('checkbox', { name: 'employment_years', exact: true }));
  const changed = main.getByRole('region', { name: /^Without employment_years the gap is .* points narrower$/ });
  await changed.waitFor({ timeout: 60_000 });
  expect(await effect(changed, words.effectGap)).toBeLessThan(-8);
  expect(await effect(changed, words.effectAccuracy)).toBeGreaterThan(1);
  const rows = await tableOf(changed);
  expect(rows.map(([name]) => name)).toEqual(['Circles', 'Triangles']);
  expect(numberIn(rows[1]![3]!)).toBeGreaterThan(numberIn(rows[1]![2]!));
  expect(await card(page, /other measures moved too/).getByRole('row').count()).toBeGreaterThan(5);

  const download = page.waitForEvent('download');
  await changed.getByRole('button', { name: words.download }).click();
  const file = readOnnx({ name: 'changed.onnx', bytes: await bytesOf(download) });
  expect(file.inputs.map(({ name }) => name)).toContain('employment_years');
  expect(file.threshold).toBeGreaterThan(0.3);

  await press(main.getByRole('checkbox', { name: 'employment_years', exact: true }));
  await press(main.getByRole('checkbox', { name: 'income', exact: true }));
  const income = main.getByRole('region').filter({ has: page.getByRole('button', { name: words.download }) }).filter({ hasText: 'Without income' });
  await income.waitFor({ timeout: 60_000 });
  await settled(page);
  expect(await effect(income, words.effectGap)).toBeGreaterThan(-5);
  expect(await effect(income, words.effectAccuracy)).toBeLessThan(-3);

  await goPart(page, 'groups', 'rates');
  await goPart(page, 'groups', 'narrow');
  expect(await main.getByRole('checkbox', { name: 'income', exact: true }).isChecked()).toBe(true);
  expect(errors).toEqual([]);
});

test('ways that need more say so; the order is looked for and stopped on request; a stand-in is fitted and saved', async () => {
  const { page, errors } = await browser.open();
  await openNarrow(page);
  const main = page.getByRole('main');
  await press(main.getByRole('checkbox', { name: 'employment_years', exact: true }));
  await main.getByRole('combobox', { name: words.way }).selectOption('conditional');
  await main.getByText(words.justifiedNone).first().waitFor();
  await press(main.getByRole('group', { name: words.justified, exact: true }).getByRole('checkbox', { name: 'debt_ratio' }));
  await main.getByRole('region', { name: /points narrower$/ }).waitFor({ timeout: 60_000 });
  await main.getByRole('combobox', { name: words.way }).selectOption('repair');
  await main.getByText(words.downloadNever).waitFor({ timeout: 60_000 });

  await main.getByRole('combobox', { name: words.way }).selectOption('marginal');
  const start = main.getByRole('button', { name: words.planStart });
  await start.click();
  await main.getByRole('progressbar', { name: words.planTried }).waitFor();
  await card(page, words.planTitle).getByRole('button', { name: en.controls.cancel }).click();
  await card(page, words.planTitle).getByRole('button', { name: en.drivers.again }).click();
  const order = main.getByRole('region', { name: words.planDone('employment_years') });
  await order.waitFor({ timeout: 120_000 });
  await settled(page);
  const steps = await tableOf(order);
  expect(steps[0]![0]).toBe('employment_years');

  const again = card(page, words.retrainTitle);
  await press(again.getByRole('checkbox', { name: words.addGroup('shape') }));
  await again.getByRole('button', { name: words.retrainStart }).click();
  await again.getByRole('heading', { name: words.versusPlain }).waitFor({ timeout: 60_000 });
  expect(Math.abs(await effect(again, words.effectGap))).toBeLessThan(3);
  expect(Math.abs(await effect(again, words.effectAccuracy))).toBeLessThan(1.5);
  const download = page.waitForEvent('download');
  await again.getByRole('button', { name: words.downloadStandIn }).click();
  expect(readOnnx({ name: 'stand-in.onnx', bytes: await bytesOf(download) }).inputs.map(({ name }) => name)).toContain('shape=Triangles');
  expect(errors).toEqual([]);
});

test('without a model the part says which file would help', async () => {
  const { page, errors } = await browser.open();
  const rows = Array.from({ length: 80 }, (_, i) => `${(i % 10) / 10},${i % 2 === 0 ? 'a' : 'b'},${i % 3 === 0 ? 1 : 0}`);
  await openToCheck(page, [made('scores.csv', ['score,group,label', ...rows].join('\n'))]);
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by }).selectOption({ label: 'group' });
  await goPart(page, 'groups', 'narrow');
  await page.getByText(words.needModel).waitFor();
  expect(errors).toEqual([]);
});
