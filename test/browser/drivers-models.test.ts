import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { buildForest, type TreeNode } from '../../src/engine/models/forest/build';
import { writeForest, writeLinear } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, driversCard, type Given, go, howCard, made, numberIn, openToCheck, setRole, tableOf } from './steps';

const browser = useBrowser();
const words = en.drivers;

async function openDrivers(page: Page, files: readonly Given[], label?: string): Promise<void> {
  await openToCheck(page, files);
  if (label) await setRole(page, label, 'label');
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'drivers');
}

const csv = (name: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): Given => made(name, [head, ...rows].map((row) => row.join(',')).join('\n'));

/** Linear scores of some numbers, with as many outputs as rows of weights. */
function linear(weights: readonly (readonly number[])[], classes: readonly string[], rows: number) {
  const random = new Random(4);
  const names = weights[0]!.map((_, i) => `input_${i + 1}`);
  const values = Array.from({ length: rows }, () => names.map(() => Math.round(random.normal() * 1000) / 1000));
  const structure = { features: names.length, outputs: weights.length, weights: Float64Array.from(weights.flat()), intercept: new Float64Array(weights.length) };
  const link = classes.length === 0 ? 'none' : classes.length === 2 ? 'sigmoid' : 'softmax';
  const model = made('linear.onnx', writeLinear(structure, { inputNames: names, classes, link }));
  return { names, values, files: [model, csv('people.csv', names, values)] };
}

test('of several classes it is said which one is followed', async () => {
  const { page, errors } = await browser.open();
  const { files } = linear([[2, 0, 0], [0, 1, 0], [0, 0, 0.5]], ['low', 'middle', 'high'], 400);
  await openDrivers(page, files);
  await driversSettledAlone(page);
  expect(await page.getByRole('main').innerText()).toMatch(/Followed: the probability of “(low|middle|high)”, one of 3 classes\./);
  expect((await tableOf(driversCard(page, words.swarmSummary))).length).toBe(3);
  expect(errors).toEqual([]);
});

test('values keep their own unit, and an input without weight moves nobody', async () => {
  const { page, errors } = await browser.open();
  const { files } = linear([[300, -100, 0, 20]], [], 300);
  await openDrivers(page, files);
  await driversSettledAlone(page);
  const rows = new Map((await tableOf(driversCard(page, words.swarmSummary))).map(([name, ...rest]) => [name!, rest]));
  expect([...rows.keys()].at(-1)).toBe('input_3');
  expect(rows.get('input_3')!.slice(1, 6).map(numberIn)).toEqual([0, 0, 0, 0, 0]);
  expect(numberIn(rows.get('input_1')!.at(-1)!)).toBe(1);
  expect(numberIn(rows.get('input_2')!.at(-1)!)).toBe(-1);
  expect(await driversCard(page, words.pairsSummary).getByRole('heading', { level: 2 }).innerText()).toBe(words.pairsNone);
  await card(page, words.fieldAlike('input_1')).waitFor();
  expect(errors).toEqual([]);
});

/** Levels from a text column as one-hot inputs, and a number that is missing for every fifth person. */
function mixed(rows: number) {
  const random = new Random(6);
  const homes = ['own', 'rent', 'free'];
  const people = Array.from({ length: rows }, (_, row) => ({ age: row % 5 === 0 ? '' : 20 + random.below(50), home: homes[random.below(3)]! }));
  const older: TreeNode = { feature: 0, operator: 'le', split: 40, missing: 'left', left: { leaf: [-1] }, right: { leaf: [1] } };
  const owner: TreeNode = { feature: 1, operator: 'le', split: 0.5, missing: 'left', left: older, right: { leaf: [2] } };
  const forest = buildForest({ features: 4, outputs: 1, trees: [owner, owner] });
  const model = made('forest.onnx', writeForest(forest, { inputNames: ['age', ...homes.map((home) => `home_${home}`)], classes: ['no', 'yes'], link: 'sigmoid' }));
  return { people, files: [model, csv('people.csv', ['age', 'home'], people.map(({ age, home }) => [age, home]))] };
}

