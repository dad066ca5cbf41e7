import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { cellsOf, go, openSample, openToCheck } from './steps';

const browser = useBrowser();
const words = en.planChecks;
const shipped = (file: string): string => fileURLToPath(new URL(`../../models/${file}`, import.meta.url));

/** How changes hold up, once it is known. */
async function checksOf(page: Page): Promise<Locator> {
  const checks = page.getByRole('region', { name: words.heading });
  await checks.getByRole('table').waitFor({ timeout: 60_000 });
  return checks;
}

async function metrics(checks: Locator): Promise<Map<string, string>> {
  await checks.getByText(words.numbers).click();
  const pairs = await checks.locator('dl > div').evaluateAll((all) => all.map((own) => [own.querySelector('dt')!.textContent, own.querySelector('dd')!.textContent] as [string, string]));
  return new Map(pairs);
}

test('each change is held against small changes, people with the decision and pairs of values; fewer changes allowed, fewer are told of', async () => {
  const { page, errors } = await browser.open({ viewport: { width: 1280, height: 900 } });
  await openSample(page);
  await go(page, 'person');
  const checks = await checksOf(page);
  const plans = page.getByRole('region').filter({ has: page.getByRole('group', { name: en.limits.mayChange, exact: true }) });
  const shown = async (): Promise<number> => plans.getByRole('button', { name: /^Try it: change/ }).count();
  const rows = async (): Promise<string[][]> => cellsOf(checks.getByRole('table'));
  await expect.poll(async () => (await rows()).length === (await shown())).toBe(true);
  const many = await shown();
  expect(many).toBeGreaterThan(1);
  for (const [letter, small, like, pair] of await rows()) {
    expect(letter).toMatch(/^[A-D]$/);
    expect(small).toMatch(/\d+ of 10 similar small changes are still enough\s*\d+ of 200 draws/);
    expect(like).toMatch(/of the 5 nearest rows were approved/);
    expect(pair).toMatch(/ near .* and .* near /);
  }
  const told = await metrics(checks);
  expect(told.get(words.metrics.validity)).toBe(`${many} of ${many}`);
  expect(told.get(words.metrics.violations)).toBe('0');
  expect(told.get(words.metrics.gap)).toBe(words.provedBest);

  for (const box of (await plans.getByRole('checkbox').all()).slice(1)) if (await box.isChecked()) await box.uncheck();
  await expect.poll(async () => [await shown(), (await rows()).length], { timeout: 60_000 }).toEqual([1, 1]);
  for (const box of await plans.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck();
  await plans.getByText(en.limits.conflict.nothing).waitFor();
  await expect.poll(() => checks.count()).toBe(0);
  expect(errors).toEqual([]);
});

test('a second model is held beside the plans: what it says to each, or why it cannot be asked', async () => {
  const { page, errors } = await browser.open({ viewport: { width: 1280, height: 900 } });
  await openSample(page);
  await go(page, 'person');
  const checks = await checksOf(page);
  const pick = async (file: Parameters<ReturnType<Page['getByTestId']>['setInputFiles']>[0]): Promise<void> => checks.getByTestId('second-model-picker').setInputFiles(file);

  await pick({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a model') });
  await checks.getByRole('alert').waitFor();

  await pick(shipped('loans-logistic.onnx'));
  await checks.getByRole('columnheader', { name: words.second.column('loans-logistic.onnx') }).waitFor();
  await expect.poll(() => checks.getByRole('alert').count()).toBe(0);
  const last = (await cellsOf(checks.getByRole('table'))).map((row) => row[row.length - 1]!);
  expect(last.length).toBeGreaterThan(1);
  for (const told of last) expect(told).toMatch(new RegExp(`^(${words.second.holds}|${words.second.fails})\\s*score \\d`));
  await checks.getByText(words.second.note).waitFor();
  await checks.getByRole('button', { name: words.second.away }).click();
  await expect.poll(() => checks.getByRole('columnheader').count()).toBe(4);
  expect(errors).toEqual([]);
});

test('a logistic model has its changes proved, by combinations of values', async () => {
  const { page, errors } = await browser.open({ viewport: { width: 360, height: 800 } });
  await openToCheck(page, [shipped('loans-logistic.onnx'), shipped('loans-today.csv')]);
  await go(page, 'person');
  await page.getByRole('button', { name: en.person.pickNear }).click();
  const checks = await checksOf(page);
  await page.getByText(en.plans.provedBest).waitFor({ timeout: 60_000 });
  await page.getByText(/combinations of changes looked through/).waitFor();
  expect((await metrics(checks)).get(words.metrics.violations)).toBe('0');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(errors).toEqual([]);
});
