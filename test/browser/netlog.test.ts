import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { launchFlags, scratchFolder, serveBuilt } from './page';
import { go, openSample, ready } from './steps';

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly source: { readonly id: number }; readonly params?: { readonly url?: string; readonly host?: string; readonly address?: string } }[];
}

/** Chromium's own services, which ask for themselves in every page; Autofill tells hashes of the names of form fields. */
const browsers = ['accounts.google.com', 'update.googleapis.com', 'content-autofill.googleapis.com'];

test('the browser’s own log of its network shows the app’s files and, but for the browser’s own services, nothing else: no address, no name looked up, no datagram', async () => {
  const file = join(scratchFolder(), 'net.json');
  const served = await serveBuilt('app', {});
  const browser = await chromium.launch({ executablePath: inject('chromium'), args: [...launchFlags, `--log-net-log=${file}`] });
  const page = await browser.newPage();
  await page.goto(served.url);
  await ready(page);
  await openSample(page);
  for (const screen of ['check', 'groups', 'person'] as const) await go(page, screen);
  await browser.close();
  await expect.poll(() => existsSync(file)).toBe(true);
  const log = JSON.parse(readFileSync(file, 'utf8')) as NetLog;
  const { logEventTypes } = log.constants;
  const urls = new Set(log.events.filter((event) => event.type === logEventTypes['URL_REQUEST_START_JOB']).flatMap((event) => event.params?.url ?? []));
  const foreign = [...urls].filter((url) => !url.startsWith(served.url) && !/^(blob|data|chrome[\w-]*|devtools):/.test(url) && !browsers.includes(new URL(url).host));
  expect(urls.size).toBeGreaterThan(10);
  expect(foreign).toEqual([]);
  const lookedUp = log.events.filter((event) => event.type === logEventTypes['HOST_RESOLVER_MANAGER_REQUEST']).flatMap((event) => event.params?.host ?? []);
  expect([...new Set(lookedUp)].filter((host) => !host.includes('localhost') && !browsers.some((name) => host.includes(name)))).toEqual([]);
  // Its name look-ups, judged above, are the only datagrams that may be sent.
  const of = (name: string) => {
    expect(logEventTypes[name]).toBeDefined();
    return log.events.filter((event) => event.type === logEventTypes[name]);
  };
  const asking = new Set(of('UDP_CONNECT').flatMap((event) => (event.params?.address?.endsWith(':53') ? event.source.id : [])));
  expect(of('UDP_BYTES_SENT').filter((event) => !asking.has(event.source.id))).toEqual([]);
});

test('no form field is named after anything in a file, because Autofill tells hashes of those names', async () => {
  const served = await serveBuilt('app', {});
  const browser = await chromium.launch({ executablePath: inject('chromium'), args: launchFlags });
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    await ready(page);
    await openSample(page);
    const columns = readFileSync(new URL('../../models/loans-past.csv', import.meta.url), 'utf8').split('\n', 1)[0]!.split(',');
    expect(columns).toContain('employment_years');
    for (const screen of ['check', 'groups', 'person', 'findings', 'start'] as const) {
      await go(page, screen);
      await page.waitForTimeout(500);
      const names = await page.evaluate(() => [...document.querySelectorAll('input, select, textarea, form')].flatMap((field) => [field.id, field.getAttribute('name') ?? '']));
      expect(names.filter((name) => columns.some((column) => column.length > 3 && name.includes(column)))).toEqual([]);
    }
  } finally {
    await browser.close();
  }
});
