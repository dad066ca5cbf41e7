import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import type { Audit } from '../../src/engine/audit/types';
import { EMPTY_AUDIT } from '../../src/engine/audit/types';
import { openProfile, scratchFolder, useBrowser } from './page';

const browser = useBrowser();
const audit: Audit = { ...EMPTY_AUDIT, threshold: 0.25, person: 7 };

async function ready(page: Page): Promise<void> {
  await page.evaluate(async (settings) => {
    const { boot } = globalThis.__assay;
    const runtime = await boot;
    /** Keeps a set of 3 columns: 12 MB of numbers that do not compress, texts and codes. */
    const keep = (title: string, replaces?: string) => {
      const values = new Float64Array(1_500_000);
      for (let i = 0; i < values.length; i += 8192) crypto.getRandomValues(new Uint8Array(values.buffer, 8 * i, Math.min(65536, 8 * (values.length - i))));
      for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = i;
      const body = { table: { values, codes: Int32Array.of(0, -1, 1), levels: ['yes', '__proto__'] }, files: [{ name: 'a.onnx', bytes: Uint8Array.of(1, 2, 3) }] };
      const kept = runtime.storage.keep({ about: { title, rows: 3 }, body, audit: settings }, replaces === undefined ? {} : { replaces });
      return { kept, body };
    };
    Object.assign(globalThis, { runtime, keep });
  }, audit);
}

interface Body {
  table: { values: Float64Array<ArrayBuffer>; codes: Int32Array; levels: string[] };
  files: { name: string; bytes: Uint8Array }[];
}
interface Scope {
  runtime: Awaited<typeof globalThis.__assay.boot>;
  keep(title: string, replaces?: string): { kept: Promise<{ id: string; bytes: number }>; body: Body };
}

async function open(within?: Awaited<ReturnType<typeof browser.open>>['context']): Promise<Awaited<ReturnType<typeof browser.open>>> {
  const opened = await browser.open({ url: inject('harness'), ...(within ? { within } : {}) });
  await ready(opened.page);
  return opened;
}

const records = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ manifest: string[]; chunk: number; meta: number }>((resolve, reject) => {
        const asked = indexedDB.open('assay');
        asked.onerror = () => reject(asked.error ?? new Error('cannot open'));
        asked.onsuccess = () => {
          const transaction = asked.result.transaction(['manifest', 'chunk', 'meta']);
          const manifest = transaction.objectStore('manifest').getAll();
          const chunk = transaction.objectStore('chunk').count();
          const meta = transaction.objectStore('meta').count();
          transaction.oncomplete = () => {
            asked.result.close();
            resolve({ manifest: (manifest.result as { state: string }[]).map(({ state }) => state).sort(), chunk: chunk.result, meta: meta.result });
          };
        };
      }),
  );

test('a kept set comes back whole after a reload, with its settings', async () => {
  const { page } = await open();
  const id = await page.evaluate(async () => {
    const { keep } = globalThis as unknown as Scope;
    const { kept, body } = keep('first');
    const set = await kept;
    sessionStorage.setItem('hash', Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', body.table.values))).join());
    return set.id;
  });
  await page.reload();
  await ready(page);
  const found = await page.evaluate(async (wanted) => {
    const { runtime } = globalThis as unknown as Scope;
    const list = await runtime.storage.list();
    const set = await runtime.storage.open<Body>(wanted);
    const hash = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', set.body.table.values))).join();
    await runtime.storage.saveAudit(wanted, { ...set.audit, threshold: 0.75 });
    const again = await runtime.storage.open<Body>(wanted);
    return {
      list: list.map(({ about }) => about),
      same: hash === sessionStorage.getItem('hash'),
      codes: [...set.body.table.codes],
      levels: set.body.table.levels,
      file: [...set.body.files[0]!.bytes],
      audit: set.audit,
      changed: again.audit.threshold,
      writable: set.writable.current,
    };
  }, id);
  expect(found).toEqual({ list: [{ title: 'first', rows: 3 }], same: true, codes: [0, -1, 1], levels: ['yes', '__proto__'], file: [1, 2, 3], audit, changed: 0.75, writable: true });
});

test('a table is kept with all that was understood of it', async () => {
  const { page } = await open();
  const [before, after] = await page.evaluate(async () => {
    const { runtime } = globalThis as unknown as Scope;
    const opened = await runtime.openTable(new File([runtime.demo.get('loans-past.csv')!], 'loans-past.csv'));
    const told = JSON.stringify(opened, (_name, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Float64Array)].map(String) : value));
    const set = await runtime.storage.keep({ about: { title: 'x' }, body: { opened }, audit: {} as never });
    const again = await runtime.storage.open<{ opened: typeof opened }>(set.id);
    return [told, JSON.stringify(again.body.opened, (_name, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Float64Array)].map(String) : value))];
  });
  expect(before!.length).toBeGreaterThan(1_000_000);
  expect(after === before).toBe(true);
});

