import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { serve } from '../tools/serve.js';
import { appFolder, harnessFolder } from './build';

/** Background traffic of the browser itself is off, so that what is seen on the network is the page's. */
export const launchFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console and uncaught ones, in order; those the lock provokes to test itself are left out. */
  readonly errors: string[];
}

type Served = Awaited<ReturnType<typeof serve>>;
const closing: Served[] = [];
afterAll(() => Promise.all(closing.splice(0).map((served) => served.close())));

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface OpenOptions extends BrowserContextOptions {
  /** Full address; the built app when left out. */
  readonly url?: string;
  /** Opens the page in this context, as a second tab. */
  readonly within?: BrowserContext;
}

function watch(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('assay-lock-check.invalid')) errors.push(message.text());
  });
  return errors;
}

async function openIn(context: BrowserContext, url: string): Promise<OpenedPage> {
  const page = await context.newPage();
  const errors = watch(page);
  await page.goto(url);
  return { page, context, errors };
}

/** One browser for the tests of a file; each opened page has its own context, closed after its test. */
export interface BrowserInUse {
  open(options?: OpenOptions): Promise<OpenedPage>;
  /** Longest single piece of work of the page's own thread while `work` runs, in milliseconds of processor time, so that a busy machine does not count. */
  longestTask(page: Page, work: () => Promise<unknown>): Promise<number>;
}

export function useBrowser(extraFlags: readonly string[] = []): BrowserInUse {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject('chromium'), args: [...launchFlags, ...extraFlags] });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser.close());
  return {
    async open({ url = inject('app'), within, ...options } = {}) {
      const context = within ?? (await browser.newContext(options));
      if (!within) contexts.push(context);
      return openIn(context, url);
    },
    async longestTask(page, work) {
      await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
      await work();
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
      const mainThreads = traceEvents.filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain').map((event) => `${event.pid}:${event.tid}`);
      const tasks = traceEvents.filter((event) => event.name === 'RunTask' && mainThreads.includes(`${event.pid}:${event.tid}`));
      if (tasks.length === 0) throw new Error('the trace holds no tasks of the page');
      return tasks.reduce((most, task) => Math.max(most, (task.tdur ?? 0) / 1000), 0);
    },
  };
}

/** A browser with its own profile folder on disk, for what must outlive the browser. The caller closes the context; the folder goes with the process. */
export async function openProfile(folder: string, url = inject('app')): Promise<OpenedPage> {
  const context = await chromium.launchPersistentContext(folder, { executablePath: inject('chromium'), args: launchFlags });
  return openIn(context, url);
}

/** Serves the built app, or the page for runtime tests, in another way than the usual one; closed after the tests of the file. */
export async function serveBuilt(which: 'app' | 'harness', options: { headers?: boolean; extra?: Record<string, string> }): Promise<Served> {
  const served = await serve({ folder: which === 'app' ? appFolder : harnessFolder, ...options });
  closing.push(served);
  return served;
}

/** An empty folder that is removed after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
