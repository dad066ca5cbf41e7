import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, driversCard, driversSettled, go, howCard, made, numberIn, openSample, openToCheck, rankingCard, tableOf } from './steps';

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

const asked = (page: Page): Locator => page.getByRole('region', { name: words.cohort, exact: true });
const picked = (page: Page): Locator => page.getByRole('region', { name: words.listTitle, exact: true });
const field = (page: Page): Locator => page.getByRole('region').filter({ has: page.getByRole('combobox', { name: words.partner, exact: true }) });

async function countIn(region: Locator): Promise<number> {
  return numberIn(/[\d,]+/.exec(await region.getByRole('status').innerText())![0]);
}

test('people are picked out by a stretch with the keyboard, listed, led to, and asked about alone', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  await howCard(page).getByRole('combobox', { name: words.input }).selectOption({ label: 'income' });
  await driversSettled(page);
  const range = field(page).getByRole('group', { name: words.rangeLegend('income') });
  await range.getByRole('textbox', { name: words.rangeFrom }).focus();
  await page.keyboard.type('40000');
  await page.keyboard.press('Tab');
  await page.keyboard.type('50000');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const some = await countIn(picked(page));
  expect(some).toBeGreaterThan(20);
  expect(some).toBeLessThan(200);
  // In the order of the inputs the people picked out have a mean of their own.
  const marked = await tableOf(rankingCard(page));
  expect(marked[0]).toHaveLength(5);
  await picked(page).getByRole('button', { name: words.listThem }).click();
  const list = picked(page).getByRole('table');
  const incomes = await list.locator('tbody tr').evaluateAll((rows) => rows.map((row) => Number((row as HTMLTableRowElement).cells[1]!.textContent.replaceAll(',', ''))));
  expect(incomes.length).toBe(Math.min(some, 50));
  for (const income of incomes) {
    expect(income).toBeGreaterThanOrEqual(40_000);
    expect(income).toBeLessThanOrEqual(50_000);
  }
  await list.getByRole('button').first().click();
  await expect.poll(() => page.title()).toBe(en.app.title.person);
  await go(page, 'drivers');
  expect(await countIn(picked(page))).toBe(some);
  await picked(page).getByRole('button', { name: words.limitTo }).click();
  await driversSettled(page);
  const left = await countIn(asked(page));
  expect(left).toBeGreaterThan(1000);
  expect(left).toBeLessThan(10_000);
  await expect.poll(() => rankingCard(page).innerText()).toContain(`of ${left.toLocaleString('en')} rows, compared with 50 of 20,000 rows`);
  const influence = await tableOf(driversCard(page, words.swarmSummary));
  expect(numberIn(influence.find(([name]) => name === 'income')![1]!)).toBe(400);
  await asked(page).getByRole('button', { name: words.conditionRemove(words.conditionBetween('income', '40,000', '50,000')) }).click();
  expect(await countIn(asked(page))).toBe(20_000);
  expect(errors).toEqual([]);
});

test('a stretch is drawn with the pointer, a dot picks one person, a level’s stretch is chosen in the list', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const canvas = field(page).locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 120, { steps: 4 });
  await page.mouse.up();
  const some = await countIn(picked(page));
  expect(some).toBeGreaterThan(0);
  await picked(page).getByRole('button', { name: words.clear }).click();
  await expect.poll(() => picked(page).innerText()).toContain(words.pickedNobody);
  await field(page).getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  expect(await countIn(picked(page))).toBeGreaterThan(10);
  // A dot of the crowd: one near the middle of the last row.
  const swarm = driversCard(page, words.swarmSummary).locator('canvas');
  await swarm.scrollIntoViewIfNeeded();
  const crowd = await swarm.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    const row = Math.floor(element.height * 0.3);
    for (let at = 0; at < element.width; at++) if (data[(row * element.width + at) * 4 + 3]! > 200) return [at / element.width, row / element.height] as const;
    throw new Error('no dot in this line');
  });
  const place = (await swarm.boundingBox())!;
  await page.mouse.click(place.x + place.width * crowd[0], place.y + place.height * crowd[1]);
  await expect.poll(() => countIn(picked(page))).toBe(1);
  expect(await picked(page).getByRole('button', { name: words.limitTo }).count()).toBe(0);
  expect(errors).toEqual([]);
});

test('a group, a decision and further conditions limit who is asked about; few are called too few, nobody is said so', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  await asked(page).getByRole('combobox', { name: words.cohortGroup, exact: true }).selectOption({ label: 'Triangles' });
  const triangles = await countIn(asked(page));
  expect(triangles).toBeLessThan(15_000);
  await driversSettled(page);
  await card(page, words.groupsNeed).waitFor();
  // Other groups are other people, so nobody is left out by the place of a group among the former ones.
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'late_payments' });
  await go(page, 'drivers');
  expect(await countIn(asked(page))).toBe(20_000);
  await go(page, 'groups');
  await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'shape' });
  await go(page, 'drivers');
  await asked(page).getByRole('combobox', { name: words.cohortGroup, exact: true }).selectOption({ label: 'Triangles' });
  await asked(page).getByRole('combobox', { name: words.cohortDecision, exact: true }).selectOption({ label: 'approved' });
  expect(await countIn(asked(page))).toBeLessThan(triangles);
  await asked(page).getByRole('button', { name: words.condition }).click();
  await asked(page).getByRole('combobox', { name: words.conditionColumn, exact: true }).selectOption({ label: 'income' });
  await asked(page).getByRole('textbox', { name: words.rangeTo }).fill('14000');
  await asked(page).getByRole('textbox', { name: words.rangeTo }).press('Tab');
  await asked(page).getByRole('button', { name: words.conditionAdd, exact: true }).click();
  const few = await countIn(asked(page));
  expect(few).toBeLessThan(30);
  if (few > 0) await asked(page).getByText(words.cohortFew(few)).waitFor();
  await asked(page).getByRole('button', { name: words.condition }).click();
  await asked(page).getByRole('combobox', { name: words.conditionColumn, exact: true }).selectOption({ label: 'debt_ratio' });
  await asked(page).getByRole('textbox', { name: words.rangeFrom }).fill('1000000');
  await asked(page).getByRole('textbox', { name: words.rangeFrom }).press('Tab');
  await asked(page).getByRole('button', { name: words.conditionAdd, exact: true }).click();
  await page.getByText(words.cohortNone).waitFor();
  await page.getByRole('main').getByRole('button', { name: words.everyone, exact: true }).last().click();
  await driversSettled(page);
  expect(await countIn(asked(page))).toBe(20_000);
  expect(errors).toEqual([]);
});

