import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, cellsOf, go, numberIn, openSample, reasonsCard, tableOf } from './steps';

const browser = useBrowser();
const EFFECT = 3;
const RUNNING = 6;

async function openJane(page: Page): Promise<void> {
  await openSample(page);
  await page.getByRole('listitem').filter({ hasText: 'Jane' }).getByRole('link', { name: en.app.rail.person }).click();
  await page.getByRole('heading', { level: 1, name: en.person.headingWhy('Jane', 'denied') }).waitFor();
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();
}

async function openGroups(page: Page): Promise<void> {
  await openSample(page);
  await go(page, 'groups');
  await card(page, en.groups.tableTitle).waitFor();
}

const rates = (page: Page): Promise<string[][]> => cellsOf(card(page, en.groups.tableTitle).getByRole('table'));

test('the sample opens on findings, the groups first, each with its number and its link', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  const items = page.getByRole('main').getByRole('listitem');
  const first = items.first();
  const claim = await first.getByRole('heading', { level: 2 }).innerText();
  expect(claim).toContain('Triangles');
  expect(claim).toContain('Circles');
  expect(await first.innerText()).toContain(en.evidence.clear);
  for (const item of await items.all()) {
    expect(await item.getByRole('heading', { level: 2 }).innerText()).toMatch(/\d/);
    await item.getByRole('link').waitFor();
  }
  expect(await page.title()).toBe(en.app.title.findings);
  expect(errors).toEqual([]);
});

test('the reasons for Jane’s denial are exact and their printed parts add up to the printed difference', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const rows = await tableOf(reasonsCard(page));
  const [start, ...parts] = rows;
  const end = parts.pop()!;
  expect(end[0]).toBe('Jane');
  expect(parts.map((row) => row[0]!).sort()).toEqual(['debt_ratio', 'employment_years', 'income', 'late_payments', 'loan_amount', 'term_months']);
  const sum = parts.reduce((total, row) => total + Math.round(numberIn(row[EFFECT]!) * 10), 0);
  expect(sum).toBe(Math.round(numberIn(end[RUNNING]!) * 10) - Math.round(numberIn(start![RUNNING]!) * 10));
  expect(sum).toBeLessThan(0);
  expect(await reasonsCard(page).getByRole('heading', { level: 2 }).innerText()).toContain('income');
  expect(errors).toEqual([]);
});

test('another comparison gives other reasons and the same score', async () => {
  const { page } = await browser.open();
  await openJane(page);
  const chart = reasonsCard(page);
  const before = await tableOf(chart);
  await chart.getByText(en.person.versusChoice.favourable('approved')).click();
  await expect.poll(async () => (await tableOf(chart))[0]![0]).toBe(en.person.reference(en.person.versusWords.favourable('approved')));
  const after = await tableOf(chart);
  expect(numberIn(after[0]![RUNNING]!)).toBeGreaterThan(numberIn(before[0]![RUNNING]!));
  expect(after.at(-1)![RUNNING]).toBe(before.at(-1)![RUNNING]);
  const effects = (rows: string[][]): string[] => rows.slice(1, -1).map((row) => `${row[0]} ${row[EFFECT]}`);
  expect(effects(after)).not.toEqual(effects(before));
  const sum = after.slice(1, -1).reduce((total, row) => total + Math.round(numberIn(row[EFFECT]!) * 10), 0);
  expect(sum).toBe(Math.round(numberIn(after.at(-1)![RUNNING]!) * 10) - Math.round(numberIn(after[0]![RUNNING]!) * 10));
});

test('a higher income is scored at once beside the old score, and Back restores Jane', async () => {
  const { page } = await browser.open();
  await openJane(page);
  const trying = card(page, en.person.tryTitle);
  const old = numberIn((await tableOf(reasonsCard(page))).at(-1)![RUNNING]!);
  const income = trying.getByRole('textbox', { name: 'income' });
  const own = await income.inputValue();
  await income.fill('90000');
  await income.press('Enter');
  const status = trying.getByRole('status');
  await expect.poll(() => status.innerText()).toContain('past the line');
  const shown = await status.locator('svg').innerHTML();
  expect(shown).toMatch(new RegExp(`>(${[Math.floor(old), Math.ceil(old)].map((score) => en.charts.now(String(score))).join('|')})<`));
  const fresh = Number(/class="[^"]*\bbig\b[^"]*"[^>]*>(\d+)</.exec(shown)![1]);
  expect(fresh).toBeGreaterThan(old);
  await trying.getByRole('button', { name: en.person.back('Jane') }).click();
  await expect.poll(() => status.innerText()).toContain(en.person.tryNone('Jane'));
  expect(await income.inputValue()).toBe(own);
});

