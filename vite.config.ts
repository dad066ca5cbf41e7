import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { metaPolicy, securityHeaders } from './test/tools/headers.js';

const root = fileURLToPath(new URL('./', import.meta.url));
const wasmPackage = 'onnxruntime-web/ort-wasm-simd-threaded.wasm';

function sha(algorithm: 'sha256' | 'sha384', encoding: 'hex' | 'base64', ...parts: (string | Uint8Array)[]): string {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest(encoding);
}

/** A worker started from a blob has no address of its own, and the runtime's glue asks for one. */
const noAddress: Plugin = {
  name: 'assay-no-address',
  enforce: 'pre',
  transform(code) {
    return code.includes('import.meta.url') ? { code: code.replaceAll('import.meta.url', '"http://cell.invalid/"'), map: null } : undefined;
  },
};

/** Builds one worker entry to a single classic script. */
async function cellCode(name: string, minify: boolean): Promise<{ code: string; sources: string[] }> {
  const output = (await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    plugins: [noAddress],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2023',
      minify,
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: join(root, 'workers', `${name}.ts`), output: { format: 'iife', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk, ...rest] = output.output;
  if (rest.length > 0) throw new Error(`workers/${name}.ts must build to one script, but also gives ${rest.map((part) => part.fileName).join(', ')}`);
  return { code: chunk.code, sources: chunk.moduleIds.filter((id) => !id.includes('node_modules') && !id.startsWith('\0')) };
}

/** `virtual:cells`: the code of every worker as text, the address and hash of the model runtime, and the id that marks them as one build. */
function cells(): Plugin {
  const id = '\0virtual:cells';
  let minify = true;
  let building = true;
  return {
    name: 'assay-cells',
    configResolved(config) {
      building = config.command === 'build';
      minify = building && config.build.minify !== false;
    },
    resolveId: (source) => (source === 'virtual:cells' ? id : undefined),
    async load(source) {
      if (source !== id) return undefined;
      const [parse, score] = await Promise.all([cellCode('parse', minify), cellCode('score', minify)]);
      const wasm = readFileSync(createRequire(import.meta.url).resolve(wasmPackage));
      const buildId = sha('sha256', 'hex', parse.code, score.code, wasm).slice(0, 16);
      for (const file of [...parse.sources, ...score.sources]) this.addWatchFile(file);
      const named = (text: string): string => JSON.stringify(text.replaceAll('__ASSAY_BUILD__', buildId));
      return [
        `export { default as wasmUrl } from '${wasmPackage}?url';`,
        `export const wasmIntegrity = 'sha384-${sha('sha384', 'base64', wasm)}';`,
        `export const lockable = ${building};`,
        `export const buildId = '${buildId}';`,
        `export const code = { parse: ${named(parse.code)}, score: ${named(score.code)} };`,
      ].join('\n');
    },
  };
}

/**
 * Serves the demo files that models/manifest.json names under /models/, copies them into the build under their own names, and lists them as
 * `virtual:demo` so that the page can load them all before it locks itself.
 */
function models(): Plugin {
  const folder = join(root, 'models');
  const named = (value: unknown): string[] => {
    if (typeof value === 'string') return /^[\w][\w./-]*\.\w+$/.test(value) && !value.includes('..') && isFile(join(folder, value)) ? [value] : [];
    return value !== null && typeof value === 'object' ? Object.values(value).flatMap(named) : [];
  };
  const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
  const list = (): string[] => {
    const manifest = join(folder, 'manifest.json');
    return isFile(manifest) ? [...new Set(['manifest.json', ...named(JSON.parse(readFileSync(manifest, 'utf8')))])] : [];
  };
  return {
    name: 'assay-models',
    resolveId: (source) => (source === 'virtual:demo' ? '\0virtual:demo' : undefined),
    load: (id) => (id === '\0virtual:demo' ? `export default ${JSON.stringify(list())};` : undefined),
    configureServer(server) {
      server.middlewares.use('/models/', (request, response, next) => {
        const name = (request.url ?? '').replace(/^\//, '').replace(/\?.*$/, '');
        if (list().includes(name)) response.end(readFileSync(join(folder, name)));
        else next();
      });
    },
    generateBundle() {
      for (const name of list()) this.emitFile({ type: 'asset', fileName: `models/${name}`, source: readFileSync(join(folder, name)) });
    },
  };
}

/** Takes the content policy out while developing, because module replacement needs a socket and inline styles; writes a `_headers` file for hosts that read one. */
function policy(): Plugin {
  return {
    name: 'assay-policy',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, context) => (context.server ? html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '') : html),
    },
    generateBundle() {
      const open = metaPolicy(readFileSync(join(root, 'index.html'), 'utf8'));
      if (!open) throw new Error('index.html has lost its content policy');
      const lines = Object.entries(securityHeaders(open)).map(([name, value]) => `  ${name}: ${value}`);
      this.emitFile({ type: 'asset', fileName: '_headers', source: ['/*', ...lines, ''].join('\n') });
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [svelte(), cells(), models(), policy()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  test: {
    include: ['test/{unit,property,reference,fault}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
