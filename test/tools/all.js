// Runs everything the project promises and closes with one plain line: N passed, N failed, N skipped.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ensureInstalled, root, run } from './install.js';

ensureInstalled();
const { findChromium } = await import('./chromium.js');

const totals = { passed: 0, failed: 0, skipped: 0, sharedSkipped: 0 };
const reports = `${root}.cache/reports`;
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

function step(name, command, args) {
  console.log(`\n== ${name}`);
  const ok = run(command, args) === 0;
  totals[ok ? 'passed' : 'failed']++;
  return ok;
}

function suite(name, args) {
  console.log(`\n== ${name}`);
  const file = `${reports}/${name.replaceAll(' ', '-')}.json`;
  const code = run('npx', ['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`${name}: no report was written`);
    totals.failed++;
    return;
  }
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += report.numPendingTests + report.numTodoTests;
  for (const suiteResult of report.testResults) {
    for (const result of suiteResult.assertionResults) {
      if (result.fullName.includes('[shared]') && result.status !== 'passed' && result.status !== 'failed') totals.sharedSkipped++;
    }
  }
  if (code !== 0 && report.numFailedTests === 0) {
    console.error(`${name}: ended with exit code ${code} although no test failed`);
    totals.failed++;
  }
}

step('types', 'npx', ['tsc', '-b']);
step('svelte', 'npx', ['svelte-check', '--tsconfig', 'src/tsconfig.json', '--fail-on-warnings', '--output', 'human']);
step('lint', 'npx', ['eslint', '.', '--max-warnings', '0']);
suite('unit tests', []);
if (step('build', 'npx', ['vite', 'build', '--logLevel', 'warn'])) {
  process.env.CHROMIUM_PATH = findChromium();
  suite('browser tests', ['--config', 'test/browser/vitest.config.ts']);
}

writeFileSync(`${reports}/totals.json`, JSON.stringify(totals));
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
