import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page, Worker } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { makeQuantity } from '../../src/engine/influence/quantities';
import { sweepJob } from '../../src/engine/influence/sweep/job';
import { runInline } from '../../src/engine/jobs/inline';
import type { Scorer } from '../../src/engine/jobs/types';
import type { Table } from '../../src/engine/table/types';
import type { ModelHandle } from '../../src/runtime/model';
import { logisticGraph, loopGraph } from './graphs';
import { serveBuilt, useBrowser } from './page';

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
  const named = await Promise.all(page.workers().map(async (worker) => ({ worker, name: await worker.evaluate(() => self.name).catch(() => '') })));
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

test('a lock that is not in force is noticed, and no file is opened unless the person insists', async () => {
  const { page } = await browser.open({ url: inject('harness'), bypassCSP: true });
  const found = await page.evaluate(async () => {
    const { boot, ending } = globalThis.__assay;
    const runtime = await boot;
    const open = () => runtime.openModel([{ name: 'm.onnx', bytes: new Uint8Array() }]);
    const before = (await ending(open())).code;
    const { state, checks } = runtime.lock.state.current;
    runtime.lock.override();
    const after = (await ending(open())).code;
    return { before, state, failed: checks.filter((check) => !check.passed).map((check) => check.name), after, overridden: runtime.lock.state.current.overridden };
  });
  expect(found).toMatchObject({ before: 'not-locked', state: 'failed', overridden: true });
  expect(found.failed).toContain('page: reaching another computer');
  expect(found.after).not.toBe('not-locked');
});

test('on a host that sends no headers the page still locks, and says which rules it keeps by itself', async () => {
  const bare = await serveBuilt('harness', { headers: false });
  const { page, errors } = await browser.open({ url: bare.url });
  const state = await page.evaluate(async () => (await globalThis.__assay.boot).lock.state.current);
  expect(state).toMatchObject({ state: 'locked', level: 'meta' });
  expect(state.notClosable.map((door) => door.code)).toContain('frames');
  expect(errors).toEqual([]);
});

