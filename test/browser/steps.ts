import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Part, Screen } from '../../src/engine/audit/screens';
import { en } from '../../src/app/text/en';

/** What `setInputFiles` takes: a path, or bytes with a name. */
export type Given = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** A file made in the test. */
export function made(name: string, content: string | Uint8Array): Given {
  return { name, mimeType: '', buffer: Buffer.from(content as string) };
}

/** Waits until the page has locked itself and lets files in. */
export async function ready(page: Page): Promise<void> {
  await page.locator('button:enabled', { hasText: en.app.openFiles }).waitFor();
}

/** Goes to a screen by the rail, or by the menu where the rail is folded away. */
export async function go(page: Page, screen: Screen): Promise<void> {
  const menu = page.getByRole('button', { name: en.controls.openMenu });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation', { name: en.controls.screens }).getByRole('link', { name: en.app.rail[screen], exact: true }).click();
  await expect.poll(() => page.title()).toBe(en.app.title[screen]);
}

/** Goes to a part of a screen that has several. */
export async function goPart(page: Page, screen: Screen, part: Part): Promise<void> {
  await go(page, screen);
  const link = page.getByRole('navigation', { name: en.app.partsLabel }).getByRole('link', { name: en.app.part[part], exact: true });
  await link.click();
  await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
}

/** Opens the sample from the Start screen and waits for its findings. */
export async function openSample(page: Page): Promise<void> {
  await ready(page);
  await page.getByRole('button', { name: en.app.start.sampleOpen }).click();
  await page.getByRole('heading', { level: 1, name: / things to know/ }).waitFor();
}

/** A path stays a path only when it comes alone: one choice cannot mix paths with bytes, and large files have to be paths. */
function given(files: readonly Given[]): string | Exclude<Given, string>[] {
  const [only] = files;
  if (files.length === 1 && typeof only === 'string') return only;
  return files.map((file) => (typeof file === 'string' ? { name: basename(file), mimeType: '', buffer: readFileSync(file) } : file));
}

/** Chooses files through the button of the screen that is shown. */
export async function choose(page: Page, button: string, files: readonly Given[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.locator('button:enabled', { hasText: button }).click();
  await (await chooser).setFiles(given(files));
}

/** Opens files from the Start screen. */
export async function openFiles(page: Page, files: readonly Given[]): Promise<void> {
  await ready(page);
  await choose(page, en.app.openFiles, files);
}

/** Opens files from the Start screen and waits for what was understood. */
export async function openToCheck(page: Page, files: readonly Given[]): Promise<void> {
  await openFiles(page, files);
  await page.getByRole('heading', { level: 1, name: en.check.heading }).waitFor();
}

/** A card by its title. */
export function card(page: Page, title: string | RegExp): Locator {
  return page.getByRole('region', { name: title, ...(typeof title === 'string' ? { exact: true } : {}) }).and(page.locator('section'));
}

/** The card with a person's reasons: its title changes with the reasons, its choice of comparison does not. */
export function reasonsCard(page: Page): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('group', { name: en.person.versus }) });
}

/** The card that holds other methods beside a person's reasons: its button goes once all have answered, its last sentence stays. */
export function methodsCard(page: Page): Locator {
  return page.getByRole('region').filter({ hasText: en.others.cannot }).and(page.locator('section'));
}

/** The card with reasons in sentences. */
export function principalCard(page: Page): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('button', { name: en.reasons.copy }) }).and(page.locator('section'));
}

/** The card with two people: its title changes with them, its field does not. */
export function pairCard(page: Page): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('combobox', { name: en.reasons.pairFind, exact: true }) }).and(page.locator('section'));
}

/** The card with real people most like one. */
export function nearCard(page: Page): Locator {
  return page.getByRole('region').filter({ hasText: 'Gower distance' }).and(page.locator('section'));
}

/** Waits until nothing is computed on the screen any more. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 60_000 }).toBe(0);
}

/** Waits until everything that the screen of a person tells unasked is there. */
export async function personSettled(page: Page): Promise<void> {
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();
  await principalCard(page).getByRole('listitem').first().waitFor({ timeout: 60_000 });
  await nearCard(page).getByRole('table').waitFor({ timeout: 60_000 });
  await settled(page);
}

/** Puts a second person beside the first through the field. */
export async function choosePair(page: Page, row: number): Promise<void> {
  const field = pairCard(page).getByRole('combobox', { name: en.reasons.pairFind });
  await field.fill(String(row + 1));
  await page.getByRole('option', { name: en.person.rowName(row + 1) }).first().click();
  await pairCard(page).getByRole('listbox', { name: /^Explore/ }).waitFor();
}

/** The card that orders the inputs: its title changes with the order, its choice of order does not. */
export function rankingCard(page: Page): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('group', { name: en.drivers.measure, exact: true }) });
}