test('what is kept holds no short text: names lie in large binary pieces', async () => {
  const { page } = await open();
  const sizes = await page.evaluate(async () => {
    await (globalThis as unknown as Scope).keep('secret title').kept;
    return new Promise<{ smallest: number; text: string }>((resolve, reject) => {
      const asked = indexedDB.open('assay');
      asked.onerror = () => reject(asked.error ?? new Error('cannot open'));
      asked.onsuccess = () => {
        const transaction = asked.result.transaction(['manifest', 'chunk', 'meta', 'journal']);
        const stores = ['manifest', 'chunk', 'meta', 'journal'].map((name) => transaction.objectStore(name).getAll());
        transaction.oncomplete = () => {
          const [manifest, chunk, meta, journal] = stores.map((store) => store.result as unknown[]);
          const smallest = Math.min(...[...chunk!, ...meta!].map((piece) => (piece as ArrayBuffer).byteLength));
          asked.result.close();
          resolve({ smallest, text: JSON.stringify([manifest, journal]) });
        };
      };
    });
  });
  expect(sizes.smallest).toBeGreaterThanOrEqual(65536);
  expect(sizes.text).not.toMatch(/secret|yes|onnx/);
});

test('a set takes the place of another in one step', async () => {
  const { page } = await open();
  const titles = await page.evaluate(async () => {
    const { keep, runtime } = globalThis as unknown as Scope;
    const first = await keep('old').kept;
    await keep('new', first.id).kept;
    return (await runtime.storage.list()).map(({ about }) => about?.title);
  });
  expect(titles).toEqual(['new']);
  expect(await records(page)).toMatchObject({ manifest: ['ready'], meta: 1 });
});

test.each([
  ['flipped', 'set-damaged'],
  ['dropped', 'set-damaged'],
  ['swapped', 'set-damaged'],
])('a %s piece is found on reading, and other sets stay usable', async (harm, code) => {
  const { page } = await open();
  const found = await page.evaluate(async (kind) => {
    const { keep, runtime } = globalThis as unknown as Scope;
    const [hurt, good] = [await keep('hurt').kept, await keep('good').kept];
    await new Promise<void>((resolve, reject) => {
      const asked = indexedDB.open('assay');
      asked.onerror = () => reject(asked.error ?? new Error('cannot open'));
      asked.onsuccess = () => {
        const transaction = asked.result.transaction('chunk', 'readwrite');
        const store = transaction.objectStore('chunk');
        const [first, second] = [0, 1].map((piece) => [hurt.id, 2, piece]);
        if (kind === 'dropped') store.delete(first!);
        const a = store.get(first!);
        const b = store.get(second!);
        b.onsuccess = () => {
          if (kind === 'flipped') new Uint8Array(a.result as ArrayBuffer)[12345]! ^= 1;
          if (kind === 'flipped') store.put(a.result, first!);
          if (kind === 'swapped') store.put(b.result, first!);
          if (kind === 'swapped') store.put(a.result, second!);
        };
        transaction.oncomplete = () => {
          asked.result.close();
          resolve();
        };
      };
    });
    const ended = await globalThis.__assay.ending(runtime.storage.open(hurt.id));
    const other = await globalThis.__assay.ending(runtime.storage.open(good.id));
    return [ended.code, other.code];
  }, harm);
  expect(found).toEqual([code, 'fulfilled']);
});

test('a put that throws leaves nothing half kept', async () => {
  const { page } = await open();
  const found = await page.evaluate(async () => {
    const { keep, runtime } = globalThis as unknown as Scope;
    const put = IDBObjectStore.prototype.put;
    let puts = 0;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: [unknown, IDBValidKey?]) {
      // The second piece of the large column cannot be cloned.
      if (this.name === 'chunk' && ++puts === 4) return put.call(this, () => undefined, args[1]);
      return put.call(this, ...args);
    };
    const ended = await globalThis.__assay.ending(keep('broken').kept);
    IDBObjectStore.prototype.put = put;
    return { ended: ended.code, list: (await runtime.storage.list()).length };
  });
  expect(found).toEqual({ ended: 'storage-failed', list: 0 });
  expect(await records(page)).toEqual({ manifest: [], chunk: 0, meta: 0 });
});

