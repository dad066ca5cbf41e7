import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';

const app = fileURLToPath(new URL('../../../src/app/', import.meta.url));
const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'));
const read = (file: string): string => readFileSync(app + file, 'utf8');

interface Node {
  type: string;
  name?: string;
  data?: string;
  value?: unknown;
  [key: string]: unknown;
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, see));
  if (node === null || typeof node !== 'object') return;
  const typed = node as Node;
  if (typeof typed.type === 'string') see(typed);
  for (const [key, value] of Object.entries(typed)) if (key !== 'metadata') visit(value, see);
}

describe('components obey the content policy', () => {
  test.each(files)('%s has no style attribute and no raw markup', (file) => {
    const { fragment } = parse(read(file), { modern: true });
    visit(fragment, (node) => {
      expect(node.type, 'raw markup').not.toBe('HtmlTag');
      if (node.type !== 'Attribute') return;
      expect(node.name, 'style attribute').not.toBe('style');
      if (String(node.name).startsWith('on')) expect(Array.isArray(node.value), 'handler in words').toBe(false);
    });
    expect(read(file)).not.toMatch(/\.attr\(\s*['"]style|setAttribute\(\s*['"]style|innerHTML|<iframe/);
  });
});

describe('words come from the catalogue', () => {
  const spoken = new Set(['aria-label', 'placeholder', 'title', 'alt', 'aria-valuetext']);
  test.each(files.filter((file) => /^(controls|charts)\//.test(file)))('%s holds none of its own', (file) => {
    const { fragment } = parse(read(file), { modern: true });
    const words: string[] = [];
    visit(fragment, (node) => {
      if (node.type === 'Attribute') {
        if (spoken.has(String(node.name))) visit(node.value, (part) => part.type === 'Text' && words.push(String(part.data)));
        node.value = null;
      } else if (node.type === 'StyleDirective') node.value = null;
      else if (node.type === 'Text') words.push(String(node.data));
    });
    expect(words.filter((text) => /\p{L}{2,}/u.test(text))).toEqual([]);
  });
});
