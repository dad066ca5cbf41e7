import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

/** The folder of real tables, models and reference numbers that may stand beside the project. */
const root = fileURLToPath(new URL('../../../shared/', import.meta.url));

export const haveShared = existsSync(root);

/** Absolute path of a shared file. */
export function sharedPath(path: string): string {
  return root + path;
}

export function sharedBytes(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(root + path));
}

export function sharedJson<T>(path: string): T {
  return JSON.parse(readFileSync(root + path, 'utf8')) as T;
}

export function sharedList(path: string): string[] {
  return haveShared ? readdirSync(root + path).sort() : [];
}

/** A describe that needs the shared files; skipped, and counted as such, where they are absent. The name is marked so that CI can tell. */
export const describeShared = (name: string, body: () => void): void => {
  describe.skipIf(!haveShared)(`[shared] ${name}`, body);
};

export const testShared = (name: string, body: () => Promise<void> | void): void => {
  test.skipIf(!haveShared)(`[shared] ${name}`, body);
};
