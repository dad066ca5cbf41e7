import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = ['src', 'workers', 'models', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const entry = statSync(path);
  return entry.isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : entry.mtimeMs;
}

function stale(folder: string, extra: string[] = []): boolean {
  const built = join(root, folder, 'index.html');
  return !existsSync(built) || statSync(built).mtimeMs < Math.max(...[...sources, ...extra].map((path) => newest(join(root, path))));
}

/** Folder of the page that lets tests call the runtime directly. */
export const harnessFolder = join(root, '.cache/harness');
export const appFolder = join(root, 'dist');

async function production(work: () => Promise<unknown>): Promise<void> {
  // Vitest's NODE_ENV would make Vite and Svelte build for development.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await work();
  } finally {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
}

/** Builds the app into dist/ unless what is there is newer than every source. */
export async function buildApp(): Promise<void> {
  if (stale('dist')) await production(() => build({ root, logLevel: 'error' }));
}

/** Builds the page for runtime tests: the app's own page with another entry, hence with the same policy. */
export async function buildHarness(): Promise<void> {
  if (!stale('.cache/harness', ['test/browser/harness.ts', 'test/browser/graphs.ts'])) return;
  const entry = {
    name: 'assay-harness',
    transformIndexHtml: { order: 'pre' as const, handler: (html: string) => html.replace('/src/main.ts', '/test/browser/harness.ts') },
  };
  await production(() => build({ root, logLevel: 'error', plugins: [entry], build: { outDir: harnessFolder, emptyOutDir: true } }));
}