test('levels are filled or hollow, missing values have a strip and a band of their own, and both can be picked out', async () => {
  const { page, errors } = await browser.open();
  const { people, files } = mixed(600);
  await openDrivers(page, files);
  await driversSettledAlone(page);
  const surface = driversCard(page, /, cell by cell\.$/);
  const cells = await tableOf(surface);
  // What each does alone is taken out: at every home the ages add up to nothing, each weighed by its people.
  const homes = ['own', 'rent', 'free'];
  const ageOf = (row: readonly string[]): string => row.slice(0, 2).find((text) => !homes.includes(text))!;
  const peopleOf = (age: string): number => cells.filter((row) => ageOf(row) === age).reduce((sum, row) => sum + numberIn(row[3]!), 0);
  const everybody = cells.reduce((sum, row) => sum + numberIn(row[3]!), 0);
  for (const home of homes) {
    const own = cells.filter((row) => row.includes(home));
    expect(own.length).toBeGreaterThan(3);
    expect(Math.abs(own.reduce((sum, row) => sum + numberIn(row[2]!) * peopleOf(ageOf(row)), 0) / everybody)).toBeLessThan(0.2);
    expect(Math.max(...own.map((row) => Math.abs(numberIn(row[2]!))))).toBeGreaterThan(1);
  }
  const [pair] = await tableOf(driversCard(page, words.pairsSummary));
  expect(numberIn(pair![2]!)).toBeLessThanOrEqual(numberIn(pair![1]!));
  expect(numberIn(pair![3]!)).toBeGreaterThanOrEqual(numberIn(pair![1]!));
  const input = howCard(page).getByRole('combobox', { name: words.input });
  const field = page.getByRole('region').filter({ has: page.getByRole('combobox', { name: words.partner, exact: true }) });
  await input.selectOption({ label: 'home' });
  await expect.poll(async () => (await tableOf(field)).map(([name]) => name).sort()).toEqual(['free', 'own', 'rent']);
  await field.getByRole('combobox', { name: words.levelPick }).selectOption({ label: 'own' });
  const picked = page.getByRole('region', { name: words.listTitle, exact: true });
  await picked.getByRole('button', { name: words.limitTo }).click();
  await driversSettledAlone(page);
  const asked = page.getByRole('region', { name: words.cohort, exact: true });
  expect(await asked.getByRole('status').innerText()).toBe(words.cohortCount(people.filter(({ home }) => home === 'own').length, 600));
  await asked.getByRole('button', { name: words.everyone, exact: true }).click();
  await driversSettledAlone(page);
  await input.selectOption({ label: 'age' });
  await expect.poll(async () => (await tableOf(field)).at(-1)![0]).toBe('missing');
  await field.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await picked.getByRole('button', { name: words.limitTo }).click();
  expect(await asked.getByRole('status').innerText()).toBe(words.cohortCount(people.filter(({ age }) => age === '').length, 600));
  await card(page, words.howNobody('age')).waitFor();
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 30_000 }).toBe(0);
  expect(errors).toEqual([]);
});

test('where leaves give the value itself, everybody is in the order of inputs and in the groups, exactly', async () => {
  const { page, errors } = await browser.open();
  const random = new Random(9);
  const rows = Array.from({ length: 3000 }, (_, row) => [random.below(100), random.below(100), row % 3 === 0 ? 'a' : 'b'] as const);
  const leaf = (value: number): TreeNode => ({ leaf: [value] });
  const step = (feature: number, by: number): TreeNode => ({ feature, operator: 'le', split: 49.5, missing: 'left', left: leaf(0), right: leaf(by) });
  const forest = buildForest({ features: 2, outputs: 1, trees: [step(0, 40), step(1, 10)] });
  const model = made('value.onnx', writeForest(forest, { inputNames: ['x', 'y'], classes: [], link: 'none' }));
  await openToCheck(page, [model, csv('people.csv', ['x', 'y', 'side'], rows)]);
  await setRole(page, 'side', 'group');
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'drivers');
  await page.getByText(words.everybody(3000)).waitFor({ timeout: 60_000 });
  await driversSettledAlone(page);
  const sizes = new Map((await tableOf(driversCard(page, words.summary))).map(([name, size]) => [name!, numberIn(size!)]));
  // Against 1,000 drawn rows: 2·share·(1 − share) of all, in the mean, is within a few hundredths of a half of each step.
  expect(Math.abs(sizes.get('x')! - 20)).toBeLessThan(1.5);
  expect(Math.abs(sizes.get('y')! - 5)).toBeLessThan(0.5);
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'side' });
  await go(page, 'drivers');
  await page.getByText('b 2,000').first().waitFor({ timeout: 60_000 });
  await page.getByText(words.groupsSubExact).waitFor();
  expect(errors).toEqual([]);
});

test('one person alone is shown as one, called too few, and moved by nothing', async () => {
  const { page, errors } = await browser.open();
  const { files } = linear([[2, -1, 0.5]], ['no', 'yes'], 1);
  await openDrivers(page, files);
  await driversCard(page, words.swarmSummary).getByRole('listbox').waitFor();
  await page.getByText(words.cohortFew(1)).waitFor();
  expect(await driversCard(page, words.swarmSummary).getByRole('heading', { level: 2 }).innerText()).toBe(words.swarmNone);
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 30_000 }).toBe(0);
  expect(errors).toEqual([]);
});

test('a model of 300 inputs shows a few rows, its others together, and never holds up the page', async () => {
  const { page, errors } = await browser.open();
  const random = new Random(2);
  const { files } = linear([Array.from({ length: 300 }, (_, i) => (i < 20 ? 1 : 0.01) * random.normal())], ['no', 'yes'], 2000);
  await openToCheck(page, files);
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  const longest = await browser.longestTask(page, async () => {
    await go(page, 'drivers');
    await driversCard(page, words.swarmSummary).getByRole('listbox').waitFor({ timeout: 30_000 });
    await driversSettledAlone(page);
  });
  expect(longest).toBeLessThan(300);
  const swarm = await tableOf(driversCard(page, words.swarmSummary));
  expect(swarm).toHaveLength(11);
  expect(swarm.at(-1)![0]).toBe(words.swarmOthers(290));
  expect(await driversCard(page, words.pairsSummary).getByRole('option').count()).toBeLessThanOrEqual(10);
  await howCard(page).getByRole('combobox', { name: words.input }).selectOption({ label: 'input_250' });
  await expect.poll(() => howCard(page).getByRole('heading', { level: 2 }).innerText(), { timeout: 30_000 }).toContain('input_250');
  expect(errors).toEqual([]);
}, 180_000);

/** Waits until everything is computed on a table without outcomes, where inputs have one order only. */
async function driversSettledAlone(page: Page): Promise<void> {
  await howCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
  await driversCard(page, words.pairsSummary).getByRole('listbox').waitFor({ timeout: 120_000 });
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 120_000 }).toBe(0);
}
