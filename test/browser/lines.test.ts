import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { sharedJson, sharedPath, testShared } from '../tools/shared';
import { useBrowser } from './page';
import { cellsOf, go, goPart, linesCards, linesSettled, made, numberIn, openSample, openToCheck, setRole, tableOf } from './steps';

const browser = useBrowser();
const words = en.lines;

async function openLines(page: Page): Promise<void> {
  await openSample(page);
  await goPart(page, 'groups', 'thresholds');
  await linesSettled(page);
}

test('one line for everyone: moved by keyboard, buttons, number and choice, it is told in sentences, and the front trades gap for use', async () => {
  const { page, errors } = await browser.open();
  await openLines(page);
  const { plane } = linesCards(page);
  const rows = await tableOf(plane);
  expect(rows.slice(0, 2).map((row) => row[3])).toEqual([words.planeWhich.now, words.planeWhich.best]);
  const front = rows.slice(2).map(([, gap, use]) => [numberIn(gap!.split(' ')[0]!), numberIn(use!)] as const);
  front.slice(1).forEach(([gap, use], i) => {
    expect(gap).toBeGreaterThanOrEqual(front[i]![0]);
    expect(use).toBeGreaterThanOrEqual(front[i]![1]);
  });
  const slider = plane.getByRole('slider', { name: words.line });
  const first = Number(await slider.inputValue());
  await slider.press('ArrowRight');
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(first);
  const [, who] = await plane.getByRole('listitem').allInnerTexts();
  await plane.getByRole('button', { name: en.controls.less(words.line) }).click();
  await expect.poll(async () => (await plane.getByRole('listitem').allInnerTexts())[1]).not.toBe(who);
  const field = plane.getByRole('textbox', { name: words.line });
  await field.fill('40');
  await field.press('Enter');
  await expect.poll(() => plane.innerText()).toContain(words.sayWho('40.0', 0, 0, '').split(',')[0]!);
  await expect.poll(() => plane.getByRole('status').allInnerTexts().then((all) => all.join(' '))).toContain('At the line 40.0');
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^line 40; gap [\d.]+ points; Decided rightly/);
  const list = plane.getByRole('listbox');
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => plane.innerText()).toContain(`At the line ${rows[1]![0]!}`);
  expect(errors).toEqual([]);
});

test('a line for each group keeps the gap allowed; people, other measures and unseen halves stand beside it; a lot only on request; choices come back', async () => {
  const { page, errors } = await browser.open();
  await openLines(page);
  const { groups, moves, halves } = linesCards(page);
  expect(await groups.innerText()).toContain('disparate treatment');
  const people = (await cellsOf(groups.getByRole('table').first())).map((row) => row.slice(2).map((cell) => numberIn(cell.replace('about ', ''))));
  for (const [now, then, more, , fewer] of people) expect(then).toBe(now! + more! - fewer!);
  const selection = (await cellsOf(moves.getByRole('table')))[0]!;
  expect(numberIn(selection[4]!.split(' ')[0]!)).toBeLessThanOrEqual(2);
  expect(numberIn(selection[3]!.split(' ')[0]!)).toBeGreaterThan(15);
  const unseen = await cellsOf(halves.getByRole('table'));
  expect(unseen.length).toBe(4);
  for (const row of unseen.slice(0, 2)) {
    const [low, high] = row[3]!.split(' to ').map(numberIn);
    expect(numberIn(row[2]!)).toBeGreaterThanOrEqual(low!);
    expect(numberIn(row[2]!)).toBeLessThanOrEqual(high!);
  }
  expect(await groups.innerText()).not.toContain(words.lotLead + ':');
  await groups.getByRole('combobox', { name: words.keep }).selectOption('odds');
  await groups.getByRole('checkbox', { name: new RegExp(words.lot) }).check();
  await expect.poll(() => groups.getByRole('heading').first().innerText()).toContain('2.0 points');
  await expect.poll(() => groups.innerText()).toContain(words.lotLead + ':');
  await groups.getByRole('textbox', { name: words.tolerance }).fill('0');
  await groups.getByRole('textbox', { name: words.tolerance }).press('Enter');
  await expect.poll(() => groups.getByRole('heading').first().innerText()).toContain('0.0 points');
  await linesSettled(page);
  expect((await cellsOf(halves.getByRole('table'))).length).toBe(7);
  const download = page.waitForEvent('download');
  await groups.getByRole('button', { name: words.save }).click();
  const saved = JSON.parse(readFileSync((await (await download).path())!, 'utf8')) as { criterion: string; byLot: boolean; groups: { group: string; lot?: { share: number }[]; line?: number }[]; tableHash: string };
  expect([saved.criterion, saved.byLot, saved.groups.length]).toEqual(['odds', true, 2]);
  expect(saved.tableHash).toMatch(/^[0-9a-f]{64}$/);
  await groups.getByRole('combobox', { name: words.choose }).selectOption('cost');
  await groups.getByRole('slider', { name: words.costRatio('approved') }).press('PageUp');
  await linesSettled(page);
  await go(page, 'findings');
  await goPart(page, 'groups', 'thresholds');
  await linesSettled(page);
  expect(await groups.getByRole('combobox', { name: words.keep }).inputValue()).toBe('odds');
  expect(await groups.getByRole('slider', { name: words.costRatio('approved') }).inputValue()).toBe('2');
  expect(errors).toEqual([]);
});

