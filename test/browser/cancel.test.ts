import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { scratchFolder, useBrowser } from './page';
import { card, choose, go, openSample } from './steps';

const browser = useBrowser();
const folder = scratchFolder();

/** About `bytes` of a table with the columns the sample's model reads. */
function largeTable(bytes: number): string {
  const path = join(folder, 'large.csv');
  const row = (i: number): string => `${20_000 + (i % 50_000)},${i % 70},${i % 40},${i % 4},${1000 + (i % 30_000)},${12 + (i % 60)},${i % 2 ? 'a' : 'b'},${'filler'.repeat(8)}`;
  const some = Array.from({ length: 5000 }, (_, i) => row(i)).join('\n');
  writeFileSync(path, `income,debt_ratio,employment_years,late_payments,loan_amount,term_months,shape,note\n${`${some}\n`.repeat(Math.ceil(bytes / some.length))}`);
  return path;
}

/** Presses Stop and says after how many milliseconds the progress bar was gone. */
async function stop(page: Page): Promise<number> {
  const bar = page.getByRole('progressbar');
  return page.evaluate(
    ([words]) =>
      new Promise<number>((done) => {
        const began = performance.now();
        const button = [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === words);
        button?.click();
        const look = (): void => void (document.querySelector('[role=progressbar]') ? requestAnimationFrame(look) : done(performance.now() - began));
        look();
      }),
    [en.controls.cancel],
  ).finally(() => bar.waitFor({ state: 'detached' }));
}

test('opening a large table is stopped within a second and what was open stays', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await go(page, 'check');
  await choose(page, en.check.openFiles, [largeTable(60_000_000)]);
  await page.getByRole('progressbar', { name: en.app.reading('large.csv') }).waitFor();
  expect(await stop(page)).toBeLessThan(1000);
  await page.getByRole('banner').getByRole('link', { name: /loans-today\.csv/ }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await go(page, 'groups');
  await card(page, en.groups.tableTitle).getByRole('rowheader', { name: 'Circles' }).waitFor();
  expect(errors).toEqual([]);
});

test('scoring is stopped within a second, the screens say what is missing, and it can begin again', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await go(page, 'check');
  await choose(page, en.check.openFiles, [largeTable(60_000_000)]);
  await page.getByRole('progressbar', { name: /^Scoring / }).waitFor({ timeout: 60_000 });
  expect(await stop(page)).toBeLessThan(1000);
  await go(page, 'groups');
  await page.getByText(en.groups.needScores).waitFor();
  await page.getByRole('link', { name: en.groups.toCheck }).click();
  await page.getByRole('button', { name: en.check.score }).click();
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  expect(errors).toEqual([]);
});
