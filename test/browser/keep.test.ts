import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, choose, go, made, openSample, openToCheck, ready, setRole } from './steps';

const browser = useBrowser();
/** Settings are saved a moment after they change; nothing on the page tells when. */
const SAVED_AFTER = 1500;

test('what is kept is there after a reload, with the settings as they were last, and goes when it is deleted', async () => {
  const { page, errors } = await browser.open();
  await openSample(page);
  await go(page, 'check');
  await page.getByRole('button', { name: en.check.keep }).click();
  await page.getByRole('button', { name: en.check.kept }).waitFor();
  const line = card(page, en.check.words).getByRole('textbox', { name: en.check.from });
  await line.fill('61');
  await line.press('Enter');
  await page.waitForTimeout(SAVED_AFTER);
  await page.reload();
  await go(page, 'start');
  await ready(page);
  await page.getByText('loans-today.csv').waitFor();
  await page.getByRole('button', { name: `${en.app.start.keptOpen}: loans-today.csv` }).click();
  await page.getByRole('heading', { level: 1, name: en.check.heading }).waitFor();
  await expect.poll(() => line.inputValue()).toBe('61');
  await card(page, en.check.words).getByText('Triangles').waitFor();
  await go(page, 'start');
  await page.getByRole('button', { name: en.app.start.keptDeleteAll }).click();
  await page.getByRole('dialog').getByRole('button', { name: en.app.start.keptDeleteAll }).click();
  await expect.poll(() => page.getByText(en.app.start.kept).count()).toBe(0);
  await page.reload();
  await ready(page);
  expect(await page.getByText('loans-today.csv').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('a file read in another way keeps roles and groups, and the saved settings say how', async () => {
  const { page } = await browser.open();
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'f' : 'm'};${i % 3};1.${String(i).padStart(3, '0')},5;${(i % 10) / 10}`);
  await openToCheck(page, [made('pay.csv', `sex;team;pay;score\n${rows.join('\n')}\n`)]);
  await setRole(page, 'team', 'group');
  await page.getByRole('button', { name: en.check.proposalTake }).first().click();
  const kind = page.getByRole('combobox', { name: en.check.kindOf('pay'), exact: true });
  await expect.poll(() => kind.inputValue()).toBe('numeric');
  expect(await page.getByRole('combobox', { name: en.check.roleOf('team'), exact: true }).inputValue()).toBe('group');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: en.check.save }).click();
  const saved = JSON.parse(readFileSync((await (await download).path())!, 'utf8')) as { kinds: unknown; format: string };
  expect(saved.format).toBe('assay-audit');
  expect(saved.kinds).toEqual([{ column: 2, kind: 'numeric', notation: '1.234,5' }]);
});

test('settings saved for other files are applied as far as they fit, and it is said', async () => {
  const { page } = await browser.open();
  await openToCheck(page, [made('a.csv', `sex,score\n${'f,0.2\nm,0.7\n'.repeat(40)}`)]);
  const settings = { format: 'assay-audit', version: 1, tableHash: 'a'.repeat(64), threshold: 0.33, groups: [9] };
  await choose(page, en.check.load, [made('assay-audit.json', JSON.stringify(settings))]);
  await page.getByText(en.controls.whatToDo).waitFor();
  await expect.poll(() => card(page, en.check.words).getByRole('textbox', { name: en.check.from }).inputValue()).toBe('33');
  await choose(page, en.check.load, [made('other.json', '{"format":"zip"}')]);
  await page.getByText('This is not a saved Assay audit.').first().waitFor();
});
