import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../src/app/text/en';
import { methods } from '../../src/app/text/methods';
import { useBrowser } from './page';
import { cellsOf, choosePair, driversSettled, go, methodsCard, nearCard, numberIn, openSample, pairCard, principalCard, rankingCard, reasonsCard, settled, tableOf } from './steps';

const browser = useBrowser();
const words = en.reasons;
/** Columns of a waterfall's table. */
const [VALUE, TYPICAL, EFFECT, RUNNING] = [1, 2, 3, 6];

async function openJane(page: Page): Promise<void> {
  await openSample(page);
  await go(page, 'person');
  await reasonsCard(page).getByText(en.person.exact, { exact: true }).waitFor();
}

const title = (chart: ReturnType<typeof reasonsCard>): Promise<string> => chart.getByRole('heading', { level: 2 }).first().innerText();
const explain = (page: Page, quantity: string): Promise<unknown> => reasonsCard(page).getByRole('combobox', { name: en.person.quantity }).selectOption({ label: quantity });

test('a switch of comparison says what changed, in the line and in the table, until it is dismissed', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const chart = reasonsCard(page);
  const before = new Map((await tableOf(chart)).map((row) => [row[0]!, row[EFFECT]!]));
  await chart.getByText(en.person.versusChoice.favourable('approved'), { exact: true }).click();
  const line = chart.getByRole('status').filter({ hasText: 'instead of everyone' });
  await line.waitFor();
  const told = await line.innerText();
  expect(told).toContain('Compared with people who were approved instead of everyone');
  const after = await tableOf(chart);
  const goes = [...told.matchAll(/(\w+) goes from (\S+) to ([−+\d.]+\d)/g)];
  expect(goes.length).toBeGreaterThan(0);
  for (const [, input, from, to] of goes) {
    expect(from).toBe(before.get(input!));
    const row = after.find(([name]) => name === input)!;
    expect(row[EFFECT]).toBe(to);
    expect(row[RUNNING + 1]).toBe(from);
    expect(numberIn(row[RUNNING + 2]!)).toBeCloseTo(numberIn(to!) - numberIn(from!), 0);
  }
  await line.getByRole('button', { name: en.controls.dismiss }).click();
  await expect.poll(() => chart.innerText()).not.toContain('instead of everyone');
  expect((await tableOf(chart))[0]!.length).toBe(RUNNING + 1);
  expect(errors).toEqual([]);
});

test('how many mixed rows are like nobody is told after the reasons, of the comparison on screen and the seed', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const chart = reasonsCard(page);
  const told = chart.getByText(/\(1,000 mixed rows drawn, held against [\d,]+ real ones, seed \d+\.\)$/);
  await told.waitFor({ timeout: 60_000 });
  const everyone = await told.innerText();
  expect(everyone).toMatch(/^(Rests on unlikely rows\s+)?Of the mixed rows behind these values, [\d.]+ of 100/);
  await chart.getByText(en.person.versusChoice.favourable('approved'), { exact: true }).click();
  await chart.getByText(en.person.versusChoice.favourable('approved'), { exact: true }).waitFor();
  await expect.poll(() => told.count(), { timeout: 60_000 }).toBe(1);
  expect(errors).toEqual([]);
});

test('other comparison rows are tried on request, and move no input beyond its error', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const chart = reasonsCard(page);
  await chart.getByRole('button', { name: words.redraw }).click();
  const line = chart.getByRole('status').filter({ hasText: 'With 500 rows drawn anew' });
  await line.waitFor();
  expect(await line.innerText()).toContain(words.orderStays);
  await page.getByRole('button', { name: en.person.next }).click();
  await expect.poll(() => chart.innerText()).not.toContain('drawn anew');
  await chart.getByRole('button', { name: words.redraw }).waitFor();
  expect(errors).toEqual([]);
});

