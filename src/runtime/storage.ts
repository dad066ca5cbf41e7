import type { Audit } from '../engine/audit/types';
import { cancelled } from '../engine/errors';
import { Value, type Readable } from './signal';
import { Claim } from './storage/claim';
import { Database, databaseName, type ManifestRecord, type PartRecord } from './storage/database';
import { damaged, readOnly, setGone } from './storage/faults';
import { Journal } from './storage/journal';
import { pack, unpack } from './storage/pack';
import { cut, hashOf, join, openText, sealText } from './storage/pieces';

/** What the list of kept sets shows. */
export interface KeptAbout {
  readonly title: string;
  readonly tableName?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly modelName?: string;
}

/** What is kept together. `body` is plain data with typed arrays: the opened table and the model's original files. */
export interface KeptContent<Body> {
  readonly about: KeptAbout;
  readonly body: Body;
  readonly audit: Audit;
}

export interface KeptSet {
  readonly id: string;
  /** Null when the record of it is damaged; the set can then only be deleted. */
  readonly about: KeptAbout | null;
  readonly bytes: number;
  readonly created: number;
}

export interface OpenedSet<Body> extends KeptContent<Body> {
  readonly id: string;
  /** True in the tab that may save; another tab can take over. */
  readonly writable: Readable<boolean>;
}

export type StorageStatus = { readonly state: 'ready' | 'waiting' } | { readonly state: 'session-only'; readonly reason: unknown };

export interface KeepOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
  /** Set that the new one takes the place of, in the same step. */
  readonly replaces?: string;
}

const everything = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, Infinity, Infinity]);
const batchBytes = 8 << 20;

/**
 * “Keep on this computer”. A set is written piece by piece under a manifest marked `writing`, read back, and published in one last strict transaction:
 * readers see whole sets only, and what a killed tab left is swept at the next start.
 */
export class Storage {
  readonly journal: Journal;
  readonly #build: string;
  readonly #database: Database;
  readonly #claims = new Map<string, { claim: Claim; writable: Value<boolean> }>();
  readonly #status = new Value<StorageStatus>({ state: 'waiting' });

  constructor(build: string) {
    this.#build = build;
    this.#database = new Database(() => this.#status.set({ state: 'waiting' }));
    this.journal = new Journal(this.#database, build);
  }

  /** `session-only` when this browser keeps nothing; everything else works all the same. */
  get status(): Readable<StorageStatus> {
    return this.#status;
  }

  /** Opens the database and removes what interrupted work left behind; returns the bytes freed. Never throws. */
  async start(): Promise<number> {
    try {
      const freed = await this.#sweep();
      this.#status.set({ state: 'ready' });
      return freed;
    } catch (reason) {
      this.#status.set({ state: 'session-only', reason });
      return 0;
    }
  }

  async list(): Promise<KeptSet[]> {
    const manifests = await this.#database.transact('Reading the list', ['manifest'], 'readonly', (t) => t.objectStore('manifest').getAll());
    const ready = manifests.filter((manifest) => manifest.state === 'ready').sort((a, b) => b.created - a.created);
    return Promise.all(
      ready.map(async (manifest) => {
        const about = await this.#part(manifest, 0).then(
          (bytes) => unpack({ text: new TextDecoder().decode(bytes), buffers: [] }) as KeptAbout,
          () => null,
        );
        return { id: manifest.id, about, bytes: manifest.bytes, created: manifest.created };
      }),
    );
  }

