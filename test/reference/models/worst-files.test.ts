import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Outcome } from './worst-files';

const run = promisify(execFile);
const script = `
const { load } = await import(process.argv[1]);
const { openWorst } = await load(process.argv[2]);
console.log(JSON.stringify(await openWorst(process.argv[3])));
process.exit(0);
`;
const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Each in a process of its own, so that its memory can be told. */
test.each([
  ['a million inputs', 'opens with 1000000 inputs'],
  ['more inputs than any', 'refused: document-broken'],
  ['ten thousand classes', 'opens with 2 inputs'],
  ['a billion classes', 'refused: document-broken'],
  ['brackets a million deep', 'refused: document-broken'],
  ['one list of ten million numbers', 'refused: document-broken'],
  ['a list that promises 2⁴⁰ numbers', 'refused: document-broken'],
  ['a node that is its own child', 'refused: forest-parents'],
  ['a LightGBM head of a million inputs', 'refused: lightgbm-broken'],
  ['a LightGBM tree of eight million leaves', 'refused: lightgbm-broken'],
  ['a zip of 600 megabytes', 'refused: unpacked-too-large'],
  ['a zip that lies about its size', 'refused: zip-damaged'],
  ['a hundred thousand trees that are one', 'opens with 1 inputs'],
])('%s: %s, within 5 seconds and 512 megabytes', { timeout: 60_000 }, async (name, result) => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, place('../../tools/run.js'), place('worst-files.ts'), name]);
  const outcome = JSON.parse(stdout) as Outcome;
  expect(outcome.result).toBe(result);
  expect(outcome.milliseconds).toBeLessThan(5000);
  expect(outcome.megabytes - outcome.before).toBeLessThan(512);
});
