import { runnerImport } from 'vite';

/** Imports a TypeScript module in Node through Vite and returns its exports. */
export async function load(path) {
  const { module } = await runnerImport(path, { configFile: false });
  return module;
}
