import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { findChromium } from '../tools/chromium.js';
import { serve } from '../tools/serve.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built app, ending in a slash. */
    app: string;
    /** Address of the page that lets tests call the runtime directly. */
    harness: string;
    /** Program file of the browser. */
    chromium: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));
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

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Vitest's NODE_ENV would make Vite and Svelte build for development.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  if (stale('dist')) await build({ root, logLevel: 'warn' });
  if (stale('.cache/harness', ['test/browser/harness.ts'])) {
    const entry = {
      name: 'assay-harness',
      transformIndexHtml: { order: 'pre' as const, handler: (html: string) => html.replace('/src/main.ts', '/test/browser/harness.ts') },
    };
    await build({ root, logLevel: 'warn', plugins: [entry], build: { outDir: '.cache/harness', emptyOutDir: true } });
  }
  process.env['NODE_ENV'] = environment;
  const servers = await Promise.all([serve({ folder: join(root, 'dist') }), serve({ folder: join(root, '.cache/harness') })]);
  project.provide('app', servers[0].url);
  project.provide('harness', servers[1].url);
  project.provide('chromium', findChromium());
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}
