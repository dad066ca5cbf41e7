import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';

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
export function useBrowser(extraFlags: readonly string[] = []): { open(options?: OpenOptions): Promise<OpenedPage> } {
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
  };
}

/** A browser with its own profile folder on disk, for what must outlive the browser. The caller closes the context; the folder goes with the process. */
export async function openProfile(folder: string, url = inject('app')): Promise<OpenedPage> {
  const context = await chromium.launchPersistentContext(folder, { executablePath: inject('chromium'), args: launchFlags });
  return openIn(context, url);
}

/** An empty folder that is removed after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
