import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { sharedPath, testShared } from '../tools/shared';
import { useBrowser } from './page';
import { card, cellsOf, go, made, openSample, openToCheck, setRole, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.rates;
const name = (id: keyof typeof words.metrics): string => words.metrics[id]('approved', 'denied').name;

async function openRates(page: Page): Promise<void> {
  await go(page, 'groups');
  await card(page, words.glanceTitle).waitFor();
  await settled(page);
}

/** The card of primary measures: its title changes with what it shows. */
const primaryCard = (page: Page): Locator => page.getByRole('region').filter({ has: page.getByRole('combobox', { name: words.against, exact: true }) }).and(page.locator('section.card'));
const oneMeasure = (page: Page): Locator => card(page, en.groups.tableTitle);

test('six answers lead to a measure, which is adjusted for itself and told among the findings', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await openRates(page);
  await page.getByRole('button', { name: words.intake.open }).click();
  await page.getByRole('combobox', { name: words.intake.label }).selectOption('truth');
  await page.getByRole('combobox', { name: words.intake.harm }).selectOption('both');
  await page.getByRole('textbox', { name: words.intake.scope }).fill('rent, not loans');
  await page.getByText(words.intake.suggestion(name('equalizedOdds'))).waitFor();
  await page.getByRole('button', { name: words.intake.take }).click();
  await page.getByText(words.intake.taken).waitFor();
  await card(page, words.intake.titleDone(name('equalizedOdds'))).waitFor();
  await expect.poll(() => primaryCard(page).getByRole('table').count()).toBe(2);

  await primaryCard(page).getByRole('button', { name: words.primaryChange }).click();
  await primaryCard(page).getByRole('checkbox', { name: name('auc') }).check();
  await primaryCard(page).getByText(words.primaryMost).waitFor();
  await expect.poll(() => primaryCard(page).getByRole('checkbox', { name: name('brier') }).isDisabled()).toBe(true);
  await primaryCard(page).getByRole('heading', { level: 2, name: words.primaryTitle(2, 3) }).or(primaryCard(page).getByRole('heading', { level: 2, name: words.primaryTitle(3, 3) })).waitFor();

  const margin = primaryCard(page).getByRole('textbox', { name: words.margin });
  await margin.fill('49');
  await margin.press('Enter');
  await primaryCard(page).getByRole('heading', { level: 2, name: words.primaryTitle(0, 3) }).waitFor();
  await margin.fill('2');
  await margin.press('Enter');

  await go(page, 'findings');
  await page.getByRole('heading', { level: 2, name: new RegExp(`^${name('equalizedOdds')}: `) }).waitFor();
  const link = await page.evaluate(() => location.href);
  expect(link).not.toContain('rent');
  expect(errors).toEqual([]);
});

test('every measure has its question and its picture, numbers can be cut, groups cross, strata hold, resampling can be asked for', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await openRates(page);
  await oneMeasure(page).getByRole('combobox', { name: en.groups.tableMeasure }).selectOption('ppv');
  await oneMeasure(page).getByText(words.metrics.ppv('approved').asks).waitFor();
  await oneMeasure(page).getByRole('button', { name: words.picture }).click();
  await expect.poll(() => oneMeasure(page).getByText(words.matrixTop, { exact: true }).count()).toBe(1);
  await oneMeasure(page).getByRole('button', { name: words.pictureHide }).click();
  const glance = await cellsOf(card(page, words.glanceTitle).getByRole('table'));
  expect(glance.length).toBe(25);
  expect(glance.every((row) => /[\d]/.test(row.join(' ')))).toBe(true);

  await primaryCard(page).getByRole('combobox', { name: words.against, exact: true }).selectOption('extremes');
  await expect.poll(async () => (await cellsOf(oneMeasure(page).getByRole('table'))).filter((row) => row.length > 7).length).toBe(1);
  await primaryCard(page).getByRole('combobox', { name: words.against, exact: true }).selectOption('others');

  await page.getByRole('combobox', { name: words.strataPick, exact: true }).selectOption({ label: 'late_payments' });
  const strata = page.getByRole('region', { name: / late_payments/ }).and(page.locator('section.card'));
  await strata.getByText(/Mantel–Haenszel/).waitFor();
  expect((await tableOf(strata)).length).toBeGreaterThan(3);

  await card(page, words.crossedNeed).waitFor();
  await page.getByRole('combobox', { name: en.groups.and, exact: true }).selectOption({ label: 'income' });
  const cuts = page.getByRole('textbox', { name: words.cutsLabel('income') });
  await cuts.fill('40000, 200000');
  await cuts.press('Enter');
  const crossed = card(page, words.crossedTitle('shape and income', name('selection')));
  await crossed.waitFor();
  await expect.poll(async () => (await tableOf(crossed)).map((row) => row[0]).filter((cell) => /to under 200000$/.test(cell!)).length).toBe(2);
  const cell = (await tableOf(crossed)).find((row) => /to under 200000$/.test(row[0]!))!;
  expect(Number(cell[5])).toBeGreaterThan(0);

  const further = card(page, words.furtherTitle);
  await further.getByRole('button', { name: words.furtherAsk }).click();
  await further.getByRole('table').waitFor({ timeout: 60_000 });
  await expect.poll(() => further.getByRole('progressbar').count(), { timeout: 120_000 }).toBe(0);
  const rows = await cellsOf(further.getByRole('table'));
  expect(rows.some((row) => row[0]!.startsWith(words.gaps.abroca))).toBe(true);
  expect(rows[0]![3]).toMatch(/^\d\.\d{3} to \d\.\d{3}$/);
  expect(errors).toEqual([]);
});

