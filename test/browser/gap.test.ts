import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { describeShared } from '../tools/shared';
import { modelFiles, plainTable } from './cases';
import { useBrowser } from './page';
import { card, driversCard, gapCard, gapSettled, go, goPart, made, numberIn, openSample, openToCheck, setRole, tableOf } from './steps';

const browser = useBrowser();
const words = en.gap;

const identityCard = (page: Page): Locator => driversCard(page, words.identitySummary('Triangles', 'Circles'));
const strataCard = (page: Page): Locator => driversCard(page, words.strataSummary);

/** Ends and parts of a way as printed. */
async function way(chart: Locator): Promise<{ start: number; end: number; parts: Map<string, number> }> {
  const rows = await tableOf(chart);
  const parts = new Map(rows.slice(1, -1).map(([name, part]) => [name!, numberIn(part!)]));
  return { start: numberIn(rows[0]!.at(-1)!), end: numberIn(rows.at(-1)!.at(-1)!), parts };
}

const tenths = (value: number): number => Math.round(10 * value);

function addsUp({ start, end, parts }: Awaited<ReturnType<typeof way>>): void {
  expect([...parts.values()].reduce((sum, part) => sum + tenths(part), tenths(start))).toBe(tenths(end));
}

test('employment carries most of the gap in approvals and income the next part; what is printed adds up, in every gap', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await goPart(page, 'drivers', 'gap');
  await gapSettled(page);
  const identity = await way(identityCard(page));
  addsUp(identity);
  expect([...identity.parts.keys()]).toEqual(Object.values(words.identityParts));
  const decisions = await way(gapCard(page));
  addsUp(decisions);
  const names = [...decisions.parts.keys()];
  expect(names.slice(0, 2)).toEqual(['employment_years', 'income']);
  expect(names.at(-1)).toBe(words.remainder);
  expect(decisions.parts.get(words.remainder)).toBe(0);
  const total = tenths(decisions.end) - tenths(decisions.start);
  expect([tenths(identity.start), tenths(identity.end)]).toEqual([tenths(decisions.start), tenths(decisions.end)]);
  expect(tenths(decisions.parts.get('employment_years')!)).toBeGreaterThan(total / 2);
  expect(await gapCard(page).getByRole('heading', { level: 2 }).innerText()).toBe(words.title('employment_years', decisions.parts.get('employment_years')!.toFixed(1), (total / 10).toFixed(1)));
  for (const measure of ['score', 'tpr', 'fpr'] as const) {
    const before = await gapCard(page).getByRole('heading', { level: 2 }).innerText();
    await gapCard(page).getByText(words.measures[measure], { exact: true }).click();
    await expect.poll(() => gapCard(page).innerText()).toContain(words.what[measure]('approved'));
    await gapSettled(page);
    await expect.poll(() => gapCard(page).getByRole('heading', { level: 2 }).innerText()).not.toBe(before);
    const other = await way(gapCard(page));
    addsUp(other);
    expect([...other.parts.keys()][0]).toBe('employment_years');
  }
  expect(errors).toEqual([]);
});

