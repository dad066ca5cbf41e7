import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { partsOf, SCREENS } from '../../src/engine/audit/screens';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, cellsOf, driversSettled, gapSettled, linesSettled, openSample, personSettled, ready, reasonsCard, settled } from './steps';

const browser = useBrowser();

interface Stop {
  readonly name: string;
  readonly role: string;
  /** A ring is drawn around it or around the label that stands for it. */
  readonly ring: boolean;
  /** Share of its box that can be seen: inside the window, under no bar. */
  readonly seen: number;
  /** Number of this element among those visited since the page was loaded. */
  readonly id: number;
}

/** What the keyboard is on, as a person would see it. */
async function stopAt(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const store = globalThis as unknown as { visited?: Element[] };
    const visited = (store.visited ??= []);
    const element = document.activeElement ?? document.body;
    if (!visited.includes(element)) visited.push(element);
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement ? [...(element.labels ?? [])].map((label) => label.textContent.trim()).join(' ') : '';
    const ringed = (at: Element | null): boolean => {
      if (!at) return false;
      const style = getComputedStyle(at);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && style.outlineColor !== 'rgba(0, 0, 0, 0)';
    };
    const shown = element.classList.contains('visually-hidden') ? (element.closest('label') ?? element.parentElement!) : element;
    const box = shown.getBoundingClientRect();
    const bar = document.querySelector('header')!;
    const top = shown.closest('dialog, header, .skip') || getComputedStyle(bar).position !== 'sticky' ? 0 : bar.getBoundingClientRect().bottom;
    const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, top);
    const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
    const x = Math.max(box.left, 0) + width / 2;
    const y = Math.max(box.top, top) + height / 2;
    const over = document.elementFromPoint(x, y);
    const uncovered = over !== null && (shown.contains(over) || over.contains(shown) || over.closest('label') === shown.closest('label') || (element instanceof HTMLInputElement && element.type === 'range'));
    return {
      name: element.getAttribute('aria-label') ?? (labels || element.textContent.trim()),
      role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
      ring: ringed(shown) || ringed(element) || ringed(element.parentElement) || ringed(element.parentElement?.parentElement ?? null) || ringed(element.nextElementSibling),
      seen: uncovered ? Math.max(0, Math.min(1, height / Math.min(box.height, innerHeight - top))) : 0,
      id: visited.indexOf(element),
    };
  });
}

/** Presses Tab and says where that leads; a stop of the keyboard that cannot be seen fails the test. */
async function tab(page: Page, key = 'Tab'): Promise<Stop> {
  await page.keyboard.press(key);
  let stop = await stopAt(page);
  if (stop.role !== 'body') {
    // The window glides to a stop outside of it.
    for (const until = Date.now() + 2000; stop.seen <= 0.5 && Date.now() < until; ) stop = await stopAt(page);
    expect(stop.ring, `no ring is drawn around “${stop.name}” (${stop.role})`).toBe(true);
    expect(stop.seen, `too little of “${stop.name}” (${stop.role}) is in sight`).toBeGreaterThan(0.5);
  }
  return stop;
}

/** Puts as much above everything on the page as answers that arrive late would. */
async function arriveAbove(page: Page, height: number): Promise<void> {
  await page.evaluate((pixels) => {
    const late = document.createElement('div');
    late.style.height = `${pixels}px`;
    document.getElementById('page')!.prepend(late);
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, height);
}

/** Presses Tab until the keyboard is on something with this name. */
async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<Stop> {
  const names: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    const stop = await tab(page, key);
    names.push(`${stop.role} ${stop.name.slice(0, 40)}`);
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return stop;
  }
  throw new Error(`Tab never reached ${String(name)}: ${names.join(' | ')}`);
}

test('the first stop skips to the page', async () => {
  const { page } = await browser.open({ viewport: { width: 1280, height: 720 } });
  await ready(page);
  const first = await tab(page);
  expect(first.name).toBe(en.controls.skipToPage);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('page');
  expect(new URL(page.url()).hash).toBe('');
  expect((await tab(page)).name).toBe(en.app.start.proof);
});

test('the demo can be walked with the keyboard alone', async () => {
  const { page, errors } = await browser.open({ viewport: { width: 1280, height: 720 } });
  await ready(page);
  await tabTo(page, en.app.start.sampleOpen);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: / things to know/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('page');

  for (let link = await tabTo(page, en.app.rail.groups); ; link = await tab(page)) if (link.name === en.app.rail.person) break;
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: en.person.headingWhy('Jane', 'denied') }).waitFor();
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();

  await tabTo(page, en.person.versusChoice.everyone);
  await page.keyboard.press('ArrowRight');
  await reasonsCard(page).getByText(en.person.reference(en.person.versusWords.favourable('approved'))).first().waitFor();
  expect((await stopAt(page)).ring).toBe(true);

  const slider = await tabTo(page, 'income');
  expect(slider.role).toBe('input');
  await page.keyboard.press('PageUp');
  await expect.poll(() => card(page, en.person.tryTitle).getByRole('status').innerText()).not.toContain(en.person.tryNone('Jane'));
  await tabTo(page, en.person.back('Jane'));
  await page.keyboard.press('Enter');
  await expect.poll(() => card(page, en.person.tryTitle).getByRole('status').innerText()).toContain(en.person.tryNone('Jane'));

  await tabTo(page, en.app.rail.groups);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: en.groups.heading }).waitFor();
  await card(page, en.groups.tableTitle).waitFor();
  const table = card(page, en.groups.tableTitle).getByRole('table');
  const before = await cellsOf(table);
  while ((await tabTo(page, en.charts.line)).role !== 'input') continue;
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => cellsOf(table)).not.toEqual(before);
  await tabTo(page, en.groups.luckOnce);
  await page.keyboard.press('Enter');
  await page.getByText(en.groups.luckSoFar(1)).waitFor();

  await tabTo(page, /^Locked/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: en.app.proof.title.locked }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect((await stopAt(page)).name).toMatch(/^Locked/);
  expect(errors).toEqual([]);
});