test('moving the line with the keyboard moves the rates, the table and the line in the bar', async () => {
  const { page } = await browser.open();
  await openGroups(page);
  const line = page.getByRole('slider', { name: en.charts.line });
  const before = await rates(page);
  const from = Number(await line.inputValue());
  await line.focus();
  for (let i = 0; i < 10; i++) await line.press('ArrowRight');
  const to = Math.round(100 * (from + 0.1));
  await expect.poll(() => line.inputValue()).toBe(String(to / 100));
  await page.getByRole('banner').getByRole('link', { name: `${en.controls.thresholdChip} ${to}` }).waitFor();
  // The table of every measure follows once the line rests.
  const twin = await tableOf(page.getByRole('region').filter({ has: line }));
  await expect.poll(async () => (await rates(page)).map((row) => row[3]!.split(' of ')[0])).toEqual(twin.map((row) => row[2]));
  const after = await rates(page);
  const count = (row: string[]): number[] => row[3]!.split(' of ').map(numberIn);
  before.forEach((row, group) => {
    const [was, all] = count(row);
    const [now, still] = count(after[group]!);
    expect(still).toBe(all);
    expect(now).toBeLessThan(was!);
  });
  expect(await line.getAttribute('aria-valuetext')).toContain(en.charts.lineValue(String(to), ''));
});

test('shuffling counts up from one, and resets', async () => {
  const { page } = await browser.open();
  await openGroups(page);
  const luck = page.getByRole('region', { name: /Could this be luck/ });
  const soFar = luck.locator('output');
  const first = await soFar.innerText();
  await luck.getByRole('button', { name: en.groups.luckOnce }).click();
  await expect.poll(() => soFar.innerText()).toBe(en.groups.luckSoFar(1));
  await luck.getByRole('button', { name: en.groups.luckMore }).click();
  await expect.poll(() => soFar.innerText()).toBe(en.groups.luckSoFar(201));
  expect(await luck.getByRole('heading', { level: 2 }).innerText()).toBe(en.groups.luckTitleNone(201));
  await luck.getByRole('button', { name: en.groups.luckReset }).click();
  await expect.poll(() => soFar.innerText()).toBe(first);
});

test('a copied link carries settings, no data; it waits for a click in a fresh page', async () => {
  const { page } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openGroups(page);
  const line = page.getByRole('slider', { name: en.charts.line });
  await line.focus();
  for (let i = 0; i < 5; i++) await line.press('ArrowLeft');
  const moved = Number(await line.inputValue());
  await page.getByRole('region').filter({ has: line }).getByRole('button', { name: en.charts.copyLink }).click();
  await page.getByText(en.charts.linkCopied).waitFor({ state: 'attached' });
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const carried = Buffer.from(new URL(link).hash.split('/')[1]!, 'hex').toString('utf8');
  for (const word of ['Triangles', 'Jane', 'shape', 'loans', 'income']) expect(carried).not.toContain(word);

  const { page: fresh, errors } = await browser.open({ url: link });
  await fresh.getByText(en.app.linkWaiting).waitFor();
  expect(new URL(fresh.url()).hash).toBe('#groups');
  expect(await fresh.getByRole('button', { name: en.app.linkApply }).isDisabled()).toBe(true);
  await go(fresh, 'start');
  await openSample(fresh);
  await go(fresh, 'groups');
  const same = fresh.getByRole('slider', { name: en.charts.line });
  const own = await same.inputValue();
  expect(Number(own) - 0.05).toBeCloseTo(moved, 9);
  await fresh.getByRole('button', { name: en.app.linkApply }).click();
  await expect.poll(async () => Number(await same.inputValue())).toBe(moved);
  expect(await fresh.getByText(en.app.linkWaiting).count()).toBe(0);
  expect(errors).toEqual([]);
});