test('log odds and the decision are explained in their own unit, and a link restores the choice', async () => {
  const { page, errors } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openJane(page);
  const chart = reasonsCard(page);
  await explain(page, en.person.quantities.margin);
  await expect.poll(() => chart.innerText()).toContain(`For the ${en.person.quantities.margin} instead of the ${en.person.quantities.score}`);
  const odds = await tableOf(chart);
  const sum = odds.slice(1, -1).reduce((total, row) => total + numberIn(row[EFFECT]!), 0);
  expect(sum).toBeCloseTo(numberIn(odds.at(-1)![RUNNING]!) - numberIn(odds[0]![RUNNING]!), 1);
  await explain(page, en.person.quantities.decision);
  await expect.poll(async () => (await tableOf(chart)).at(-1)![RUNNING]).toBe('0.0');
  expect(await title(chart)).toContain('towards “denied”');
  await principalCard(page).getByRole('button', { name: words.fixedOpen(0) }).click();
  await principalCard(page).getByRole('checkbox', { name: 'income' }).check();
  await choosePair(page, 4);
  await chart.getByRole('button', { name: en.charts.copyLink }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const { page: other } = await browser.open({ url: link });
  await go(other, 'start');
  await openSample(other);
  await go(other, 'person');
  await reasonsCard(other).getByText(en.person.exact, { exact: true }).waitFor();
  await other.getByRole('button', { name: en.app.linkApply }).click();
  await expect.poll(async () => (await tableOf(reasonsCard(other))).at(-1)![RUNNING]).toBe('0.0');
  expect(await reasonsCard(other).getByRole('combobox', { name: en.person.quantity }).inputValue()).toBe('decision');
  expect(await principalCard(other).innerText()).toContain(words.fixedOpen(1));
  await pairCard(other).getByRole('listbox', { name: /^Explore/ }).waitFor();
  expect((await tableOf(pairCard(other)))[0]![0]).toBe((await tableOf(pairCard(page)))[0]![0]);
  expect(errors).toEqual([]);
});

test('reasons in words are the largest against people who were approved, with values as in the table, and can be copied', async () => {
  const { page, errors } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openJane(page);
  const card = principalCard(page);
  await card.getByRole('button', { name: words.fixedOpen(0) }).click();
  await card.getByRole('checkbox', { name: 'income' }).check();
  await card.getByRole('listitem').filter({ hasText: 'income' }).getByText(words.fixed).waitFor();
  await card.getByRole('button', { name: words.copy }).click();
  await card.getByText(words.copied, { exact: true }).waitFor();
  const [lead, ...lines] = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(lead).toBe(words.principalLead(en.person.versusWords.favourable('approved')));
  expect(lines.pop()).toContain('rows with the favourable decision');
  expect(lines.find((line) => line.includes('income'))).toContain(`(${words.fixed}`);
  await reasonsCard(page).getByText(en.person.versusChoice.favourable('approved'), { exact: true }).click();
  await expect.poll(async () => (await tableOf(reasonsCard(page)))[0]![0]).toBe(en.person.reference(en.person.versusWords.favourable('approved')));
  const lowered = (await tableOf(reasonsCard(page))).slice(1, -1).filter((row) => numberIn(row[EFFECT]!) <= -0.5);
  expect(lines.length).toBeLessThanOrEqual(4);
  for (const [at, row] of lowered.slice(0, lines.length).entries()) {
    expect(lines[at]).toContain(`${at + 1}. ${row[0]} is ${row[VALUE]}, ${row[VALUE] === row[TYPICAL] ? 'which is typical too' : `typically ${row[TYPICAL]}`}`);
    expect(lines[at]).toContain(row[EFFECT]!.replace('−', ''));
  }
  expect(errors).toEqual([]);
});

test('two people: the inputs carry the whole difference of their scores, also after they are swapped', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  await choosePair(page, 4);
  const rows = await tableOf(pairCard(page));
  const whole = (of: string[][]): number => of.slice(1, -1).reduce((sum, row) => sum + Math.round(10 * numberIn(row[EFFECT]!)), 0);
  const gap = Math.round(10 * numberIn(rows.at(-1)![RUNNING]!)) - Math.round(10 * numberIn(rows[0]![RUNNING]!));
  expect(whole(rows)).toBe(gap);
  expect(rows.at(-1)![0]).toBe('Jane');
  expect(await title(pairCard(page))).toContain((Math.abs(gap) / 10).toFixed(1));
  for (const row of rows.slice(1, -1)) if (row[VALUE] === row[TYPICAL]) expect(numberIn(row[EFFECT]!)).toBe(0);
  await pairCard(page).getByRole('button', { name: words.pairTable }).click();
  const table = await cellsOf(pairCard(page).getByRole('group', { name: words.pairTable }).getByRole('table'));
  for (const [, a, b, differs] of table) expect(differs === words.pairDiffers).toBe(a !== b);
  const second = rows[0]![0]!;
  await pairCard(page).getByRole('button', { name: words.pairSwap }).click();
  await expect.poll(async () => (await tableOf(pairCard(page))).at(-1)![0]).toBe(second);
  await expect.poll(async () => whole(await tableOf(pairCard(page)))).toBe(-gap);
  await pairCard(page).getByRole('button', { name: words.pairClose }).click();
  await expect.poll(() => title(pairCard(page))).toBe(words.pairHeading);
  expect(errors).toEqual([]);
});

