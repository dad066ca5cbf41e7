import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Download, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../tools/serve.js';
import { useBrowser } from '../page';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.cache/gallery');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let served: Awaited<ReturnType<typeof serve>>;
const browser = useBrowser();
const large = useBrowser(['--blink-settings=defaultFontSize=32']);

beforeAll(async () => {
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)), logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  process.env['NODE_ENV'] = environment;
  served = await serve({ folder });
});
afterAll(() => served.close());

interface Setting {
  width?: number;
  theme?: 'light' | 'dark';
  from?: typeof browser;
  forced?: boolean;
}

async function gallery({ width = 1440, theme = 'light', from = browser, forced = false }: Setting = {}): Promise<{ page: Page; errors: string[] }> {
  const opened = await from.open({
    url: `${served.url}?theme=${theme}`,
    viewport: { width, height: 900 },
    acceptDownloads: true,
    ...(forced ? { forcedColors: 'active' as const, reducedMotion: 'reduce' as const } : {}),
  });
  await opened.page.locator('.plot').first().waitFor();
  await opened.page.evaluate(() => document.fonts.ready);
  return opened;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const run = (globalThis as unknown as { axe: { run(o: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } }).axe.run;
    return (await run({ runOnly: rules })).violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, RULES);
}

const card = (page: Page, title: string): ReturnType<Page['locator']> => page.locator('section', { has: page.getByRole('heading', { name: title }) });

async function text(download: Promise<Download>): Promise<Buffer> {
  return readFileSync(await (await download).path());
}

describe('accessibility', () => {
  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [320, 'light'],
    [320, 'dark'],
  ] as const)('at %i, %s: axe finds nothing, nothing scrolls sideways, no policy is broken', async (width, theme) => {
    const { page, errors } = await gallery({ width, theme });
    expect(await violations(page)).toEqual([]);
    const tables = page.getByRole('button', { name: 'Table', exact: true });
    while ((await tables.count()) > 0) await tables.first().click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await page.getByRole('button', { name: 'Open a dialog' }).click();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('text of twice the size still fits, and charts are drawn again for it', async () => {
    const { page } = await gallery({ width: 1280, from: large });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    const label = await page.locator('.plot text').first().boundingBox();
    expect(label!.height).toBeGreaterThan(26);
  });

  test('every target is at least 24 by 24', async () => {
    const { page } = await gallery({ width: 360 });
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a, input, select, [role=listbox], summary')]
        .map((element) => (element.matches('input[type=radio], input[type=checkbox]') ? (element.closest('label') ?? element) : element))
        .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(({ name, box }) => `${name?.trim()} ${Math.round(box.width)}×${Math.round(box.height)}`),
    );
    expect(small).toEqual([]);
  });

  test('with forced colours marks stay, and with reduced motion nothing moves', async () => {
    const { page } = await gallery({ forced: true });
    const found = await page.evaluate(() => {
      const mark = document.querySelector('.mark.favourable')!;
      return {
        fill: getComputedStyle(mark).fill,
        ground: getComputedStyle(document.body).backgroundColor,
        moving: [...document.querySelectorAll('*')].filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0).length,
      };
    });
    expect(found.fill).not.toBe(found.ground);
    expect(found.moving).toBe(0);
  });
});

describe('the line', () => {
  test('moves by keyboard in small and large steps and says what it does', async () => {
    const { page } = await gallery();
    const line = page.getByRole('slider', { name: 'Line for everyone' }).first();
    await line.focus();
    const before = await line.getAttribute('aria-valuetext');
    await page.keyboard.press('PageUp');
    expect(await line.inputValue()).toBe('0.6');
    await page.keyboard.press('ArrowLeft');
    expect(await line.inputValue()).toBe('0.59');
    const after = await line.getAttribute('aria-valuetext');
    expect(after).toMatch(/^Line at 59; \d+ of 100 Circles approved, \d+ of 100 Triangles approved$/);
    expect(after).not.toBe(before);
  });

  test('moves by pressing the axis and by the buttons beside the number', async () => {
    const { page } = await gallery();
    const line = page.getByRole('slider', { name: 'Line for everyone' }).first();
    const box = (await line.boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    expect(Number(await line.inputValue())).toBeCloseTo(0.76, 1);
    await page.getByRole('button', { name: 'Less: Line for everyone' }).click();
    await page.getByRole('textbox', { name: 'Line for everyone' }).fill('40');
    await page.keyboard.press('Enter');
    expect(await line.inputValue()).toBe('0.4');
  });

  test('changes only which marks are filled: their number stays that of the people', async () => {
    const { page } = await gallery();
    const counted = (): Promise<number[]> =>
      page.evaluate(() => {
        const picture = document.querySelector('.people .plot')!;
        const marks = (paths: NodeListOf<Element>): number => [...paths].reduce((sum, path) => sum + (path.getAttribute('d')?.match(/M/g)?.length ?? 0), 0);
        return [1, 2].map((slot) => marks(picture.querySelectorAll(`g.slot-${slot} > path.mark:not(.part)`)));
      });
    const before = await counted();
    expect(before).toEqual([201, 199]);
    await page.getByRole('slider', { name: 'Line for everyone' }).first().focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
    expect(await counted()).toEqual(before);
  });
});

describe('the explorer', () => {
  test('is one tab stop, speaks each entry and marks it in the picture', async () => {
    const { page } = await gallery();
    const jane = card(page, 'Compared with everyone');
    const list = jane.getByRole('listbox');
    expect(await jane.locator('[role=listbox], [role=option][tabindex="0"]').count()).toBe(1);
    await list.focus();
    const spoken = async (): Promise<string | null> => jane.locator('[role=option][aria-selected=true]').textContent();
    expect(await spoken()).toBe('Start: Average of everyone, 57.7');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await spoken()).toBe('Debt ratio 42%, typical 35%: lowers by 12.5 points, 2 of 6, 95% range −14.2 to −10.6');
    expect(await jane.locator('.active-band').count()).toBe(1);
    await page.keyboard.press('End');
    expect(await spoken()).toBe('End: Jane, 29.1');
    await page.keyboard.press('Home');
    await page.keyboard.press('t');
    expect(await jane.getByRole('table').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await jane.locator('[aria-selected=true], .active-band').count()).toBe(0);
  });

  test('the printed parts of a waterfall add up', async () => {
    const { page } = await gallery();
    const words = await card(page, 'Compared with everyone').locator('.plot text.bold').allTextContents();
    const parts = words.filter((each) => /^[+−]\d+\.\d$/.test(each)).map((each) => Number(each.replace('−', '-')));
    expect(parts).toHaveLength(6);
    expect(parts.reduce((sum, part) => sum + part, 57.7)).toBeCloseTo(29.1, 9);
  });
});