  /** Keeps a set. @throws AssayError `storage-full` and other storage faults, `cancelled`; nothing is half kept then. */
  async keep<Body>(content: KeptContent<Body>, { signal, onProgress, replaces }: KeepOptions = {}): Promise<KeptSet> {
    const id = crypto.randomUUID();
    const encoder = new TextEncoder();
    const body = pack(content.body);
    const parts = [encoder.encode(pack(content.about).text), encoder.encode(body.text), ...body.buffers];
    const total = parts.reduce((sum, part) => sum + part.length, 0);
    const { claim } = this.#claim(id);
    await claim.take();
    const first: ManifestRecord = { id, state: 'writing', schema: 1, sealing: 'none', created: Date.now(), bytes: total, build: this.#build, parts: [] };
    const strict = { strict: true, needed: total };
    try {
      const settings = await sealText(pack(content.audit).text);
      await this.#database.transact('Keeping the files', ['manifest', 'meta'], 'readwrite', (t) => Promise.all([t.objectStore('manifest').put(first), t.objectStore('meta').put(settings, id)]), strict);
      const written: PartRecord[] = [];
      let done = 0;
      for (const [index, part] of parts.entries()) {
        const hashes = await this.#writePart(id, index, part, total, (bytes) => {
          if (signal?.aborted) throw cancelled();
          onProgress?.((done + bytes) / total);
        });
        written.push({ bytes: part.length, hashes });
        done += part.length;
      }
      await this.#database.transact(
        'Keeping the files',
        ['manifest'],
        'readwrite',
        async (t) => {
          const store = t.objectStore('manifest');
          const old = replaces === undefined ? undefined : await store.get(replaces);
          await store.put({ ...first, state: 'ready', parts: written });
          if (old) await store.put({ ...old, state: 'deleting' });
        },
        strict,
      );
    } catch (error) {
      await this.#erase(id).catch(() => undefined);
      this.release(id);
      throw error;
    }
    if (replaces !== undefined) await this.remove(replaces).catch(() => undefined);
    return { id, about: content.about, bytes: total, created: first.created };
  }

  /** Reads a set and checks every piece. The first tab that opens it may save its Audit. @throws AssayError `set-damaged`, `set-gone` */
  async open<Body>(id: string): Promise<OpenedSet<Body>> {
    const { claim, writable } = this.#claim(id);
    writable.set(await claim.take());
    try {
      const [manifest, settings] = await this.#database.transact('Opening the set', ['manifest', 'meta'], 'readonly', (t) =>
        Promise.all([t.objectStore('manifest').get(id), t.objectStore('meta').get(id)]),
      );
      if (manifest?.state !== 'ready') throw setGone();
      if (!settings) throw damaged('the settings are missing');
      const [about, text, ...buffers] = await Promise.all(manifest.parts.map((_, index) => this.#part(manifest, index)));
      const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
      return {
        id,
        writable,
        about: unpack({ text: decode(about), buffers: [] }) as KeptAbout,
        body: unpack({ text: decode(text), buffers }) as Body,
        audit: unpack({ text: await openText(settings), buffers: [] }) as Audit,
      };
    } catch (error) {
      this.release(id);
      throw error;
    }
  }

  /** Saves the changed settings of an open set. @throws AssayError `set-in-use` in a tab that may not, `set-gone` */
  async saveAudit(id: string, audit: Audit): Promise<void> {
    if (!this.#claims.get(id)?.claim.held) throw readOnly();
    const settings = await sealText(pack(audit).text);
    await this.#database.transact(
      'Saving the settings',
      ['manifest', 'meta'],
      'readwrite',
      async (t) => {
        if ((await t.objectStore('manifest').get(id))?.state !== 'ready') throw setGone();
        await t.objectStore('meta').put(settings, id);
      },
      { strict: true, needed: settings.byteLength },
    );
  }

  /** Takes the right to save from another tab. */
  async takeOver(id: string): Promise<boolean> {
    const { claim, writable } = this.#claim(id);
    writable.set(await claim.take({ steal: true }));
    return claim.held;
  }

  /** Gives the right to save back, when a set is closed. */
  release(id: string): void {
    this.#claims.get(id)?.claim.release();
    this.#claims.delete(id);
  }

  async remove(id: string): Promise<void> {
    await this.#database.transact(
      'Deleting the set',
      ['manifest'],
      'readwrite',
      async (t) => {
        const manifest = await t.objectStore('manifest').get(id);
        if (manifest) await t.objectStore('manifest').put({ ...manifest, state: 'deleting' });
      },
      { strict: true },
    );
    await this.#erase(id);
    this.release(id);
  }

  /** Deletes all that this page ever kept in this browser, and looks whether it is gone. */
  async removeEverything(): Promise<boolean> {
    for (const id of [...this.#claims.keys()]) this.release(id);
    await this.#database.destroy();
    if (typeof caches !== 'undefined') await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    const workers = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
    const left = (await indexedDB.databases?.()) ?? [];
    return left.every((database) => database.name !== databaseName);
  }

  /** Asks the browser not to make room by removing the sets. Some browsers wait for the person's answer: never wait for this. */
  async askToPersist(): Promise<boolean> {
    return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  }

  #claim(id: string): { claim: Claim; writable: Value<boolean> } {
    let known = this.#claims.get(id);
    if (!known) {
      const writable = new Value(false);
      known = { writable, claim: new Claim(id, () => writable.set(false)) };
      this.#claims.set(id, known);
    }
    return known;
  }

  async #writePart(id: string, part: number, bytes: Uint8Array<ArrayBuffer>, needed: number, onWritten: (bytes: number) => void): Promise<string[]> {
    const hashes: string[] = [];
    let batch: ArrayBuffer[] = [];
    let written = 0;
    const flush = async (): Promise<void> => {
      const from = hashes.length - batch.length;
      const pieces = batch;
      batch = [];
      await this.#database.transact(
        'Keeping the files',
        ['chunk'],
        'readwrite',
        (t) => Promise.all(pieces.map((piece, i) => t.objectStore('chunk').put(piece, [id, part, from + i]))),
        { needed },
      );
      const back = await this.#database.transact('Keeping the files', ['chunk'], 'readonly', (t) => Promise.all(pieces.map((_, i) => t.objectStore('chunk').get([id, part, from + i]))));
      for (const [i, piece] of back.entries()) {
        if (!piece || (await hashOf(piece)) !== hashes[from + i]) throw damaged(`piece ${from + i} of part ${part} did not read back`);
      }
    };
    let waiting = 0;
    for (const piece of cut(bytes)) {
      hashes.push(await hashOf(piece));
      batch.push(piece);
      waiting += piece.byteLength;
      written += piece.byteLength;
      if (waiting >= batchBytes) {
        await flush();
        waiting = 0;
        onWritten(Math.min(written, bytes.length));
      }
    }
    if (batch.length > 0) await flush();
    onWritten(bytes.length);
    return hashes;
  }

  async #part(manifest: ManifestRecord, index: number): Promise<Uint8Array<ArrayBuffer>> {
    const part = manifest.parts[index];
    if (!part) throw damaged(`part ${index} is missing`);
    return join(part.bytes, part.hashes, (piece) =>
      this.#database.transact('Opening the set', ['chunk'], 'readonly', (t) => t.objectStore('chunk').get([manifest.id, index, piece])),
    );
  }

  async #erase(id: string): Promise<void> {
    await this.#database.transact('Deleting the set', ['chunk', 'meta', 'manifest'], 'readwrite', (t) =>
      Promise.all([t.objectStore('chunk').delete(everything(id)), t.objectStore('meta').delete(id), t.objectStore('manifest').delete(id)]),
    );
  }

  async #sweep(): Promise<number> {
    const [manifests, keys] = await this.#database.transact('Tidying up', ['manifest', 'chunk'], 'readonly', (t) =>
      Promise.all([t.objectStore('manifest').getAll(), t.objectStore('chunk').getAllKeys()]),
    );
    let freed = 0;
    const known = new Set(manifests.map((manifest) => manifest.id));
    const orphans = new Set(keys.map(([id]) => id).filter((id) => !known.has(id)));
    const leftovers = [...manifests.filter((manifest) => manifest.state !== 'ready'), ...[...orphans].map((id) => ({ id, bytes: 0 }))];
    for (const { id, bytes } of leftovers) {
      const claim = new Claim(id);
      if (!(await claim.take())) continue;
      await this.#erase(id);
      claim.release();
      freed += bytes;
    }
    return freed;
  }
}