test('what arrives above the control that the keyboard is on does not push it out of sight, unless the person has scrolled away', async () => {
  const { page } = await browser.open({ viewport: { width: 1280, height: 720 } });
  await ready(page);
  await tabTo(page, en.app.start.sampleOpen);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await arriveAbove(page, 1500);
  expect((await stopAt(page)).seen).toBeGreaterThan(0.5);
  await page.mouse.move(640, 360);
  await page.mouse.wheel(0, -5000);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await arriveAbove(page, 20);
  expect((await stopAt(page)).seen).toBe(0);
  await tab(page);
});

/** Stops the search for what it would take, which goes on for long, once it has begun or is over. */
async function stopSearch(page: Page): Promise<void> {
  const main = page.getByRole('main');
  const cancel = main.getByRole('button', { name: en.controls.cancel }).first();
  await cancel.or(main.getByRole('listbox').first()).first().waitFor({ timeout: 60_000 });
  if (await cancel.isVisible()) await cancel.click();
  await settled(page);
}

/** Every screen, each of its parts by itself. */
const PLACES = SCREENS.flatMap((screen) => (partsOf(screen).length === 0 ? [{ screen, place: screen }] : partsOf(screen).map((part) => ({ screen, place: `${screen}/${part}` }))));

/** What is waited for at a place before nothing is computed there any more. */
const SHOWN: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'groups/rates': (page) => card(page, en.groups.tableTitle).waitFor(),
  'groups/thresholds': linesSettled,
  'groups/experiments': (page) => page.getByRole('button', { name: en.experiments.register, exact: true }).waitFor(),
  'groups/recourse': stopSearch,
  person: personSettled,
  'drivers/overall': driversSettled,
  'drivers/gap': gapSettled,
};

for (const [width, height] of [
  [1280, 720],
  [360, 640],
] as const) {
  test(`Tab goes through every screen and out again, each stop in sight, ${width} × ${height}`, async () => {
    const { page } = await browser.open({ viewport: { width, height } });
    await openSample(page);
    for (const { screen, place } of PLACES) {
      await page.evaluate((to) => (location.hash = to), place);
      // The title of a part begins with its name.
      await expect.poll(() => page.title()).toContain(en.app.title[screen]);
      await (SHOWN[place] ?? settled)(page);
      const first = await tab(page);
      const seen = new Set([first.id]);
      let last = first.id;
      for (;;) {
        const stop = await tab(page);
        expect(stop.id, `${place}: the keyboard is caught in “${stop.name}”`).not.toBe(last);
        if (seen.has(stop.id)) {
          expect(stop.role === 'body' || stop.id === first.id || seen.size > 3, `${place}: Tab turns back to “${stop.name}”`).toBe(true);
          break;
        }
        seen.add(stop.id);
        last = stop.id;
      }
      expect(seen.size, place).toBeGreaterThan(8);
    }
  }, 300_000);
}

test('a chart is explored with arrows, Home, End and T, and left with Escape', async () => {
  const { page } = await browser.open({ viewport: { width: 1280, height: 720 } });
  await openSample(page);
  await page.evaluate(() => (location.hash = 'person'));
  const chart = reasonsCard(page);
  await chart.getByText(en.person.exact, { exact: true }).waitFor();
  const list = chart.getByRole('listbox');
  const entries = await list.getByRole('option', { includeHidden: true }).allInnerTexts();
  expect(entries.length).toBeGreaterThan(3);
  const spoken = (): Promise<string> => list.evaluate((element) => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '');
  await list.focus();
  expect(await spoken()).toBe(entries[0]);
  await list.press('ArrowDown');
  expect(await spoken()).toBe(entries[1]);
  await list.press('End');
  expect(await spoken()).toBe(entries.at(-1));
  await list.press('ArrowRight');
  expect(await spoken()).toBe(entries.at(-1));
  await list.press('ArrowUp');
  expect(await spoken()).toBe(entries.at(-2));
  await list.press('Home');
  expect(await spoken()).toBe(entries[0]);
  await list.press('t');
  await chart.getByRole('table').waitFor();
  await list.press('T');
  await chart.getByRole('table').waitFor({ state: 'detached' });
  await list.press('Escape');
  expect(await list.evaluate((element) => element === document.activeElement)).toBe(false);
});
