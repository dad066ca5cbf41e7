import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { go, goPart, numberIn, openSample, tableOf } from './steps';

const browser = useBrowser();
const words = en.proxies;

const cardWith = (page: Page, text: string): Locator => page.locator('section.card').filter({ hasText: text });
const mapCard = (page: Page): Locator => cardWith(page, words.lineAssociation);
const ledgerCard = (page: Page): Locator => cardWith(page, words.ledgerSub);
const title = (card: Locator): Promise<string> => card.getByRole('heading', { level: 2 }).innerText();
const row = (card: Locator, name: string): Locator => card.getByRole('row').filter({ has: card.page().getByRole('rowheader', { name, exact: true }) });

/** Waits until nothing more is being computed, so that numbers stay. */
const settled = (page: Page): Promise<void> => expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 120_000 }).toBe(0);

/** Waits until the map and what each input adds are known. */
async function openMap(page: Page): Promise<void> {
  await openSample(page);
  await goPart(page, 'drivers', 'gap');
  await expect.poll(() => title(mapCard(page)), { timeout: 120_000 }).toContain('employment_years tells the group');
  await expect.poll(() => row(ledgerCard(page), 'term_months').innerText(), { timeout: 120_000 }).not.toContain(words.pending);
  await settled(page);
}

test('employment tells the group and carries the gap, income hardly tells it, and the lines are a person’s to move', async () => {
  const { page, errors } = await browser.open();
  await openMap(page);
  const map = mapCard(page);
  const rows = await tableOf(map);
  const place = new Map(rows.map(([name, corner]) => [name!, corner!]));
  expect([place.get('employment_years'), place.get('income'), place.get('term_months')]).toEqual([words.corners.used, words.corners.driver, words.corners.irrelevant]);
  expect(rows[0]![0]).toBe('employment_years');
  for (const [, , auc, low, high, share, from, to] of rows) {
    expect(numberIn(low!)).toBeLessThanOrEqual(numberIn(auc!));
    expect(numberIn(high!)).toBeGreaterThanOrEqual(numberIn(auc!));
    expect(numberIn(from!)).toBeLessThanOrEqual(numberIn(share!));
    expect(numberIn(to!)).toBeGreaterThanOrEqual(numberIn(share!));
  }
  await expect.poll(() => map.innerText()).toContain('All inputs together tell the group with AUC 0.');
  expect(await map.innerText()).toContain('Without employment_years, the others still reach 0.5');
  expect(await map.innerText()).toMatch(/employment_years up to .*: \d+ of 100 are Triangles/);
  await map.getByRole('listbox').focus();
  await expect.poll(() => map.innerText()).toContain('proxy used: employment_years');
  await map.getByLabel(words.lineAssociation).fill('0.85');
  await page.keyboard.press('Tab');
  await expect.poll(() => title(map)).toBe(words.none);
  expect(errors).toEqual([]);
});

test('the ledger judges nothing, adds up by the person’s verdicts, is saved with its reasons, and stays while other screens are looked at', async () => {
  const { page, errors } = await browser.open();
  await openMap(page);
  const ledger = ledgerCard(page);
  expect(await title(ledger)).toMatch(/no input has been judged yet/);
  expect(await ledger.locator('select').evaluateAll((all) => all.map((each) => (each as HTMLSelectElement).value))).toEqual(Array.from({ length: 6 }, () => 'open'));
  await page.getByLabel(words.verdict('income')).selectOption('justified');
  await page.getByLabel(words.verdict('employment_years')).selectOption('contested');
  await page.getByLabel(words.reason('employment_years')).fill('Leave to care for children interrupts it');
  await page.keyboard.press('Tab');
  await expect.poll(() => ledger.innerText(), { timeout: 120_000 }).not.toContain(words.gapMoves);
  const headline = await title(ledger);
  const [gap, justified, contested, open] = headline.match(/[−\d.]+/g)!.map((text) => numberIn(text));
  expect(headline).toMatch(/Of a gap of .* points, .* accounted for by inputs marked justified, .* contested, and .* not judged/);
  expect(justified! + contested! + open!).toBeCloseTo(gap!, 6);
  await expect.poll(() => row(ledger, 'employment_years').innerText(), { timeout: 120_000 }).toMatch(/\+0\.2\d\d/);
  await page.getByRole('button', { name: words.askCosts }).click();
  await expect.poll(() => row(ledger, 'income').innerText(), { timeout: 120_000 }).toMatch(/−\d+\.\d\s*−\d+\.\d to −/);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words.saveJson }).click()]);
  const saved = JSON.parse(readFileSync(await download.path(), 'utf8')) as { tableHash: string; seed: number; gap: { byVerdict: unknown[] }; inputs: { name: string; verdict: string; reason: string; share: number }[] };
  expect(saved.tableHash).toMatch(/^[0-9a-f]{64}$/);
  expect(saved.inputs.find(({ name }) => name === 'employment_years')).toMatchObject({ verdict: 'contested', reason: 'Leave to care for children interrupts it' });
  expect(saved.inputs).toHaveLength(6);
  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words.saveCsv }).click()]);
  expect(readFileSync(await csv.path(), 'utf8').split('\r\n').filter(Boolean)).toHaveLength(7);

  await go(page, 'check');
  await goPart(page, 'drivers', 'gap');
  await expect.poll(() => title(ledgerCard(page)), { timeout: 120_000 }).toMatch(/accounted for by inputs marked justified, .* contested, and .* not judged/);
  expect(await page.getByLabel(words.reason('employment_years')).inputValue()).toBe('Leave to care for children interrupts it');
  expect(errors).toEqual([]);
});
