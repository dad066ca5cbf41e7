// `npm start`: installs what is missing, builds, and serves the app at a local address.
import { ensureInstalled, root, run } from './install.js';

ensureInstalled();
if (run('npx', ['vite', 'build', '--logLevel', 'warn']) !== 0) process.exit(1);
const { serve } = await import('./serve.js');
const preferred = Number(process.env.PORT ?? 4173);
const options = { folder: `${root}dist` };
const { url } = await serve({ ...options, port: preferred }).catch(() => serve(options));
console.log(`\nAssay is at ${url}\nStop it with Ctrl+C.`);
