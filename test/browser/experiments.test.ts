import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ExperimentKind } from '../../src/engine/fairness/experiments/registration';
import { en } from '../../src/app/text/en';
import { sharedPath, testShared } from '../tools/shared';
import { modelFiles, plainTable, readCase } from './cases';
import { useBrowser } from './page';
import { card, cellsOf, goPart, numberIn, openSample, openToCheck, pasteMapping, setRole, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.experiments;

const kindOf = (page: Page, kind: ExperimentKind): Locator => page.getByRole('radio', { name: new RegExp(`^${words.kinds[kind].name}`) });
const resultCard = (page: Page): Locator => page.getByRole('region').filter({ has: page.getByRole('button', { name: words.drawOnce }) }).and(page.locator('section'));
const list = (page: Page): Promise<string[][]> => cellsOf(card(page, /in this audit$/).getByRole('table'));

async function choose(page: Page, kind: ExperimentKind): Promise<void> {
  await kindOf(page, kind).check();
  await settled(page);
}

async function registerAndRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.register, exact: true }).click();
  await page.getByRole('button', { name: words.run, exact: true }).first().click();
  await resultCard(page).waitFor({ timeout: 60_000 });
  await settled(page);
}

test('an experiment is registered before it runs, found again by its seed, and adjusted for those beside it', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await goPart(page, 'groups', 'experiments');
  await kindOf(page, 'correspondence').waitFor();
  // The model never sees the group.
  expect(await kindOf(page, 'flip').isDisabled()).toBe(true);
  await page.getByText(words.neverReads).waitFor();
  await choose(page, 'correspondence');
  await page.getByRole('checkbox', { name: 'income', exact: true }).uncheck();
  expect(await page.getByRole('button', { name: words.register, exact: true }).isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'employment_years' }).check();
  await page.getByRole('textbox', { name: words.size.correspondence }).fill('500');
  await page.getByRole('textbox', { name: words.size.correspondence }).blur();
  const power = card(page, /^With 500 people/);
  const curve = await tableOf(power);
  expect(numberIn(curve.at(-1)![1]!)).toBe(100);

  await page.getByRole('button', { name: words.register, exact: true }).click();
  await page.getByText(words.registeredAt('').split(' ')[0]!, { exact: false }).first().waitFor();
  expect((await list(page))[0]!.join()).toContain(words.notRun);
  expect(await resultCard(page).count()).toBe(0);
  await page.getByRole('button', { name: words.run, exact: true }).first().click();
  await resultCard(page).waitFor({ timeout: 60_000 });
  await settled(page);
  const title = await resultCard(page).getByRole('heading', { level: 2 }).innerText();
  expect(title).toMatch(/^The change of employment_years changed the decision for \d+ of 500 people$/);
  expect(await resultCard(page).getByText('clear', { exact: true }).count()).toBe(1);
  const chances = await tableOf(resultCard(page));
  const total = chances.reduce((sum, row) => sum + numberIn(row[1]!), 0);
  expect(total).toBeGreaterThan(995);
  expect(total).toBeLessThan(1005);

  // Nothing moves unasked; draws come one by one, or many at once.
  expect(await resultCard(page).getByRole('status').filter({ hasText: words.drawnSoFar(0) }).count()).toBe(1);
  await resultCard(page).getByRole('button', { name: words.drawOnce }).click();
  await resultCard(page).getByText(words.drawnSoFar(1)).waitFor();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await resultCard(page).getByRole('button', { name: words.draw }).click();
  await resultCard(page).getByText(words.drawnSoFar(201)).waitFor();
  await resultCard(page).getByRole('button', { name: en.charts.explain, exact: true }).click();
  await resultCard(page).getByText(words.exactly('').replace(/: \.$/, ''), { exact: false }).waitFor();

  const before = await list(page);
  await page.getByRole('button', { name: words.againNumber(1) }).click();
  await settled(page);
  await resultCard(page).waitFor();
  expect(await resultCard(page).getByRole('heading', { level: 2 }).innerText()).toBe(title);
  expect(await list(page)).toEqual(before);

  await page.getByRole('button', { name: words.another }).click();
  await choose(page, 'matched');
  await page.getByText(/^Found without looking at any decision/).waitFor({ timeout: 60_000 });
  await registerAndRun(page);
  await resultCard(page).getByText('Triangles', { exact: false }).first().waitFor();
  expect((await cellsOf(card(page, words.balanceTitle).getByRole('table'))).filter((row) => row.at(-1) === words.yesMatched)).toHaveLength(2);
  await page.getByRole('button', { name: words.another }).click();
  await choose(page, 'classifier');
  for (const name of ['income', 'employment_years']) await page.getByRole('checkbox', { name, exact: true }).check();
  await registerAndRun(page);
  expect(await resultCard(page).getByRole('heading', { level: 2 }).innerText()).toMatch(/^The group can be told/);
  const returned = await cellsOf(card(page, /^One weighted sum of what is returned/).getByRole('table'));
  expect(returned.map(([name]) => name)).toEqual([words.returned.score, words.returned.decision, words.returned.reason('income'), words.returned.reason('employment_years')]);
  expect(Math.max(...returned.map(([, , weight]) => Math.abs(numberIn(weight!))))).toBe(1);
  expect(await list(page)).toHaveLength(3);

  // Kept while other screens are looked at, gone with the files.
  await goPart(page, 'groups', 'rates');
  await goPart(page, 'groups', 'experiments');
  expect(await list(page)).toHaveLength(3);
  expect(errors).toEqual([]);
});

