import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { builtFrom, bytes } from '../../../../src/engine/influence/trees/kernel/bytes';

const folder = fileURLToPath(new URL('../../../../src/engine/influence/trees/kernel/', import.meta.url));
const { validate } = WebAssembly;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test('the kernel was built from the source beside it: npm run kernels', () => {
  expect(builtFrom).toBe(createHash('sha256').update(readFileSync(`${folder}kernel.as.ts`)).digest('hex'));
  expect(validate(Buffer.from(bytes, 'base64'))).toBe(true);
});

test('it is given its memory and nothing else, and exports what its type says', async () => {
  const module = new WebAssembly.Module(Buffer.from(bytes, 'base64'));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  const { startKernel } = await import('../../../../src/engine/influence/trees/kernel/module');
  const kernel = startKernel(new WebAssembly.Memory({ initial: 1, maximum: 1 }))!;
  expect(Object.entries(kernel).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])).sort()).toEqual(['gather', 'placeBlock', 'placeForest', 'placePatterns', 'placeRows', 'run', 'share']);
});

test('where WebAssembly has no SIMD, or is not allowed, there is no kernel and no error', async () => {
  const refusing = class {
    constructor() {
      throw new WebAssembly.CompileError('no SIMD');
    }
  };
  vi.stubGlobal('WebAssembly', { ...WebAssembly, Memory: WebAssembly.Memory, Module: refusing });
  vi.resetModules();
  const { startKernel } = await import('../../../../src/engine/influence/trees/kernel/module');
  expect(startKernel(new WebAssembly.Memory({ initial: 1, maximum: 1 }))).toBeUndefined();
});
