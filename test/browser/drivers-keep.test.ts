import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { asked, countIn, field, names, openDrivers } from './drivers';
import { useBrowser } from './page';
import { card, driversSettled, go, howCard, made, openSample, openToCheck, rankingCard } from './steps';

const browser = useBrowser();
const words = en.drivers;

test('a copied link brings back order, input, shade, line, people and what is followed', async () => {
  const { page, errors } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openDrivers(page);
  await rankingCard(page).getByText(words.measures.loss).click();
  await howCard(page).getByRole('combobox', { name: words.input }).selectOption({ label: 'debt_ratio' });
  await howCard(page).getByText(words.methods.partial, { exact: true }).click();
  await field(page).getByRole('combobox', { name: words.partner }).selectOption({ label: 'late_payments' });
  await asked(page).getByRole('combobox', { name: words.cohortGroup, exact: true }).selectOption({ label: 'Circles' });
  await page.getByText(en.followed.taking.everybody(en.followed.choices.odds), { exact: true }).click();
  await driversSettled(page);
  const count = await countIn(asked(page));
  await howCard(page).getByRole('button', { name: en.charts.copyLink }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const { page: second, errors: others } = await browser.open({ url: link });
  await second.getByText(en.app.linkWaiting).waitFor();
  await go(second, 'start');
  await openSample(second);
  await second.getByRole('button', { name: en.app.linkApply }).click();
  await go(second, 'drivers');
  await driversSettled(second);
  expect(await countIn(asked(second))).toBe(count);
  expect(await second.getByRole('radio', { name: en.followed.taking.everybody(en.followed.choices.odds), exact: true }).isChecked()).toBe(true);
  await expect.poll(() => rankingCard(second).innerText()).toContain('Permutation importance');
  await expect.poll(() => howCard(second).innerText()).toContain('Partial dependence');
  expect(await howCard(second).getByRole('combobox', { name: words.input }).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.label)).toBe('debt_ratio');
  expect(await field(second).getByRole('combobox', { name: words.partner }).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.label)).toBe('late_payments');
  expect([...errors, ...others]).toEqual([]);
});

test('no piece of work on the page is long while everything is computed and drawn', async () => {
  const { page } = await browser.open();
  await openSample(page);
  const longest = await browser.longestTask(page, async () => {
    await go(page, 'drivers');
    await driversSettled(page);
  });
  expect(longest).toBeLessThan(300);
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
