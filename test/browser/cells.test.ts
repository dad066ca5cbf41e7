import type { Page, Worker } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { logisticGraph, loopGraph } from './graphs';
import { useBrowser } from './page';

const browser = useBrowser();
const forever = 2 ** 53 - 1;
const weights = Array.from({ length: 20 }, (_, i) => ((i % 5) - 2) / 4);

async function harness(): Promise<{ page: Page; errors: string[] }> {
  const opened = await browser.open({ url: inject('harness') });
  await opened.page.evaluate(() => globalThis.__assay.boot.then(() => undefined));
  return opened;
}

/** Workers of the page whose name begins with `kind`. */
async function workers(page: Page, kind: 'parse' | 'score'): Promise<Worker[]> {
  const named = await Promise.all(page.workers().map(async (worker) => ({ worker, name: await worker.evaluate(() => self.name) })));
  return named.filter(({ name }) => name.startsWith(kind)).map(({ worker }) => worker);
}

test('the page locks itself and proves it in the page, the file reader and every model worker', async () => {
  const { page, errors } = await harness();
  const state = await page.evaluate(async (sent) => {
    await globalThis.__assay.use(sent);
    return (await globalThis.__assay.boot).lock.state.current;
  }, logisticGraph([1]));
  expect(state).toMatchObject({ state: 'locked', requestsSinceLock: 0, refusedSinceLock: 0, level: 'header', overridden: false });
  expect(state.checks.map((check) => [check.name, check.passed, check.detail])).toEqual([
    ['page: reaching another computer', true, 'refused by the lock'],
    ['file reader: reaching another computer', true, 'refused by the lock'],
    ['model worker: reaching another computer', true, 'refused by the lock'],
  ]);
  expect(errors).toEqual([]);
});

test('workers have none of the means to store or send', async () => {
  const { page } = await harness();
  const [reader] = await workers(page, 'parse');
  const left = await reader!.evaluate(() =>
    ['indexedDB', 'caches', 'BroadcastChannel', 'Worker', 'SharedWorker', 'WebSocket', 'WebTransport', 'EventSource', 'XMLHttpRequest', 'importScripts', 'fetch'].filter(
      (name) => (globalThis as unknown as Record<string, unknown>)[name] !== undefined,
    ),
  );
  expect(left).toEqual([]);
  expect(await reader!.evaluate(() => [Object.hasOwn(Object.prototype, '__proto__'), 'storage' in navigator, 'serviceWorker' in navigator])).toEqual([false, false, false]);
});

describe('scoring', () => {
  test('a table scored in chunks over several cells has the scores of its rows, in order', async () => {
    const { page } = await harness();
    const found = await page.evaluate(async (sent) => {
      const { use, table } = globalThis.__assay;
      const handle = await use(sent);
      const rows = 30_000;
      const made = table(rows, sent.width);
      const shares: number[] = [];
      let partial = 0;
      const scores = await handle.scoreTable(made, { onProgress: (share) => shares.push(share), onPartial: (_from, part) => (partial += part.length) });
      const picked = [0, 1, 511, 512, 12_345, rows - 1];
      const values = Float64Array.from(picked.flatMap((row) => made.columns.map((column) => ('values' in column ? column.values[row]! : NaN))));
      const single = await handle.score({ width: sent.width, count: picked.length, values });
      return { cells: handle.cells, table: picked.map((row) => scores[row]), single: [...single], shares, partial, rows, kept: values.length, finite: scores.every(Number.isFinite) };
    }, logisticGraph(weights));
    const cell = (row: number, column: number): number => (((row * 7 + column * 13) % 64) - 32) / 64;
    const expected = [0, 1, 511, 512, 12_345, 29_999].map((row) => 1 / (1 + Math.exp(-weights.reduce((sum, weight, column) => sum + weight * cell(row, column), 0))));
    expect(found.table).toEqual(found.single);
    for (const [i, score] of expected.entries()) expect(found.table[i]).toBeCloseTo(score, 6);
    expect(found.partial).toBe(found.rows);
    expect(found.shares.at(-1)).toBe(1);
    expect(found.shares).toEqual([...found.shares].sort((a, b) => a - b));
    expect(found.kept).toBe(6 * 20);
    expect(found.finite).toBe(true);
  });

  test('a million rows of twenty columns are scored without holding up the page for more than 100 ms', async () => {
    const { page } = await harness();
    const { longest, rows } = await page.evaluate(async (sent) => {
      const { use, table } = globalThis.__assay;
      const handle = await use(sent);
      const made = table(1_000_000, sent.width);
      await new Promise((resolve) => setTimeout(resolve, 200));
      let last = performance.now();
      let worst = 0;
      const channel = new MessageChannel();
      let running = true;
      channel.port1.onmessage = () => {
        const now = performance.now();
        worst = Math.max(worst, now - last);
        last = now;
        if (running) setTimeout(() => channel.port2.postMessage(0), 0);
      };
      channel.port2.postMessage(0);
      const scores = await handle.scoreTable(made);
      running = false;
      return { longest: worst, rows: scores.length };
    }, logisticGraph(weights));
    expect(rows).toBe(1_000_000);
    expect(longest).toBeLessThan(100);
  });

  test('stopping a table under way ends it within a second, and the model still answers', async () => {
    const { page } = await harness();
    const found = await page.evaluate(async (sent) => {
      const { use, table, ending } = globalThis.__assay;
      const handle = await use(sent);
      const stop = new AbortController();
      const scoring = handle.scoreTable(table(200_000, 1), { signal: stop.signal, onProgress: () => stop.abort() });
      const ended = await ending(scoring);
      const after = await handle.score({ width: 1, count: 2, values: Float64Array.of(3, 4) });
      return { ended, after: [...after] };
    }, loopGraph(2000));
    expect(found.ended.code).toBe('cancelled');
    expect(found.after).toEqual([3, 4]);
  });
});

