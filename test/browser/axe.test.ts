import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { alertText, go, made, openFiles, openToCheck, ready, walkSample } from './steps';

const browser = useBrowser();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Violations in short: rule, and where. The debugger may add axe to the page where the page's own policy would not let it in. */
async function violations(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(
    (tags) => (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
    TAGS,
  );
  expect(results.passes.length, `rules that applied, ${where}`).toBeGreaterThan(8);
  return results.violations.flatMap((rule) => rule.nodes.map((node) => `${where}: ${rule.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}

type Look = (where: string) => Promise<void>;

/** Every screen in every state, one after another. */
async function walk(page: Page, look: Look): Promise<void> {
  await ready(page);
  await look('start');
  await page.getByRole('button', { name: en.app.start.paste }).click();
  await page.getByRole('dialog', { name: en.app.start.pasteTitle }).waitFor();
  await look('paste dialog');
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('button', { name: new RegExp(`^${en.controls.lock.locked.short}`) }).click();
  await page.getByRole('dialog', { name: en.app.proof.title.locked }).waitFor();
  await look('proof dialog');
  await page.keyboard.press('Escape');
  for (const screen of ['check', 'findings', 'person', 'groups', 'drivers'] as const) {
    await go(page, screen);
    await look(`${screen}, nothing open`);
  }
  await go(page, 'start');
  await openFiles(page, [made('page.html', '<!doctype html><title>x</title><p>x')]);
  await alertText(page);
  await page.getByRole('alert').getByRole('region').or(page.getByRole('alert')).first().waitFor();
  await look('an error');
  await walkSample(page, look);
  await go(page, 'start');
  await look('start, a set open');
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing on any screen, ${colorScheme}, ${width} pixels wide`, async () => {
      const { page } = await browser.open({ colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
      const found: string[] = [];
      await walk(page, async (where) => void found.push(...(await violations(page, where))));
      expect(found).toEqual([]);
    });
  }
}

test('axe finds nothing where only a table is open', async () => {
  const { page } = await browser.open({ viewport: { width: 1280, height: 800 } });
  await openToCheck(page, [made('plain.csv', `shape,score,paid\n${Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'a' : 'b'},${i / 60},${i % 3 ? 'yes' : 'no'}`).join('\n')}\n`)]);
  const found = await violations(page, 'check, table only');
  for (const screen of ['groups', 'findings', 'person', 'drivers'] as const) {
    await go(page, screen);
    found.push(...(await violations(page, `${screen}, table only`)));
  }
  expect(found).toEqual([]);
});