test('two dates limit who is asked about, to whole days at both ends, and one alone leaves the other side open', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const between = async (from: string, to: string): Promise<number> => {
    await asked(page).getByRole('button', { name: words.condition }).click();
    await asked(page).getByRole('combobox', { name: words.conditionColumn, exact: true }).selectOption({ label: 'month' });
    expect(await asked(page).getByRole('button', { name: words.conditionAdd, exact: true }).isDisabled()).toBe(true);
    if (from) await asked(page).getByLabel(words.rangeFrom, { exact: true }).fill(from);
    if (to) await asked(page).getByLabel(words.rangeTo, { exact: true }).fill(to);
    await asked(page).getByRole('button', { name: words.conditionAdd, exact: true }).click();
    return countIn(asked(page));
  };
  const early = await between('', '2025-03-31');
  await asked(page).getByRole('button', { name: words.conditionRemove(words.conditionBetween('month', '1 Jan 2025', '31 Mar 2025')) }).waitFor();
  const march = await between('2025-03-01', '2025-03-01');
  expect(march).toBeGreaterThan(30);
  expect(early).toBeGreaterThan(march);
  await asked(page).getByRole('button', { name: words.conditionRemove(words.conditionBetween('month', '1 Jan 2025', '31 Mar 2025')) }).click();
  expect(await countIn(asked(page))).toBe(march);
  await asked(page).getByRole('button', { name: words.everyone, exact: true }).click();
  const late = await between('2025-04-01', '');
  expect(early + late).toBe(20_000);
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

test('the tree is told with how often it decides like the model, for everyone and each group, and as a list of rules', async () => {
  const { page, errors } = await browser.open();
  await openDrivers(page);
  const tree = driversCard(page, words.treeFidelity);
  const rows = await tableOf(tree);
  expect(rows.map(([name]) => name)).toEqual([words.treeEveryone, 'Circles', 'Triangles']);
  for (const [, share] of rows) expect(numberIn(share!)).toBeGreaterThan(80);
  await tree.getByRole('button', { name: words.treeMore }).click();
  const leaves = await tree.locator('.leaf').allInnerTexts();
  const people = leaves.map((text) => numberIn(/, ([\d,]+) rows?\b/.exec(text)![1]!));
  expect(leaves.length).toBeLessThanOrEqual(16);
  expect(people.reduce((sum, count) => sum + count, 0)).toBe(13_333);
  // Every explained person is under one rule; those under one are picked out in all pictures.
  const picks = tree.locator('.leaf').getByRole('button');
  const explained = await picks.evaluateAll((buttons) => buttons.map((button) => Number(/\d+/.exec(button.textContent)![0])));
  expect(explained.reduce((sum, count) => sum + count, 0)).toBe(400);
  const most = explained.indexOf(Math.max(...explained));
  await picks.nth(most).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => countIn(picked(page))).toBe(explained[most]);
  expect(await picks.nth(most).getAttribute('aria-pressed')).toBe('true');
  expect(await tree.innerText()).toContain(words.treeFall(explained[most]!, 1, leaves.length));
  expect(await picked(page).getByRole('button', { name: words.limitTo }).count()).toBe(0);
  expect((await tableOf(rankingCard(page)))[0]).toHaveLength(5);
  // Pairs are measured on rows of their own: those of them that are under the rule have a mark.
  const pairs = driversCard(page, words.pairsSummary);
  const told = await pairs.locator('.ring-key').innerText();
  const own = Number(/\d+/.exec(told)![0]);
  expect(told).toBe(own < 5 ? words.pairsPickedFew(own, 80) : words.pairsPicked(own, 80));
  expect((await tableOf(pairs))[0]).toHaveLength(own < 5 ? 3 : 4);
  await picks.nth(most).press('Enter');
  await expect.poll(() => picked(page).innerText()).toContain(words.pickedNobody);
  // People picked out elsewhere are counted under each rule.
  await field(page).getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const some = await countIn(picked(page));
  const counted = await tree.locator('.leaf .picked').allInnerTexts();
  expect(counted.reduce((sum, text) => sum + Number.parseInt(text), 0)).toBe(some);
  expect(errors).toEqual([]);
});

test('a copied link brings back order, input, shade, line and people', async () => {
  const { page, errors } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openDrivers(page);
  await rankingCard(page).getByText(words.measures.loss).click();
  await howCard(page).getByRole('combobox', { name: words.input }).selectOption({ label: 'debt_ratio' });
  await howCard(page).getByText(words.methods.partial, { exact: true }).click();
  await field(page).getByRole('combobox', { name: words.partner }).selectOption({ label: 'late_payments' });
  await asked(page).getByRole('combobox', { name: words.cohortGroup, exact: true }).selectOption({ label: 'Circles' });
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
