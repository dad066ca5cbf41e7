import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, driversSettled, go, howCard, made, numberIn, openSample, openToCheck, rankingCard, tableOf } from './steps';

const browser = useBrowser();
const words = en.drivers;

async function openDrivers(page: Page): Promise<void> {
  await openSample(page);
  await go(page, 'drivers');
  await driversSettled(page);
}

const names = async (chart: Locator): Promise<string[]> => (await tableOf(chart)).map(([name]) => name!);

test('income, employment and debt lead by influence, the term that has no effect comes last, each with an interval around its size', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const rows = await tableOf(rankingCard(page));
  const order = rows.map(([name]) => name!);
  expect(order.slice(0, 3).sort()).toEqual(['debt_ratio', 'employment_years', 'income']);
  expect(order.at(-1)).toBe('term_months');
  for (const [, size, low, high] of rows) {
    expect(numberIn(low!)).toBeLessThanOrEqual(numberIn(size!));
    expect(numberIn(high!)).toBeGreaterThanOrEqual(numberIn(size!));
  }
  const sizes = rows.map(([, size]) => numberIn(size!));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(sizes[0]!).toBeGreaterThan(5);
  expect(sizes.at(-1)!).toBeLessThan(1);
  expect(await rankingCard(page).getByRole('heading', { level: 2 }).innerText()).toContain(order[0]);
  expect(await rankingCard(page).innerText()).toContain('of 20,000 rows');
  expect(errors).toEqual([]);
});

test('by loss the term comes last too, and employment, which tells nothing this year, no longer leads', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const before = await names(rankingCard(page));
  await rankingCard(page).getByText(words.measures.loss).click();
  await expect.poll(() => rankingCard(page).innerText()).toContain('Permutation importance, 5 shuffles');
  await driversSettled(page);
  const rows = await tableOf(rankingCard(page));
  const rise = new Map(rows.map(([name, size]) => [name!, numberIn(size!)]));
  expect(rows.map(([name]) => name!).sort()).toEqual([...before].sort());
  expect(Math.abs(rise.get('term_months')!)).toBeLessThan(0.005);
  const known = ['income', 'debt_ratio', 'late_payments', 'loan_amount', 'term_months'].sort((a, b) => rise.get(b)! - rise.get(a)!);
  expect(known.slice(0, 2).sort()).toEqual(['debt_ratio', 'income']);
  expect(known.at(-1)).toBe('term_months');
  await rankingCard(page).getByText(words.measures.influence).click();
  expect(await names(rankingCard(page))).toEqual(before);
  expect(errors).toEqual([]);
});

test('the score rises with income along either line, and with nothing along the term', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const how = howCard(page);
  const choose = async (input: string): Promise<void> => {
    await how.getByRole('combobox', { name: words.input }).selectOption({ label: input });
    await expect.poll(() => how.getByRole('heading', { level: 2 }).innerText()).toContain(input);
    await driversSettled(page);
  };
  await choose('income');
  expect(await how.getByRole('heading', { level: 2 }).innerText()).toMatch(/^From 20,000 to 100,000, income raises the score by \d+ points$/);
  const scores = (rows: string[][]): number[] => rows.map(([, score]) => numberIn(score!));
  const accumulated = scores(await tableOf(how));
  expect(accumulated.at(-1)! - accumulated[0]!).toBeGreaterThan(20);
  for (const [i, score] of accumulated.entries()) if (i > 0) expect(score).toBeGreaterThanOrEqual(accumulated[i - 1]! - 3);
  await how.getByText(words.methods.partial, { exact: true }).click();
  const partial = scores(await tableOf(how));
  expect(partial).not.toEqual(accumulated);
  expect(partial.at(-1)! - partial[0]!).toBeGreaterThan(20);
  await choose('term_months');
  const flat = scores(await tableOf(how));
  expect(Math.max(...flat) - Math.min(...flat)).toBeLessThan(3);
  expect(errors).toEqual([]);
});

test('an input is chosen in the chart with the keyboard, and its line is walked', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const order = await names(rankingCard(page));
  await rankingCard(page).getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => howCard(page).getByRole('heading', { level: 2 }).innerText()).toContain(order.at(-1)!);
  await driversSettled(page);
  await howCard(page).getByRole('listbox').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => howCard(page).getByRole('listbox').getByRole('option', { selected: true }).innerText()).toMatch(new RegExp(`^${order.at(-1)!} .*: score [\\d.]+, 95% interval [\\d.]+ to [\\d.]+`));
  expect(errors).toEqual([]);
});

test('work that is stopped keeps what is known, and goes on when asked', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await go(page, 'drivers');
  await page.getByRole('progressbar', { name: words.computing }).waitFor();
  await page.getByRole('main').getByRole('button', { name: en.controls.cancel }).first().click();
  await page.getByRole('button', { name: words.again }).click();
  await driversSettled(page);
  expect((await names(rankingCard(page))).at(-1)).toBe('term_months');
  expect(errors).toEqual([]);
});

test('going away and back does not compute again', async () => {
  const { page } = await browser.open();
  await openDrivers(page);
  const before = await names(rankingCard(page));
  await go(page, 'groups');
  await card(page, en.groups.tableTitle).waitFor();
  await go(page, 'drivers');
  expect(await page.getByRole('progressbar').count()).toBe(0);
  expect(await names(rankingCard(page))).toEqual(before);
});

test('without a model the screen says what it needs', async () => {
  const { page, errors } = await browser.open();
  await openToCheck(page, [made('plain.csv', `shape,score,paid\n${Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'a' : 'b'},${i / 60},${i % 3 ? 'yes' : 'no'}`).join('\n')}\n`)]);
  await go(page, 'drivers');
  await page.getByText(words.needModel).waitFor();
  expect(errors).toEqual([]);
});
