import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { root } from './build';
import { useBrowser } from './page';
import { alertText, card, go, made, openSample, principalCard, reasonsCard, tableOf } from './steps';

const browser = useBrowser();
const words = en.person;
const past = readFileSync(join(root, 'models/loans-past.csv'), 'utf8');
const [heading, ...rows] = past.trim().split('\n');

const failed = (page: Page) => card(page, words.whyTitleFailed);
const open = (page: Page, name: string, text: string): Promise<void> => page.getByTestId('second-picker').setInputFiles(made(name, text));

test('rows of another file are compared with, by name, with their file in the statement; what does not fit is refused in words', async () => {
  const { page, errors } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openSample(page);
  await go(page, 'person');
  await reasonsCard(page).getByText(words.exact, { exact: true }).waitFor();
  const today = await tableOf(reasonsCard(page));
  await reasonsCard(page).getByText(words.versusChoice['second-table'], { exact: true }).click();
  await failed(page).getByText('that file is not open').waitFor();

  await open(page, 'short.csv', `${heading!.replace('income', 'earnings')}\n${rows.slice(0, 50).join('\n')}\n`);
  await failed(page).getByText('a column is not there: income.').waitFor();
  await open(page, 'words.csv', past.split('\n').slice(0, 50).map((line, at) => (at === 0 ? line : line.replace(/^(.*?,.*?,.*?,.*?),[^,]*/, '$1,plenty'))).join('\n'));
  await failed(page).getByText('its column income holds words, and here it holds numbers').waitFor();

  await open(page, 'loans-past.csv', past);
  const chart = reasonsCard(page);
  await expect.poll(() => chart.innerText(), { timeout: 60_000 }).toMatch(/500 of 10,000 rows, the second table, seed 1: loans-past\.csv, 20,000 rows, SHA-256 [0-9a-f]{12}…/);
  expect(await chart.innerText()).toContain(words.secondLooked(10_000));
  const other = await tableOf(chart);
  expect(other[0]![0]).toBe(words.reference(words.versusWords['second-table']('loans-past.csv')));
  expect(other.at(-1)![3]).toBe(today.at(-1)![3]);
  expect(other.slice(1)).not.toEqual(today.slice(1));

  // A link says that another file is wanted; it names none.
  await chart.getByRole('button', { name: en.charts.copyLink }).click();
  const { page: guest } = await browser.open({ url: await page.evaluate(() => navigator.clipboard.readText()) });
  await go(guest, 'start');
  await openSample(guest);
  await guest.getByRole('button', { name: en.app.linkApply }).click();
  await go(guest, 'person');
  await failed(guest).getByText('that file is not open').waitFor();
  // What is told unasked does not wait for the file.
  await principalCard(guest).getByRole('listitem').first().waitFor({ timeout: 60_000 });
  await open(guest, 'loans-past.csv', past);
  await expect.poll(async () => (await tableOf(reasonsCard(guest)))[0]![0], { timeout: 60_000 }).toBe(other[0]![0]);
  expect(await tableOf(reasonsCard(guest))).toEqual(other);
  expect(errors).toEqual([]);
});

test('a file that is no table is refused, and what was compared with stays', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await go(page, 'person');
  await reasonsCard(page).getByText(words.exact, { exact: true }).waitFor();
  await reasonsCard(page).getByText(words.versusChoice['second-table'], { exact: true }).click();
  await open(page, 'loans-past.csv', past);
  await expect.poll(() => reasonsCard(page).innerText(), { timeout: 60_000 }).toContain('the second table');
  await open(page, 'picture.csv', '\u0000\u0001\u0002PNG');
  expect(await alertText(page)).toContain('picture.csv');
  expect(await reasonsCard(page).innerText()).toContain('loans-past.csv');
  expect(errors).toEqual([]);
});