test('the nearest people got the other decision, ever further away; one is compared with and opened by keyboard', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const near = nearCard(page);
  const [jane, ...others] = await cellsOf(near.getByRole('table'));
  expect(jane![0]).toBe('Jane');
  expect(others.length).toBe(5);
  const line = numberIn(/line is (\d+)/.exec(await page.getByRole('main').innerText())![1]!);
  const distances = others.map((row) => numberIn(/([\d.]+)% of the spread/.exec(row.join(' '))![1]!));
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
  for (const row of others) expect(numberIn(row[1]!)).toBeGreaterThanOrEqual(line);
  const columns = await near.getByRole('columnheader').count();
  for (const row of others) for (let at = 2; at < columns - 2; at++) expect(row[at]!.includes(en.near.differs)).toBe(row[at]!.replace(en.near.differs, '').trim() !== jane![at]);
  const first = others[0]![0]!;
  await near.getByRole('button', { name: en.near.compareOne(first) }).first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await tableOf(pairCard(page)))[0]![0]).toBe(first);
  await near.getByRole('button', { name: en.near.openOne(first) }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: en.person.headingWhy(first, 'approved') }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  expect(errors).toEqual([]);
});

test('other methods are computed on request, each with its agreement; another person asks anew', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const card = methodsCard(page);
  expect(await title(card)).toBe(en.others.heading);
  await card.getByRole('button', { name: en.others.computeOne(methods.lime.name) }).click();
  await card.getByRole('listbox').waitFor();
  await settled(page);
  const alone = await tableOf(card);
  expect(alone[0]!.length).toBe(5);
  const own = new Map((await tableOf(reasonsCard(page))).map((row) => [row[0]!, row[EFFECT]!]));
  for (const [input, shapley] of alone) expect(shapley).toBe(own.get(input!));
  await page.getByRole('button', { name: en.person.next }).click();
  await expect.poll(() => title(card)).toBe(en.others.heading);
  await card.getByRole('button', { name: en.others.compare }).focus();
  await page.keyboard.press('Enter');
  await card.getByRole('listbox').waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
  await settled(page);
  await expect.poll(() => card.getByRole('button', { name: en.others.compareRest }).count()).toBe(0);
  const offered = [methods.lime, methods.expectedGradients, methods.unary, methods.banzhaf, methods.regression, methods.treeShapley, methods.pathDependent];
  expect((await tableOf(card))[0]!.length).toBe(1 + 2 * (1 + offered.length));
  for (const { name } of offered) await card.getByText(name, { exact: true }).first().waitFor();
  expect(await card.innerText()).toMatch(/R² 0\.\d\d/);
  expect(await title(card)).toMatch(/ first/);
  await page.getByRole('button', { name: en.person.next }).click();
  await expect.poll(() => title(card)).toBe(en.others.heading);
  expect(errors).toEqual([]);
});

test('methods that are stopped keep what is known and go on when asked', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const card = methodsCard(page);
  await settled(page);
  await page.evaluate(
    async ([compare, cancel]) => {
      const button = (text: string): HTMLButtonElement | undefined => [...document.querySelectorAll('button')].find((own) => own.textContent.trim() === text);
      button(compare!)!.click();
      for (let frames = 0; frames < 100; frames++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        // The work shows a way to stop it as soon as it runs.
        if (button(cancel!)) return button(cancel!)!.click();
      }
    },
    [en.others.compare, en.controls.cancel],
  );
  await card.getByText(en.others.stopped, { exact: true }).first().waitFor();
  expect(await card.getByRole('progressbar').count()).toBe(0);
  await card.getByRole('button', { name: en.others.againOne(methods.lime.name) }).click();
  await card.getByRole('listbox').waitFor();
  await settled(page);
  expect(await card.getByText(en.others.stopped, { exact: true }).count()).toBeGreaterThan(0);
  await card.getByRole('button', { name: en.others.compareRest }).click();
  await settled(page);
  await expect.poll(() => card.getByText(en.others.stopped, { exact: true }).count()).toBe(0);
  expect(errors).toEqual([]);
});

