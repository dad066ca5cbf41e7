import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Ways out of the page, and ways to turn text into code or markup. Only the files named below may use one, each for a stated purpose. */
const network = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'RTCPeerConnection', 'WebTransport', 'importScripts'].map((name) => ({
  name,
  message: 'Nothing may leave the page: only src/runtime loads assets, before the lock.',
}));
const storage = ['localStorage', 'sessionStorage', 'indexedDB'].map((name) => ({ name, message: 'Kept data goes through src/runtime/storage.ts only.' }));
const syntax = [
  { selector: "NewExpression[callee.name='Worker']", message: 'Workers start in src/runtime/cell.ts only.' },
  { selector: "NewExpression[callee.name='Function']", message: 'No code from text.' },
  { selector: "CallExpression[callee.name='eval']", message: 'No code from text.' },
  { selector: "MemberExpression[property.name='innerHTML']", message: 'Text is never markup.' },
  { selector: "MemberExpression[property.name='outerHTML']", message: 'Text is never markup.' },
  { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: 'Text is never markup.' },
  { selector: "CallExpression[callee.object.name='window'][callee.property.name='open']", message: 'A new window can carry data away.' },
  { selector: 'ForInStatement', message: 'Names from files may be hostile: use Object.keys, Map or positions.' },
];

export default ts.config(
  // AssemblyScript is another language in the same letters.
  { ignores: ['dist/', '.cache/', 'node_modules/', '**/*.as.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-restricted-globals': ['error', ...network, ...storage],
      'no-restricted-syntax': ['error', ...syntax],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      // State is replaced as a whole, so maps and sets in it need not be reactive themselves.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/runtime/**', 'workers/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/runtime/cell.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax.filter((rule) => !rule.selector.includes('Worker'))] },
  },
  {
    files: ['test/**', 'models/**', 'vite.config.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': 'off' },
  },
);
