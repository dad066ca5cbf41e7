import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startElsewhere, type Elsewhere } from './leak/listeners';
import { serveBuilt, useBrowser } from './page';
import { go, made, openSample, openToCheck, ready } from './steps';

const browser = useBrowser();
const here = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

interface Attack {
  readonly names: string[];
  readonly journeys: string[];
  all(addresses: string[], ports: { udp: number; tcp: number }): Promise<Record<string, string>>;
  one(name: string, to: string): Promise<string>;
}
type Scope = { __attack: Attack };

/**
 * Ways that stay open in Chromium, per way of serving the page; anything newly open or newly closed must be looked at and written down here. `headers`: the
 * server sends the policies of test/tools/headers.js. `none`: it sends nothing of its own, as simple hosts do.
 */
const open = {
  headers: [] as string[],
  none: [] as string[],
};

describe.each([
  ['headers', true],
  ['none', false],
] as const)('served with headers: %s', (mode, headers) => {
  let elsewhere: Elsewhere;
  let served: Awaited<ReturnType<typeof serveBuilt>>;
  beforeAll(async () => {
    elsewhere = await startElsewhere();
    const page = readFileSync(fileURLToPath(new URL('../../.cache/harness/index.html', import.meta.url)), 'utf8');
    served = await serveBuilt('harness', {
      headers,
      extra: { '/index.html': page.replace('</head>', '<script src="./attack.js"></script></head>'), '/attack.js': here('./leak/attack.js') },
    });
  });
  afterAll(() => elsewhere.close());

  async function locked(): Promise<Page> {
    const { page } = await browser.open({ url: served.url });
    const state = await page.evaluate(async () => (await globalThis.__assay.boot).lock.state.current);
    expect(state).toMatchObject({ state: 'locked', level: headers ? 'header' : 'meta' });
    // The start-up's own requests are over; from here on every byte counts.
    await page.waitForTimeout(100);
    served.seen.length = 0;
    elsewhere.arrivals.length = 0;
    return page;
  }

  /** Everything that arrived anywhere, after time enough to arrive. */
  async function arrived(page: Page): Promise<string[]> {
    await page.waitForTimeout(1500);
    return [...new Set([...elsewhere.arrivals, ...served.seen.map((line) => `own ${line}`)])].map(decodeURIComponent).sort();
  }

  test('the whole way of the data sends nothing, to anyone', async () => {
    const page = await locked();
    const state = await page.evaluate(async () => {
      const runtime = await globalThis.__assay.boot;
      const bytes = new Uint8Array(await runtime.demo.get('loans-boosted.onnx')!.arrayBuffer());
      const { table } = await runtime.openTable(new File([runtime.demo.get('loans-today.csv')!], 'loans-today.csv'));
      const model = await runtime.openModel([{ name: 'loans-boosted.onnx', bytes }]);
      const position = (name: string): number => table.columns.findIndex((column) => column.name === name);
      const features = model.inputs.map((input) => ({ column: position(input.name), name: input.name, kind: 'number' as const }));
      const sources = features.map(({ column }) => ({ as: 'number' as const, column }));
      const handle = await runtime.useModel(model, { features, featureOf: Int32Array.from(features, (_, i) => i) }, { sources });
      const scores = await handle.scoreTable(table);
      await runtime.compute('buildThresholdIndex', { scores, groups: new Int32Array(scores.length), groupCount: 1 });
      await handle.score({ width: features.length, count: 1, values: new Float64Array(features.length) });
      const kept = await runtime.storage.keep({ about: { title: 'x' }, body: { scores }, audit: {} as never });
      await runtime.storage.open(kept.id);
      await runtime.storage.removeEverything();
      handle.close();
      return runtime.lock.state.current;
    });
    expect(state).toMatchObject({ state: 'locked', requestsSinceLock: 0, refusedSinceLock: 0 });
    expect(await arrived(page)).toEqual([]);
  });

  test('no known way out of the page or of a blank frame is open but those written down', async () => {
    const page = await locked();
    const outcomes = await page.evaluate(
      ([addresses, ports]) => (globalThis as unknown as Scope).__attack.all(addresses, ports),
      [[`http://127.0.0.1:${elsewhere.http}/`, `${served.url}leak/`], { udp: elsewhere.udp, tcp: elsewhere.tcp }] as [string[], { udp: number; tcp: number }],
    );
    expect(Object.keys(outcomes).length).toBeGreaterThan(60);
    const found = await arrived(page);
    expect(found, JSON.stringify(outcomes, null, 1)).toEqual(open[mode].filter((way) => !way.startsWith('journey')));
    const state = await page.evaluate(async () => (await globalThis.__assay.boot).lock.state.current);
    expect(state.refusedSinceLock).toBeGreaterThan(20);
  });

  test('no known way out of a worker started as cells are is open', async () => {
    const page = await locked();
    const outcomes = await page.evaluate(
      ([code, addresses]) => globalThis.__assay.inWorker<Record<string, string>>(code, addresses),
      [here('./leak/attack-cell.js'), [`http://127.0.0.1:${elsewhere.http}/`, `${served.url}leak/`]] as [string, string[]],
    );
    expect(Object.keys(outcomes).length).toBeGreaterThan(10);
    expect(await arrived(page), JSON.stringify(outcomes, null, 1)).toEqual([]);
  });

  test('no address can be gone to but those written down', async () => {
    const first = await locked();
    const names = await first.evaluate(() => (globalThis as unknown as Scope).__attack.journeys);
    await inTurn(names, async (name, index) => {
      const { page, context } = await browser.open({ url: served.url });
      await page.evaluate(async () => void (await globalThis.__assay.boot));
      await goEverywhere(page, name, index, [`http://127.0.0.1:${elsewhere.http}/`, served.url]);
      await context.close();
    });
    expect(gone(names, [...elsewhere.arrivals, ...served.seen])).toEqual(open[mode].filter((way) => way.startsWith('journey')));
  });
});

