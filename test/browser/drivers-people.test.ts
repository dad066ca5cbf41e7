import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { asked, countIn, field, openDrivers, picked } from './drivers';
import { useBrowser } from './page';
import { card, driversCard, driversSettled, go, howCard, numberIn, rankingCard, tableOf } from './steps';

const browser = useBrowser();
const words = en.drivers;

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
  // Pairs are measured at people of their own: those of them that are under the rule have a mark.
  const pairs = driversCard(page, words.pairsSummary);
  const told = await pairs.locator('.ring-key').innerText();
  const own = numberIn(/[\d,]+/.exec(told)![0]);
  expect(told).toBe(own < 20 ? words.pairsPickedFew(own, 1600) : words.pairsPicked(own, 1600));
  expect((await tableOf(pairs))[0]).toHaveLength(own < 20 ? 7 : 8);
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