test('a connection that the browser dropped is opened anew once', async () => {
  const { page } = await open();
  const found = await page.evaluate(async () => {
    const { keep, runtime } = globalThis as unknown as Scope;
    await keep('kept').kept;
    const transaction = IDBDatabase.prototype.transaction;
    let failures = 0;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof transaction>) {
      if (failures++ === 0) throw new DOMException('The connection was lost.', 'InvalidStateError');
      return transaction.apply(this, args);
    };
    const once = await globalThis.__assay.ending(runtime.storage.list());
    IDBDatabase.prototype.transaction = function () {
      failures++;
      throw new DOMException('The connection was lost.', 'InvalidStateError');
    };
    failures = 0;
    const always = await globalThis.__assay.ending(runtime.storage.list());
    IDBDatabase.prototype.transaction = transaction;
    return { once: once.code, always: always.code, failures };
  });
  expect(found).toEqual({ once: 'fulfilled', always: 'storage-failed', failures: 2 });
});

test('of two tabs with the same set only one saves, until the other takes over', async () => {
  const first = await open();
  const id = await first.page.evaluate(async () => (await (globalThis as unknown as Scope).keep('shared').kept).id);
  const second = await open(first.context);
  const save = (page: Page, threshold: number): Promise<string> =>
    page.evaluate(
      async ([wanted, settings]) => (await globalThis.__assay.ending((globalThis as unknown as Scope).runtime.storage.saveAudit(wanted, settings))).code,
      [id, { ...audit, threshold }] as const,
    );
  const writable = await second.page.evaluate(async (wanted) => (await (globalThis as unknown as Scope).runtime.storage.open(wanted)).writable.current, id);
  expect(writable).toBe(false);
  expect([await save(first.page, 0.1), await save(second.page, 0.2)]).toEqual(['fulfilled', 'set-in-use']);
  expect(await second.page.evaluate(async (wanted) => (globalThis as unknown as Scope).runtime.storage.takeOver(wanted), id)).toBe(true);
  await expect.poll(() => save(first.page, 0.3)).toBe('set-in-use');
  expect(await save(second.page, 0.4)).toBe('fulfilled');
  const stored = await second.page.evaluate(async (wanted) => (await (globalThis as unknown as Scope).runtime.storage.open(wanted)).audit.threshold, id);
  expect(stored).toBe(0.4);
});

test('stopping a set while it is kept leaves nothing behind', async () => {
  const { page } = await open();
  const code = await page.evaluate(async () => {
    const { runtime } = globalThis as unknown as Scope;
    const stop = new AbortController();
    const values = new Float64Array(4_000_000);
    const kept = runtime.storage.keep(
      { about: { title: 'large' }, body: { values }, audit: {} as never },
      { signal: stop.signal, onProgress: (share) => share > 0.2 && stop.abort() },
    );
    return (await globalThis.__assay.ending(kept)).code;
  });
  expect(code).toBe('cancelled');
  expect(await records(page)).toEqual({ manifest: [], chunk: 0, meta: 0 });
});

test('a full disk is told with sizes, and keeps what was kept before', async () => {
  const folder = scratchFolder();
  const first = await openProfile(folder, inject('harness'));
  await ready(first.page);
  await first.page.evaluate(async () => void (await (globalThis as unknown as Scope).keep('before').kept));
  await first.context.close();
  // Chromium remembers the room that is left for a while, so the limit must stand before the database is opened.
  const { page, context } = await openProfile(folder, `${inject('harness')}icon.svg`);
  try {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(inject('harness')).origin, quotaSize: 16_000_000 });
    await page.goto(inject('harness'));
    await ready(page);
    const ended = await page.evaluate(() => globalThis.__assay.ending((globalThis as unknown as Scope).keep('too much').kept));
    expect(ended.code).toBe('storage-full');
    expect(ended.what).toContain('12 MB');
    const titles = await page.evaluate(async () => {
      const { runtime } = globalThis as unknown as Scope;
      const list = await runtime.storage.list();
      await runtime.storage.open(list[0]!.id);
      return list.map(({ about }) => about?.title);
    });
    expect(titles).toEqual(['before']);
    expect(await records(page)).toMatchObject({ manifest: ['ready'], meta: 1 });
  } finally {
    await context.close();
  }
});