describe('faults', () => {
  test('a model that never ends is stopped within a second of being asked, and a fresh worker takes its place', async () => {
    const { page } = await harness();
    const found = await page.evaluate(
      async ([endless, good]) => {
        const { use, ending } = globalThis.__assay;
        const handle = await use(endless!);
        const stop = new AbortController();
        const asked = handle.score({ width: 1, count: 1, values: Float64Array.of(1) }, { signal: stop.signal });
        const ended = ending(asked);
        await new Promise((resolve) => setTimeout(resolve, 300));
        const before = performance.now();
        stop.abort();
        const { code } = await ended;
        const milliseconds = performance.now() - before;
        handle.close();
        const next = await use(good!);
        return { code, milliseconds, next: [...(await next.score({ width: 1, count: 1, values: Float64Array.of(0) }))] };
      },
      [loopGraph(forever), logisticGraph([1])] as const,
    );
    expect(found.code).toBe('cancelled');
    expect(found.milliseconds).toBeLessThan(1000);
    expect(found.next).toEqual([0.5]);
  });

  test('a worker that ends by itself in the middle of a job rejects the call within a second and is replaced', async () => {
    const { page } = await harness();
    await page.evaluate(async (sent) => {
      const handle = await globalThis.__assay.use(sent);
      const run = (count: number) => handle.score({ width: 1, count, values: new Float64Array(count).fill(7) });
      Object.assign(globalThis, { run });
    }, loopGraph(100_000));
    await page.evaluate(() => {
      const scope = globalThis as unknown as { run(count: number): Promise<unknown>; ended: Promise<unknown> };
      scope.ended = globalThis.__assay.ending(scope.run(4096 * 400));
    });
    await Promise.all((await workers(page, 'score')).map((worker) => worker.evaluate(() => self.close())));
    const killed = await page.evaluate(async () => {
      const scope = globalThis as unknown as { ended: Promise<{ code: string; what: string; details: string }>; run(count: number): Promise<Float64Array> };
      const before = performance.now();
      const ended = await scope.ended;
      const milliseconds = performance.now() - before;
      return { ended, milliseconds, next: [...(await scope.run(2))] };
    });
    expect(killed.ended).toMatchObject({ code: 'cell-died', details: 'it ended by itself' });
    expect(killed.ended.what).toContain('score rows');
    expect(killed.milliseconds).toBeLessThan(1000);
    expect(killed.next).toEqual([7, 7]);
  });

  test('a worker that throws outside a call is not trusted again', async () => {
    const { page } = await harness();
    await page.evaluate(async (sent) => {
      const handle = await globalThis.__assay.use(sent);
      Object.assign(globalThis, { run: () => handle.score({ width: 1, count: 1, values: Float64Array.of(5) }) });
    }, loopGraph(1));
    const before = await workers(page, 'score');
    await Promise.all(before.map((worker) => worker.evaluate(() => void setTimeout(() => {
      throw new Error('poisoned');
    }))));
    await expect.poll(() => before.filter((worker) => page.workers().includes(worker)).length).toBe(0);
    expect(await page.evaluate(async () => [...(await (globalThis as unknown as { run(): Promise<Float64Array> }).run())])).toEqual([5]);
  });

  test('a model that has stopped three workers is not tried a fourth time', async () => {
    const { page } = await harness();
    await page.evaluate(async (sent) => {
      const handle = await globalThis.__assay.use(sent);
      Object.assign(globalThis, { run: () => globalThis.__assay.ending(handle.score({ width: 1, count: 4096 * 4000, values: new Float64Array(4096 * 4000) })) });
    }, loopGraph(20_000));
    const ask = (): Promise<{ code: string; what?: string }> => page.evaluate(() => (globalThis as unknown as { run(): Promise<{ code: string; what?: string }> }).run());
    for (let death = 0; death < 3; death++) {
      const asked = ask();
      await page.waitForTimeout(400);
      await Promise.all((await workers(page, 'score')).map((worker) => worker.evaluate(() => self.close()).catch(() => undefined)));
      expect((await asked).code).toBe('cell-died');
    }
    expect(await ask()).toMatchObject({ code: 'quarantined', what: '“test model of 1 inputs” has stopped 3 workers and is not tried again.' });
  });

  test.each([
    ['garbage', [1, 2, 3, 4], 'a broken file'],
    ['nothing', [], 'an empty file'],
  ])('a refused model file comes back as a typed error: %s', async (name, bytes) => {
    const { page } = await harness();
    const ended = await page.evaluate(
      async ([file, content]) => {
        const runtime = await globalThis.__assay.boot;
        return globalThis.__assay.ending(runtime.openModel([{ name: `${file}.onnx`, bytes: Uint8Array.from(content) }]));
      },
      [name, bytes] as const,
    );
    expect(ended.code).not.toMatch(/foreign|fulfilled|unexpected|cell-died/);
    expect(ended.what).toContain(name);
  });

  test('what the model runtime objects to is named, with its own words as details', async () => {
    const { page } = await harness();
    const sent = logisticGraph([1]);
    const text = Buffer.from(sent.graph).toString('latin1').replaceAll('Sigmoid', 'Sigmofd');
    const ended = await page.evaluate((bad) => globalThis.__assay.ending(globalThis.__assay.use(bad)), { ...sent, graph: [...Buffer.from(text, 'latin1')] });
    expect(ended).toMatchObject({ code: 'operator-unknown' });
    expect(ended.what).toContain('Sigmofd');
    expect(ended.details).toContain('No Op registered for Sigmofd');
  });
});
