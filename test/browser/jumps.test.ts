import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './page';
import { driversSettled, go, openSample, personSettled } from './steps';

const browser = useBrowser();
/** Pixels that the last card may be moved by what arrives above it: words that get a line more, not whole pictures. */
const MOST = 250;

interface Watching {
  tops: number[];
}

/** Notes where the last card of the screen begins, whenever that changes. */
async function watchLast(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tops: number[] = [];
    (window as unknown as Watching).tops = tops;
    const look = (): void => {
      const last = [...document.querySelectorAll('main .grid .card')].at(-1);
      const top = last && Math.round(last.getBoundingClientRect().top + scrollY);
      if (top !== undefined && top !== tops.at(-1)) tops.push(top);
      requestAnimationFrame(look);
    };
    look();
  });
}

test.each([
  ['person', 1280],
  ['person', 360],
  ['drivers', 1280],
  ['drivers', 360],
] as const)('pictures that arrive on %s hardly move what stands below, %i pixels wide', async (screen, width) => {
  const { page, errors } = await browser.open({ viewport: { width, height: 800 } });
  await openSample(page);
  await watchLast(page);
  await go(page, screen);
  await (screen === 'person' ? personSettled(page) : driversSettled(page));
  const tops = await page.evaluate(() => (window as unknown as Watching).tops.slice(1));
  expect(tops.length).toBeGreaterThan(1);
  const moved = Math.max(...tops) - Math.min(...tops);
  expect(moved, tops.join()).toBeLessThan(MOST);
  expect(errors).toEqual([]);
});