/** Works through a list four at a time. */
async function inTurn<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const waiting = [...items.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

/** Tries one journey to each place; a page that is gone cannot try the next. */
async function goEverywhere(page: Page, name: string, index: number, places: readonly string[]): Promise<void> {
  for (const [place, address] of places.entries()) {
    const to = `${address}leak-${index}-${place}`;
    await page.evaluate(([way, where]) => (globalThis as unknown as Scope).__attack.one(way!, where!), [name, to]).catch(() => undefined);
    await page.waitForTimeout(500);
  }
}

function gone(names: readonly string[], arrivals: readonly string[]): string[] {
  const met = new Set(arrivals.flatMap((line) => /leak-(\d+)-(\d)/.exec(decodeURIComponent(line))?.slice(1, 3).join() ?? []));
  return names.flatMap((name, index) => ['elsewhere', 'own'].filter((_, place) => met.has(`${index},${place}`)).map((place) => `journey ${name}, ${place}`));
}

test('the same attack finds many ways out of a page without the lock', async () => {
  const elsewhere = await startElsewhere();
  const served = await serveBuilt('harness', {
    headers: false,
    extra: { '/index.html': '<!doctype html><title>open</title><body><script src="./attack.js"></script>', '/attack.js': here('./leak/attack.js') },
  });
  try {
    const { page } = await browser.open({ url: served.url });
    await page.evaluate(
      ([addresses, ports]) => (globalThis as unknown as Scope).__attack.all(addresses, ports),
      [[`http://127.0.0.1:${elsewhere.http}/`], { udp: elsewhere.udp, tcp: elsewhere.tcp }] as [string[], { udp: number; tcp: number }],
    );
    await page.waitForTimeout(1500);
    const ways = new Set(elsewhere.arrivals);
    expect(ways.size).toBeGreaterThan(35);
    expect(ways).toContain('udp');
    expect(ways).toContain('tcp');
    const names = await page.evaluate(() => (globalThis as unknown as Scope).__attack.journeys);
    await inTurn(names, async (name, index) => {
      const { page: own, context } = await browser.open({ url: served.url });
      await goEverywhere(own, name, index, [`http://127.0.0.1:${elsewhere.http}/`]);
      await context.close();
    });
    expect(gone(names, elsewhere.arrivals).length, gone(names, elsewhere.arrivals).join('; ')).toBeGreaterThanOrEqual(12);
  } finally {
    await elsewhere.close();
  }
});

test.each([
  ['with', true],
  ['without', false],
])('the app itself asks its server for nothing once it is locked: sample, every screen, own files; %s headers', async (_name, headers) => {
  const served = await serveBuilt('app', { headers });
  const { page, errors } = await browser.open({ url: served.url });
  await ready(page);
  await page.waitForTimeout(300);
  served.seen.length = 0;
  await openSample(page);
  for (const screen of ['check', 'findings', 'groups', 'person', 'start'] as const) {
    await go(page, screen);
    await page.waitForTimeout(300);
  }
  const table = readFileSync(fileURLToPath(new URL('../../models/loans-past.csv', import.meta.url)), 'utf8').split('\n').slice(0, 500).join('\n');
  await openToCheck(page, [made('own.csv', table)]);
  for (const screen of ['groups', 'start'] as const) await go(page, screen);
  await page.waitForTimeout(1000);
  expect(served.seen).toEqual([]);
  expect(errors).toEqual([]);
});

test('the page that is served is the page that is tested', () => {
  // The leak suite adds one script to the harness, which must have the app's own policy.
  const policy = (html: string): string | undefined => /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
  expect(policy(here('../../.cache/harness/index.html'))).toBe(policy(here('../../index.html')));
  expect(inject('app')).not.toBe(inject('harness'));
});
