import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { names, openDrivers } from './drivers';
import { useBrowser } from './page';
import { driversCard, driversSettled, howCard, numberIn, rankingCard, tableOf } from './steps';

const browser = useBrowser();
const words = en.drivers;

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
  await expect.poll(() => rankingCard(page).innerText(), { timeout: 60_000 }).toContain('Permutation importance, 5 shuffles');
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

test('by shares of the loss income and debt lead, the term has no share, and the shares add up to what is saved', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  await rankingCard(page).getByText(words.measures.sage).click();
  await expect.poll(() => rankingCard(page).innerText(), { timeout: 60_000 }).toContain('Shapley shares of the loss');
  await driversSettled(page);
  const rows = await tableOf(rankingCard(page));
  const share = new Map(rows.map(([name, size]) => [name!, numberIn(size!)]));
  expect(rows.slice(0, 2).map(([name]) => name!).sort()).toEqual(['debt_ratio', 'income']);
  expect(Math.abs(share.get('term_months')!)).toBeLessThan(0.01);
  for (const [, size, low, high] of rows) {
    expect(numberIn(low!)).toBeLessThanOrEqual(numberIn(size!));
    expect(numberIn(high!)).toBeGreaterThanOrEqual(numberIn(size!));
  }
  const total = Number(/saves, ([\d.]+) in all/.exec(await rankingCard(page).innerText())![1]);
  expect([...share.values()].reduce((sum, size) => sum + size, 0)).toBeCloseTo(total, 2);
  expect(errors).toEqual([]);
});

test('every person is a dot in each row: quantiles in order, high income upwards and high debt downwards', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const swarm = driversCard(page, words.swarmSummary);
  const rows = new Map((await tableOf(swarm)).map(([name, ...rest]) => [name!, rest.map(numberIn)]));
  expect(rows.size).toBe(6);
  for (const [people, ...rest] of rows.values()) {
    expect(people).toBe(400);
    const quantiles = rest.slice(0, 5);
    expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
  }
  expect(rows.get('income')!.at(-1)!).toBeGreaterThan(0.9);
  expect(rows.get('debt_ratio')!.at(-1)!).toBeLessThan(-0.9);
  expect(await swarm.getByRole('heading', { level: 2 }).innerText()).toMatch(/moves nine of ten people by .* to .* points, higher values (up|down)wards$/);
  const painted = await swarm.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, at) => at % 4 === 3 && value > 0);
  });
  expect(painted).toBe(true);
  // A saved picture holds the dots, which stand on a canvas under the words.
  for (const [name, least] of [[en.charts.savePng, 20_000], [en.charts.saveSvg, 20_000]] as const) {
    const saved = page.waitForEvent('download');
    await swarm.getByRole('button', { name: name(await swarm.getByRole('heading', { level: 2 }).innerText()) }).click();
    const bytes = readFileSync(await (await saved).path());
    expect(bytes.length).toBeGreaterThan(least);
    if (name === en.charts.saveSvg) expect(bytes.toString('utf8')).toMatch(/<image [^>]*href="data:image\/png;base64,/);
  }
  await swarm.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => howCard(page).getByRole('heading', { level: 2 }).innerText()).toContain('term_months');
  expect(errors).toEqual([]);
});

test('employment moves Triangles further than everyone else, the term moves nobody further', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const groups = driversCard(page, words.groupsSummary);
  expect(await groups.getByRole('heading', { level: 2 }).innerText()).toMatch(/moves Triangles more than everyone else: by [\d.]+ points \(95% interval [\d.]+ to [\d.]+\)$/);
  const rows = await tableOf(groups);
  expect(rows).toHaveLength(12);
  for (const [, , people, size, low, high] of rows) {
    expect(numberIn(people!)).toBeGreaterThan(100);
    expect(numberIn(low!)).toBeLessThanOrEqual(numberIn(size!));
    expect(numberIn(high!)).toBeGreaterThanOrEqual(numberIn(size!));
  }
  const options = await groups.getByRole('option').allInnerTexts();
  expect(options.find((text) => text.startsWith('term_months'))).not.toContain(';');
  expect(errors).toEqual([]);
});

test('pairs are ordered by size; a pair chosen with the keyboard is shown cell by cell, thin cells without a number', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const pairs = driversCard(page, words.pairsSummary);
  const rows = await tableOf(pairs);
  expect(rows).toHaveLength(10);
  const sizes = rows.map(([, size]) => numberIn(size!));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  for (const [, , share] of rows) expect(numberIn(share!.replace('%', ''))).toBeLessThanOrEqual(100);
  await pairs.getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const [first, second] = rows[1]![0]!.split(' × ') as [string, string];
  const surface = driversCard(page, words.surfaceSummary(first, second));
  await surface.waitFor();
  const cells = await tableOf(surface);
  expect(cells.length).toBeGreaterThan(30);
  expect(cells.reduce((sum, [, , , people]) => sum + numberIn(people!), 0)).toBe(5000);
  for (const [, , effect, people] of cells) expect(effect === 'not estimable').toBe(numberIn(people!) < 5);
  expect(errors).toEqual([]);
});
