// Prints one JSON object with the figures of every benchmark in test/bench.
import { readdirSync } from 'node:fs';
import { ensureInstalled, root } from './install.js';

ensureInstalled();
const { load } = await import('./run.js');
const only = process.argv.slice(2);
const figures = {};
for (const file of readdirSync(`${root}test/bench`).filter((name) => name.endsWith('.ts')).sort()) {
  const name = file.replace('.ts', '');
  if (only.length > 0 && !only.includes(name)) continue;
  const module = await load(`${root}test/bench/${file}`);
  figures[name] = await module.bench();
}
console.log(JSON.stringify(figures, null, 2));
process.exit(0);
