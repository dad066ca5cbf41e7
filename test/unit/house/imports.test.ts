import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Rooms from the lowest to the highest; a file may import from its own room and from lower ones. */
const rooms = ['src/engine', 'workers', 'src/runtime', 'src/app'];
const enginePackages = ['hyparquet', 'hyparquet-compressors'];

function files(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return files(path);
    return /\.(ts|svelte)$/.test(name) ? [path] : [];
  });
}

function imports(source: string): string[] {
  return [...source.matchAll(/(?:from\s+|import\s+|import\(\s*)['"]([^'"]+)['"]/g)].map((match) => match[1]!);
}

function room(path: string): number {
  return rooms.findIndex((name) => path === name || path.startsWith(`${name}/`));
}

/** What is wrong with one import, or undefined. */
export function fault(file: string, specifier: string): string | undefined {
  const from = room(file);
  if (specifier.startsWith('.')) {
    const target = relative(root, resolve(root, dirname(file), specifier));
    const to = room(target);
    if (to > from) return `${file} imports up the house: ${specifier}`;
    if (from === 0 && to !== 0) return `${file} leaves the engine: ${specifier}`;
    return undefined;
  }
  if (from === 0 && !enginePackages.includes(specifier)) return `${file} imports the package ${specifier} into the engine`;
  if (specifier.startsWith('onnxruntime') && rooms[from] !== 'workers') return `${file} imports onnxruntime outside workers`;
  return undefined;
}

test('imports run down the house only, and the engine depends on nothing but named readers', () => {
  const faults = rooms.flatMap((name) => files(name)).flatMap((file) => imports(readFileSync(join(root, file), 'utf8')).flatMap((specifier) => fault(file, specifier) ?? []));
  expect(faults).toEqual([]);
});

test.each([
  ['src/engine/table/open.ts', '../../runtime/cell'],
  ['src/engine/table/open.ts', 'svelte'],
  ['src/engine/table/open.ts', 'onnxruntime-web/wasm'],
  ['workers/score.ts', '../src/runtime/cell'],
  ['src/runtime/pool.ts', '../app/state/session'],
  ['src/runtime/pool.ts', 'onnxruntime-web'],
])('an import that runs the wrong way is caught: %s importing %s', (file, specifier) => {
  expect(fault(file, specifier)).toBeDefined();
});
