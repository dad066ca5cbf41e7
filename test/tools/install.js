import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command with the project as working folder and this terminal's output; returns its exit code. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.error) {
    console.error(`${command}: ${result.error.message}`);
    return 1;
  }
  return result.status ?? 1;
}

/** Installs the locked dependencies unless the installed ones are those of the lock file. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Assay needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const installed = `${root}node_modules/.package-lock.json`;
  if (existsSync(installed)) {
    const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
    const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
    const missing = Object.entries(wanted).filter(([path, entry]) => path !== '' && !entry.optional && present[path]?.version !== entry.version);
    if (missing.length === 0) return;
  }
  if (run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']) !== 0) process.exit(1);
}
