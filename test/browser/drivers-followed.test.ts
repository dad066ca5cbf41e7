import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { buildForest, type TreeNode } from '../../src/engine/models/forest/build';
import { writeForest } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { PEOPLE } from '../../src/app/state/driver-questions';
import { en } from '../../src/app/text/en';
import { sharedPath, testShared } from '../tools/shared';
import { asked, countIn, field } from './drivers';
import { useBrowser } from './page';
import { driversCard, go, howCard, made, numberIn, openToCheck, setRole, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.drivers;
const { choices, names, taking } = en.followed;

const heading = (page: Page, shows: string | RegExp): Promise<string> => driversCard(page, shows).getByRole('heading', { level: 2 }).innerText();

/** Waits until everything about the inputs is known. */
async function known(page: Page): Promise<void> {
  await howCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
  await driversCard(page, words.pairsSummary).getByRole('listbox').waitFor({ timeout: 60_000 });
  await settled(page);
}

test('a boosted classifier is followed on its log odds for everybody, in every picture and for part of the people, or on its score for some', async () => {
  const { page, errors } = await browser.open();
  const random = new Random(9);
  const rows = Array.from({ length: 3000 }, (_, row) => [random.below(100), random.below(100), row % 3 === 0 ? 'a' : 'b'] as const);
  const leaf = (value: number): TreeNode => ({ leaf: [value] });
  const step = (feature: number, low: TreeNode, high: TreeNode): TreeNode => ({ feature, operator: 'le', split: 49.5, missing: 'left', left: low, right: high });
  // Log odds 4·[x] + [y] + 2·[x and y] − 3.
  const forest = buildForest({ features: 2, outputs: 1, base: [-3], trees: [step(0, leaf(0), leaf(4)), step(1, leaf(0), leaf(1)), step(0, leaf(0), step(1, leaf(0), leaf(2)))] });
  const model = made('boosted.onnx', writeForest(forest, { inputNames: ['x', 'y'], classes: ['no', 'yes'], link: 'sigmoid' }));
  await openToCheck(page, [model, made('people.csv', ['x,y,side', ...rows.map((row) => row.join(','))].join('\n'))]);
  await setRole(page, 'side', 'group');
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'drivers');
  await known(page);
  const score = page.getByRole('radio', { name: taking.sampled(choices.score, PEOPLE.most), exact: true });
  const odds = page.getByRole('radio', { name: taking.everybody(choices.odds), exact: true });
  expect(await score.isChecked()).toBe(true);
  expect(await heading(page, words.summary)).toMatch(/^x moves the score most: by [\d.]+ points on average$/);

  await odds.press('Space');
  await page.getByText(words.everybody(3000)).waitFor({ timeout: 60_000 });
  await known(page);
  const share = (at: 0 | 1): number => rows.filter((row) => row[at] > 49.5).length / rows.length;
  const sizes = new Map((await tableOf(driversCard(page, words.summary))).map(([name, ...rest]) => [name!, rest.map(numberIn)]));
  // About 2·p·(1 − p) of each step, and half of what both do together; against 1,000 drawn rows.
  expect(Math.abs(sizes.get('x')![0]! - 2 * share(0) * (1 - share(0)) * (4 + 1))).toBeLessThan(0.4);
  for (const [size, low, high] of sizes.values()) expect([low, high]).toEqual([size, size]);
  expect(await heading(page, words.summary)).toMatch(/^x moves the log odds most: by [\d.]+ on average$/);
  expect(await driversCard(page, words.summary).innerText()).toContain(words.influenceAxisOn(names.odds));
  expect(await driversCard(page, words.swarmSummary).innerText()).toContain(words.swarmAxisOn(names.odds));
  expect(await field(page).innerText()).toContain(words.swarmAxisOn(names.odds));
  expect(await howCard(page).innerText()).toContain('Log odds');
  expect(await howCard(page).getByRole('heading', { level: 2 }).innerText()).toMatch(/x raises the log odds by [\d.]+$/);
  expect(await heading(page, words.pairsSummary)).toMatch(/do most together: 0\.\d+ beyond what each does alone$/);
  // The product of two halves has a deviation of a quarter of its size.
  expect(Math.abs(numberIn((await tableOf(driversCard(page, words.pairsSummary)))[0]![1]!) - 0.5)).toBeLessThan(0.05);
  for (const shows of [words.summary, words.swarmSummary, words.pairsSummary]) expect(await driversCard(page, shows).innerText()).not.toMatch(/\bpoints\b/);

  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'side' });
  await go(page, 'drivers');
  await page.getByText('b 2,000').first().waitFor({ timeout: 60_000 });
  await page.getByText(words.groupsSubExact).waitFor();
  expect(await driversCard(page, words.groupsSummary).innerText()).toContain(words.influenceAxisOn(names.odds));
  await asked(page).getByRole('combobox', { name: words.cohortGroup, exact: true }).selectOption({ label: 'a' });
  expect(await countIn(asked(page))).toBe(1000);
  await page.getByText(words.everybody(1000)).waitFor({ timeout: 60_000 });

  await score.press('Space');
  await known(page);
  expect(await heading(page, words.summary)).toMatch(/^x moves the score most: by [\d.]+ points on average$/);
  await expect.poll(() => driversCard(page, words.summary).innerText()).toContain('of 1,000 rows');
  expect(await driversCard(page, words.swarmSummary).innerText()).toContain(words.swarmAxis);
  expect(errors).toEqual([]);
});

testShared('one of several classes is followed on the margin that its trees add up, a value on its logarithm', async () => {
  const { page, errors } = await browser.open();
  await openToCheck(page, [sharedPath('models/xgboost/model/MultinomialClassificationIris.json'), sharedPath('models/xgboost/csv/Iris.csv')]);
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(page, 'drivers');
  await known(page);
  await page.getByText(taking.everybody(choices.class), { exact: true }).click();
  await page.getByText(words.everybody(150)).waitFor({ timeout: 60_000 });
  await known(page);
  expect(await heading(page, words.summary)).toMatch(/ moves the margin of “.+” most: by [\d.]+ on average$/);
  expect(await page.getByRole('main').innerText()).toMatch(/Followed: the margin of “.+”, one of 3 classes\./);
  expect(errors).toEqual([]);

  const { page: other, errors: more } = await browser.open();
  await openToCheck(other, [sharedPath('models/xgboost/model/GammaRegressionVisitNA.json'), sharedPath('models/xgboost/csv/VisitNA.csv')]);
  await other.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await go(other, 'drivers');
  await known(other);
  await other.getByText(taking.everybody(choices.log), { exact: true }).click();
  await known(other);
  expect(await heading(other, words.summary)).toMatch(/ moves? the logarithm of the value most: by /);
  expect(more).toEqual([]);
});
