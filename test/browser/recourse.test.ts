import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { sharedJson, sharedPath, describeShared } from '../tools/shared';
import { useBrowser } from './page';
import { card, cellsOf, go, goPart, made, numberIn, openSample, openToCheck, pasteMapping, recourseCards, recourseSettled, setRole, tableOf } from './steps';

const browser = useBrowser();
const words = en.recourse;

/** Keeps only these inputs free. */
async function allowOnly(page: Page, names: readonly string[]): Promise<void> {
  const { limits } = recourseCards(page);
  for (const box of await limits.getByRole('checkbox').all()) {
    const free = names.includes((await box.getAttribute('aria-label')) ?? (await box.evaluate((own) => (own as HTMLInputElement).labels?.[0]?.textContent?.trim() ?? '')));
    if (!(await box.isDisabled()) && (await box.isChecked()) !== free) await box.setChecked(free);
  }
}

test('what it would take is told for a sample of those denied, within limits set in place, person by person and among the findings', { timeout: 600_000 }, async () => {
  const { page, errors } = await browser.open({ viewport: { width: 1280, height: 900 } });
  await openSample(page);
  await goPart(page, 'groups', 'recourse');
  const cards = recourseCards(page);

  // A first picture long before the end; stopped, it stays, and goes on when asked.
  await cards.shares.getByRole('listbox').waitFor();
  await page.getByRole('button', { name: en.controls.cancel }).first().click();
  await page.getByText(en.drivers.stopped).first().waitFor();

  // With two inputs free the rest of the search is short, and some have no way.
  await allowOnly(page, ['late_payments', 'loan_amount']);
  await expect.poll(() => cards.limits.getByRole('checkbox', { checked: true }).count()).toBe(2);
  await recourseSettled(page);
  await cards.shares.getByText(words.proved).waitFor();
  const [, ...head] = await cards.groups.getByRole('columnheader').allInnerTexts();
  expect(head.slice(0, 4)).toEqual([words.columns.people, words.columns.denied, words.columns.none, words.columns.unfound]);
  const rows = await cellsOf(cards.groups.getByRole('table').first());
  expect(rows.map(([name]) => name)).toEqual(['Circles', 'Triangles']);
  expect(rows.reduce((sum, [, people]) => sum + numberIn(people!), 0)).toBe(1000);
  for (const [, people, denied, none, unfound, share] of rows) {
    expect(numberIn(people!)).toBeLessThan(numberIn(denied!));
    expect(numberIn(none!)).toBeGreaterThan(0);
    expect(unfound).toBe('0');
    expect(numberIn(share!)).toBeCloseTo((100 * numberIn(none!)) / numberIn(people!), 1);
  }
  const shown = await tableOf(cards.shares);
  expect(shown.map(([name, people, none]) => [name, people, none])).toEqual(rows.map(([name, people, , none]) => [name, people, none]).map(([name, people], at) => [name, people, rows[at]![3]]));
  expect((await tableOf(cards.costs)).map(([name, people, none, unfound]) => [name, people, none, unfound])).toEqual(rows.map(([name, people, , none, unfound]) => [name, people, none, unfound]));

  // Each lock given up by itself, and all of them; nobody who would gain a way is lost by giving up more.
  const lines = await cards.binding.getByRole('row').allInnerTexts();
  for (const name of ['income', 'debt_ratio', 'employment_years', 'term_months']) expect(lines.some((line) => line.startsWith(words.relaxed.input(name)))).toBe(true);
  const gained = (line: string): number => Number(/(\d+) of \d+/.exec(line)?.[1] ?? NaN);
  const all = lines.findIndex((line) => line.startsWith(words.relaxed.all()));
  for (const side of [0, 1]) for (let at = 1; at < all; at += 2) expect(gained(lines[at + side]!)).toBeLessThanOrEqual(gained(lines[all + side]!));
  expect(await cards.binding.getByRole('heading', { level: 2 }).innerText()).toMatch(/ without a way would have one if /);

  // The last entry of the picture is somebody without a way, whose own page says the same.
  const list = cards.costs.getByRole('listbox');
  await list.focus();
  await page.keyboard.press('End');
  const told = await list.getByRole('option', { selected: true }).innerText();
  expect(told).toMatch(/no way, proved$/);
  const [name] = told.split(', ');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.title()).toBe(en.app.title.person);
  await page.getByText(en.plans.provedNone).waitFor({ timeout: 60_000 });
  await card(page, en.plans.none(en.goals.aim.decision(name!, 'approved'))).waitFor();

  // The answer stands among the findings, and leads back.
  await go(page, 'findings');
  const finding = page.getByRole('listitem').filter({ hasText: words.findingMore(1000, 'denied') });
  await finding.getByRole('link', { name: en.app.rail.groups }).click();
  await cards.groups.getByRole('table').first().waitFor();
  await expect.poll(() => page.title()).toBe(en.app.partTitle(en.app.part.recourse, en.app.title.groups));
  expect(errors).toEqual([]);
});