test('two groups: what can be kept small together in people, and what cannot be equal while base rates differ', async () => {
  const { page, errors } = await browser.open();
  await openLines(page);
  const { together, cannot } = linesCards(page);
  const rows = await tableOf(together);
  expect(rows.length).toBe(7);
  for (const label of [words.measures('approved').tpr, words.measures('approved').fpr]) await together.getByRole('checkbox', { name: label, exact: true }).uncheck();
  await expect.poll(async () => (await tableOf(together)).length).toBe(1);
  await together.getByRole('checkbox', { name: words.measures('approved').selection, exact: true }).uncheck();
  await expect.poll(() => together.getByRole('heading').first().innerText()).toBe(words.regionNothing);
  const slider = cannot.getByRole('slider');
  const [first] = await cellsOf(cannot.getByRole('table'));
  expect(first![1]).toMatch(/points apart$/);
  expect(first![2]).toMatch(/equal$/);
  const before = await cannot.getByRole('heading').first().innerText();
  await slider.press('PageUp');
  await expect.poll(() => cannot.getByRole('heading').first().innerText()).not.toBe(before);
  await slider.press('End');
  await expect.poll(() => cannot.innerText()).toContain(words.cannotNever);
  expect(errors).toEqual([]);
});

testShared('real people: three groups of COMPAS reach the reference optimum under equal selection, by lot', async () => {
  const { page, errors } = await browser.open();
  const folder = 'reference/numbers/thresholds/compas-race-6';
  await openToCheck(page, [sharedPath(`${folder}/table.csv`)]);
  await setRole(page, 'score', 'score');
  await setRole(page, 'label', 'label');
  await goPart(page, 'groups', 'thresholds');
  await page.getByRole('combobox', { name: en.groups.by }).selectOption({ label: 'group' });
  await linesSettled(page);
  const { groups, moves, together } = linesCards(page);
  await groups.getByRole('textbox', { name: words.tolerance }).fill('0');
  await groups.getByRole('textbox', { name: words.tolerance }).press('Enter');
  await groups.getByRole('checkbox', { name: new RegExp(words.lot) }).check();
  await expect.poll(() => groups.getByRole('heading').first().innerText()).toContain('0.0 points');
  await linesSettled(page);
  const { values } = sharedJson<{ values: Record<string, { exact_optimum: number }> }>(`${folder}/expected.json`);
  const right = (await cellsOf(moves.getByRole('table'))).find(([name]) => name === words.measures('').accuracy)!;
  expect(numberIn(right[2]!)).toBeCloseTo(values['accuracy/demographic_parity']!.exact_optimum * 100, 1);
  expect((await cellsOf(groups.getByRole('table').first())).map(([name]) => name)).toEqual(['African-American', 'Caucasian', 'Hispanic']);
  await expect.poll(() => together.getByRole('heading').first().innerText()).toContain('all 3 groups');
  const joint = await tableOf(together);
  expect(joint.map((row) => row.length)).toEqual(Array(7).fill(8));
  await together.getByRole('checkbox', { name: new RegExp(words.regionEvery(3)) }).uncheck();
  await expect.poll(async () => (await tableOf(together)).map((row) => row.length)).toEqual(Array(7).fill(6));
  await together.getByRole('combobox', { name: words.regionPair[1] }).selectOption({ label: 'Hispanic' });
  await expect.poll(() => together.getByRole('heading').first().innerText()).toContain('Hispanic');
  expect(errors).toEqual([]);
});

test('without outcomes one line can still be moved; with one group it is said what is missing', async () => {
  const table = (labels: boolean, group: (i: number) => string): string =>
    [labels ? 'area,score,paid' : 'area,score', ...Array.from({ length: 80 }, (_, i) => `${group(i)},${((i * 37) % 80) / 80}${labels ? (i % 3 === 0 ? ',no' : ',yes') : ''}`)].join('\n');
  const open = async (text: string): Promise<Page> => {
    const { page } = await browser.open();
    await openToCheck(page, [made('people.csv', text)]);
    await setRole(page, 'score', 'score');
    await goPart(page, 'groups', 'thresholds');
    await page.getByRole('combobox', { name: en.groups.by }).selectOption({ label: 'area' });
    return page;
  };
  const unlabelled = await open(table(false, (i) => (i % 2 === 0 ? 'north' : 'south')));
  await linesCards(unlabelled).plane.getByRole('listbox').waitFor();
  await unlabelled.getByText(words.needLabels).waitFor();
  expect(await linesCards(unlabelled).groups.count()).toBe(0);
  const alone = await open(table(true, () => 'north'));
  await alone.getByText(words.needTwo).waitFor();
});