testShared('COMPAS: a model that reads race is flipped, chosen by keyboard, and presented with more changed', async () => {
  const { page, errors } = await browser.open();
  const info = readCase('compas-dummies-voting-zipmap');
  await openToCheck(page, [...modelFiles(info.name), plainTable(info.name)]);
  await setRole(page, info.table.labelColumn, 'label');
  await pasteMapping(page, JSON.stringify(info.inputs));
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await goPart(page, 'groups', 'experiments');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'race' });
  await kindOf(page, 'flip').waitFor({ timeout: 60_000 });
  await kindOf(page, 'correspondence').focus();
  await page.keyboard.press('ArrowLeft');
  expect(await kindOf(page, 'flip').isChecked()).toBe(true);
  await page.getByRole('combobox', { name: words.first, exact: true }).selectOption({ label: 'African-American' });
  await page.getByRole('combobox', { name: words.second, exact: true }).selectOption({ label: 'Caucasian' });
  await registerAndRun(page);
  expect(await resultCard(page).getByRole('heading', { level: 2 }).innerText()).toMatch(/^The change of race changed/);
  await page.getByRole('button', { name: words.another }).click();
  await choose(page, 'correspondence');
  await page.getByRole('checkbox', { name: 'priors_count', exact: true }).check();
  await registerAndRun(page);
  expect(await resultCard(page).getByRole('heading', { level: 2 }).innerText()).toMatch(/^The change of race, .*priors_count changed the decision for/);
  expect(errors).toEqual([]);
});

testShared('résumés with callbacks and no model: people alike within an advertisement, and nothing to flip', async () => {
  const { page, errors } = await browser.open();
  await openToCheck(page, [sharedPath('data/resume-callbacks/resume.csv')]);
  await setRole(page, 'received_callback', 'prediction');
  await setRole(page, 'race', 'group');
  await goPart(page, 'groups', 'experiments');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'race' });
  await kindOf(page, 'matched').waitFor({ timeout: 60_000 });
  for (const kind of ['flip', 'correspondence'] as const) expect(await kindOf(page, kind).isDisabled()).toBe(true);
  await choose(page, 'matched');
  await page.getByText(/^Found without looking at any decision/).waitFor({ timeout: 60_000 });
  await registerAndRun(page);
  expect(await resultCard(page).getByRole('heading', { level: 2 }).innerText()).toMatch(/^Among alike people, /);
  await page.getByRole('button', { name: words.another }).click();
  await choose(page, 'classifier');
  await registerAndRun(page);
  expect(errors).toEqual([]);
});
