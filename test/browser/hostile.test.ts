import { deflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SCREENS } from '../../src/engine/audit/screens';
import { en } from '../../src/app/text/en';
import { logisticGraph } from './graphs';
import { useBrowser } from './page';
import { alertText, choose, go, made, openSample, openToCheck, ready, setRole, type Given } from './steps';

const browser = useBrowser();
/** Words that only the hostile files hold; none may reach the title, the address or the history. */
const MARK = 'zq7';

/** A zip with one deflated entry. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const title = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), title]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const onnx = Buffer.from(logisticGraph([1, -1, 0.5, 2]).graph);
const UNUSABLE: readonly [name: string, content: string | Uint8Array, told: RegExp][] = [
  ['model.pkl', Buffer.from('80049512000000000000008c087a71375f636f64658c0465786563939400', 'hex'), /pickle/i],
  ['model.html', `<!doctype html><html><head><title>${MARK}</title></head><body><script>document.title='${MARK}'</script></body></html>`, /web page \(HTML\)/],
  ['picture.csv', Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'), /a picture/],
  ['half.onnx', onnx.subarray(0, Math.floor(onnx.length / 2)), /cut off/],
  ['bomb.zip', zip('bomb.csv', Buffer.alloc(80_000_000, 'a,b\n1,2\n')), /unpack/],
  ['nothing.csv', '', /empty file/],
  [`${MARK}<img src=x onerror=alert(1)>.csv`, '\0\u0001\0\u0002', /unknown kind/],
];

/** Dialogs and policy violations from now on. */
async function watchPage(page: Page): Promise<{ dialogs: string[]; violations: () => Promise<string[]> }> {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenViolations: seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return { dialogs, violations: () => page.evaluate(() => (globalThis as unknown as { seenViolations: string[] }).seenViolations) };
}

async function expectUntouched(page: Page): Promise<void> {
  expect(Object.values<string>(en.app.title)).toContain(await page.title());
  expect(new URL(page.url()).hash.replace('#', '') || 'start').toSatisfy((hash: string) => (SCREENS as readonly string[]).includes(hash));
  const traces = await page.evaluate(() => [location.href, document.title, JSON.stringify(history.state), document.cookie, JSON.stringify(sessionStorage), JSON.stringify(localStorage)].join('\n'));
  expect(traces).not.toContain(MARK);
  expect(await page.locator(`img, iframe, object, embed, form, base, marquee, main script, #${MARK}, [onerror], [onload]`).count()).toBe(0);
}

test('files that cannot be used get a sentence each, do nothing, and the app works afterwards', async () => {
  const { page, errors } = await browser.open();
  await ready(page);
  const watched = await watchPage(page);
  for (const [name, content, told] of UNUSABLE) {
    await choose(page, en.app.openFiles, [made(name, content)]);
    await expect.poll(() => alertText(page), { timeout: 30_000 }).toMatch(told);
    expect(await page.getByRole('alert').filter({ hasText: en.controls.whatToDo }).count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(en.app.start.heading);
    await expectUntouched(page);
  }
  await openSample(page);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(watched.dialogs).toEqual([]);
  expect(await watched.violations()).toEqual([]);
  expect(errors).toEqual([]);
});

const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
const rows = (n: number, row: (i: number) => readonly string[]): string => Array.from({ length: n }, (_, i) => quoted(row(i))).join('\n');
const score = (i: number): string => String(((i * 37) % 100) / 100);

const EVIL = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  `<img src=x id=${MARK} onerror="document.title='${MARK}'">`,
  `<script>location.hash='${MARK}'</script>`,
  `\u202E${MARK}\u2066 right to left`,
  `=HYPERLINK("http://${MARK}.invalid")`,
  `javascript:alert('${MARK}')`,
  `{{constructor.constructor('alert(1)')()}}`,
  '',
  '__proto__',
];

/** Tables that open although something about them is odd: name, text, column of groups. */
const ODD: readonly [name: string, text: string, group: string | undefined][] = [
  ['hostile headers and cells', `${quoted([...EVIL, 'shape', 'score', 'label'])}\n${rows(60, (i) => [...EVIL.map((_, at) => EVIL[(at + i) % EVIL.length]!), i % 2 ? `<b id=${MARK}>a` : '__proto__', score(i), String(i % 3 && 1)])}`, 'shape'],
  ['three rows', `shape,score,label\na,0.2,0\nb,0.7,1\na,0.9,1\n`, 'shape'],
  ['one group', `shape,score,label\n${rows(50, (i) => ['a', score(i), String(i % 2)])}`, 'shape'],
  ['no labels', `shape,score\n${rows(50, (i) => [i % 2 ? 'a' : 'b', score(i)])}`, 'shape'],
  ['a column without any value', `shape,nothing,score,label\n${rows(50, (i) => [i % 2 ? 'a' : 'b', '', score(i), String(i % 2)])}`, 'shape'],
  ['500 columns and 50 rows', `${quoted(['shape', 'score', ...Array.from({ length: 498 }, (_, at) => `c${at}`)])}\n${rows(50, (i) => [i % 2 ? 'a' : 'b', score(i), ...Array.from({ length: 498 }, (_, at) => String((i * at) % 97))])}`, 'shape'],
];

test.for(ODD)('%s: every screen has something to say', async ([, text, group]) => {
  const { page, errors } = await browser.open();
  await ready(page);
  const watched = await watchPage(page);
  const file: Given = made(`${MARK}<b>.csv`, text);
  await openToCheck(page, [file]);
  await setRole(page, 'score', 'score');
  await expectUntouched(page);
  await go(page, 'groups');
  if (group) await page.getByRole('combobox', { name: en.groups.by, exact: true }).selectOption({ label: group });
  await page.getByRole('region').first().waitFor();
  await expectUntouched(page);
  await go(page, 'person');
  const find = page.getByRole('combobox', { name: en.person.pick });
  await find.fill('2');
  await page.getByRole('option').first().click();
  await page.getByText(en.person.needModel).waitFor();
  await expectUntouched(page);
  await go(page, 'findings');
  await page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) }).first().waitFor();
  await expectUntouched(page);
  expect(await page.getByRole('alert').filter({ hasText: en.controls.whatToDo }).count()).toBe(0);
  expect(watched.dialogs).toEqual([]);
  expect(await watched.violations()).toEqual([]);
  expect(errors).toEqual([]);
});
