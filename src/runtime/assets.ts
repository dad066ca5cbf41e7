import { wasmIntegrity, wasmUrl } from 'virtual:cells';
import files from 'virtual:demo';
import { assetMissing } from './faults';

async function blob(url: string, name: string, init: RequestInit = {}): Promise<Blob> {
  try {
    const response = await fetch(url, init);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return await response.blob();
  } catch (error) {
    throw assetMissing(name, `${url}: ${String(error)}`);
  }
}

/** The model runtime's program, refused unless it is the very one this page was built with. */
export function loadWasm(): Promise<Blob> {
  return blob(new URL(wasmUrl, document.baseURI).href, 'the model runtime', { integrity: wasmIntegrity });
}

/** The demo's files by name. Empty when this copy of the app has none. */
export async function loadDemo(): Promise<ReadonlyMap<string, Blob>> {
  const base = new URL('models/', document.baseURI);
  return new Map(await Promise.all(files.map(async (name) => [name, await blob(new URL(name, base).href, name)] as const)));
}

/** Loads every typeface the style sheets name, as the lock will refuse them later; one that fails is replaced by the system's. */
export async function loadFonts(): Promise<void> {
  await Promise.all([...document.fonts].map((face) => face.load().catch(() => undefined)));
}
