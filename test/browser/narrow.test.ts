import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { alertText, card, go, made, openFiles, openSample, ready, walkSample } from './steps';

const browser = useBrowser();

/** How far the page scrolls sideways, and what sticks out of it outside boxes that scroll by themselves. */
async function sticksOut(page: Page): Promise<{ by: number; what: string[] }> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element): boolean => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.overflowX !== 'visible' || style.position === 'fixed' || at.classList.contains('visually-hidden') || at.classList.contains('skip')) return true;
      }
      return false;
    };
    const what = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element)).map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`);
    return { by: document.documentElement.scrollWidth - width, what: what.slice(0, 5) };
  });
}

for (const width of [360, 320]) {
  test(`no screen scrolls sideways, ${width} pixels wide`, async () => {
    const { page } = await browser.open({ viewport: { width, height: 700 } });
    const found: Record<string, { by: number; what: string[] }> = {};
    const look = async (where: string): Promise<void> => {
      const out = await sticksOut(page);
      if (out.by > 0 || out.what.length > 0) found[where] = out;
    };
    await ready(page);
    await look('start');
    await openFiles(page, [made('model.pkl', Buffer.from('80049512000000000000008c087a71375f636f64658c0465786563939400', 'hex'))]);
    await alertText(page);
    await look('an error');
    await walkSample(page, look);
    expect(found).toEqual({});
  });
}

test('with forced colours groups and decisions can still be told apart', async () => {
  const { page, errors } = await browser.open({ forcedColors: 'active', viewport: { width: 1280, height: 800 } });
  await openSample(page);
  await go(page, 'groups');
  await card(page, en.groups.tableTitle).waitFor();
  const colours = await page.getByRole('region').filter({ has: page.getByRole('slider', { name: en.charts.line }) }).locator('svg path.mark').evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark)).map(({ fill, stroke }) => ({ fill, stroke })));
  const seen = new Set(colours.map(({ fill, stroke }) => `${fill} ${stroke}`));
  expect(colours.length).toBeGreaterThan(0);
  expect(seen.size).toBeGreaterThan(1);
  for (const { fill, stroke } of colours) expect([fill, stroke]).not.toEqual(['none', 'none']);
  expect(errors).toEqual([]);
});

test('with reduced motion nothing moves by itself', async () => {
  const { page } = await browser.open({ reducedMotion: 'reduce' });
  await openSample(page);
  for (const screen of ['check', 'groups', 'person', 'findings', 'drivers'] as const) {
    await go(page, screen);
    const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running' && Number(animation.effect?.getComputedTiming().duration ?? 0) > 1).length);
    expect(moving).toBe(0);
  }
});
