import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { en } from '../../src/app/text/en';
import { buildForest, type TreeNode } from '../../src/engine/models/forest/build';
import { writeForest, writeModel, initializer } from '../../src/engine/models/onnx/write';
import { Random } from '../../src/engine/stats/random';
import { appFolder, buildApp, buildHarness, harnessFolder } from '../browser/build';
import { matrixModel } from '../browser/graphs';
import { findChromium } from '../tools/chromium.js';
import { serve } from '../tools/serve.js';

interface Benched {
  readonly graph: number[];
  readonly width: number;
  readonly rows: number;
  readonly output: string;
}

function forest(trees: number, depth: number, features: number): Uint8Array<ArrayBuffer> {
  const random = new Random(trees);
  const grow = (left: number): TreeNode =>
    left === 0
      ? { leaf: [random.normal() / 10] }
      : { feature: random.below(features), operator: 'le', split: random.normal(), missing: 'right', left: grow(left - 1), right: grow(left - 1) };
  const structure = buildForest({ features, outputs: 1, arithmetic: 'float32', trees: Array.from({ length: trees }, () => grow(depth)) });
  return writeForest(structure, { inputNames: Array.from({ length: features }, (_, i) => `x${i}`), layout: 'matrix' });
}

function network(sizes: readonly number[]): Uint8Array<ArrayBuffer> {
  const random = new Random(sizes.length);
  const layers = sizes.slice(1).map((size, i) => ({ size, from: sizes[i]!, last: i === sizes.length - 2 }));
  return writeModel({
    name: 'network',
    producer: 'bench',
    nodes: layers.flatMap(({ last }, i) => [
      { op: 'MatMul', inputs: [i === 0 ? 'X' : `a${i - 1}`, `W${i}`], outputs: [last ? 'prediction' : `m${i}`] },
      ...(last ? [] : [{ op: 'Relu', inputs: [`m${i}`], outputs: [`a${i}`] }]),
    ]),
    initializers: layers.map(({ size, from }, i) => initializer(`W${i}`, 'float32', [from, size], Float64Array.from({ length: from * size }, () => random.normal() / from))),
    inputs: [{ name: 'X', type: 'float32', shape: ['N', sizes[0]!] }],
    outputs: [{ name: 'prediction', type: 'float32', shape: ['N', 1] }],
    opsets: { '': 17 },
    metadata: {},
  });
}

/** Rows per second through the whole path (encoding on the page, transfer, runtime, decoding), best of three, with `cells` workers. */
async function rowsPerSecond(page: Page, { graph, width, rows, output }: Benched, cells: number): Promise<number> {
  return page.evaluate(
    async ([bytes, columns, count, name, size, facts]) => {
      const { boot, table } = globalThis.__assay;
      const runtime = await boot;
      Object.defineProperty(runtime, 'cells', { value: size, configurable: true });
      const features = Array.from({ length: columns }, (_, column) => ({ column, name: `x${column}`, kind: 'number' as const }));
      const model = { ...facts, output: { ...facts.output, tensors: [name] }, graph: Uint8Array.from(bytes) };
      const binding = { sources: features.map(({ column }) => ({ as: 'number' as const, column })) };
      const handle = await runtime.useModel(model, { features, featureOf: Int32Array.from(features, (_, i) => i) }, binding);
      const made = table(count, columns);
      await handle.scoreTable(table(20_000 * size, columns));
      let best = Infinity;
      for (let i = 0; i < 3; i++) {
        const begun = performance.now();
        await handle.scoreTable(made);
        best = Math.min(best, performance.now() - begun);
      }
      handle.close();
      return Math.round((1000 * count) / best);
    },
    [graph, width, rows, output, cells, matrixModel(width)] as const,
  );
}

async function startTimes(url: string, executablePath: string): Promise<Record<string, number>> {
  const times: number[][] = [];
  for (let i = 0; i < 3; i++) {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    times.push(
      await page.evaluate(async () => {
        while (!('__assay' in globalThis)) await new Promise((resolve) => setTimeout(resolve, 5));
        const runtime = await globalThis.__assay.boot;
        const locked = performance.now();
        const begun = performance.now();
        const bytes = new Uint8Array(await runtime.demo.get('loans-boosted.onnx')!.arrayBuffer());
        await Promise.all([runtime.openModel([{ name: 'loans-boosted.onnx', bytes }]), runtime.openTable(new File([runtime.demo.get('loans-today.csv')!], 'loans-today.csv'))]);
        return [locked, performance.now() - begun];
      }),
    );
    await browser.close();
  }
  const best = (at: number): number => Math.round(Math.min(...times.map((time) => time[at]!)));
  return { 'page to lock, ms': best(0), 'demo table and model read, ms': best(1) };
}

/** From the click on the sample to its findings on screen, warm page, best of three. */
async function firstFinding(executablePath: string): Promise<number> {
  const served = await serve({ folder: appFolder });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.waitForTimeout(1500);
    const button = page.getByRole('button', { name: en.app.start.sampleOpen });
    await button.waitFor();
    const begun = performance.now();
    await button.click();
    await page.getByRole('heading', { level: 1, name: / things to know/ }).waitFor();
    best = Math.min(best, performance.now() - begun);
    await page.close();
  }
  await browser.close();
  await served.close();
  return Math.round(best);
}

/** Gzipped bytes of the scripts the page names itself, which is what runs before the runtime is loaded. */
function firstScripts(): number {
  const html = readFileSync(join(appFolder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((found) => found[1]!);
  return named.reduce((sum, name) => sum + gzipSync(readFileSync(join(appFolder, name)), { level: 9 }).length, 0);
}

export async function bench(): Promise<unknown> {
  await buildApp();
  await buildHarness();
  const executablePath = findChromium();
  const served = await serve({ folder: harnessFolder });
  const cores = availableParallelism();
  const models: Record<string, Benched> = {
    'forest 100 trees depth 5, 11 inputs': { graph: [...forest(100, 5, 11)], width: 11, rows: 400_000, output: 'prediction' },
    'forest 300 trees depth 6, 30 inputs': { graph: [...forest(300, 6, 30)], width: 30, rows: 150_000, output: 'prediction' },
    'network 20-64-32-1': { graph: [...network([20, 64, 32, 1])], width: 20, rows: 1_000_000, output: 'prediction' },
  };
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const rates: Record<string, unknown> = {};
  try {
    for (const [name, model] of Object.entries(models)) {
      const page = await browser.newPage();
      await page.goto(served.url);
      await page.evaluate(() => globalThis.__assay.boot.then(() => undefined));
      const one = await rowsPerSecond(page, model, 1);
      const all = await rowsPerSecond(page, model, cores);
      rates[name] = { 'rows/s, 1 cell': one, [`rows/s, ${cores} cells`]: all, 'gain': Number((all / one).toFixed(2)) };
      await page.close();
    }
    const start = await startTimes(served.url, executablePath);
    const assets = join(appFolder, 'assets');
    const runtime = existsSync(assets) ? readdirSync(assets).filter((name) => /^runtime-.*\.js$/.test(name)) : [];
    return {
      scoring: rates,
      start: {
        ...start,
        'sample opened to first finding, ms': await firstFinding(executablePath),
        'first scripts, bytes gzipped': firstScripts(),
        'runtime with its workers, bytes gzipped': runtime.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0),
      },
    };
  } finally {
    await browser.close();
    await served.close();
  }
}