/** The card that follows one input. */
export function howCard(page: Page): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('combobox', { name: en.drivers.input, exact: true }) });
}

/** A card of the Drivers screen by what its chart is said to show: its title changes with what was found. */
export function driversCard(page: Page, shows: string | RegExp): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('figure', { name: shows }) });
}

/** The card with the way from one group's rate to another's: its title changes with what was found, its choice of gap does not. */
export function gapCard(page: Page): Locator {
  return page.getByRole('region').filter({ has: page.getByRole('group', { name: en.gap.measureLabel, exact: true }) });
}

/** Waits until the gap shown is taken apart. */
export async function gapSettled(page: Page): Promise<void> {
  await gapCard(page).getByRole('listbox').waitFor({ timeout: 60_000 });
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 60_000 }).toBe(0);
}

/** Waits until the screen of inputs has computed everything. */
export async function driversSettled(page: Page): Promise<void> {
  await rankingCard(page).getByRole('listbox').waitFor();
  await howCard(page).getByRole('listbox').waitFor();
  for (const shows of [en.drivers.pairsSummary, en.drivers.treeFidelity]) await driversCard(page, shows).getByRole('listbox').waitFor({ timeout: 60_000 });
  const surface = driversCard(page, /, cell by cell\.$/).getByRole('listbox');
  await surface.or(page.getByText(en.drivers.surfaceNeedText)).first().waitFor({ timeout: 60_000 });
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 60_000 }).toBe(0);
}

/** Cells of the table beside a chart, row by row, heading row left out; opens the table when it is closed. */
export async function tableOf(chart: Locator): Promise<string[][]> {
  const open = chart.getByRole('button', { name: en.charts.table, exact: true });
  await open.or(chart.getByRole('button', { name: en.charts.hideTable })).waitFor();
  if (await open.isVisible()) await open.click();
  return cellsOf(chart.getByRole('table').last());
}

/** Cells of a table's body, row by row. */
export async function cellsOf(table: Locator): Promise<string[][]> {
  await table.waitFor();
  return table.evaluate((element: HTMLTableElement) => [...element.tBodies[0]!.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
}

/** A printed number read back: true minus sign, separators of thousands. */
export function numberIn(text: string): number {
  return Number(text.replaceAll('−', '-').replaceAll(',', '').replace('+', ''));
}

/** The alert a person sees when something cannot be used, as one text. */
export async function alertText(page: Page): Promise<string> {
  const alert = page.getByRole('alert').filter({ hasText: en.controls.whatToDo });
  await alert.first().waitFor();
  return (await alert.allInnerTexts()).join('\n');
}

/** Gives the mapping of the model's inputs as text. */
export async function pasteMapping(page: Page, inputs: string): Promise<void> {
  const area = page.getByRole('textbox', { name: en.check.mappingLabel });
  if (!(await area.isVisible())) await card(page, en.check.mapping).getByRole('button', { name: en.check.mappingShow }).click();
  await area.fill(inputs);
  await page.getByRole('button', { name: en.check.mappingApply }).click();
}

export async function setRole(page: Page, column: string, role: keyof typeof en.check.roles): Promise<void> {
  await page.getByRole('combobox', { name: en.check.roleOf(column), exact: true }).selectOption(role);
}

/** Opens the tables beside all charts of the screen. */
export async function openTables(page: Page): Promise<void> {
  const closed = page.getByRole('button', { name: en.charts.table, exact: true });
  for (let left = await closed.count(); left > 0; left--) await closed.first().click();
}

/** Goes through every screen with the sample open, each shown in full, and calls `look` on it. */
export async function walkSample(page: Page, look: (where: string) => Promise<void>): Promise<void> {
  await openSample(page);
  await look('findings');
  await go(page, 'check');
  await card(page, en.check.words).waitFor();
  await card(page, en.check.mapping).getByRole('button', { name: en.check.mappingShow }).click();
  await look('check');
  await go(page, 'groups');
  await card(page, en.groups.tableTitle).waitFor();
  await openTables(page);
  await look('groups');
  await goPart(page, 'groups', 'experiments');
  await look('groups, an experiment prepared');
  await page.getByRole('button', { name: en.experiments.register, exact: true }).click();
  await page.getByRole('button', { name: en.experiments.run, exact: true }).first().click();
  await page.getByRole('button', { name: en.experiments.drawOnce }).click({ timeout: 60_000 });
  await openTables(page);
  await look('groups, an experiment run');
  await goPart(page, 'groups', 'thresholds');
  await linesSettled(page);
  await openTables(page);
  await look('groups, other lines');
  await goPart(page, 'groups', 'recourse');
  await recourseCards(page).groups.getByRole('table').first().waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: en.controls.cancel }).first().click();
  await openTables(page);
  await look('groups, what it would take');
  await go(page, 'person');
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();
  await reasonsCard(page).getByRole('button', { name: en.charts.explain, exact: true }).click();
  await page.getByText(en.person.versusChoice.favourable('approved'), { exact: true }).click();
  await reasonsCard(page).getByText(en.reasons.changed('', '', '').split(' ')[0]!).first().waitFor();
  await principalCard(page).getByRole('button', { name: en.reasons.fixedOpen(0) }).click();
  await principalCard(page).getByRole('checkbox').first().check();
  await choosePair(page, 0);
  await pairCard(page).getByRole('button', { name: en.reasons.pairTable }).click();
  await nearCard(page).getByRole('table').waitFor();
  await methodsCard(page).getByRole('button', { name: en.others.compare }).click();
  await methodsCard(page).getByRole('listbox').waitFor();
  await settled(page);
  await methodsCard(page).getByRole('button', { name: en.others.aboutOne('LIME') }).click();
  await openTables(page);
  await look('person');
  await page.getByRole('button', { name: en.together.open(0) }).click();
  await page.getByRole('dialog', { name: en.together.title }).waitFor();
  await look('person, inputs put together');
  await page.keyboard.press('Escape');
  await go(page, 'drivers');
  await driversSettled(page);
  await openTables(page);
  await card(page, /^A tree of/).getByRole('button', { name: en.drivers.treeMore }).click();
  await page.getByRole('button', { name: en.drivers.condition }).click();
  await driversCard(page, en.drivers.swarmSummary).getByRole('button', { name: en.charts.explain, exact: true }).click();
  const range = page.getByRole('group', { name: en.drivers.rangeLegend('income') });
  await range.getByRole('textbox', { name: en.drivers.rangeFrom }).fill('40000');
  await range.getByRole('button', { name: en.drivers.rangePick }).click();
  await page.getByRole('button', { name: en.drivers.listThem }).click();
  await look('drivers');
  await goPart(page, 'drivers', 'gap');
  await gapSettled(page);
  await page.getByRole('button', { name: en.gap.lensesAsk }).click();
  await page.getByRole('button', { name: en.gap.leavesAsk }).click();
  await driversCard(page, en.others.summary).getByRole('listbox').waitFor({ timeout: 60_000 });
  await gapSettled(page);
  await gapCard(page).getByRole('button', { name: en.charts.explain, exact: true }).click();
  await openTables(page);
  await look('drivers, gap');
}

