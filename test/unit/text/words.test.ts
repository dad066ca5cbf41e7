import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evidence, evidenceRule, type Evidence } from '../../../src/app/text/evidence';

const folder = new URL('../../../src/app/text/', import.meta.url);
const catalogue = readdirSync(folder).filter((file) => file.endsWith('.ts'));

/** Words that claim more than numbers can show, or that readers take for more. */
const BANNED = [
  /\bfair(ly|ness)?\b/i,
  /\bunfair/i,
  /\bcaus(e[ds]?|ing)\b/i,
  /\b(de|un)bias/i,
  /\bbiased\b/i,
  /\bbecause of\b/i,
  /\bp\s*[=<]\s*0/i,
  /\bp-value/i,
  /\b(statistically )?significan/i,
  /\bproves? that\b/i,
  /\byou should\b/i,
  /\b(solved|guarantees?)\b/i,
];

/** The texts of a module: string and template literals, without comments and the names of modules. */
function texts(source: string): string[] {
  const bare = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '').replace(/^import .* from '.*';$/gm, '');
  return [...bare.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

describe('the catalogue', () => {
  test('the search would find a banned word', () => {
    expect(texts("const a = 'The model is fair'; // fair").some((text) => BANNED.some((word) => word.test(text)))).toBe(true);
    expect(texts('/* fair */ const a = 1;')).toEqual([]);
    expect(texts("import { a } from '../fairness/a';")).toEqual([]);
  });

  test.each(catalogue)('%s has no banned word', (file) => {
    const found = texts(readFileSync(new URL(file, folder), 'utf8')).filter((text) => BANNED.some((word) => word.test(text)));
    expect(found).toEqual([]);
  });

  test.each(catalogue)('%s writes no hyphen for a minus and no double space', (file) => {
    const found = texts(readFileSync(new URL(file, folder), 'utf8')).filter((text) => /(^|\s)-\d/.test(text) || /\S {2,}\S/.test(text));
    expect(found).toEqual([]);
  });
});

test('each state of evidence has its own word and its rule in words', () => {
  const states = Object.keys(evidence) as Evidence[];
  expect(new Set(Object.values(evidence)).size).toBe(states.length);
  for (const state of states) expect(evidenceRule(state, 2)).toMatch(/\.$/);
  expect(evidenceRule('clear', 2)).toContain('2 points');
});