test('inputs put together count as one on Person and Drivers, and are taken apart again', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  await page.getByRole('button', { name: en.together.open(0) }).click();
  const dialog = page.getByRole('dialog', { name: en.together.title });
  expect(await dialog.getByRole('button', { name: en.together.make }).isDisabled()).toBe(true);
  for (const name of ['income', 'debt_ratio']) await dialog.getByRole('checkbox', { name }).check();
  await dialog.getByText(en.together.name('income + debt_ratio')).waitFor();
  await dialog.getByRole('button', { name: en.together.make }).click();
  await dialog.getByRole('button', { name: en.together.partOne('income, debt_ratio') }).waitFor();
  await page.keyboard.press('Escape');
  const names = async (): Promise<string[]> => (await tableOf(reasonsCard(page))).slice(1, -1).map(([name]) => name!);
  await expect.poll(names).toContain('income + debt_ratio');
  expect(await names()).not.toContain('income');
  const together = numberIn((await tableOf(reasonsCard(page))).find(([name]) => name === 'income + debt_ratio')![EFFECT]!);
  await reasonsCard(page).getByRole('checkbox', { name: en.person.split }).check();
  await expect.poll(names).toContain('income');
  const within = new Map((await tableOf(reasonsCard(page))).map((row) => [row[0]!, numberIn(row[EFFECT]!)]));
  expect(within.get('income')! + within.get('debt_ratio')!).toBeCloseTo(together, 0);
  expect(await reasonsCard(page).innerText()).toContain(en.person.values.owen);
  await go(page, 'drivers');
  await driversSettled(page);
  expect((await tableOf(rankingCard(page))).map(([name]) => name)).toContain('income + debt_ratio');
  await page.getByRole('button', { name: en.together.open(1) }).click();
  await page.getByRole('button', { name: en.together.partOne('income, debt_ratio') }).click();
  await page.keyboard.press('Escape');
  await driversSettled(page);
  await expect.poll(async () => (await tableOf(rankingCard(page))).map(([name]) => name)).toContain('income');
  expect(errors).toEqual([]);
});

test('the first picture of a person comes within 200 milliseconds, and the last one stays until then', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    await settled(page);
    const taken = await page.evaluate(
      async ([label, section]) => {
        const summary = (): string => [...document.querySelectorAll(section!)].map((node) => node.textContent).find((text) => text?.startsWith('From ')) ?? '';
        const before = summary();
        let gone = false;
        const begun = performance.now();
        document.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)!.click();
        while (summary() === before || summary() === '') {
          if (summary() === '') gone = true;
          if (performance.now() - begun > 10_000) break;
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return { milliseconds: performance.now() - begun, gone };
      },
      [en.person.next, 'figcaption'],
    );
    expect(taken.gone).toBe(false);
    times.push(taken.milliseconds);
  }
  // Other work on this computer can hold up one of them.
  expect(times.sort((a, b) => a - b)[2]).toBeLessThan(200);
  expect(errors).toEqual([]);
});

test('a rule that holds the decision is looked for on request, says how sure and for how many, and is forgotten with the person', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const idle = page.getByRole('region', { name: en.rule.heading, exact: true });
  const told = page.getByRole('region').filter({ hasText: /Anchor, [\d,]+ model rows, seed 1/ });
  const look = async (): Promise<string> => {
    await idle.getByRole('button', { name: en.rule.lookSampled }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => told.innerText(), { timeout: 60_000 }).toMatch(/Of [\d,]+ rows of the table [\d,]+ meet it; [\d,]+ of these are \w+\./);
    return told.innerText();
  };
  const jane = await look();
  expect(jane).toContain('No short rule holds this decision for 95 of 100');
  expect(jane).toMatch(/The best one met: with .*income.*, \d\d of 100 are denied\./);
  await page.getByRole('button', { name: en.person.next }).click();
  const next = await look();
  expect(next).toMatch(/^With .*income.*, (9[5-9]|100) of 100 are approved, whatever the other inputs are/);
  const [, low, high] = /95% interval ([\d.]+) to ([\d.]+) of 100, from 5,000 mixed rows/.exec(next)!;
  expect(Number(low)).toBeGreaterThan(93);
  expect(Number(high)).toBeGreaterThan(Number(low));
  const [, covered, agreeing] = /table ([\d,]+) meet it; ([\d,]+) of these/.exec(next)!;
  expect(numberIn(agreeing!) / numberIn(covered!)).toBeGreaterThan(0.9);
  await page.getByRole('button', { name: en.person.next }).click();
  await idle.getByRole('button', { name: en.rule.lookSampled }).waitFor();
  expect(errors).toEqual([]);
});

