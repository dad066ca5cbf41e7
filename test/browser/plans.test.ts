import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { useBrowser } from './page';
import { card, go, openSample, reasonsCard } from './steps';

const browser = useBrowser();
const words = en.plans;
const { limits } = en;
const approved = en.goals.aim.decision('Jane', 'approved');

test('changes that make Jane approved are found, proved, tried, limited, and refused when nothing is left', async () => {
  const { page, errors } = await browser.open({ viewport: { width: 1280, height: 900 } });
  await openSample(page);
  await go(page, 'person');
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();
  const plans = page.getByRole('region').filter({ has: page.getByRole('group', { name: limits.mayChange, exact: true }) });
  await plans.getByText(words.provedBest).waitFor();
  const rows = plans.getByRole('table').first().getByRole('row');
  const count = (await rows.count()) - 1;
  expect(count).toBeGreaterThan(1);
  await expect.poll(() => plans.getByRole('heading', { level: 2 }).innerText()).toBe(words.title(count, approved));

  // The first change, tried on the sliders, carries the row past the line.
  await plans.getByRole('button', { name: words.tryOne('A') }).click();
  await expect.poll(() => card(page, en.person.tryTitle).getByRole('status').innerText()).toMatch(/past the line/);

  await plans.getByText(limits.details).click();
  await plans.getByRole('textbox', { name: limits.most, exact: true }).fill('1');
  await page.keyboard.press('Tab');
  const changed = async (): Promise<string[]> => rows.evaluateAll((all) => all.slice(1).map((row) => row.querySelector('td.end small')?.textContent ?? ''));
  await expect.poll(changed).toEqual(expect.arrayContaining(['1 input']));
  await expect.poll(async () => new Set(await changed()).size).toBe(1);

  // Income only down: no plan may raise it any more.
  await plans.getByRole('combobox', { name: limits.direction('income'), exact: true }).selectOption('down');
  await expect.poll(async () => plans.getByRole('columnheader', { name: /^income/ }).count()).toBe(0);

  for (const box of await plans.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck();
  await plans.getByText(limits.conflict.nothing).waitFor();
  await plans.getByRole('checkbox', { name: /term_months/ }).check();
  await plans.getByText(words.provedNone).waitFor();
  await expect.poll(() => plans.getByRole('heading', { level: 2 }).innerText()).toBe(words.none(approved));
  expect(errors).toEqual([]);
});