describe('saved pictures and numbers', () => {
  test('the SVG stands alone: colours written out, nothing that needs a style sheet', async () => {
    const { page } = await gallery({ theme: 'dark' });
    const jane = card(page, 'Compared with everyone');
    const svg = (await text(Promise.all([page.waitForEvent('download'), jane.getByRole('button', { name: /SVG/ }).click()]).then(([download]) => download))).toString();
    expect(svg).toContain('Compared with everyone, income and debt lower Jane’s score most');
    expect(svg).toContain('fill="rgb(240, 154, 98)"');
    expect(svg).not.toMatch(/class=|style=|var\(--|data-screen-only/);
    expect(svg).toContain('−13.8');
  });

  test('the PNG has the size of the chart and more than its ground', async () => {
    const { page } = await gallery();
    const jane = card(page, 'Compared with everyone');
    const png = await text(Promise.all([page.waitForEvent('download'), jane.getByRole('button', { name: /PNG/ }).click()]).then(([download]) => download));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
    expect(png.length).toBeGreaterThan(30_000);
  });

  test('the CSV holds the numbers of the table', async () => {
    const { page } = await gallery();
    const strata = card(page, 'The difference stays');
    const csv = (await text(Promise.all([page.waitForEvent('download'), strata.getByRole('button', { name: /CSV/ }).click()]).then(([download]) => download))).toString();
    await strata.getByRole('button', { name: 'Table', exact: true }).click();
    const cells = await strata.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
    const lines = csv.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(cells.length);
    lines.forEach((line, i) => {
      const [stratum, group, people, , rate] = line.split(',');
      expect([stratum, group]).toEqual(cells[i]!.slice(0, 2));
      expect(Number(people)).toBe(Number(cells[i]![2]!.replace(',', '')));
      expect((Number(rate) * 100).toFixed(1)).toBe(cells[i]![4]);
    });
  });
});

describe('controls', () => {
  test('a person is found by typing and chosen by keyboard', async () => {
    const { page } = await gallery();
    const search = page.getByRole('combobox', { name: 'Person' });
    await search.click();
    await search.fill('3,99');
    await expect.poll(() => page.getByRole('option', { name: /Row 3,99/ }).count()).toBe(8);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await search.inputValue()).toBe('Row 3,991');
    expect(await search.getAttribute('aria-expanded')).toBe('false');
    await search.press('ArrowDown');
    await page.keyboard.press('Escape');
    expect(await search.getAttribute('aria-expanded')).toBe('false');
  });

  test('a number that cannot be is refused in words and the old one kept', async () => {
    const { page } = await gallery();
    const field = page.getByRole('textbox', { name: 'Loan amount' });
    await field.fill('90,000');
    await field.blur();
    expect(await page.getByText('Enter a number from 0 to 50,000.').isVisible()).toBe(true);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('12,500');
    await field.blur();
    expect(await field.inputValue()).toBe('12500');
    expect(await field.getAttribute('aria-invalid')).toBe('false');
  });

  test('a slider, its buttons and its number move one value', async () => {
    const { page } = await gallery();
    const slider = page.getByRole('slider', { name: 'Yearly income' });
    await slider.focus();
    await page.keyboard.press('PageUp');
    expect(await slider.getAttribute('aria-valuetext')).toBe('$41,000');
    await page.getByRole('button', { name: 'More: Yearly income' }).click();
    expect(await slider.getAttribute('aria-valuetext')).toBe('$41,500');
    expect(await page.getByRole('slider', { name: 'Continuous employment' }).isDisabled()).toBe(true);
  });

  test('the menu of a narrow page opens, closes by Escape and gives the focus back', async () => {
    const { page } = await gallery({ width: 360 });
    const menu = page.getByRole('button', { name: 'Open the menu' });
    await menu.click();
    expect(await page.getByRole('dialog', { name: 'Menu' }).getByRole('link').count()).toBe(6);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('the theme goes from system to light to dark and back', async () => {
    const { page } = await gallery();
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(245, 246, 248)');
    await page.getByRole('button', { name: /Theme: light/ }).click();
    expect(await ground()).toBe('rgb(16, 19, 23)');
    await page.getByRole('button', { name: /Theme: dark/ }).click();
    expect(await page.getByRole('button', { name: /as your system/ }).count()).toBe(1);
  });
});