test('what settles the decision is proved on request, holds for everyone it covers, and is asked for again by a link', async () => {
  const { page, errors } = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openJane(page);
  const told = (on: Page) => on.getByRole('region').filter({ hasText: /Sufficient reason, [\d,]+ box/ });
  await page.getByRole('region', { name: en.rule.heading, exact: true }).getByRole('button', { name: en.proof.look }).click();
  await expect.poll(() => told(page).innerText(), { timeout: 60_000 }).toContain(en.proof.minimal);
  await expect.poll(() => told(page).innerText(), { timeout: 60_000 }).toContain('have such values');
  const text = await told(page).innerText();
  expect(text).toMatch(/^With .*income up to .*, everyone is denied, whatever the other inputs are: proved/);
  const [, covered, agreeing] = /([\d,]+) of 5,000 rows of the table \([\d.]+ of 100\) have such values; ([\d,]+) of these are denied/.exec(text)!;
  expect(numberIn(covered!)).toBeGreaterThan(30);
  expect(agreeing).toBe(covered);
  for (const [, allowed, own] of await cellsOf(told(page).getByRole('table'))) {
    const ends = [...allowed!.matchAll(/[\d,.]+\d/g)].map(([end]) => numberIn(end));
    if (allowed!.startsWith('up to')) expect(numberIn(own!)).toBeLessThanOrEqual(ends[0]!);
    if (allowed!.endsWith('or more')) expect(numberIn(own!)).toBeGreaterThanOrEqual(ends[0]!);
  }
  await reasonsCard(page).getByRole('button', { name: words.redraw }).click();
  await methodsCard(page).getByRole('button', { name: en.others.computeOne(methods.lime.name) }).click();
  await expect.poll(() => methodsCard(page).innerText()).toContain('R²');
  await reasonsCard(page).getByRole('button', { name: en.charts.copyLink }).click();
  const { page: other } = await browser.open({ url: await page.evaluate(() => navigator.clipboard.readText()) });
  await go(other, 'start');
  await openSample(other);
  await go(other, 'person');
  await other.getByRole('button', { name: en.app.linkApply }).click();
  await expect.poll(() => told(other).innerText(), { timeout: 60_000 }).toContain(text.split('\n')[0]);
  await reasonsCard(other).getByRole('status').filter({ hasText: 'With 500 rows drawn anew' }).waitFor();
  await expect.poll(() => methodsCard(other).innerText()).toContain('R²');
  await page.getByRole('button', { name: en.person.next }).click();
  await page.getByRole('region', { name: en.rule.heading, exact: true }).getByRole('button', { name: en.proof.look }).waitFor();
  expect(errors).toEqual([]);
});

test('the people most alike, one group and the loss are compared with and explained, each told as what it is', async () => {
  const { page, errors } = await browser.open();
  await openJane(page);
  const chart = reasonsCard(page);
  await chart.getByText(en.person.versusChoice.nearest, { exact: true }).click();
  await expect.poll(() => chart.innerText()).toContain('the 50 rows most like the person');
  expect(await title(chart)).toContain('people most like this one');
  await chart.getByText(en.person.versusChoice.group, { exact: true }).click();
  const group = chart.getByRole('combobox', { name: en.person.otherGroup });
  await group.selectOption({ label: 'Triangles' });
  await expect.poll(() => title(chart)).toContain('Triangles');
  await expect.poll(() => chart.innerText()).toMatch(/500 of [\d,]+ rows, the chosen group, seed 1/);
  await explain(page, en.person.quantities.loss);
  await expect.poll(() => chart.innerText()).toContain('Shapley values of the loss');
  await settled(page);
  const rows = await tableOf(chart);
  const effects = rows.slice(1, -1).reduce((sum, row) => sum + numberIn(row[EFFECT]!), 0);
  const [start, end] = [numberIn(rows[0]![RUNNING]!), numberIn(rows.at(-1)![RUNNING]!)];
  expect(Math.abs(start + effects - end)).toBeLessThan(1e-6);
  expect(end).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});