test.each([
  ['is missing', '404'],
  ['is another file', 'other'],
])('a model runtime that %s is refused before anything starts', async (_name, kind) => {
  const { context } = await browser.open({ url: 'about:blank' });
  await context.route('**/*.wasm', (route) => (kind === '404' ? route.fulfill({ status: 404, body: 'no' }) : route.fulfill({ contentType: 'application/wasm', body: '<!doctype html>' })));
  const { page } = await browser.open({ url: inject('harness'), within: context });
  const ended = await page.evaluate(() => globalThis.__assay.ending(globalThis.__assay.boot));
  expect(ended).toMatchObject({ code: 'asset-missing' });
  expect(ended.what).toContain('the model runtime');
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
    await page.evaluate(async (sent) => {
      const { use, table } = globalThis.__assay;
      Object.assign(globalThis, { handle: await use(sent), made: table(1_000_000, sent.width) });
    }, logisticGraph(weights));
    let rows = 0;
    const longest = await browser.longestTask(page, async () => {
      rows = await page.evaluate(async () => {
        const { handle, made } = globalThis as unknown as { handle: ModelHandle; made: Table };
        return (await handle.scoreTable(made)).length;
      });
    });
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

describe('opening', () => {
  test('the demo opens: table, model, scores, and one change answered', async () => {
    const { page } = await harness();
    const found = await page.evaluate(async () => {
      const { boot } = globalThis.__assay;
      const runtime = await boot;
      const blob = (name: string): Blob => runtime.demo.get(name)!;
      const phases: string[] = [];
      const file = new File([blob('loans-today.csv')], 'loans-today.csv');
      const { table } = await runtime.openTable(file, {}, { onProgress: (_share, phase) => phases.push(phase) });
      const bytes = new Uint8Array(await blob('loans-boosted.onnx').arrayBuffer());
      const hashes = [await runtime.hash(file), await runtime.hash({ name: 'loans-boosted.onnx', bytes })];
      const model = await runtime.openModel([{ name: 'loans-boosted.onnx', bytes }]);
      return { rows: table.rows, columns: table.columns.map((column) => column.name), inputs: model.inputs.map((input) => input.name), task: model.task, phases: [...new Set(phases)], hashes };
    });
    const sha = (name: string): string => createHash('sha256').update(readFileSync(new URL(`../../models/${name}`, import.meta.url))).digest('hex');
    expect(found).toMatchObject({ rows: 20_000, task: 'binary', hashes: [sha('loans-today.csv'), sha('loans-boosted.onnx')] });
    expect(found.columns).toEqual(expect.arrayContaining(found.inputs));
    expect(found.phases).toContain('reading');
  });

  test('a table of a million rows and twenty columns opens without holding up the page for more than 100 ms, and stops within a second', async () => {
    const { page } = await harness();
    const { stopped, stopTime } = await page.evaluate(async () => {
      const { boot, ending } = globalThis.__assay;
      const runtime = await boot;
      const header = `${Array.from({ length: 20 }, (_, i) => `x${i}`).join(',')}\n`;
      const lines = Array.from({ length: 1000 }, (_, row) => `${Array.from({ length: 20 }, (_c, column) => ((row * 7 + column * 13) % 1000) / 8).join(',')}\n`).join('');
      const file = new File([header, ...Array.from({ length: 1000 }, () => lines)], 'large.csv');
      Object.assign(globalThis, { file });
      const stop = new AbortController();
      let asked = 0;
      const onProgress = (): void => {
        asked ||= performance.now();
        stop.abort();
      };
      const ended = await ending(runtime.openTable(file, {}, { signal: stop.signal, onProgress }));
      return { stopped: ended.code, stopTime: performance.now() - asked };
    });
    expect(stopped).toBe('cancelled');
    expect(stopTime).toBeLessThan(1000);
    let found: unknown;
    const longest = await browser.longestTask(page, async () => {
      found = await page.evaluate(async () => {
        const { file } = globalThis as unknown as { file: File };
        const { table } = await (await globalThis.__assay.boot).openTable(file);
        const [first] = table.columns;
        return { rows: table.rows, columns: table.columns.length, cell: first?.kind === 'numeric' ? first.values[1001] : undefined };
      });
    });
    expect(found).toEqual({ rows: 1_000_000, columns: 20, cell: 7 / 8 });
    expect(longest).toBeLessThan(100);
  });
});

describe('analyses', () => {
  const question = (person: readonly number[]) => ({
    person,
    candidates: [-1, -0.5, 0, 0.5, 1],
    quantity: makeQuantity({ kind: 'score' }, { task: 'regression', classes: 0, favourable: 1, threshold: 0.5 }),
    decision: makeQuantity({ kind: 'decision' }, { task: 'regression', classes: 0, favourable: 1, threshold: 0.5 }),
  });

  test('an analysis spread over cells gives what one thread gives', async () => {
    const { page } = await harness();
    const person = weights.map((_, i) => ((i % 4) - 1.5) / 2);
    const asked = question(person);
    const spread = await page.evaluate(
      async ([sent, { person: row, candidates, quantity, decision }]) => {
        const handle = await globalThis.__assay.use(sent);
        const features = row.map((_, feature) => ({ feature, ordered: true, candidates: Float64Array.from(candidates) }));
        const seen: number[] = [];
        const result = await handle.run('sweep', { person: Float64Array.from(row), features, quantity, decision }, { onResult: () => seen.push(1) });
        return { text: JSON.stringify(result), seen: seen.length };
      },
      [logisticGraph(weights), asked] as const,
    );
    const scorer: Scorer = {
      width: 1,
      score: async (values, count) =>
        Float64Array.from({ length: count }, (_, row) => Math.fround(1 / (1 + Math.exp(-weights.reduce((sum, weight, i) => sum + weight * values[row * weights.length + i]!, 0))))),
    };
    const features = person.map((_, feature) => ({ feature, ordered: true, candidates: Float64Array.from(asked.candidates) }));
    const alone = await runInline(sweepJob, { person: Float64Array.from(person), features, quantity: asked.quantity, decision: asked.decision }, scorer);
    expect(spread.seen).toBeGreaterThan(0);
    const numbers = (text: string): number[] => (text.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number);
    const [here, there] = [numbers(JSON.stringify(alone)), numbers(spread.text)];
    expect(there).toHaveLength(here.length);
    for (const [i, number] of here.entries()) expect(there[i]).toBeCloseTo(number, 5);
  });

  test('an older question never answers after a newer one', async () => {
    const { page } = await harness();
    const found = await page.evaluate(
      async ([sent, { quantity, decision }]) => {
        const handle = await globalThis.__assay.use(sent);
        const delivered: number[] = [];
        const ask = (value: number) =>
          globalThis.__assay.ending(
            handle.run('sweep', { person: Float64Array.of(value), features: [{ feature: 0, ordered: true, candidates: Float64Array.from({ length: 64 }, (_, i) => i) }], quantity, decision }, { onResult: () => delivered.push(value) }),
          );
        const older = ask(1);
        await new Promise((resolve) => setTimeout(resolve, 30));
        const newer = ask(2);
        const endings = [(await older).code, (await newer).code];
        await new Promise((resolve) => setTimeout(resolve, 500));
        return { endings, delivered: [...new Set(delivered)] };
      },
      [loopGraph(100_000), question([0])] as const,
    );
    expect(found).toEqual({ endings: ['cancelled', 'fulfilled'], delivered: [2] });
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
      let ended = false;
      const asked = ask().finally(() => (ended = true));
      while (!ended) {
        await Promise.race([asked, page.waitForTimeout(300)]);
        for (const worker of await workers(page, 'score')) await worker.evaluate(() => self.close()).catch(() => undefined);
      }
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