test('a tab killed at any moment of keeping leaves whole sets or nothing, and the next start tidies up', async () => {
  const folder = scratchFolder();
  const counts = { whole: 0, swept: 0 };
  for (let round = 0; round < 6; round++) {
    const { page, context } = await openProfile(folder, inject('harness'));
    await ready(page);
    const found = await page.evaluate(async () => {
      const { runtime } = globalThis as unknown as Scope;
      const list = await runtime.storage.list();
      const ends = await Promise.all(list.map(({ id }) => globalThis.__assay.ending(runtime.storage.open(id))));
      return ends.map(({ code }) => code);
    });
    expect(found.every((code) => code === 'fulfilled')).toBe(true);
    const left = await records(page);
    expect(left.manifest.every((state) => state === 'ready')).toBe(true);
    expect(left.meta).toBe(left.manifest.length);
    counts.whole = found.length;
    // Each round dies a little later in the writing, from its first piece to after its publication.
    await page.evaluate(() => void (globalThis as unknown as Scope).keep('round').kept);
    await page.waitForTimeout(round * 60);
    if ((await records(page).catch(() => ({ manifest: ['writing'] }))).manifest.includes('writing')) counts.swept++;
    const crashed = page.waitForEvent('crash');
    const devtools = await context.newCDPSession(page);
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    await context.close();
  }
  expect(counts.swept).toBeGreaterThan(0);
});

test('without storage everything else works, and keeping says why it cannot', async () => {
  const { context } = await browser.open({ url: 'about:blank' });
  await context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined }));
  const { page } = await open(context);
  const found = await page.evaluate(async () => {
    const { runtime, keep } = globalThis as unknown as Scope;
    const ended = await globalThis.__assay.ending(keep('x').kept);
    const model = await runtime.openModel([{ name: 'm.onnx', bytes: new Uint8Array(await runtime.demo.get('loans-logistic.onnx')!.arrayBuffer()) }]);
    return { status: runtime.storage.status.current.state, code: ended.code, model: model.task, lock: runtime.lock.state.current.state };
  });
  expect(found).toEqual({ status: 'session-only', code: 'storage-missing', model: 'binary', lock: 'locked' });
});

test('an older tab leaves what a newer version wrote alone', async () => {
  const { context } = await browser.open({ url: inject('harness') });
  const before = await context.newPage();
  await before.goto(`${inject('harness')}icon.svg`);
  await before.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const asked = indexedDB.open('assay', 99);
        asked.onerror = () => reject(asked.error ?? new Error('cannot open'));
        asked.onsuccess = () => {
          asked.result.close();
          resolve();
        };
      }),
  );
  const { page } = await open(context);
  const found = await page.evaluate(async () => {
    const { runtime, keep } = globalThis as unknown as Scope;
    return { status: runtime.storage.status.current.state, code: (await globalThis.__assay.ending(keep('x').kept)).code, version: (await indexedDB.databases())[0]?.version };
  });
  expect(found).toEqual({ status: 'session-only', code: 'storage-newer', version: 99 });
});

test('deleting everything leaves no database, also while another tab has it open', async () => {
  const first = await open();
  const second = await open(first.context);
  await first.page.evaluate(async () => void (await (globalThis as unknown as Scope).keep('gone').kept));
  const found = await second.page.evaluate(async () => {
    const { runtime } = globalThis as unknown as Scope;
    const all = await runtime.storage.removeEverything();
    return { all, databases: await indexedDB.databases() };
  });
  expect(found).toEqual({ all: true, databases: [] });
  const after = await first.page.evaluate(async () => (await globalThis.__assay.ending((globalThis as unknown as Scope).runtime.storage.list())).code);
  expect(after).toBe('storage-closed');
});

test('work that a dead tab did not finish is told once at the next start', async () => {
  const { page, context } = await open();
  await page.evaluate(async () => void (await (globalThis as unknown as Scope).runtime.storage.journal.begin('open the table')));
  const other = await open(context);
  const told = (from: Page) => from.evaluate(async () => (await (globalThis as unknown as Scope).runtime.storage.journal.crashes()).map(({ operation }) => operation));
  expect(await told(other.page)).toEqual([]);
  await page.close();
  await expect.poll(() => told(other.page)).toEqual(['open the table']);
  expect(await told(other.page)).toEqual([]);
});
