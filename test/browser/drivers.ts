import type { Locator, Page } from 'playwright-core';
import { en } from '../../src/app/text/en';
import { driversSettled, go, numberIn, openSample, tableOf } from './steps';

const words = en.drivers;

/** Opens the sample and waits until everything about its inputs is known. */
export async function openDrivers(page: Page): Promise<void> {
  await openSample(page);
  await go(page, 'drivers');
  await driversSettled(page);
}

/** Names in the first column of the table beside a chart. */
export const names = async (chart: Locator): Promise<string[]> => (await tableOf(chart)).map(([name]) => name!);

/** The bar that says who is asked about, the one that says who is picked out, and the card of values against influence. */
export const asked = (page: Page): Locator => page.getByRole('region', { name: words.cohort, exact: true });
export const picked = (page: Page): Locator => page.getByRole('region', { name: words.listTitle, exact: true });
export const field = (page: Page): Locator => page.getByRole('region').filter({ has: page.getByRole('combobox', { name: words.partner, exact: true }) });

/** The number that a bar tells. */
export async function countIn(region: Locator): Promise<number> {
  return numberIn(/[\d,]+/.exec(await region.getByRole('status').innerText())![0]);
}