test('other ways agree about what comes first, more people narrow the intervals, and Findings tells it', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await goPart(page, 'drivers', 'gap');
  await gapSettled(page);
  await page.getByRole('button', { name: words.lensesAsk }).click();
  const lenses = driversCard(page, en.others.summary);
  await lenses.getByRole('listbox').waitFor({ timeout: 60_000 });
  await gapSettled(page);
  expect(await lenses.getByRole('heading', { level: 2 }).innerText()).toContain('All four put employment_years first');
  const rows = new Map((await tableOf(lenses)).map(([name, ...cells]) => [name!, cells.filter((_, at) => at % 2 === 0).map(numberIn)]));
  for (const value of rows.get('employment_years')!) expect(value).toBeGreaterThan(10);
  for (const value of rows.get('term_months')!) expect(Math.abs(value)).toBeLessThan(1);
  await page.getByRole('button', { name: words.leavesAsk }).click();
  await card(page, words.leavesTitle('employment_years')).getByText('20,000').first().waitFor({ timeout: 60_000 });
  const widthOf = async (): Promise<number> => {
    const [, , low, high] = (await tableOf(gapCard(page)))[1]!;
    return numberIn(high!) - numberIn(low!);
  };
  const before = await widthOf();
  await gapCard(page).getByRole('button', { name: words.finer }).click();
  await expect.poll(() => gapCard(page).innerText(), { timeout: 60_000 }).toContain('10,000 pairs of people');
  await gapSettled(page);
  expect(await widthOf()).toBeLessThan(before);
  await strataCard(page).getByRole('combobox', { name: words.strataBy }).selectOption({ label: 'income' });
  await expect.poll(() => strataCard(page).getByRole('heading', { level: 2 }).innerText()).toContain('Within the same income');
  addsUp(await way(strataCard(page)));
  const first = (await tableOf(gapCard(page)))[1]!;
  await gapCard(page).getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => gapCard(page).getByRole('option', { selected: true }).innerText()).toContain('95% interval');
  await go(page, 'findings');
  const told = page.getByRole('heading', { level: 2, name: /-point gap in decisions, employment_years accounts for/ });
  await told.waitFor();
  expect(await told.innerText()).toContain(`accounts for ${first[1]!.replace('+', '')}`);
  await page.getByRole('listitem').filter({ has: told }).getByRole('link').click();
  await gapCard(page).waitFor();
  expect(errors).toEqual([]);
});

test('the work can be stopped and taken up again', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await goPart(page, 'drivers', 'gap');
  await gapSettled(page);
  await gapCard(page).getByRole('button', { name: words.finer }).click();
  const cancel = page.getByRole('main').getByRole('button', { name: en.controls.cancel });
  await cancel.or(gapCard(page).getByText('10,000 pairs of people')).first().waitFor();
  if (await cancel.isVisible()) {
    await cancel.click({ timeout: 2000 }).catch(() => undefined);
    const again = gapCard(page).getByRole('button', { name: en.drivers.again });
    await again.or(gapCard(page).getByText('10,000 pairs of people')).first().waitFor();
    if (await again.isVisible()) await again.click();
  }
  await expect.poll(() => gapCard(page).innerText(), { timeout: 60_000 }).toContain('10,000 pairs of people');
  expect(errors).toEqual([]);
});

test('what is missing is said: groups, outcomes, a model, a second group', async () => {
  const { page, errors } = await browser.open();
  const people = made('people.csv', `side,only,score\n${Array.from({ length: 80 }, (_, i) => `${i % 3 ? 'left' : 'right'},all,${((i * 37) % 100) / 100}`).join('\n')}`);
  await goPart(page, 'drivers', 'gap');
  await page.getByText(words.need, { exact: true }).waitFor();
  await go(page, 'start');
  await openToCheck(page, [people]);
  await setRole(page, 'score', 'score');
  await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
  await goPart(page, 'drivers', 'gap');
  await page.getByText(words.needGroups, { exact: true }).waitFor();
  const group = async (name: string): Promise<void> => {
    await go(page, 'groups');
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: name });
    await goPart(page, 'drivers', 'gap');
  };
  await group('only');
  await page.getByText(words.needOne, { exact: true }).waitFor();
  await group('side');
  await card(page, words.identityNeed).waitFor();
  await card(page, words.need).waitFor();
  await driversCard(page, words.shareSummary).waitFor();
  expect(errors).toEqual([]);
});

describeShared('on real files', () => {
  test.each([
    ['adult-logreg-zipmap', 'income', 'sex'],
  ])('%s by %s and %s', async (name, label, group) => {
    const { page, errors } = await browser.open();
    await openToCheck(page, [...modelFiles(name), plainTable(name)]);
    await setRole(page, label, 'label');
    await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
    await go(page, 'groups');
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: group });
    await goPart(page, 'drivers', 'gap');
    await gapSettled(page);
    const found = await way(gapCard(page));
    addsUp(found);
    expect(found.end).toBeGreaterThan(found.start);
    expect(found.parts.size).toBeGreaterThan(2);
    expect(errors).toEqual([]);
  });
});