test('without outcomes the measures that need them say which column would bring them; one group has no comparison', async () => {
  const { page } = await browser.open();
  const rows = Array.from({ length: 120 }, (_, i) => `${i % 3 === 0 ? 'a' : 'b'},${(i * 37) % 100 / 100},same`);
  await openToCheck(page, [made('bare.csv', `kind,score,only\n${rows.join('\n')}\n`)]);
  await setRole(page, 'score', 'score');
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'kind' });
  await card(page, words.glanceTitle).getByText(words.needs.labels, { exact: false }).waitFor();
  await expect.poll(async () => (await cellsOf(card(page, words.glanceTitle).getByRole('table'))).length).toBe(2);
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'only' });
  await card(page, words.glanceTitle).waitFor({ state: 'detached' });
  await expect.poll(async () => (await cellsOf(oneMeasure(page).getByRole('table'))).length).toBe(1);
});

testShared('COMPAS by race and by sex has the published counts of defendants called medium or high who did not reoffend', async () => {
  const { page, errors } = await browser.open();
  const text = readFileSync(sharedPath('data/compas/compas-scores-two-years.deidentified.csv'), 'utf8');
  const [header, ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
  const at = ['race', 'sex', 'score_text', 'two_year_recid'].map((column) => header!.indexOf(column));
  const lines = rows.map((row) => [row[at[0]!], row[at[1]!], row[at[2]!] === 'Low' ? 0 : 1, row[at[3]!]].join(','));
  await openToCheck(page, [made('compas.csv', `race,sex,called,two_year_recid\n${lines.join('\n')}\n`)]);
  await setRole(page, 'two_year_recid', 'label');
  await setRole(page, 'called', 'prediction');
  await go(page, 'groups');
  for (const [column, counts] of [
    ['race', { 'African-American': '805 of 1,795', Caucasian: '349 of 1,488' }],
    ['sex', { Female: '288 of 897', Male: '994 of 3,066' }],
  ] as const) {
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: column });
    await oneMeasure(page).getByRole('combobox', { name: en.groups.tableMeasure }).selectOption('fnr');
    await expect.poll(async () => Object.fromEntries((await cellsOf(oneMeasure(page).getByRole('table'))).filter((row) => row[0]! in counts).map((row) => [row[0]!, row[3]!]))).toEqual(counts);
  }
  expect(errors).toEqual([]);
});

test('rows count by a weight column once a person says so, and only then', async () => {
  const { page, errors } = await browser.open();
  const rows = Array.from({ length: 160 }, (_, i) => `${i % 2 ? 'east' : 'west'},${i % 4 < 2 ? 0.8 : 0.2},${i % 4 === 1 ? 3 : 1}`);
  await openToCheck(page, [made('survey.csv', `region,score,weight\n${rows.join('\n')}\n`)]);
  await setRole(page, 'score', 'score');
  await setRole(page, 'weight', 'weight');
  await setRole(page, 'region', 'group');
  const box = page.getByRole('checkbox', { name: en.check.weightsCount('weight') });
  expect(await box.isChecked()).toBe(false);
  await page.getByText(en.check.weightsUnused).waitFor();
  const east = async (): Promise<string> => (await oneMeasure(page).getByRole('row', { name: /^east/ }).innerText()).replaceAll(/\s+/g, ' ');
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'region' });
  await openRates(page);
  await expect.poll(east).toMatch(/50\S* of 100/);
  await go(page, 'check');
  await box.check();
  await page.getByText(en.check.weightsUsed).waitFor();
  await openRates(page);
  await expect.poll(east).toMatch(/75\S* of 100/);
  expect(errors).toEqual([]);
});
