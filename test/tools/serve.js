// Serves a built folder on this computer: `node test/tools/serve.js [folder] [--port 4173] [--no-headers]`.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { metaPolicy, securityHeaders } from './headers.js';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Starts a server for one folder. `headers: false` behaves like a host that sends none of its own.
 * `extra` adds or replaces single files by their path, e.g. { '/attack.js': 'text' }. `seen` collects every request as `METHOD path`.
 * @param {{ folder: string, port?: number, headers?: boolean, extra?: Record<string, string | Uint8Array> }} options
 * @returns {Promise<{ url: string, seen: string[], close: () => Promise<void> }>}
 */
export function serve({ folder, port = 0, headers = true, extra = {} }) {
  const root = resolve(folder);
  /** @type {string[]} */
  const seen = [];
  const policy = metaPolicy(readFileSync(join(root, 'index.html'), 'utf8'));
  const added = headers && policy ? securityHeaders(policy) : {};
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const name = path.endsWith('/') ? `${path}index.html` : path;
    const type = types[/** @type {keyof typeof types} */ (extname(name))] ?? 'application/octet-stream';
    const head = { ...added, 'Content-Type': type, 'Cache-Control': 'no-cache' };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, added).end();
      return;
    }
    const own = extra[name];
    if (own !== undefined) {
      response.writeHead(200, head).end(own);
      return;
    }
    const file = join(root, normalize(name));
    if (!file.startsWith(root) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { ...added, 'Content-Type': 'text/plain' }).end('not found');
      return;
    }
    response.writeHead(200, { ...head, 'Content-Length': statSync(file).size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return fail(new Error('no address'));
      done({
        url: `http://localhost:${address.port}/`,
        seen,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const at = args.indexOf('--port');
  const folder = args.find((arg, i) => !arg.startsWith('--') && i !== at + 1) ?? fileURLToPath(new URL('../../dist', import.meta.url));
  const { url } = await serve({ folder, port: at < 0 ? 0 : Number(args[at + 1]), headers: !args.includes('--no-headers') });
  console.log(`Assay is at ${url}`);
}