/** The cards of the part with other lines, by what stays in them whatever they find: one line, a line for each group, what moves, the halves, two groups, what cannot be. */
export function linesCards(page: Page): Record<'plane' | 'groups' | 'moves' | 'halves' | 'together' | 'cannot', Locator> {
  const section = (has: { readonly has?: Locator; readonly hasText?: string }): Locator => page.getByRole('region').filter(has).and(page.locator('section'));
  return {
    plane: section({ has: page.getByRole('figure', { name: en.lines.planeSummary }) }),
    groups: section({ has: page.getByRole('figure', { name: en.lines.groupsSummary }) }),
    moves: section({ hasText: en.lines.movesLimit }),
    halves: section({ hasText: en.lines.halvesLimit }),
    together: section({ has: page.getByRole('figure', { name: en.lines.regionSummary }) }),
    cannot: section({ hasText: en.lines.cannotLimit }),
  };
}

/** The cards of the part that asks what it would take, by what stays in them whatever they find: limits, shares without a way, costs, limits given up, groups in full. */
export function recourseCards(page: Page): Record<'limits' | 'shares' | 'costs' | 'binding' | 'groups', Locator> {
  const words = en.recourse;
  const section = (has: { readonly has?: Locator; readonly hasText?: string }): Locator => page.getByRole('region').filter(has).and(page.locator('section'));
  return {
    limits: card(page, words.limitsTitle),
    shares: section({ hasText: words.shareLimit }),
    costs: section({ hasText: words.costLimit }),
    binding: section({ has: page.getByRole('columnheader', { name: words.columns.gained, exact: true }) }),
    groups: card(page, words.groupsTitle),
  };
}

/** Waits until everybody drawn was looked at, with every limit and with each given up. */
export async function recourseSettled(page: Page): Promise<void> {
  await recourseCards(page).shares.getByRole('listbox').waitFor({ timeout: 60_000 });
  await expect.poll(() => page.getByRole('main').getByRole('progressbar').count(), { timeout: 400_000 }).toBe(0);
}

/** Waits until all other lines have been tried. */
export async function linesSettled(page: Page): Promise<void> {
  const cards = linesCards(page);
  for (const chart of [cards.plane, cards.groups, cards.together]) await chart.getByRole('listbox').waitFor({ timeout: 60_000 });
  await cards.halves.getByRole('table').waitFor({ timeout: 60_000 });
  await settled(page);
}
