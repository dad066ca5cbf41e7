import { expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { readLink } from '../../src/engine/audit/codec';
import { writeLinear } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { en } from '../../src/app/text/en';
import { describeShared } from '../tools/shared';
import { modelFiles, plainTable, readCase, tableColumn } from './cases';
import { useBrowser } from './page';
import { card, type Given, go, made, openSample, openToCheck, pairCard, pasteMapping, reasonsCard, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.plans;
const { limits, goals } = en;
const approved = goals.aim.decision('Jane', 'approved');

/** The card with changes: its title changes with them, what may change does not. */
const plansCard = (page: Page): Locator => page.getByRole('region').filter({ has: page.getByRole('group', { name: limits.mayChange, exact: true }) });
const mapCard = (page: Page): Locator => page.getByRole('region').filter({ has: page.getByRole('combobox', { name: en.planMap.across, exact: true }) });
const headingOf = (where: Locator): Promise<string> => where.getByRole('heading', { level: 2 }).first().innerText();
/** The table of changes, before those of their checks. */
const tableIn = (plans: Locator): Locator => plans.getByRole('table').first();
const rowsOf = async (plans: Locator): Promise<number> => (await tableIn(plans).getByRole('row').count()) - 1;

async function type(plans: Locator, name: string, text: string): Promise<void> {
  const field = plans.getByRole('textbox', { name, exact: true });
  await field.fill(text);
  await field.press('Tab');
}

async function openPerson(page: Page, files: readonly Given[], row: number, inputs?: unknown): Promise<Locator> {
  await openToCheck(page, files);
  if (inputs !== undefined) await pasteMapping(page, JSON.stringify(inputs));
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'person');
  await page.getByRole('combobox', { name: en.person.pick }).fill(String(row + 1));
  await page.getByRole('option', { name: en.person.rowName(row + 1) }).first().click();
  const plans = plansCard(page);
  await plans.getByRole('group', { name: limits.mayChange, exact: true }).waitFor({ timeout: 120_000 });
  return plans;
}

test('changes that make Jane approved are found, proved, tried, limited, and refused when nothing is left', async () => {
  const { page, errors } = await browser.open({ viewport: { width: 1280, height: 900 } });
  await openSample(page);
  await go(page, 'person');
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();
  const plans = plansCard(page);
  await plans.getByText(words.provedBest).waitFor();
  const count = await rowsOf(plans);
  expect(count).toBeGreaterThan(1);
  await expect.poll(() => headingOf(plans)).toBe(words.title(count, approved));

  // The first change, tried on the sliders, carries the row past the line.
  await plans.getByRole('button', { name: words.tryOne('A') }).click();
  await expect.poll(() => card(page, en.person.tryTitle).getByRole('status').innerText()).toMatch(/past the line/);

  // The nearest real person on the other side is put beside Jane.
  await plans.getByRole('button', { name: /the nearest real person on the other side$/ }).click();
  await pairCard(page).getByRole('listbox').waitFor();

  await plans.getByText(limits.details).click();
  await type(plans, limits.most, '1');
  const changed = async (): Promise<string[]> => tableIn(plans).getByRole('row').evaluateAll((all) => all.slice(1).map((row) => row.querySelector('td.end small')?.textContent ?? ''));
  await expect.poll(changed).toEqual(expect.arrayContaining(['1 input']));
  await expect.poll(async () => new Set(await changed()).size).toBe(1);

  // Income only down: no plan may raise it any more.
  await plans.getByRole('combobox', { name: limits.direction('income'), exact: true }).selectOption('down');
  await expect.poll(async () => tableIn(plans).getByRole('columnheader', { name: /^income/ }).count()).toBe(0);

  for (const box of await plans.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck();
  await plans.getByText(limits.conflict.nothing).waitFor();
  await plans.getByRole('checkbox', { name: /term_months/ }).check();
  await plans.getByText(words.provedNone).waitFor();
  await expect.poll(() => headingOf(plans)).toBe(words.none(approved));

  // It is named which single limit stands in the way; taking it away brings a plan.
  const way = plans.getByRole('button', { name: words.relaxDoOne(words.relaxWhat.input('debt_ratio')) });
  await way.click({ timeout: 60_000 });
  await plans.getByText(words.provedBest).waitFor();
  expect(await plans.getByRole('checkbox', { name: /debt_ratio/ }).isChecked()).toBe(true);
  expect(errors).toEqual([]);
}, 180_000);

test('costs, weights, steps, rules, sets and goals change the answer, are named where they conflict, and travel with the link and the copied text', async () => {
  const { page, errors, context } = await browser.open({ viewport: { width: 360, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => undefined);
  await openSample(page);
  await go(page, 'person');
  const plans = plansCard(page);
  await plans.getByText(words.provedBest).waitFor({ timeout: 60_000 });
  await plans.getByText(limits.details).click();

  // Every measure of cost is explained, and counts in its own unit.
  for (const [measure, unit] of [['deviation', /deviations?$/], ['log', /^\d+\.\d\d$/], ['max', /points$/]] as const) {
    await plans.getByRole('combobox', { name: limits.measure, exact: true }).selectOption(measure);
    await plans.getByText(limits.measureText[measure]).first().waitFor();
    await expect.poll(async () => ((await tableIn(plans).locator('tbody tr').first().locator('td.end').last().evaluate((cell) => cell.firstChild?.textContent ?? ''))).trim(), { timeout: 30_000 }).toMatch(unit);
  }
  await plans.getByRole('combobox', { name: limits.measure, exact: true }).selectOption('percentile');

  // A heavy input gives way to others, a coarse step is kept to.
  await type(plans, limits.weight('income'), '1000');
  await expect.poll(async () => (await tableIn(plans).locator('tbody tr').first().innerText()).includes(words.same), { timeout: 30_000 }).toBe(true);
  await type(plans, limits.weight('income'), '');
  await type(plans, limits.step('debt_ratio'), '10');
  await plans.getByText(limits.stepNote('10')).waitFor();

  // A rule whose second input is kept makes its first one stuck, and says so.
  await plans.getByRole('checkbox', { name: /loan_amount/ }).uncheck();
  await plans.getByRole('combobox', { name: limits.then, exact: true }).selectOption({ label: 'loan_amount' });
  await plans.getByRole('button', { name: limits.couple }).click();
  await plans.getByText(limits.coupledOne('income', 'up', 'loan_amount', 'up', '1')).waitFor();
  await plans.getByText(limits.conflict.stuck('income', 'up', limits.conflict.kept('loan_amount', limits.conflict.rule([1])))).waitFor();

  // Kept under a name, taken away, and taken up again.
  await plans.getByRole('textbox', { name: limits.setName, exact: true }).fill('policy');
  await plans.getByRole('button', { name: limits.keep, exact: true }).click();
  const chosen = plans.getByRole('combobox', { name: limits.chosen, exact: true });
  await chosen.selectOption({ label: limits.bare });
  await expect.poll(() => plans.getByRole('checkbox', { name: /loan_amount/ }).isChecked()).toBe(true);
  await chosen.selectOption({ label: 'policy' });
  await expect.poll(() => plans.getByRole('checkbox', { name: /loan_amount/ }).isChecked()).toBe(false);
  await plans.getByText(limits.coupledOne('income', 'up', 'loan_amount', 'up', '1')).waitFor();
  await chosen.selectOption({ label: limits.bare });

  await type(plans, limits.from('term_months'), '80');
  await plans.getByText(limits.conflict.empty('term_months', '80', '72')).waitFor();
  await type(plans, limits.from('term_months'), '');
  await type(plans, limits.most, '0');
  await plans.getByText(limits.conflict.noChanges).waitFor();
  await type(plans, limits.most, '');

  // A chance of at least 70, by limits that are told in the copied text.
  await plans.getByText(goals.chance, { exact: true }).click();
  await type(plans, goals.lowChance, '70');
  const aim = goals.aim.atLeast('Jane', '70');
  await expect.poll(async () => (await headingOf(plans)).endsWith(aim), { timeout: 60_000 }).toBe(true);
  await type(plans, goals.highChance, '60');
  await plans.getByText(limits.conflict.goalEmpty('70', '60')).waitFor();
  await type(plans, goals.highChance, '');
  await plans.getByRole('combobox', { name: limits.direction('debt_ratio'), exact: true }).selectOption('down');
  await plans.getByText(words.provedBest).waitFor({ timeout: 60_000 });
  await plans.getByRole('button', { name: words.copy }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [words.copyHead(aim, 1).slice(0, 40), goals.told(aim), limits.told.range('debt_ratio', [limits.directions.down]), limits.measures.percentile, words.provedBest]) expect(copied).toContain(part);

  // Two inputs at once: the map's table holds its cells, and the keyboard goes through person, changes and rows.
  const map = mapCard(page);
  await map.getByRole('listbox').waitFor();
  await map.getByRole('combobox', { name: en.planMap.up, exact: true }).selectOption({ label: 'employment_years' });
  await settled(page);
  const cells = await tableOf(map);
  expect(cells.length).toBeGreaterThan(5);
  expect(cells[0]!.length).toBeGreaterThan(5);
  const options = await map.getByRole('listbox').getByRole('option').allInnerTexts();
  expect(options[0]).toContain('Jane: ');
  expect(options.some((text) => text.startsWith('Change A'))).toBe(true);
  expect(options.filter((text) => text.includes('the goal is ')).length).toBe(cells.length);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

  // The copied link holds goal and limits, by numbers, and no name of a set.
  await map.getByRole('button', { name: en.charts.copyLink, exact: true }).click();
  await map.getByText(en.charts.linkCopied).waitFor();
  const { settings } = readLink(new URL(await page.evaluate(() => navigator.clipboard.readText())).hash);
  expect(settings).toMatchObject({ goal: { kind: 'score', low: 0.7, high: null }, limits: [{ direction: 'down', low: null, high: null }] });
  expect(settings).not.toHaveProperty('limitSets');
  expect(errors).toEqual([]);
}, 240_000);

test('of a linear model with several classes another class is reached, and the change that is tried shows it', async () => {
  const { page, errors } = await browser.open();
  const random = new Random(4);
  const names = ['a', 'b', 'c'];
  const values = Array.from({ length: 300 }, () => names.map(() => Math.round(random.normal() * 100) / 100));
  const structure = { features: 3, outputs: 3, weights: Float64Array.from([2, 0, 0, 0, 1, 0, 0, 0, 0.5]), intercept: new Float64Array(3) };
  const files = [made('linear.onnx', writeLinear(structure, { inputNames: names, classes: ['low', 'middle', 'high'], link: 'softmax' })), made('people.csv', [names, ...values].map((row) => row.join(',')).join('\n'))];
  const plans = await openPerson(page, files, 7);
  await plans.getByText(goals.class, { exact: true }).click();
  const which = plans.getByRole('combobox', { name: goals.which, exact: true });
  const now = values[7]!.map((value, k) => value * [2, 1, 0.5][k]!);
  const best = now.indexOf(Math.max(...now));
  await which.selectOption(String(best));
  await plans.getByText(goals.reachedText).waitFor({ timeout: 60_000 });
  const other = (best + 1) % 3;
  await which.selectOption(String(other));
  await expect.poll(async () => (await headingOf(plans)).includes(' would make “'), { timeout: 60_000 }).toBe(true);
  await plans.getByRole('columnheader', { name: goals.leadHead }).waitFor();
  // Ahead of the next class, whatever the plan.
  for (const lead of await tableIn(plans).locator('td.score').allInnerTexts()) expect(Number(lead)).toBeGreaterThanOrEqual(0);
  await mapCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
  expect(errors).toEqual([]);
}, 180_000);

describeShared('real models of every kind', () => {
  test.each([
    ['communities-forest-regression', 'values from trees', goals.value],
    ['communities-torch-3logits', 'an opaque network with several classes', goals.class],
    ['diabetes-xgboost-3class', 'trees with several classes', goals.class],
    ['taiwan-keras-tf2onnx', 'an opaque network', goals.chance],
  ])('%s (%s): the other decision and another goal are both answered', async (name, _, goal) => {
    const { page, errors } = await browser.open();
    const plans = await openPerson(page, [...modelFiles(name), plainTable(name)], 7, readCase(name).inputs);
    await expect.poll(async () => headingOf(plans), { timeout: 120_000 }).toMatch(/ would make row 8 (not )?selected$/);
    await plans.getByText(goal, { exact: true }).click();
    if (goal === goals.value) await type(plans, goals.lowValue, '0.2');
    if (goal === goals.chance) await type(plans, goals.lowChance, '95');
    if (goal === goals.class) await plans.getByRole('combobox', { name: goals.which, exact: true }).selectOption({ index: name.startsWith('diabetes') ? 0 : 2 });
    await expect.poll(async () => headingOf(plans), { timeout: 120_000 }).toMatch(/ would (bring row 8’s score to|make “)/);
    await mapCard(page).getByRole('listbox').waitFor({ timeout: 120_000 });
    expect(errors).toEqual([]);
  }, 240_000);

  test('missing values stay missing unless they may be filled in, and categories change only where they may', async () => {
    const { page, errors } = await browser.open();
    const info = readCase('adult-logreg-zipmap');
    const row = tableColumn(info, 'workclass').findIndex((cell, at) => (cell === '' || cell === '?') && tableColumn(info, 'education')[at] === 'HS-grad');
    expect(row).toBeGreaterThanOrEqual(0);
    const plans = await openPerson(page, [...modelFiles(info.name), plainTable(info.name)], row, info.inputs);
    const box = plans.getByRole('checkbox', { name: /^workclass/ });
    await plans.getByText(limits.missing).first().waitFor();
    expect(await box.isDisabled()).toBe(true);
    await plans.getByRole('checkbox', { name: new RegExp(limits.fill) }).check();
    await expect.poll(() => box.isDisabled()).toBe(false);
    await plans.getByText(limits.details).click();
    const may = plans.getByRole('group', { name: limits.levelsTo('education', 'HS-grad'), exact: true });
    await may.getByRole('checkbox', { name: 'Masters', exact: true }).focus();
    await page.keyboard.press('Space');
    await plans.getByText('education: from HS-grad to all but Masters.').waitFor();
    await plans.getByText(limits.someLevels).waitFor();
    await plans.getByRole('button', { name: `${limits.levelsAll}: education` }).click();
    await expect.poll(() => plans.getByText(limits.someLevels).count()).toBe(0);
    expect(errors).toEqual([]);
  }, 240_000);
});