test('without a model it says which file would tell', async () => {
  const { page, errors } = await browser.open();
  const rows = Array.from({ length: 40 }, (_, at) => `${(at % 10) / 10},${at % 2 ? 'a' : 'b'}`);
  await openToCheck(page, [made('scores.csv', ['score,side', ...rows].join('\n'))]);
  await setRole(page, 'score', 'score');
  await setRole(page, 'side', 'group');
  await goPart(page, 'groups', 'recourse');
  await page.getByRole('combobox', { name: en.groups.by }).selectOption('1');
  await page.getByText(words.needScores).waitFor();
  expect(errors).toEqual([]);
});

describeShared('people of a reference task', () => {
  interface Feature {
    readonly name: string;
    readonly type: string;
    readonly mutable: boolean;
    readonly levels?: readonly string[];
    readonly min?: number;
    readonly max?: number;
  }

  test('those proved elsewhere to have no way within locks and directions have none here, group by group', { timeout: 300_000 }, async () => {
    const { features } = sharedJson<{ features: Feature[] }>('reference/recourse/adult-locked/constraints.json');
    const { people_results: expected } = sharedJson<{ people_results: { status: string }[] }>('reference/recourse/adult-locked/case.json');
    const [head = '', ...people] = readFileSync(sharedPath('reference/recourse/adult/people.csv'), 'utf8').trim().split(/\r?\n/);
    // Rows of nobody's group that have every level, and the smallest and largest number that is allowed.
    const columns = head.split(',');
    const fill = Array.from({ length: Math.max(2, ...features.map(({ levels }) => levels?.length ?? 0)) }, (_, at) =>
      columns.map((column) => {
        const own = features.find(({ name }) => name === column);
        if (!own || column === 'sex') return '';
        return own.levels ? own.levels[at % own.levels.length]! : String(at % 2 === 0 ? own.min : own.max);
      }).join(','),
    );
    const { page, errors } = await browser.open({ viewport: { width: 1280, height: 900 } });
    await openToCheck(page, [sharedPath('reference/recourse/adult/model.txt'), made('people.csv', [head, ...people, ...fill].join('\n'))]);
    await pasteMapping(page, features.map(({ name, levels }) => (levels ? `${JSON.stringify(name)} as code: ${levels.map((level) => JSON.stringify(level)).join(', ')}; unknown -1; missing -1` : JSON.stringify(name))).join('\n'));
    await page.getByRole('banner').getByText(en.controls.thresholdChip).waitFor({ timeout: 60_000 });
    await go(page, 'person');
    await page.getByRole('combobox', { name: en.person.pick }).fill('1');
    await page.getByRole('option', { name: en.person.rowName(1) }).first().click();
    await goPart(page, 'groups', 'recourse');
    await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: 'sex' });
    const cards = recourseCards(page);
    await allowOnly(page, features.filter(({ mutable }) => mutable).map(({ name }) => name));
    await cards.limits.getByText(en.limits.details).click();
    await cards.limits.getByRole('combobox', { name: en.limits.direction('education-num'), exact: true }).selectOption('up');
    await recourseSettled(page);
    const rows = await cellsOf(cards.groups.getByRole('table').first());
    const sex = people.map((line) => line.split(',')[columns.indexOf('sex')]!);
    for (const [name, looked, , none, unfound] of rows) {
      const mine = expected.filter((_, at) => sex[at] === name);
      expect(numberIn(looked!)).toBe(mine.length);
      if (mine.length < 10) continue;
      expect(numberIn(none!)).toBe(mine.filter(({ status }) => status === 'no-recourse').length);
      expect(unfound).toBe('0');
    }
    expect(rows.map(([name]) => name).sort()).toEqual([...new Set(sex)].sort());
    // What groups are made of is locked by itself.
    await cards.limits.getByText(en.limits.group).waitFor();
    expect(errors).toEqual([]);
  });
});
