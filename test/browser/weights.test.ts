import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { describeShared, sharedPath } from '../tools/shared';
import { modelFiles, plainTable } from './cases';
import { useBrowser } from './page';
import { cellsOf, driversCard, gapCard, gapSettled, go, goPart, made, numberIn, openToCheck, setRole, tableOf } from './steps';

const browser = useBrowser();
const CASE = 'adult-logreg-zipmap';

const bar = async (page: Page, summary: string, place: number): Promise<number> => numberIn((await tableOf(driversCard(page, summary))).at(place)!.at(-1)!);

describeShared('a census table whose rows stand for thousands of people each', () => {
  test('counts weights in groups, lines, what carries a gap and what would narrow it, and says where they do not count', async () => {
    const { page, errors } = await browser.open();
    await openToCheck(page, [...modelFiles(CASE), plainTable(CASE)]);
    await setRole(page, 'income', 'label');
    await setRole(page, 'fnlwgt', 'weight');
    await page.getByRole('checkbox', { name: en.check.weightsCount('fnlwgt') }).check();
    await go(page, 'groups');
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'sex' });
    await page.getByText(en.weights.luck).waitFor();
    await page.getByText(en.weights.impact).waitFor();
    await page.getByText(en.weights.ranking).waitFor();

    for (const column of ['education-num', 'hours-per-week']) await page.getByRole('group', { name: en.adjusted.legend }).getByRole('checkbox', { name: column, exact: true }).check();
    const table = page.getByRole('group', { name: en.charts.tableOf(en.adjusted.idleTitle) }).getByRole('table');
    await expect.poll(async () => (await table.count()) > 0 && (await cellsOf(table)).length).toBe(3);
    await expect.poll(async () => Math.abs(numberIn((await cellsOf(table))[1]![1]!))).toBeLessThan(Math.abs(numberIn((await cellsOf(table))[0]![1]!)));
    const raw = Math.abs(numberIn((await cellsOf(table))[0]![1]!));

    await page.getByRole('button', { name: en.cross.ask }).click();
    const pairs = page.getByRole('group', { name: en.charts.tableOf(en.cross.titleNone) }).getByRole('table');
    await expect.poll(() => pairs.count()).toBe(2);
    const [row] = await cellsOf(pairs.nth(1));
    expect(numberIn(row![1]!)).toBeLessThan(-5);

    await goPart(page, 'groups', 'thresholds');
    await page.getByText(en.weights.lines).waitFor();
    await goPart(page, 'groups', 'experiments');
    await page.getByText(en.weights.experiments).waitFor();
    await goPart(page, 'groups', 'narrow');
    await page.getByRole('checkbox', { name: 'hours-per-week', exact: true }).first().check();
    await page.getByText(en.weights.narrow).waitFor({ timeout: 60_000 });

    // The gap is the same by weight on every screen.
    await goPart(page, 'drivers', 'gap');
    await gapSettled(page);
    const rows = await tableOf(gapCard(page));
    const [start, end] = [numberIn(rows[0]!.at(-1)!), numberIn(rows.at(-1)!.at(-1)!)];
    expect(Math.abs(end - start - raw)).toBeLessThan(0.6);
    await expect.poll(() => bar(page, en.gap.strataSummary, 0)).toBe(start);
    await expect.poll(() => bar(page, en.gap.strataSummary, -1)).toBe(end);
    await page.getByText(en.weights.proxies).waitFor({ timeout: 60_000 });

    // Beside a table with fewer women.
    const [head, ...people] = readFileSync(sharedPath(`reference/onnx/${CASE}/table.csv`), 'utf8').trim().split(/\r?\n/);
    const fewer = people.filter((line, i) => !line.includes('Female') || i % 3 === 0);
    await page.getByTestId('representation-picker').setInputFiles([made('fewer.csv', [head, ...fewer].join('\n')) as { name: string; mimeType: string; buffer: Buffer }]);
    const beside = page.getByRole('group', { name: en.charts.tableOf(en.gap.secondTable) }).getByRole('table');
    await beside.waitFor();
    const shares = new Map((await cellsOf(beside)).map(([name, ...cells]) => [name!, cells]));
    const women = fewer.filter((line) => line.includes('Female')).length;
    expect(numberIn(shares.get('Female')![1]!)).toBeCloseTo((100 * women) / fewer.length, 1);
    expect(shares.get('Female')![2]).toMatch(/^\+1\d/);
    expect(errors).toEqual([]);
  });
});

test('bounds of a predicted number join the measures once two columns are chosen', async () => {
  const { page, errors } = await browser.open();
  const rows = Array.from({ length: 200 }, (_, i) => {
    const value = 10 + (i % 7);
    const wide = i % 2 === 0 ? 3 : 1;
    return `${i % 2 ? 'east' : 'west'},${value},${value + ((i % 5) - 2)},${value - wide},${value + wide}`;
  });
  await openToCheck(page, [made('houses.csv', `side,guess,price,low,high\n${rows.join('\n')}\n`)]);
  await setRole(page, 'guess', 'score');
  await setRole(page, 'price', 'label');
  await setRole(page, 'side', 'group');
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'side' });
  await page.getByRole('combobox', { name: en.cross.lower, exact: true }).selectOption({ label: 'low' });
  await page.getByRole('combobox', { name: en.cross.upper, exact: true }).selectOption({ label: 'high' });
  const measures = page.getByRole('group', { name: en.charts.tableOf(en.rates.glanceTitle) }).getByRole('table');
  const name = en.rates.metrics.within().name;
  await expect.poll(async () => (await cellsOf(measures)).find(([first]) => first!.startsWith(name))?.slice(1, 3).map(numberIn)).toEqual([60, 100]);
  expect(errors).toEqual([]);
});
